"""How far the month is: the days its milestones were reached, beside the days counted back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from accounts.models import User
from accounts.selectors import parameters
from inspections.models import Assignment, Draw, Problem, Round, Visit
from reports.models import Bulletin, BulletinStep
from reports.selectors.months import SCHEME
from reports.wall.schedule import (
    ISSUE_DAY_KEY,
    KEYS,
    Code,
    Milestone,
    issue_day,
    milestones,
    planned_days,
)

Act, State = BulletinStep.Act, Bulletin.State
ORDER = tuple(State)
WAY = (  # milestone, its act, the state the document has left behind
    (Code.DRAFTED, Act.SUBMITTED, State.DRAFT),
    (Code.CHECKED, Act.REVIEWED, State.REVIEW),
    (Code.SIGNED, Act.SIGNED, State.SIGNING),
    (Code.ISSUED, Act.ISSUED, State.NUMBERED),
)
JUDGED = Q(entries__state__in=[Problem.State.CONFIRMED, Problem.State.NOT_UPHELD])
FOR_INSPECTED = frozenset({Code.BEGINS, Code.ENDS, Code.ISSUED})
"""What a unit that is inspected is shown: neither the draw nor the office's own work."""
Days = dict[Code, date | None]


@dataclass(frozen=True)
class Schedule:
    """The month's round as far as the user sees it, and its milestones."""

    round: Round | None
    bulletin: Bulletin | None
    milestones: tuple[Milestone, ...]


def month_schedule(
    user: User, *, county: str, period: date, on: date, is_working: Callable[[date], bool]
) -> Schedule:
    """Give the month counted back from its bulletin, with what was done; seven queries at most.

    Whoever is inspected sees the days in the field and the bulletin's; of a round hidden from him
    (暗访) only the bulletin's, as in a month without a round.
    """
    set_to = {key: int(n) for key, n in _set(county, period).items()}
    round_ = _round(user, county, period)
    bulletin = _bulletin(user, county, period)
    day = set_to.pop(ISSUE_DAY_KEY, None)
    planned = planned_days(
        issue_on=issue_day(period, day=day, is_working=is_working),
        gaps=set_to,
        field=(round_.starts_on, round_.ends_on) if round_ else None,
        is_working=is_working,
    )
    actual = {**_round_days(round_), **_bulletin_days(bulletin)}
    found = milestones(planned, actual, on=on)
    return Schedule(round_, bulletin, tuple(_shown(found, user, round_)))


def _set(county: str, period: date) -> dict[str, Any]:
    return parameters(keys=KEYS, area_code=county, on=period)


def _shown(found: Iterable[Milestone], user: User, round_: Round | None) -> Iterable[Milestone]:
    if not user.is_inspected:
        return found
    seen = FOR_INSPECTED if round_ else {Code.ISSUED}
    return [row for row in found if row.code in seen]


def _round(user: User, county: str, period: date) -> Round | None:
    seen = Round.objects.visible_to(user)
    found: Round | None = seen.filter(area_code=county, period=period, scheme__code=SCHEME).first()
    return found


def _bulletin(user: User, county: str, period: date) -> Bulletin | None:
    seen = Bulletin.objects.visible_to(user).monthly().standing()
    found: Bulletin | None = (
        seen.filter(area_code=county, period=period).defer("facts", "passages").first()
    )
    return found


def _round_days(round_: Round | None) -> Days:
    """Give the days the round reached its milestones; four queries."""
    if round_ is None:
        return {}
    draws = Draw.objects.filter(round=round_, kind=Draw.Kind.MAIN)
    draw = draws.exclude(state=Draw.State.ANNULLED).only("sealed_at", "drawn_at").first()
    seen = Visit.objects.filter(round=round_).aggregate(
        begun=Min("started_at"),
        submitted=Max("submitted_at"),
        accepted=Max("accepted_at"),
        waiting=Count("pk", filter=~Q(state=Visit.State.ACCEPTED)),
    )
    left = Assignment.objects.filter(round=round_).unfinished().count()
    ended = bool(seen["begun"]) and not left
    reviewed = ended and not seen["waiting"]
    return {
        Code.SEALED: _day(draw.sealed_at if draw else None),
        Code.DRAWN: _day(draw.drawn_at if draw else None),
        Code.BEGINS: _day(seen["begun"]),
        Code.ENDS: _day(seen["submitted"]) if ended else None,
        Code.REVIEWED: _day(seen["accepted"]) if reviewed else None,
        Code.JUDGED: _judged(round_, _day(seen["accepted"])) if reviewed else None,
    }


def _judged(round_: Round, reviewed: date | None) -> date | None:
    """Give the day the last problem was judged; without a problem the day of the last form."""
    problems = Problem.objects.filter(round=round_).aggregate(
        unjudged=Count("pk", filter=Q(state=Problem.State.FOUND), distinct=True),
        judged=Max("entries__at", filter=JUDGED),
    )
    return None if problems["unjudged"] else _day(problems["judged"]) or reviewed


def _bulletin_days(bulletin: Bulletin | None) -> Days:
    """Give the last day of each act the document has behind it; one sent back has it before it."""
    if bulletin is None:
        return {}
    lines = BulletinStep.objects.filter(bulletin=bulletin).order_by("id")
    done = dict(lines.values_list("act", "at"))
    reached = ORDER.index(State(bulletin.state))
    return {
        code: _day(done.get(act)) if reached > ORDER.index(left) else None
        for code, act, left in WAY
    }


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
