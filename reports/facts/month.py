"""A month's facts: plain values from which bulletin, ledgers and annexes are all written.

They are stored as JSON with the bulletin (`facts_json`); the same facts always give the same
documents.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from reports.facts.lines import (
    AccountabilityLine,
    EstimateLine,
    ItemLine,
    ProgressLine,
    Satisfaction,
    share_text,
)

BLOCKS = {
    "A": "年度减贫任务推进",
    "B": "“四个一批”落实",
    "C": "“17个扶贫专项年度计划”落实",
    "D": "项目资金整合实施",
    "E": "“五个一”驻村帮扶",
    "Z": "脱贫攻坚其他工作",
}
"""The six blocks of the district ledger. Source: plan 000 §6(2)."""


DEPARTMENTS = "区级部门"
"""The place of a problem that belongs to no township."""


def block_of(item: str) -> str:
    """Name the block an item such as A203 or C01.2 is reported under; unknown ones under 其他."""
    return item[:1] if item[:1] in BLOCKS else "Z"


@dataclass(frozen=True)
class Figure:
    """One number and the list it counts: a URL name and its filters.

    `of` is the denominator of a rate. `counts_rows` is False where the number adds up a column
    of the list (persons) instead of counting its rows.
    """

    key: str
    label: str
    value: int
    unit: str
    as_of: date
    list_name: str
    list_query: str = ""
    of: int | None = None
    counts_rows: bool = True

    @property
    def share(self) -> str:
        """The rate with two decimals: 81.25%; "" where the number is of nothing."""
        return "" if self.of is None else share_text(self.value, self.of)


@dataclass(frozen=True)
class CheckLine:
    """One line of the month's completeness check."""

    label: str
    needed: str
    found: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True)
class BlockLine:
    """What was looked at in one of the six blocks: answers, failing ones, 未查, problems."""

    code: str
    answers: int
    failing: int
    unchecked: int
    problems: int


@dataclass(frozen=True)
class SampleLine:
    """One unit that was inspected; a household is named masked."""

    kind: str
    kind_label: str
    township: str
    village: str
    name: str
    is_poor_village: bool
    visited_on: date | None
    failing: int
    findings: tuple[str, ...] = ()
    """What a household was found to be: satisfied, helped, failing … (keys of estimates)."""


@dataclass(frozen=True)
class ProblemLine:
    """One problem as the lists show it."""

    number: str
    area_code: str
    township: str
    block: str
    item: str
    place: str
    subject: str
    fact: str
    basis: str
    category: str
    severity: str
    scope: str
    track: str
    unit: str
    state: str
    state_label: str
    found_on: date
    due_on: date | None
    closed_on: date | None
    overdue: bool
    requirement: str = ""
    source: str = ""
    found_in: str = ""
    found_by: str = ""
    person: str = ""
    order: str = ""
    measure: str = ""
    planned_on: date | None = None
    village_can_solve: bool | None = None
    handed_up_on: date | None = None
    repeats: str = ""
    reopened: int = 0


@dataclass(frozen=True)
class TownshipLine:
    """A township's plan, register and month."""

    code: str
    name: str
    target_villages: int
    target_households: int
    target_persons: int
    poor_villages: int
    households: int
    persons: int
    planned_households: int
    planned_persons: int
    without_helper: int
    visited: bool
    problems: int
    closed: int
    measures: tuple[tuple[str, int, int], ...] = ()
    """The four measures (四个一批) as (name, households, persons)."""

    def seen(self, *, visited: bool) -> "TownshipLine":
        """Give the same line with whether the township was inspected this month."""
        return replace(self, visited=visited)


@dataclass(frozen=True)
class ProgrammeLine:
    """One of the 17 programmes as its lead department answered; "" where nothing was asked."""

    code: str
    name: str
    lead: str
    is_supplement: bool
    plan: str = ""
    work_plan: str = ""
    linked: str = ""
    target: str = ""
    done: str = ""
    unit: str = ""
    behind: bool = False
    funds_planned: str = ""
    funds_arrived: str = ""
    funds_spent: str = ""
    problems: int = 0
    note: str = ""


@dataclass(frozen=True)
class WorkLine:
    """One work or fund of block D as one unit reported it, in `unit`; "" where not answered."""

    subject: str
    item: str
    name: str
    planned: str
    done: str
    unit: str
    behind: bool


@dataclass(frozen=True)
class PostLine:
    """One of the five posts of a village as the register has it."""

    post: str
    label: str
    person: str
    unit: str
    since: date | None


@dataclass(frozen=True)
class VillageLine:
    """A poor village, or another one inspected: its five posts and what the visit found."""

    code: str
    township: str
    name: str
    is_poor: bool
    exit_year: int | None
    posts: tuple[PostLine, ...]
    visited_on: date | None
    answers: tuple[tuple[str, str], ...]
    """Question name and the answer as read, of items E101–E121."""
    problems: tuple[str, ...]

    def post(self, name: str) -> PostLine | None:
        """Give the post of that name if somebody holds it."""
        return next((post for post in self.posts if post.post == name), None)

    def answer(self, name: str) -> str:
        """Give what was answered to a question, or ""."""
        return dict(self.answers).get(name, "")


@dataclass(frozen=True)
class Remark:
    """A good practice or a suggestion written at the end of a visit."""

    subject: str
    text: str


@dataclass(frozen=True)
class MonthFacts:
    """One county's month as it stood on `as_of`."""

    county_code: str
    county: str
    place: str
    period: date
    as_of: date
    plan: str
    methods: tuple[str, ...]
    starts_on: date
    ends_on: date
    shortfall_reason: str
    elapsed_days: int
    year_days: int
    figures: tuple[Figure, ...]
    checks: tuple[CheckLine, ...]
    blocks: tuple[BlockLine, ...]
    sample: tuple[SampleLine, ...]
    problems: tuple[ProblemLine, ...]
    last_problems: tuple[ProblemLine, ...]
    townships: tuple[TownshipLine, ...]
    programmes: tuple[ProgrammeLine, ...]
    works: tuple[WorkLine, ...]
    villages: tuple[VillageLine, ...]
    good_practices: tuple[Remark, ...]
    suggestions: tuple[Remark, ...]
    rejected: tuple[ProblemLine, ...] = ()
    last_rejected: tuple[ProblemLine, ...] = ()
    """What was found not upheld (不属实): counted by the figures, printed in no list."""
    earlier_problems: tuple[ProblemLine, ...] = ()
    """Found before last month, and open now or closed since the month began."""
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    estimates: tuple[EstimateLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    progress: tuple[ProgressLine, ...] = ()
    accountability: tuple[AccountabilityLine, ...] = ()

    def figure(self, key: str) -> Figure:
        """Give the figure of that key; KeyError if there is none."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)

    def count(self, key: str) -> int:
        """Give a figure's value."""
        return self.figure(key).value

    @property
    def enough(self) -> bool:
        """Whether the minimum sample was reached. Source: plan 000 §4(1)."""
        return all(check.passed for check in self.checks[:3])
