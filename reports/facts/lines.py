"""What a month's facts say of satisfaction, estimates, items, progress and accountability.

Frozen values as `reports.facts.month` has them for the rest; every rate is two numbers.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

WHOLE = 10_000  # a share is kept as so many ten-thousandths: 9750 is 97.50%


def share_text(part: int, whole: int) -> str:
    """Write a share with two decimals, rounded half up: 81.25%; "—" of nothing."""
    if not whole:
        return "—"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class Satisfaction:
    """What the visited households said of the help they get (E306), and how many there are.

    满意 and 基本满意 are good; 不满意 and 不清楚 are not. The seed's rate divides by all poor
    households, which is low where only some were visited, so both are given: 240 households, 200
    visited, 180 + 15 good are 81.25% of all and 97.50% of those visited. Source: 003-44, domain
    §0.4 no. 14, AC10.
    """

    households: int = 0
    visited: int = 0
    satisfied: int = 0
    mostly: int = 0
    dissatisfied: int = 0
    unclear: int = 0

    @property
    def good(self) -> int:
        """Households that are 满意 or 基本满意: the numerator of both rates."""
        return self.satisfied + self.mostly

    @property
    def unanswered(self) -> int:
        """Visited households that gave no answer."""
        return self.visited - self.good - self.dissatisfied - self.unclear

    @property
    def of_all(self) -> str:
        """The rate of all poor households of the county: the seed's."""
        return share_text(self.good, self.households)

    @property
    def of_visited(self) -> str:
        """The rate of the households visited."""
        return share_text(self.good, self.visited)

    @property
    def coverage(self) -> str:
        """Which part of all poor households was visited."""
        return share_text(self.visited, self.households)


@dataclass(frozen=True)
class EstimateLine:
    """A share of all households in the draw's frame, estimated from the drawn ones.

    `share`, `low` and `high` are ten-thousandths; `low` is rounded down and `high` up. No
    interval is given where none can be had; `caution` says in Chinese why, or that the sample is
    small. `visited` counts the drawn households with an answer, `good` those of them that are so.
    """

    key: str
    label: str
    villages_in_frame: int
    households_in_frame: int
    villages: int
    visited: int
    good: int
    share: int = 0
    low: int | None = None
    high: int | None = None
    caution: str = ""

    @property
    def households(self) -> int:
        """About how many households of the frame are so."""
        return round(self.share * self.households_in_frame / WHOLE)

    @property
    def tells(self) -> bool:
        """Whether there is an interval that says anything: one from 0% to 100% does not."""
        return self.low is not None and self.high is not None and self.high - self.low < WHOLE

    @property
    def share_text(self) -> str:
        """The estimated share: 97.50%; — where nothing can be inferred."""
        return share_text(self.share, WHOLE) if self.low is not None else "—"

    @property
    def interval_text(self) -> str:
        """The 95% interval: 95.10%—99.90%; "" where there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{share_text(self.low, WHOLE)}—{share_text(self.high, WHOLE)}"


@dataclass(frozen=True)
class ItemLine:
    """One item of the month's form: forms it was asked in, and how it was found in them.

    A form counts once for an item: failing if any of its answers fails. Source: decision 0017.
    """

    code: str
    label: str
    block: str
    asked: int = 0
    failing: int = 0
    unchecked: int = 0
    not_applicable: int = 0


@dataclass(frozen=True)
class ProgressLine:
    """What a township has done of the year's targets, and which pledges of it are signed.

    A household has left poverty in the year when the last of the six steps (系统标注) is taken;
    `verified_households` are those checked at home (入户核实). Source: 000-64, plan 000 §1(1).
    """

    code: str
    name: str
    target_households: int = 0
    target_persons: int = 0
    left_households: int = 0
    left_persons: int = 0
    verified_households: int = 0
    pledges: int = 0
    pledges_due: int = 0
    pledges_signed: int = 0
    pledges_overdue: int = 0


@dataclass(frozen=True)
class AccountabilityLine:
    """One measure of the month: what it is called, entries, and different units."""

    label: str
    entries: int
    units: int


def points_ahead(
    done: int | Decimal, target: int | Decimal, elapsed: int, days: int
) -> Decimal | None:
    """Give 时序进度: actual % minus elapsed % in points, one decimal; None without a target.

    Below 0 is behind the time. Source: 000-64 (actual% − elapsed%).
    """
    if target <= 0 or not days:
        return None
    points = Decimal(done) * 100 / Decimal(target) - Decimal(elapsed) * 100 / Decimal(days)
    return points.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
