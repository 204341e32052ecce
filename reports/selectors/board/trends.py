"""Months side by side, in five queries whatever the months: each point as its list counts it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from inspections.models import Problem, Round
from inspections.models.subjects import SubjectKind
from inspections.selectors.findings import found_so
from reports.board.making import Maker
from reports.board.shapes import Trends
from reports.board.trending import MonthCounts, trend_lines
from reports.selectors.board.counting import OPEN, TOOK, accepted
from reports.selectors.board.places import Place, place_of

Months = dict[date, MonthCounts]


def trends(code: str, months: Sequence[date], *, on: date, user: User) -> Trends | None:
    """Give a place's months, the first days of them in order; None for a place not the user's.

    All is counted today: what a month found and has closed by now (现时情况), not what its
    bulletin said when it was issued.
    """
    place = place_of(code, user)
    if place is None:
        return None
    counts: Months = defaultdict(MonthCounts)
    _count_problems(counts, place, months, on, user)
    _count_visits(counts, place, months, user)
    if place.level == "county":
        _count_rounds(counts, place, months, user)
    lines = trend_lines(Maker(code, on), months, counts, rounds=place.level == "county")
    return Trends(code, place.name, tuple(f"{month:%Y-%m}" for month in months), lines)


def _count_problems(
    counts: Months, place: Place, months: Sequence[date], on: date, user: User
) -> None:
    """Group the months' problems by state and by the days they took: two thousand lines at most.

    Medians are worked out of these counts, so that both databases give the same.
    """
    rows = Problem.objects.visible_to(user).within(place.code).filter(period__in=months)
    grouped = rows.annotate(took=TOOK).order_by().values_list("period", "state", "took")
    for period, state, took, number, late, repeated in grouped.annotate(
        number=Count("pk"),
        late=Count("pk", filter=OPEN & Q(due_on__lt=on)),
        repeated=Count("repeats"),
    ):
        month = counts[period]
        found = {"found": number, "overdue": late, "repeated": repeated}
        if state == Problem.State.CLOSED:
            found["closed"] = number
            month.days[took.days] += number
        elif state == Problem.State.NOT_UPHELD:
            found["rejected"] = number
        month.problems.update(found)


def _count_visits(counts: Months, place: Place, months: Sequence[date], user: User) -> None:
    """Count the accepted forms of villages and households, and the satisfied among these."""
    kinds = (SubjectKind.VILLAGE, SubjectKind.HOUSEHOLD)
    rows = accepted(place, user).filter(round__period__in=months)
    grouped = rows.filter(subject_kind__in=kinds).order_by()
    for period, kind, number in grouped.values_list("round__period", "subject_kind").annotate(
        number=Count("pk")
    ):
        if kind == SubjectKind.VILLAGE:
            counts[period].villages = number
        else:
            counts[period].households = number
    good = rows.filter(found_so("satisfied")).order_by()
    for period, number in good.values_list("round__period").annotate(number=Count("pk")):
        counts[period].satisfied = number


def _count_rounds(counts: Months, place: Place, months: Sequence[date], user: User) -> None:
    rows = Round.objects.visible_to(user).within(place.code).filter(period__in=months)
    grouped = rows.order_by().values_list("period")
    for period, number in grouped.annotate(number=Count("pk", distinct=True)):
        counts[period].rounds = number
