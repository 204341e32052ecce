"""A village's households with their problems and whether the month visited them."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accounts.masking import household_label
from accounts.models import User
from households.models import HelperPairing, Household
from inspections.models import Problem
from inspections.models.subjects import SubjectKind
from reports.board.making import Maker
from reports.board.shapes import HouseholdLine
from reports.facts.figures import PROBLEMS
from reports.selectors.board.counting import OPEN, accepted
from reports.selectors.board.places import Place


def household_lines(place: Place, period: date, on: date, user: User) -> tuple[HouseholdLine, ...]:
    """Give the registered households of a village the user may see, masked; three queries."""
    helped = HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None)
    rows = Household.objects.visible_to(user).registered().within(place.code)
    listed = rows.annotate(helped=Exists(helped)).order_by("household_no")
    found = _problems(place, user)
    visits = accepted(place, user).filter(round__period=period, subject_kind=SubjectKind.HOUSEHOLD)
    seen = set(visits.order_by().values_list("subject_code", flat=True))
    make, states = Maker(place.code, on), dict(Household.Status.choices)
    lines = []
    for number, head, persons, status, has_helper in listed.values_list(
        "household_no", "head_name", "person_count", "status", "helped"
    ):
        every, still_open = found.get(number, (0, 0))
        own = {"subject": number}
        lines.append(
            HouseholdLine(
                number=number,
                label=household_label(head, number),
                persons=persons,
                status=str(states[status]),
                helped=has_helper,
                visited=number in seen,
                problems=make.figure("problems", "问题", every, "个", PROBLEMS, own),
                open_problems=make.figure(
                    "open_now", "未销号", still_open, "个", PROBLEMS, {**own, "open": "1"}
                ),
            )
        )
    return tuple(lines)


def _problems(place: Place, user: User) -> dict[str, tuple[int, int]]:
    rows = Problem.objects.visible_to(user).within(place.code).order_by()
    counted = rows.values_list("subject_code").annotate(
        every=Count("pk"), still_open=Count("pk", filter=Q(OPEN))
    )
    return {number: (every, still_open) for number, every, still_open in counted}
