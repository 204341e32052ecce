"""What waits for a user today: visits, forms, problems, what was asked of him, drafts."""

from datetime import date

from django.db.models import Count, Q

from accounts.models import Role, User
from households.models import Household
from inspections.models import Assignment
from inspections.selectors.reviews import awaiting
from reports.selectors.home import asked, documents, problems, reading
from reports.selectors.home.waiting import Waiting


def waiting_for(user: User, *, on: date) -> list[Waiting]:
    """Give the user's work of the day, by his rights; the number of queries does not grow."""
    return [
        *_own_households(user),
        *_visits(user, on),
        *_reviews(user),
        *problems.waiting(user, on=on),
        *asked.waiting(user),
        *documents.waiting(user),
        *reading.waiting(user),
    ]


def _own_households(user: User) -> list[Waiting]:
    if not user.has_role(Role.HELPER):
        return []
    count = Household.objects.visible_to(user).registered().count()
    return [Waiting("我帮扶的贫困户", count, "households:household_list")]


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
    return [Waiting("待审核督查表", count, "inspections:review_list", tone="orange")]
