"""What waits for review, by whom, and what a returned form's new edition changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Role, User
from inspections.answers import GIVEN
from inspections.models import Question, Visit, VisitReview
from inspections.selectors.names import words_for
from inspections.selectors.progress import PLACE
from inspections.selectors.reading import PUT_ASIDE, line_of, row_label, value_text
from inspections.selectors.visits import Form


@dataclass(frozen=True)
class Change:
    """One question answered otherwise in the new edition than in the returned one."""

    question: Question
    row: str
    before: str
    after: str


def awaiting(user: User) -> "QuerySet[Visit]":
    """Give the sealed forms the user may review now: his teams' or, for 目督办, all; not his own.

    The count on the home page and the list are this very set.
    """
    rows = Visit.objects.visible_to(user).filter(state=Visit.State.SUBMITTED)
    if not user.has_role(Role.SUPERVISION_OFFICE):
        rows = rows.filter(assignment__team__leader=user)
    return rows.exclude(Q(submitted_by=user) | Q(started_by=user))


def may_review(visit: Visit, user: User) -> bool:
    """Whether the user may accept or return this form now."""
    if not user.has_perm("inspections.review_visit") or visit.state != Visit.State.SUBMITTED:
        return False
    own = user.pk in {visit.submitted_by_id, visit.started_by_id}
    leads = visit.assignment.team.leader_id == user.pk
    return not own and (leads or user.has_role(Role.SUPERVISION_OFFICE))


def review_rows(visits: "QuerySet[Visit]") -> "QuerySet[Visit]":
    """Give the forms with what the list shows, the longest waiting first."""
    joined = visits.select_related("round", "assignment__team", "submitted_by")
    failing = Count("answers", filter=Q(answers__failed=True))
    unchecked = Count("answers", filter=Q(answers__status="unchecked"))
    counted = joined.annotate(failing=failing, unchecked=unchecked, place=PLACE)
    return counted.order_by(F("submitted_at"), "pk")


def returned_before(visit: Visit) -> VisitReview | None:
    """Give the last return of a form, if it was ever returned."""
    returns = visit.reviews.filter(decision=VisitReview.Decision.RETURNED).select_related("by")
    return returns.order_by("-edition").first()


def changes_since(visit: Visit, form: Form, earlier: VisitReview, user: User) -> list[Change]:
    """Give what the form says otherwise than the edition that was returned."""
    words = words_for(user, visit)
    before = {_name(row): row for row in earlier.answers}
    names = {**form.questions}
    changes = []
    for name, question in names.items():
        old = _old_text(question, before.get(name))
        line = line_of(question, form, words=words, failed=False)
        said = [line.text, line.reason] if line.status in PUT_ASIDE else [line.text]
        new = "：".join(part for part in said if part) or photos_text(line.photos)
        shown_old = words(question, old)
        if shown_old != new:
            changes.append(Change(question, row_label(visit, question), shown_old, new))
    return changes


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['name']}.{row['row']}" if row["row"] else str(row["name"])


def _old_text(question: Question, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    if row["status"] != GIVEN:
        return "：".join(part for part in (PUT_ASIDE[row["status"]], row["reason"]) if part)
    if question.type == Question.Type.IMAGE:
        return photos_text(tuple(row["value"] or ()))
    return value_text(question, row["value"])


def photos_text(photos: tuple[int, ...]) -> str:
    """Name photos by their numbers: 2张（#3、#4）; "" for none."""
    return f"{len(photos)}张（{'、'.join(f'#{number}' for number in photos)}）" if photos else ""
