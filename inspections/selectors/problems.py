"""Reading problems: the list, what a person may do now, the story, the photos."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from inspections.models import (
    Answer,
    Attachment,
    Problem,
    Question,
    RectificationOrder,
    Reply,
    Visit,
)
from inspections.selectors.common import DEFAULTS, option

State = Problem.State


def for_list(rows: "QuerySet[Problem]") -> "QuerySet[Problem]":
    """Add what one line of a list shows, so that its queries do not grow with its length."""
    return rows.select_related("category", "responsible_unit", "order")


def state_counts(rows: "QuerySet[Problem]", *, on: date) -> dict[str, int]:
    """Count problems by what is to be done: all, to confirm, to order, in work, to verify …"""
    open_ = ~Q(state__in=[State.CLOSED, State.NOT_UPHELD])
    counts: dict[str, int] = rows.order_by().aggregate(
        total=Count("pk"),
        found=Count("pk", filter=Q(state=State.FOUND)),
        confirmed=Count("pk", filter=Q(state=State.CONFIRMED)),
        reported=Count("pk", filter=Q(state=State.REPORTED)),
        verified=Count("pk", filter=Q(state=State.VERIFIED)),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        open=Count("pk", filter=open_),
        overdue=Count("pk", filter=open_ & Q(due_on__lt=on)),
    )
    return counts


def story(problem: Problem) -> list[dict[str, Any]]:
    """Give the lines of a problem's ledger, the newest first, for the timeline."""
    return [
        {"at": line.at, "by": line.by, "label": line.get_state_display(), "note": line.note}
        for line in problem.entries.select_related("by").order_by("-pk")
    ]


def term_days(problems: Sequence[Problem]) -> int:
    """Give the days to rectify: of the scheme, short when all are to be fixed on the spot."""
    at_once = all(problem.track == Problem.Track.FIX_NOW for problem in problems)
    key = "fix_now_days" if at_once else "order_days"
    rounds = [problem.round for problem in problems if problem.round]
    return int(option(rounds[0].scheme, key) if rounds else DEFAULTS[key])


def replies_of(problem: Problem) -> "QuerySet[Reply]":
    """Give the replies with their evidence and judgement, the newest first."""
    replies = problem.replies.select_related("by", "verification", "verification__by")
    return replies.prefetch_related("evidence").order_by("-pk")


def visit_of(problem: Problem, user: User) -> Visit | None:
    """Give the visit that found the problem, if the user may read it."""
    if not user.has_perm("inspections.view_visit"):
        return None
    return Visit.objects.visible_to(user).filter(pk=problem.visit_id).first()


def photos_of(problem: Problem) -> "QuerySet[Attachment]":
    """Give the photos taken at the visit for the problem's own item."""
    answers = Answer.objects.filter(
        visit=problem.visit_id, question__type=Question.Type.IMAGE, question__item=problem.item
    )
    numbers = [pk for value in answers.values_list("value", flat=True) for pk in value or []]
    return Attachment.objects.filter(pk__in=numbers)


def printed_order(order: RectificationOrder) -> "QuerySet[Problem]":
    """Give an order's problems with all that its sheet prints."""
    rows = order.problems.select_related("category", "responsible_unit", "round")
    return rows.prefetch_related(
        "replies__by", "replies__evidence", "replies__verification__by", "entries__by"
    ).order_by("number")


def may_see(attachment: Attachment, user: User) -> bool:
    """Whether a stored file is evidence or a photo of a record that the user may see."""
    problems = Problem.objects.visible_to(user)
    if user.has_perm("inspections.view_problem"):
        if problems.filter(replies__evidence=attachment).exists():
            return True
    elif not user.has_perm("inspections.view_visit"):
        return False
    return any(_sees_answer(answer, user) for answer in _answers_with(attachment))


def _answers_with(attachment: Attachment) -> list[Answer]:
    photos = Answer.objects.filter(
        question__type=Question.Type.IMAGE, visit__area_code=attachment.area_code
    )
    return [
        answer
        for answer in photos.select_related("question")
        if attachment.pk in (answer.value or [])
    ]


def _sees_answer(answer: Answer, user: User) -> bool:
    visits = Visit.objects.visible_to(user).filter(pk=answer.visit_id)
    if user.has_perm("inspections.view_visit") and visits.exists():
        return True
    own = Problem.objects.visible_to(user).filter(visit=answer.visit_id, item=answer.question.item)
    return user.has_perm("inspections.view_problem") and own.exists()
