"""A scheme's data files in, a frozen scheme out, or complaints by sheet, row and column.

The survey sheet follows the XLSForm convention with further columns: item, level, asked_of,
fail_if, problem, category, severity, responsible, evidence, track, warning. A `begin_repeat` block
is asked once for each row an inspector adds; a `begin_repeat programmes` block is written out once
for every row of the programmes sheet, with {code}, {name}, {lead_unit} and {category} filled in.
"""

from collections.abc import Iterable, Iterator, Sequence
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
PROGRAMMES = "begin_repeat programmes"
AS_WRITTEN = (
    *("name", "label", "hint", "relevant", "constraint", "constraint_message", "appearance"),
    *("warning", "warning_message"),
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
    """Survey rows with each programmes block written out, and the programme's code."""
    block: list[Row] | None = None
    inner = 0
    for row in rows:
        if row["type"] == PROGRAMMES and block is None:
            block = [Row(row.number, row.cells | {"type": "begin_group"})]
        elif block is None:
            yield row, ""
        elif row["type"] == "end_repeat" and not inner:
            block.append(Row(row.number, row.cells | {"type": "end_group"}))
            for programme in programmes:
                yield from ((filled(line, programme), programme.code) for line in block)
            block = None
        else:
            inner += is_opening(row, "repeat") - (row["type"] == "end_repeat")
            block.append(row)
    yield from ((row, "") for row in block or ())


def is_opening(row: Row, kind: str) -> bool:
    """Whether a row opens a group, or a repeat group: `begin_repeat` or `begin_repeat members`."""
    return row["type"].partition(" ")[0] == f"begin_{kind}"


def filled(row: Row, programme: Programme) -> Row:
    """A row of a repeat block with one programme's words in it."""
    cells = dict(row.cells)
    for key in ("code", "name", "lead_unit", "category"):
        word = str(getattr(programme, key))
        cells = {column: text.replace(f"{{{key}}}", word) for column, text in cells.items()}
    return Row(row.number, cells)


def question(row: Row, path: Sequence[Group], programme: str, titles: dict[str, str]) -> Question:
    """One question from its row and the headings it stands under."""
    kind, _, list_name = row["type"].partition(" ")
    titles.setdefault(row["item"], row["item_title"] or row["label"])
    return Question(
        kind=kind,
        list_name=list_name.strip(),
        required=yes(row["required"]),
        section=path[0].name if path else "",
        group=path[-1].name if path else "",
        repeat=next((group.name for group in path if group.repeat), ""),
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
    path: list[Group] = []
    titles: dict[str, str] = {}
    for row, programme in written_out(rows, list(programmes)):
        if is_opening(row, "group") or is_opening(row, "repeat"):
            path.append(heading(row, path, programme))
            groups.append(path[-1])
        elif row["type"] in {"end_group", "end_repeat"}:
            if not path or path[-1].repeat != (row["type"] == "end_repeat"):
                reason = f"多出一个 {row['type']}。" if not path else unpaired(row, path[-1])
                return [], [], [Complaint("survey", row.number, "type", reason)]
            path.pop()
        else:
            questions.append(question(row, path, programme, titles))
    if path:
        last, end = rows[-1].number if rows else 1, unpaired(None, path[-1])
        return [], [], [Complaint("survey", last, "type", end)]
    return groups, questions, []


def heading(row: Row, path: Sequence[Group], programme: str) -> Group:
    """A heading from its row; a repeat group may be named beside the type or in its column."""
    named = row["type"].partition(" ")[2].strip() or row["name"]
    above = path[-1].name if path else ""
    return Group(named, row["label"], above, programme, repeat=is_opening(row, "repeat"))


def unpaired(row: Row | None, group: Group) -> str:
    """What is said of a group that is not closed, or closed by another's end."""
    end = "end_repeat" if group.repeat else "end_group"
    found = f"，却写了 {row['type']}" if row else ""
    return f"分组 {group.name} 没有 {end}{found}。"


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
    return scheme_of(*read_sheets(path))


def scheme_of(
    sheets: Sheets, complaints: list[Complaint]
) -> tuple[SchemeData | None, list[Complaint]]:
    """The scheme of sheets that were read; None where their form or their content is wrong."""
    if complaints:
        return None, complaints
    data, complaints = assembled(sheets)
    if data is not None:
        complaints = complaints_about(sheets, data)
    return (None, complaints) if complaints else (data, [])
