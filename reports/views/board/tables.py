"""A table of the boards: one value that the page, its chart and its workbook are all made of.

So a chart cannot show another number than its table, nor the file another than the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from reports.facts.lines import share_text

NOTHING = "—"
PERCENT = "%"
WIDE = 5  # columns; more take the whole width
HEIGHTS = ((5, "s"), (9, "m"), (16, "l"), (22, "xl"))  # up to so many bars across


@dataclass(frozen=True)
class Head:
    """A column's head; `draw` is "bar", "line" or "" for one that stands in the table only."""

    label: str
    unit: str = ""
    draw: str = ""
    tone: str = "blue-mark"
    kind: str = "num"  # "" for a column of words


@dataclass(frozen=True)
class Cell:
    """What a cell says, its number (None where there is none), its list, its colour.

    `step` is a heat table's, 0 to 5; `tone` is "" or "red", "orange" where one should act.
    """

    text: str
    value: int | Decimal | None = None
    url: str = ""
    step: int | None = None
    tone: str = ""

    @property
    def plain(self) -> str:
        """The number as a script reads it; "" for none."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Line:
    """A row: the place or month it is of, its cells, its page."""

    label: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """A line through the chart: what it says and where it stands, such as the year's days gone."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Table:
    """Rows under heads. `chart` is "line", "bar", "stacked", or "" for no chart.

    `across` draws the bars from left to right, one below the other, so that long names have room.
    `heat` colours the cells. `export` is the address of the workbook.
    """

    slug: str
    title: str
    first: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    chart: str = ""
    across: bool = False
    heat: bool = False
    note: str = ""
    total: Line | None = None
    mark: Mark | None = None
    export: str = ""

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Head, Cell]]]]:
        """Give the rows, each cell with the head above it."""
        return [(line, list(zip(self.heads, line.cells, strict=True))) for line in self.lines]

    @property
    def height(self) -> str:
        """How high the chart's box is, so that nothing moves when the chart appears."""
        if not self.across:
            return "m"
        bars = len(self.lines) * (1 if self.chart == "stacked" else self.drawn)
        return next((size for most, size in HEIGHTS if bars <= most), "xxl")

    @property
    def drawn(self) -> int:
        """How many columns are drawn."""
        return sum(bool(head.draw) for head in self.heads)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw: no number, or only noughts that are no rates."""
        drawn = [at for at, head in enumerate(self.heads) if head.draw]
        return not any(
            line.cells[at].value or (self.heads[at].unit == PERCENT and line.cells[at].plain)
            for line in self.lines
            for at in drawn
        )

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of the page."""
        return not self.chart and len(self.heads) > WIDE

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.heads) + 1

    def sent_to(self, address: str) -> "Table":
        """Give the same table with the address of its workbook."""
        return replace(self, export=address)


def amount(value: int | Decimal | None, url: str = "", **more: str | int) -> Cell:
    """Write a number, thousands apart; a dash for none."""
    text = NOTHING if value is None else f"{value:,}"
    return Cell(text, value, url, **more)  # type: ignore[arg-type]  # step or tone by name


def share(part: int, whole: int | None, url: str = "") -> Cell:
    """Write a rate in percent with two decimals; a dash of nothing."""
    if not whole:
        return Cell(NOTHING)
    rate = Decimal(part) * 100 / Decimal(whole)
    return Cell(
        share_text(part, whole), rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), url
    )


def cells_of(table: Table, line: Line) -> list[object]:
    """Give a row as its workbook has it: numbers as numbers, rates and hidden counts as text."""
    told: list[object] = [line.label]
    for head, cell in zip(table.heads, line.cells, strict=True):
        told.append(cell.text if cell.value is None or head.unit == PERCENT else cell.value)
    return told


def rows_of(table: Table) -> Sequence[list[object]]:
    """Give all rows for the workbook, the sums last."""
    lines = [*table.lines, table.total] if table.total else table.lines
    return [cells_of(table, line) for line in lines]
