"""What a printed 督查表 says, filled in or blank; every renderer takes these values only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.content import Table, TableColumn

TICKED, EMPTY = "☑", "☐"
COLUMNS = (
    TableColumn("条目", 1, "center"),
    TableColumn("检查内容", 4.2),
    TableColumn("检查结果", 4),
    TableColumn("备注", 2),
)
ROW_HEAD = TableColumn("检查内容", 3)
SIDE_BY_SIDE = 4  # people or places of a repeat group in one table
LEGEND = "说明：未查的在备注栏写“未查”；不适用的写“不适用”并注明原因。比率填分子和分母。"


@dataclass(frozen=True)
class Picture:
    """A photo or signature made small, in pixels, with the words below it."""

    content: bytes
    width: int
    height: int
    caption: str


@dataclass(frozen=True)
class Part:
    """One part of the form: its heading and its tables, one for each run of lines."""

    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class PaperForm:
    """A form on paper: head fields, parts, places to sign (none: no such line), photos."""

    title: str
    subtitle: str
    head: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    legend: str
    signers: tuple[str, ...]
    signatures: tuple[Picture, ...] = ()
    pictures: tuple[Picture, ...] = ()
    foot: str = ""
    day: date | None = None
    wide: tuple[str, ...] = ()  # head fields that take a row of their own, however short


def boxes(options: Iterable[Sequence[str]], picked: Iterable[str] = ()) -> str:
    """Write all choices with the picked ones ticked: ☑是　☐否."""
    chosen = set(picked)
    return "　".join(f"{TICKED if value in chosen else EMPTY}{label}" for value, label in options)


def row_table(rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """Make the table of one run of questions."""
    return Table(COLUMNS, tuple(rows))


def repeat_tables(
    names: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...]]]
) -> list[Table]:
    """Set the rows of a repeat group side by side, a few to a table: questions run down."""
    tables = []
    for start in range(0, len(names), SIDE_BY_SIDE):
        part = slice(start, start + SIDE_BY_SIDE)
        heads = [TableColumn(name, 2, "center") for name in names[part]]
        lines = tuple((label, *values[part]) for label, values in rows)
        tables.append(Table((ROW_HEAD, *heads), lines))
    return tables
