"""整改进度: each rectification order a bar from its issue to its day, by responsible unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from reports.wall.days import Span, span

ONE = timedelta(days=1)
WORDS = {
    "closed": "已销号",
    "late": "超期",
    "reported": "待复核",
    "asked": "待签收",
    "rectifying": "整改中",
}
TONES = {"closed": "green", "late": "red", "reported": "orange", "asked": "grey"}


@dataclass(frozen=True)
class OrderLine:
    """One order: its days, and how many of its problems are closed, reported or late.

    `due_on` is the nearest day of what is still open, the order's own once all is closed.
    """

    pk: int
    number: str
    serial: int
    unit_id: int
    unit: str
    issued_on: date
    due_on: date
    problems: int
    closed: int
    reported: int
    acknowledged: bool


@dataclass(frozen=True)
class Bar:
    """An order as it is drawn: its state in words and tone, its columns, the days past its day."""

    line: OrderLine
    state: str
    late_days: int
    columns: Span | None
    tail: Span | None

    @property
    def words(self) -> str:
        """Say the state: 超期3天, 整改中 …"""
        return f"超期{self.late_days}天" if self.state == "late" else WORDS[self.state]

    @property
    def tone(self) -> str:
        """Give the tone of the state."""
        return TONES.get(self.state, "blue")


@dataclass(frozen=True)
class UnitRow:
    """A responsible unit with its bars, the nearest day first."""

    unit: str
    bars: tuple[Bar, ...]

    @property
    def problems(self) -> int:
        """Count the problems of its orders."""
        return sum(bar.line.problems for bar in self.bars)

    @property
    def closed(self) -> int:
        """Count those closed."""
        return sum(bar.line.closed for bar in self.bars)

    @property
    def late(self) -> int:
        """Count its late orders."""
        return sum(bar.state == "late" for bar in self.bars)


def state_of(line: OrderLine, *, on: date) -> str:
    """Give an order's state on a day; its own day is still in time."""
    if line.closed >= line.problems:
        return "closed"
    if line.due_on < on:
        return "late"
    if line.closed + line.reported >= line.problems:
        return "reported"
    return "rectifying" if line.acknowledged else "asked"


def bar_of(line: OrderLine, *, period: date, on: date) -> Bar:
    """Draw one order in a month; what is late has a tail from its day to today."""
    state = state_of(line, on=on)
    late = state == "late"
    tail = span(line.due_on + ONE, on, period) if late else None
    columns = span(line.issued_on, line.due_on, period)
    return Bar(line, state, (on - line.due_on).days if late else 0, columns, tail)


def rows_of(lines: Iterable[OrderLine], *, period: date, on: date) -> tuple[UnitRow, ...]:
    """Group the orders by unit, in the order the units come; each unit's by their day."""
    rows = []
    for (_, name), own in groupby(lines, key=lambda line: (line.unit_id, line.unit)):
        ordered = sorted(own, key=lambda line: (line.due_on, line.pk))
        rows.append(UnitRow(name, tuple(bar_of(x, period=period, on=on) for x in ordered)))
    return tuple(rows)
