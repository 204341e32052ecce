"""What is read of a county's month before anything is worked out: frozen rows, no sums.

`reports.selectors.months` fills it; `reports.facts.deriving.facts_of` makes facts of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.facts.lines import AccountabilityLine, ItemLine
from reports.facts.month import (
    CheckLine,
    ProblemLine,
    ProgrammeLine,
    Remark,
    SampleLine,
    TownshipLine,
    VillageLine,
    WorkLine,
)


@dataclass(frozen=True)
class Head:
    """The month and its round as the office set it up."""

    county_code: str
    county: str
    place: str
    period: date
    on: date
    plan: str
    methods: tuple[str, ...]
    starts_on: date
    ends_on: date
    shortfall_reason: str


@dataclass(frozen=True)
class Targets:
    """The county's targets of the year."""

    villages: int = 0
    households: int = 0
    persons: int = 0


@dataclass(frozen=True)
class HouseholdRow:
    """A visited household: what of it was answered, what is so, and what it said of its help."""

    number: str
    village: str
    answered: frozenset[str]
    so: frozenset[str]
    said: str = ""


@dataclass(frozen=True)
class DrawFrame:
    """The month's main draw: households in the frame by village, and the ones drawn.

    Reserves that were called stand among the drawn.
    """

    households: Mapping[str, int]
    drawn: frozenset[str]


@dataclass(frozen=True)
class ExitCounts:
    """A township's way out of poverty this year, by the steps taken."""

    left_households: int = 0
    left_persons: int = 0
    verified_households: int = 0


@dataclass(frozen=True)
class PledgeCounts:
    """A township's pledges of the year, its villages' among them, as of the day."""

    pledges: int = 0
    due: int = 0
    signed: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class AccountabilityTotals:
    """The month's measures in force: different units, person-times, entries, by measure."""

    units: int = 0
    person_times: int = 0
    entries: int = 0
    lines: tuple[AccountabilityLine, ...] = ()


@dataclass(frozen=True)
class MonthRows:
    """A county's month as it was read; problems found not upheld are among `problems`."""

    head: Head
    targets: Targets
    measures: tuple[tuple[str, str], ...]
    """The four measures (四个一批) as (key, name)."""
    findings: tuple[tuple[str, str], ...]
    """What households are found to be, as (key, name)."""
    unfinished: int
    checks: tuple[CheckLine, ...]
    answers: Mapping[str, tuple[int, int, int]]
    """Answers, failing ones and 未查 by the first letter of their item."""
    sample: tuple[SampleLine, ...]
    households: tuple[HouseholdRow, ...]
    frame: DrawFrame | None
    problems: tuple[ProblemLine, ...]
    before: tuple[ProblemLine, ...]
    earlier: tuple[ProblemLine, ...]
    townships: tuple[TownshipLine, ...]
    exits: Mapping[str, ExitCounts]
    pledges: Mapping[str, PledgeCounts]
    programmes: tuple[ProgrammeLine, ...]
    works: tuple[WorkLine, ...]
    villages: tuple[VillageLine, ...]
    items: tuple[ItemLine, ...]
    accountability: AccountabilityTotals
    good_practices: tuple[Remark, ...]
    suggestions: tuple[Remark, ...]
