"""Saving a draft as it is filled in: what can be kept is kept, in one pass."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.answers import Reply
from inspections.checklists import read_answers
from inspections.models import Answer, Assignment, Question, Visit
from inspections.selectors.visits import questions_for, replies_of
from inspections.services.opening import refuse_other_team

NAMED = 8  # answers named in a refusal


class AnswersRefused(RuleBroken):
    """Some answers cannot be kept; `errors` says which and why. The others are kept."""

    def __init__(self, errors: Mapping[str, str], visit: Visit) -> None:
        named = "；".join(f"{name}：{reason}" for name, reason in list(errors.items())[:NAMED])
        super().__init__(f"有{len(errors)}项填写有误，未保存：{named}", code="answers_refused")
        self.errors = dict(errors)
        self.visit = visit


def save_answers(
    *,
    visit: Visit,
    answers: Mapping[str, object],
    version: int,
    by: User,
    request_key: str | None = None,
) -> Visit:
    """Keep some answers of a draft by question name; None or an empty value clears one.

    `version` is the one the answers were typed over: another save in between is refused with
    RuleBroken "version_conflict". A repeat under the same `request_key` changes nothing. What can
    be kept is kept; if anything cannot, AnswersRefused is raised after that. Four queries.
    """
    if request_key and visit.last_save_key == request_key:
        return visit
    questions = questions_for(visit)
    stored = replies_of(visit, questions)
    replies, errors = read_answers(questions, answers, stored)
    if replies:
        with transaction.atomic():
            if take_version(visit, version=version, by=by, request_key=request_key or ""):
                write(visit, questions, replies, stored)
    if errors:
        raise AnswersRefused(errors, visit)
    return visit


def take_version(visit: Visit, *, version: int, by: User, request_key: str) -> bool:
    """Step the draft's version on, if it is a draft, the team's own and still at that version.

    False where this very request has done so already, in another process. Raises RuleBroken.
    """
    own = Assignment.objects.filter(team__members=by).values("pk")
    draft = Visit.objects.filter(
        pk=visit.pk, state=Visit.State.DRAFT, version=version, assignment_id__in=own
    )
    if draft.update(version=version + 1, last_save_key=request_key):
        visit.version, visit.last_save_key = version + 1, request_key
        return True
    refuse_other_team(visit.assignment, by)
    visit.refresh_from_db()
    if request_key and visit.last_save_key == request_key:
        return False
    if visit.state != Visit.State.DRAFT:
        raise RuleBroken("督查表已提交，不能再改。", code="visit_submitted")
    raise RuleBroken("本表已在别处保存过，请核对后再保存。", code="version_conflict")


def write(
    visit: Visit,
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply | None],
    stored: Mapping[str, Reply],
) -> None:
    """Store replies in one upsert; delete the cleared ones that are there."""
    cleared = [
        questions[name].pk for name, reply in replies.items() if not reply and name in stored
    ]
    if cleared:
        Answer.objects.filter(visit=visit, question__in=cleared).delete()
    upsert(
        Answer(
            visit_id=visit.pk,
            question_id=questions[name].pk,
            status=reply.status,
            value=reply.value,
            reason=reply.reason,
        )
        for name, reply in replies.items()
        if reply and stored.get(name) != reply
    )


def upsert(answers: Any) -> list[Answer]:
    """Insert or overwrite answers, one statement for all."""
    return Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["visit", "question", "row"],
        update_fields=["status", "value", "reason", "failed"],
    )
