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
    Visit,
)
from inspections.selectors.common import DEFAULTS, option
from inspections.selectors.look_files import in_own_work

State = Problem.State
# where a problem keeps files: whoever sees the problem sees them
PROOFS = (
    "photos",
    *("replies__evidence", "replies__verification__photos"),
    *("look_backs__photos", "objections__evidence"),
)

FEW = 300  # rows a search names one by one


def holding(rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """Keep the problems whose number, object or fact holds the words.

    Every row is read for them, so the count and the page do not look again for what few hold.
    """
    found = rows.filter(
        Q(number__contains=words) | Q(subject_name__contains=words) | Q(fact__contains=words)
    )
    few = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return rows.filter(pk__in=few) if len(few) <= FEW else found


def for_list(rows: "QuerySet[Problem]") -> "QuerySet[Problem]":
    """Add what one line of a list shows, so that its queries do not grow with its length."""
    return rows.select_related("category", "responsible_unit", "order")


def open_counts(rows: "QuerySet[Problem]", *, on: date) -> dict[str, int]:
    """Count the open problems by state, all of them and those past their day; one query."""
    lines = rows.open().order_by().values_list("state")  # type: ignore[attr-defined]
    found = list(lines.annotate(all=Count("*"), late=Count("due_on", filter=Q(due_on__lt=on))))
    each = {str(state): all_ for state, all_, _ in found}
    shown = (State.FOUND, State.CONFIRMED, State.REPORTED, State.VERIFIED)
    return {str(state): each.get(state, 0) for state in shown} | {
        "open": sum(each.values()),
        "overdue": sum(late for _, _, late in found),
    }


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


def visit_of(problem: Problem, user: User) -> Visit | None:
    """Give the visit that found the problem, if the user may read it."""
    if not user.has_perm("inspections.view_visit"):
        return None
    return Visit.objects.visible_to(user).filter(pk=problem.visit_id).first()


def photos_of(problem: Problem) -> "QuerySet[Attachment]":
    """Give the photos of the visit for the problem's own item, and those entered with it."""
    answers = Answer.objects.filter(
        visit=problem.visit_id, question__type=Question.Type.IMAGE, question__item=problem.item
    )
    numbers = [pk for value in answers.values_list("value", flat=True) for pk in value or []]
    own = problem.photos.values("pk")
    return Attachment.objects.filter(Q(pk__in=numbers) | Q(pk__in=own))


def may_see(attachment: Attachment, user: User) -> bool:
    """Whether a stored file is evidence or a photo of a record that the user may see."""
    problems = Problem.objects.visible_to(user)
    if in_own_work(attachment, user):
        return True
    if user.has_perm("inspections.view_problem"):
        if any(problems.filter(**{path: attachment}).exists() for path in PROOFS):
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
