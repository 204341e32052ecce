"""The short lists of the first page: notices, visits, rounds, orders, bulletins."""

from django.db.models import Case, When

from accounts.models import Notice, Role, User
from households.models import Household
from inspections.models import Assignment, RectificationOrder, Round
from inspections.selectors.orders import own_waiting
from inspections.selectors.progress import PLACE
from reports.models import Bulletin
from reports.selectors.home.problems import answers_for_a_unit

NEWEST = 6
SIGNED_AT_ONCE = 20


def newest_notices(user: User) -> list[Notice]:
    """Give the user's newest unread notices."""
    return list(Notice.objects.visible_to(user).unread()[:NEWEST])


def running_rounds(user: User) -> list[Round]:
    """Give the rounds the user may see that are not done, the newest first."""
    if not user.has_perm("inspections.view_round"):
        return []
    return list(Round.objects.visible_to(user).exclude(state=Round.State.DONE)[:NEWEST])


def next_assignments(user: User) -> list[Assignment]:
    """Give the user's unfinished visits, the nearest day first."""
    if not user.has_perm("inspections.fill_visit"):
        return []
    rows = Assignment.objects.visible_to(user).unfinished()
    joined = rows.select_related("team", "visit", "round").annotate(place=PLACE)
    # what this person has in hand first, so that the day's villages stand on a phone's first page
    mine = Case(When(owner=user.pk, then=0), default=1)
    return list(joined.order_by(mine, "due_on", "area_code", "pk")[:NEWEST])


def own_households(user: User) -> list[Household]:
    """Give the first households a helper is responsible for."""
    if not user.has_role(Role.HELPER):
        return []
    rows = Household.objects.visible_to(user).registered().select_related("village__parent")
    return list(rows.order_by("area_code", "household_no")[:NEWEST])


def orders_to_sign(user: User) -> list[RectificationOrder]:
    """Give the orders to the user's unit nobody has signed for, to be signed for at once."""
    if not answers_for_a_unit(user):
        return []
    return list(own_waiting(user).order_by("due_on", "pk")[:SIGNED_AT_ONCE])


def latest_bulletins(user: User) -> list[Bulletin]:
    """Give the newest bulletins the user may read."""
    if not user.has_perm("reports.view_bulletin"):
        return []
    return list(Bulletin.objects.visible_to(user).defer("facts")[:3])
