"""What waits for a user today: visits, forms, problems, what was asked of him, drafts."""

from datetime import date

from django.utils import timezone

from accounts.models import Role, User
from inspections.models import Assignment
from inspections.selectors.reviews import awaiting
from reports.selectors.home import (
    asked,
    documents,
    meetings,
    problems,
    reading,
    register,
    settings,
)
from reports.selectors.home.waiting import ALL, Waiting, dated, due


def waiting_for(user: User, *, on: date) -> list[Waiting]:
    """Give the user's work of the day, by his rights; the number of queries does not grow."""
    return [
        *_visits(user, on),
        *_reviews(user),
        *problems.waiting(user, on=on),
        *asked.waiting(user, on=on),
        *documents.waiting(user),
        *reading.waiting(user, on=on),
        *meetings.waiting(user, on=on),
        *register.waiting(user),
        *settings.waiting(user, at=timezone.now()),  # failed logins bear the machine's own time
    ]


def _visits(user: User, on: date) -> list[Waiting]:
    if not user.has_perm("inspections.fill_visit"):
        return []
    found = due(Assignment.objects.visible_to(user).unfinished(), on=on)
    page, tone = "inspections:my_assignments", "red" if found.late else "blue"
    return [dated("未完成任务", found, page, "unfinished=1", tone=tone, act="去填表")]


def _reviews(user: User) -> list[Waiting]:
    """Count the forms before the user; an inspector who leads no team is not asked."""
    if not user.has_perm("inspections.review_visit"):
        return []
    count = awaiting(user).count()
    if not count and not user.has_role(Role.SUPERVISION_OFFICE):
        return []
    page = "inspections:review_list"
    return [Waiting("待审核督查表", count, page, ALL, "orange", act="审核")]
