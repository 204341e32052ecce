"""The list of assignments as data, for its export."""

from typing import Any

from django.db.models import QuerySet

from accounts.lists import ListColumn, Listing
from accounts.models import User
from inspections.filters import AssignmentFilter
from inspections.models import Assignment
from inspections.models.subjects import SubjectKind
from inspections.selectors.tasks import STATE_WORDS, task_rows


def rows(user: User) -> "QuerySet[Any]":
    """Give the standing assignments a person may see."""
    return task_rows(Assignment.objects.visible_to(user), user)


ASSIGNMENTS = Listing(
    name="assignments",
    label="督查任务",
    permission="inspections.view_assignment",
    columns=(
        ListColumn("period", "期次", "round__period", width=12),
        ListColumn("subject_name", "对象", sort="area_code", width=20),
        ListColumn("subject_kind", "类别", words={str(k): str(v) for k, v in SubjectKind.choices}),
        ListColumn("place", "所在地", width=14),
        ListColumn("checklist", "检查表", "checklist__title", width=24),
        ListColumn("team", "督查组", "team__name"),
        ListColumn("owner", "负责人", "owner__name"),
        ListColumn("filling_unit", "自报单位", "filling_unit__name", width=18),
        ListColumn("due_on", "完成期限", sort="due_on"),
        ListColumn("stands", "状态", words=STATE_WORDS, width=10),
        ListColumn("visited_on", "督查日期", "visit__visited_on"),
    ),
    order=("due_on", "area_code", "pk"),
    rows=rows,
    filterset=AssignmentFilter,
)
