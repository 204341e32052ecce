"""倒排工期: the month's milestones counted backwards from the day of its bulletin.

Source: plan 002 (21) 倒排工期、挂图作战; 001 (75); the monthly workflow of plan 000 (47)–(61).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspections.working_days import IsWorking

ONE = timedelta(days=1)
ISSUE_DAY_KEY = "bulletin_day"
"""The parameter that names a day of the month for the bulletin; else its last working day."""


class Code(StrEnum):
    """The milestones, in their order."""

    SEALED = "sealed"
    DRAWN = "drawn"
    BEGINS = "begins"
    ENDS = "ends"
    REVIEWED = "reviewed"
    JUDGED = "judged"
    DRAFTED = "drafted"
    CHECKED = "checked"
    SIGNED = "signed"
    ISSUED = "issued"


@dataclass(frozen=True)
class Step:
    """A milestone, and the working days to the next one unless a parameter says otherwise."""

    code: Code
    label: str
    gap: int

    @property
    def key(self) -> str:
        """Give the name of the parameter that sets the gap."""
        return f"schedule_days_{self.code}"


STEPS = (
    Step(Code.SEALED, "封存名单", 1),
    Step(Code.DRAWN, "公开抽签", 3),
    Step(Code.BEGINS, "现场督查开始", 9),
    Step(Code.ENDS, "现场督查结束", 1),
    Step(Code.REVIEWED, "督查表审完", 1),
    Step(Code.JUDGED, "问题认定", 1),
    Step(Code.DRAFTED, "通报送审", 1),
    Step(Code.CHECKED, "通报审核", 1),
    Step(Code.SIGNED, "通报签发", 1),
    Step(Code.ISSUED, "通报印发", 0),
)
KEYS = (ISSUE_DAY_KEY, *(step.key for step in STEPS[:-1]))


@dataclass(frozen=True)
class Milestone:
    """One milestone: the day planned, the day it was done, and how that stands on a day.

    `squeezed` says that it is planned before the one it follows: the month does not fit.
    """

    code: Code
    label: str
    planned: date
    actual: date | None
    on: date
    squeezed: bool = False

    @property
    def state(self) -> str:
        """Give done, today, late or ahead; its own day is still in time."""
        if self.actual is not None:
            return "done"
        if self.planned == self.on:
            return "today"
        return "late" if self.planned < self.on else "ahead"

    @property
    def late_days(self) -> int:
        """Give the calendar days it was, or by now is, behind its day."""
        return max(((self.actual or self.on) - self.planned).days, 0)

    @property
    def words(self) -> str:
        """Say how it stands."""
        if self.actual is not None:
            return f"已完成，晚{self.late_days}天" if self.late_days else "已完成"
        if self.state == "late":
            return f"超期{self.late_days}天"
        return "今天" if self.state == "today" else f"还有{(self.planned - self.on).days}天"


def last_day(period: date) -> date:
    """Give the last day of a month told by its first."""
    return period.replace(day=monthrange(period.year, period.month)[1])


def days_in(period: date) -> list[date]:
    """Give the days of a month in order."""
    return [period + timedelta(days=offset) for offset in range(last_day(period).day)]


def issue_day(period: date, *, day: int | None, is_working: IsWorking) -> date:
    """Give the working day the bulletin is due: at or before `day` of the month, else its last.

    Where the month has none up to that day (the first week of October), the first one after it.
    """
    last = last_day(period)
    wanted = period.replace(day=min(max(day, 1), last.day)) if day else last
    worked = [one for one in days_in(period) if is_working(one)]
    before = [one for one in worked if one <= wanted]
    return next(iter(before[-1:] or worked), wanted)


def working_days_back(day: date, count: int, *, is_working: IsWorking) -> date:
    """Give the `count`-th working day before a day; the day itself is day 0."""
    found = day
    for _ in range(count):
        found -= ONE
        while not is_working(found):
            found -= ONE
    return found


def planned_days(
    *,
    issue_on: date,
    gaps: Mapping[str, int],
    field: tuple[date, date] | None,
    is_working: IsWorking,
) -> dict[Code, date]:
    """Count back from the bulletin's day, each milestone its gap before the next.

    `gaps` are working days by parameter key, STEPS' own where one is missing. `field` are the
    round's own first and last day, which stand; what goes before is counted back from the first.
    """
    days = {Code.ISSUED: issue_on}
    following = issue_on
    own = dict(zip((Code.BEGINS, Code.ENDS), field, strict=True)) if field else {}
    for step in reversed(STEPS[:-1]):
        gap = max(gaps.get(step.key, step.gap), 0)
        back = working_days_back(following, gap, is_working=is_working)
        following = days[step.code] = own.get(step.code, back)
    return days


def milestones(
    planned: Mapping[Code, date], actual: Mapping[Code, date | None], *, on: date
) -> tuple[Milestone, ...]:
    """Set what was planned beside what was done, in the order of the month."""
    found, before = [], date.min
    for step in STEPS:
        day = planned[step.code]
        done = actual.get(step.code)
        found.append(Milestone(step.code, step.label, day, done, on, squeezed=day < before))
        before = max(before, day)
    return tuple(found)
