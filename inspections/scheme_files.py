"""A scheme's data files in, a frozen scheme out, or complaints by sheet, row and column.

The survey sheet follows the XLSForm convention with further columns: item, level, asked_of,
fail_if, problem, category, severity, responsible, evidence, track. A `begin_repeat programmes`
block is written out once for every row of the programmes sheet, with {code}, {name}, {lead_unit}
and {category} filled in.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from inspections.scheme_checks import complaints_about
from inspections.scheme_data import (
    Category,
    Choice,
    Group,
    Programme,
    Question,
    SchemeData,
    Setting,
    Sighting,
)
from inspections.scheme_sheets import Complaint, Row, Sheets, read_sheets

INFO = "info"
AS_WRITTEN = (
    *("name", "label", "hint", "relevant", "constraint", "constraint_message", "appearance"),
    *("default", "calculation", "item", "asked_of", "problem", "category", "severity"),
    *("evidence", "track", "unit", "source"),
)


def yes(text: str) -> bool:
    """Whether a cell says yes; its wording is checked apart."""
    return text in {"yes", "是"}


def words(text: str) -> tuple[str, ...]:
    """The words of a cell separated by commas of either width."""
    return tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())


def written_out(rows: Iterable[Row], programmes: Iterable[Programme]) -> Iterator[tuple[Row, str]]:
    """Survey rows with each repeat block written out per programme, and the programme's code."""
    block: list[Row] | None = None
    for row in rows:
        if row["type"] == "begin_repeat programmes":
            block = [Row(row.number, row.cells | {"type": "begin_group"})]
        elif row["type"] == "end_repeat" and block is not None:
            block.append(Row(row.number, row.cells | {"type": "end_group"}))
            for programme in programmes:
                yield from ((filled(line, programme), programme.code) for line in block)
            block = None
        elif block is not None:
            block.append(row)
        else:
            yield row, ""


def filled(row: Row, programme: Programme) -> Row:
    """A row of a repeat block with one programme's words in it."""
    cells = dict(row.cells)
    for key in ("code", "name", "lead_unit", "category"):
        word = str(getattr(programme, key))
        cells = {column: text.replace(f"{{{key}}}", word) for column, text in cells.items()}
    return Row(row.number, cells)


def question(row: Row, path: list[str], programme: str, titles: dict[str, str]) -> Question:
    """One question from its row and the headings it stands under."""
    kind, _, list_name = row["type"].partition(" ")
    titles.setdefault(row["item"], row["item_title"] or row["label"])
    return Question(
        kind=kind,
        list_name=list_name.strip(),
        required=row["required"] == "yes",
        section=path[0] if path else "",
        group=path[-1] if path else "",
        programme=programme,
        item_title=titles[row["item"]],
        levels=words(row["level"]),
        fail_if="" if row["fail_if"] == INFO else row["fail_if"],
        info=row["fail_if"] == INFO,
        responsible=words(row["responsible"]),
        row=row.number,
        **{column: row[column] for column in AS_WRITTEN},
    )


def form(
    rows: list[Row], programmes: Iterable[Programme]
) -> tuple[list[Group], list[Question], list[Complaint]]:
    """The headings and questions of the survey sheet; unbalanced headings are complaints."""
    groups: list[Group] = []
    questions: list[Question] = []
    path: list[str] = []
    titles: dict[str, str] = {}
    for row, programme in written_out(rows, list(programmes)):
        if row["type"] == "begin_group":
            groups.append(Group(row["name"], row["label"], path[-1] if path else "", programme))
            path.append(row["name"])
        elif row["type"] == "end_group":
            if not path:
                return [], [], [Complaint("survey", row.number, "type", "多出一个 end_group。")]
            path.pop()
        else:
            questions.append(question(row, path, programme, titles))
    if path:
        last = rows[-1].number if rows else 1
        return [], [], [Complaint("survey", last, "type", f"分组 {path[-1]} 没有 end_group。")]
    return groups, questions, []


def assembled(sheets: Sheets) -> tuple[SchemeData | None, list[Complaint]]:
    """The scheme of well-formed sheets."""
    programmes = tuple(
        Programme(**(row.cells | {"supplement": yes(row["supplement"])}))  # type: ignore[arg-type]
        for row in sheets.get("programmes", [])
    )
    groups, questions, complaints = form(sheets["survey"], programmes)
    if complaints:
        return None, complaints
    data = SchemeData(
        settings=tuple(Setting(**row.cells) for row in sheets["settings"]),
        groups=tuple(groups),
        questions=tuple(questions),
        choices=tuple(Choice(**row.cells) for row in sheets["choices"]),
        categories=tuple(
            Category(**(row.cells | {"severe": yes(row["severe"])}))  # type: ignore[arg-type]
            for row in sheets["categories"]
        ),
        programmes=programmes,
        sightings=tuple(Sighting(**row.cells) for row in sheets.get("postings", [])),
    )
    return data, []


def read_scheme(path: Path) -> tuple[SchemeData | None, list[Complaint]]:
    """The scheme of a folder or workbook, or None and every complaint there is about it."""
    sheets, complaints = read_sheets(path)
    if complaints:
        return None, complaints
    data, complaints = assembled(sheets)
    if data is not None:
        complaints = complaints_about(sheets, data)
    return (None, complaints) if complaints else (data, [])
