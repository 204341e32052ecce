"""What waits for a user today, each number with the list it counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import Notice, Role, User
from households.models import Household
from inspections.models import Assignment, Problem, Round
from inspections.selectors.reviews import awaiting
from reports.models import Bulletin

NEWEST = 6
STATE = Problem.State
OPEN = ~Q(state__in=[STATE.CLOSED, STATE.NOT_UPHELD])


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits: how much, the list, and whether it is urgent."""

    label: str
    count: int
    url_name: str
    query: str
    tone: str = "blue"


STEPS = (
    ("confirm_problem", "待认定问题", STATE.FOUND),
    ("order_rectification", "待下达整改", STATE.CONFIRMED),
    ("acknowledge_order", "待签收问题", STATE.ORDERED),
    ("reply_rectification", "已签收待整改", STATE.ACKNOWLEDGED),
    ("reply_rectification", "整改中", STATE.RECTIFYING),
    ("verify_rectification", "待复核", STATE.REPORTED),
    ("close_problem", "待销号", STATE.VERIFIED),
)
"""Permission, what waits, and the problems' state in which it waits."""


def waiting_for(user: User, *, on: date) -> list[Waiting]:
    """Give the user's work of the day, by his rights; at most five queries."""
    field = [*_own_households(user), *_visits(user, on), *_reviews(user)]
    return [*field, *_problems(user, on), *_drafts(user)]


def _own_households(user: User) -> list[Waiting]:
    if not user.has_role(Role.HELPER):
        return []
    count = Household.objects.visible_to(user).registered().count()
    return [Waiting("我帮扶的贫困户", count, "households:household_list", "")]


def _visits(user: User, on: date) -> list[Waiting]:
    if not user.has_perm("inspections.fill_visit"):
        return []
    counts = (
        Assignment.objects.visible_to(user)
        .unfinished()
        .aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    )
    tone = "red" if counts["late"] else "blue"
    return [
        Waiting("未完成任务", counts["all"], "inspections:my_assignments", "unfinished=1", tone)
    ]


def _reviews(user: User) -> list[Waiting]:
    """Count the forms before the user; an inspector who leads no team is not asked."""
    if not user.has_perm("inspections.review_visit"):
        return []
    count = awaiting(user).count()
    if not count and not user.has_role(Role.SUPERVISION_OFFICE):
        return []
    return [Waiting("待审核督查表", count, "inspections:review_list", "", "orange")]


def _problems(user: User, on: date) -> list[Waiting]:
    if not user.has_perm("inspections.view_problem"):
        return []
    mine = [step for step in STEPS if user.has_perm(f"inspections.{step[0]}")]
    asked: dict[str, Any] = {
        state.value: Count("pk", filter=Q(state=state)) for _, _, state in mine
    }
    asked["overdue"] = Count("pk", filter=OPEN & Q(due_on__lt=on))
    counts = Problem.objects.visible_to(user).aggregate(**asked)
    lists = "inspections:problem_list"
    found = [
        Waiting(label, counts[state.value], lists, f"state={state.value}")
        for _, label, state in mine
    ]
    return [*found, Waiting("逾期未销号", counts["overdue"], lists, "overdue=1", "red")]


def _drafts(user: User) -> list[Waiting]:
    if not user.has_perm("reports.issue_bulletin"):
        return []
    drafts = Bulletin.objects.visible_to(user).filter(state=Bulletin.State.DRAFT).count()
    return [Waiting("待签发通报", drafts, "reports:bulletin_list", "state=draft")]


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
    rows = Assignment.objects.visible_to(user).unfinished().select_related("team")
    return list(rows.order_by("due_on", "area_code")[:NEWEST])


def latest_bulletins(user: User) -> list[Bulletin]:
    """Give the newest bulletins the user may read."""
    if not user.has_perm("reports.view_bulletin"):
        return []
    return list(Bulletin.objects.visible_to(user).defer("facts")[:3])
