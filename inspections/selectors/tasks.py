"""Assignments as people work them off: the list with its states, one with its history."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from accounts.models import AuditEvent, User
from inspections.models import Assignment, HandOver, Visit, VisitReview
from inspections.selectors.progress import PLACE

WAITING, DRAFT, RETURNED, OVERDUE = "waiting", "draft", "returned", "overdue"
STATE_WORDS = {
    WAITING: "未开始",
    DRAFT: "填写中",
    RETURNED: "已退回",
    Visit.State.SUBMITTED.value: "待审核",
    Visit.State.ACCEPTED.value: "已审核",
}
TASK_STATES = [*STATE_WORDS.items(), (OVERDUE, "超期")]
STANDING = {
    WAITING: Q(visit=None),
    DRAFT: Q(visit__state=Visit.State.DRAFT, visit__returned_for=""),
    RETURNED: Q(visit__state=Visit.State.DRAFT) & ~Q(visit__returned_for=""),
    Visit.State.SUBMITTED.value: Q(visit__state=Visit.State.SUBMITTED),
    Visit.State.ACCEPTED.value: Q(visit__state=Visit.State.ACCEPTED),
}
STATE = Case(
    *(When(where, then=Value(state)) for state, where in STANDING.items()),
    output_field=CharField(),
)


class Moment(NamedTuple):
    """A line of an assignment's history."""

    label: str
    at: datetime
    by: User | None
    note: str = ""


def task_rows(assignments: QuerySet[Assignment], user: User) -> QuerySet[Assignment]:
    """Give the standing assignments with what their list shows: what is left and mine first."""
    joined = assignments.active().select_related(  # type: ignore[attr-defined]
        "round", "team", "owner", "visit", "checklist", "filling_unit"
    )
    counted = joined.annotate(
        answered=Count("visit__answers", distinct=True), place=PLACE, stands=STATE
    )
    sealed = Case(When(visit__state__in=Visit.SEALED, then=1), default=0)
    mine = Case(
        When(~Q(filling_unit=None) & ~Q(filling_unit=user.unit_id or 0), then=2),
        When(owner=user.pk, then=0),
        default=1,
    )
    newest = F("round__period").desc()
    return counted.order_by(sealed, newest, mine, "due_on", "area_code", "pk")


def history(assignment: Assignment) -> list[Moment]:
    """Give what happened to an assignment, the newest first; four queries."""
    found = [*_hand_overs(assignment), *_due_days(assignment), *_forms(assignment)]
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def _hand_overs(assignment: Assignment) -> list[Moment]:
    """Give who handed it to whom."""
    rows = HandOver.objects.filter(assignment=assignment).select_related(
        "from_team", "to_team", "from_owner", "to_owner", "by"
    )
    return [
        Moment(
            "任务移交",
            row.at,
            row.by,
            f"由{row.from_team} {row.from_owner or ''}移交{row.to_team} {row.to_owner or ''}："
            f"{row.reason}",
        )
        for row in rows
    ]


def _due_days(assignment: Assignment) -> list[Moment]:
    """Give how the last day was changed, as the trail has it."""
    rows = AuditEvent.objects.filter(
        object_kind="inspections.assignment", object_id=str(assignment.pk), action="change_due"
    ).select_related("actor")
    return [
        Moment(
            "调整完成期限",
            row.at,
            row.actor,
            f"由{row.detail.get('was')}改为{row.detail.get('now')}：{row.detail.get('reason')}",
        )
        for row in rows
    ]


def _forms(assignment: Assignment) -> list[Moment]:
    """Give how its form went: begun, handed in, reviewed."""
    visit = Visit.objects.filter(assignment=assignment).select_related(
        "started_by", "submitted_by"
    ).first()  # fmt: skip
    if visit is None:
        return []
    found = [Moment("开始填表", visit.started_at, visit.started_by)]
    if visit.submitted_at:
        found.append(Moment("提交督查表", visit.submitted_at, visit.submitted_by))
    reviews = VisitReview.objects.filter(visit=visit).select_related("by", "submitted_by")
    for review in reviews:
        returned = review.decision == VisitReview.Decision.RETURNED
        if returned:
            found.append(Moment("提交督查表", review.submitted_at, review.submitted_by))
        found.append(
            Moment("退回修改" if returned else "审核通过", review.at, review.by, review.remark)
        )
    return found


def is_overdue(assignment: Assignment, *, on: date) -> bool:
    """Whether the assignment's day is past and its form is not handed in."""
    visit = getattr(assignment, "visit", None)
    sealed = visit is not None and visit.is_sealed
    return assignment.due_on < on and not sealed and not assignment.withdrawn
