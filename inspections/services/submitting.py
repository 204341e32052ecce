"""Submitting a form: complete, reckoned through once more, sealed."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.answers import GIVEN
from inspections.models import Answer, Visit
from inspections.selectors.visits import Form, form_of
from inspections.services.opening import refuse_other_team

NAMED = 8  # unanswered questions named in a refusal
VISIT_DAY = "today"


@transaction.atomic
def submit_visit(*, visit: Visit, by: User, on: date, at: datetime | None = None) -> Visit:
    """Seal a complete form and put it before the team leader.

    `on` is the day of the visit unless the form states one. Twice does it once. Raises RuleBroken
    "visit_incomplete" naming what is unanswered, and "version_conflict".
    """
    refuse_other_team(visit.assignment, by)
    visit.refresh_from_db(fields=["state", "version", "last_save_key"])
    if visit.state in Visit.SEALED:
        return visit
    day = stated_day(visit) or on
    form = form_of(visit, on=day)
    if form.missing:
        raise RuleBroken(unanswered(form), code="visit_incomplete")
    draft = Visit.objects.filter(pk=visit.pk, state=Visit.State.DRAFT, version=visit.version)
    if not draft.update(
        state=Visit.State.SUBMITTED,
        version=visit.version + 1,
        visited_on=day,
        submitted_by=by,
        submitted_at=at or clock.now(),
        returned_for="",
    ):
        raise RuleBroken("本表已在别处保存过，请核对后再提交。", code="version_conflict")
    visit.refresh_from_db()
    settle(visit, form)
    visit.seal = seal_of(visit)
    visit.save(update_fields=["seal"])
    record(by=by, action="submit_visit", about=visit, failing=len(form.failing))
    return visit


def stated_day(visit: Visit) -> date | None:
    """The day of the visit as the form states it."""
    answer = visit.answers.filter(question__default_fact=VISIT_DAY, status=GIVEN).first()
    return date.fromisoformat(str(answer.value)) if answer else None


def unanswered(form: Form) -> str:
    """How many questions are left, and the first of them by name."""
    names = "；".join(f"{q.item} {q.label}" for q in form.missing[:NAMED])
    more = "等" if len(form.missing) > NAMED else ""
    return f"还有{len(form.missing)}项未答，不能提交：{names}{more}。请作答，或选不适用、未查。"


def settle(visit: Visit, form: Form) -> None:
    """Drop answers to what turned out not to be asked; keep what was reckoned and what fails."""
    asked = {question.pk for question in form.standing.asked}
    visit.answers.exclude(question__in=asked).delete()
    Answer.objects.bulk_create(
        [
            Answer(visit=visit, question=form.questions[name], value=value)
            for name, value in form.standing.reckoned.items()
            if value is not None
        ],
        ignore_conflicts=True,
    )
    failing = [question.pk for question in form.failing]
    if failing:
        visit.answers.filter(question__in=failing).update(failed=True)


def sealed_answers(visit: Visit) -> list[dict[str, Any]]:
    """The answers of a sealed form in the order they were asked, as they are kept."""
    rows = visit.answers.order_by("question__position", "row").values_list(
        "question__name", "row", "status", "value", "reason", "explanation", "failed"
    )
    names = ("name", "row", "status", "value", "reason", "explanation", "failed")
    return [dict(zip(names, row, strict=True)) for row in rows]


def seal_of(visit: Visit) -> str:
    """SHA-256 over what was asked, of whom, and every answer as it is kept."""
    content = [visit.pk, visit.checklist_id, visit.edition, sealed_answers(visit)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
