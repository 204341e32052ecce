"""A scheme written back as the rows of its sheets: what the loader reads as the same scheme."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from inspections.scheme_data import Group, Question, SchemeData
from inspections.scheme_sheets import COLUMNS
from inspections.workbooks.blocks import Line, folded

Cells = dict[str, str]
HELD = {  # sheet: where the scheme keeps its rows
    "settings": "settings",
    "choices": "choices",
    "categories": "categories",
    "programmes": "programmes",
    "postings": "sightings",
}


def rows_of(data: SchemeData) -> dict[str, list[Cells]]:
    """Give the rows of every sheet the loader knows, each cell by its column."""
    sheets = {
        sheet: [cells_of(sheet, one) for one in getattr(data, held)]
        for sheet, held in HELD.items()
    }
    lines = folded(list(survey_lines(data)), data.programmes)
    return {sheet: lines if sheet == "survey" else sheets[sheet] for sheet in COLUMNS}


def cells_of(sheet: str, record: object) -> Cells:
    """One record's cells by the columns of its sheet."""
    return {column: text_of(getattr(record, column, "")) for column in COLUMNS[sheet]}


def text_of(value: Any) -> str:
    """A value as the files write it: yes and no, words separated by commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def survey_lines(data: SchemeData) -> Iterator[Line]:
    """The survey sheet line by line: headings opened and closed around their questions."""
    groups = iter(data.groups)
    open_groups: list[Group] = []
    titled: set[str] = set()
    for question in data.questions:
        while question.group not in {group.name for group in open_groups} | {""}:
            yield from begun(next(groups), open_groups)
        yield from closed(open_groups, question.group)
        yield Line(question_cells(question, titled), question.programme)
    for group in groups:
        yield from begun(group, open_groups)
    yield from closed(open_groups, "")


def begun(group: Group, open_groups: list[Group]) -> Iterator[Line]:
    """Open a heading under its parent, after closing what stands open below that."""
    yield from closed(open_groups, group.parent)
    open_groups.append(group)
    yield Line(group_cells(group, "begin"), group.programme)


def closed(open_groups: list[Group], until: str) -> Iterator[Line]:
    """Close headings until the named one is the innermost; "" closes all."""
    while open_groups and open_groups[-1].name != until:
        group = open_groups.pop()
        yield Line(group_cells(group, "end"), group.programme)


def group_cells(group: Group, act: str) -> Cells:
    """The cells of a heading's first or last line."""
    kind = "repeat" if getattr(group, "repeat", False) else "group"
    blank = dict.fromkeys(COLUMNS["survey"], "") | {"type": f"{act}_{kind}"}
    if act == "end":
        return blank
    own = {field.name for field in fields(group)} & blank.keys()
    return blank | {column: text_of(getattr(group, column)) for column in own}


def question_cells(question: Question, titled: set[str]) -> Cells:
    """The cells of a question; an item's title stands with its first question only."""
    cells = cells_of("survey", question)
    first = question.item not in titled
    titled.add(question.item)
    return cells | {
        "type": f"{question.kind} {question.list_name}".strip(),
        "required": "yes" if question.required else "",
        "item_title": question.item_title if first else "",
        "level": ",".join(question.levels),
        "fail_if": "info" if question.info else question.fail_if,
    }


def numbered(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    """Rows with the numbers they have under a header in row 1."""
    return enumerate(rows, start=2)
