"""A term's facts (季度、半年、全年) as plain values; `period_sums` rolls them up from the months.

Stored as JSON with the document, like a month's facts.
"""

from dataclasses import dataclass, field
from datetime import date

from reports.facts.lines import AccountabilityLine, ProgressLine, Satisfaction
from reports.facts.month import MonthFacts, ProblemLine, Remark

CLOSED = "closed"


@dataclass(frozen=True)
class Issued:
    """One month's bulletin as it was issued: its number and its frozen facts."""

    number: str
    facts: MonthFacts


@dataclass(frozen=True)
class MonthRow:
    """One month of the term: who was inspected, what was found, and what has become of it."""

    month: date
    number: str
    as_of: date
    townships: int
    villages: int
    households: int
    departments: int
    problems: int
    common: int
    severe: int
    closed: int
    overdue: int

    @property
    def open(self) -> int:
        """Those not closed, overdue ones among them."""
        return self.problems - self.closed


@dataclass(frozen=True)
class Tally:
    """How many problems stand under one name, how many of them are closed and overdue."""

    name: str
    total: int
    closed: int = 0
    overdue: int = 0

    @property
    def open(self) -> int:
        """Those not closed, overdue ones among them."""
        return self.total - self.closed


@dataclass(frozen=True)
class TownshipTerm:
    """A township over the term; `months` are those in which it was inspected."""

    code: str
    name: str
    months: tuple[date, ...]
    visits: int
    problems: int
    closed: int
    overdue: int

    @property
    def open(self) -> int:
        """Those not closed, overdue ones among them."""
        return self.problems - self.closed


@dataclass(frozen=True)
class Recurring:
    """One item that failed in the same township in several months."""

    township: str
    item: str
    category: str
    months: tuple[date, ...]
    times: int


@dataclass(frozen=True)
class PeriodFacts:
    """One county's term, from the months that were issued; `missing` ones had no bulletin."""

    county_code: str
    county: str
    place: str
    period: date
    until: date
    as_of: date
    plan: str
    months: tuple[MonthRow, ...]
    missing: tuple[date, ...]
    all_townships: int
    townships: tuple[TownshipTerm, ...]
    villages_seen: int
    households_seen: int
    departments_seen: int
    visits: int
    problems: tuple[ProblemLine, ...]
    blocks: tuple[Tally, ...]
    categories: tuple[Tally, ...]
    units: tuple[Tally, ...]
    recurring: tuple[Recurring, ...]
    practices: tuple[Remark, ...]
    suggestions: tuple[Remark, ...]
    target_villages: int
    target_persons: int
    planned_persons: int
    elapsed_days: int
    year_days: int
    ranked: bool = False
    """Whether the office wants the townships put in order."""
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    """Answers of all months together; `households` is that of the last month."""
    progress: tuple[ProgressLine, ...] = ()
    """The year's targets and what was reached, as of the last month."""
    accountability: tuple[AccountabilityLine, ...] = ()
    """Measures of all months by label; `units` counts a unit once for each month."""

    @property
    def asked(self) -> dict[str, object]:
        """What the office chose when it began the document."""
        return {"ranked": self.ranked}

    @property
    def closed(self) -> int:
        """Problems closed."""
        return sum(line.state == CLOSED for line in self.problems)

    @property
    def overdue(self) -> int:
        """Open problems past their day, as the newest of the months says."""
        return sum(line.overdue for line in self.problems)

    @property
    def behind_target(self) -> tuple[ProgressLine, ...]:
        """Townships whose year's target of persons is not reached."""
        return tuple(it for it in self.progress if it.left_persons < it.target_persons)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Townships inspected in none of the months."""
        return tuple(line.name for line in self.townships if not line.months)
