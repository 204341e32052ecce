"""Submitting a form: complete, reckoned through once more, sealed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.answers import GIVEN
from inspections.checklists import BLOCK, Check
from inspections.models import Answer, Question, Visit
from inspections.selectors.seals import seal_of
from inspections.selectors.visits import Form, form_of
from inspections.services.closing import offices_of
from inspections.services.opening import refuse_other_team, refuse_withdrawn

NAMED = 8  # unanswered questions named in a refusal
VISIT_DAY = "today"


@transaction.atomic
def submit_visit(*, visit: Visit, by: User, on: date, at: datetime | None = None) -> Visit:
    """Seal a complete form and put it before the team leader.

    `on` is the day of the visit unless the form states one. Twice does it once. Raises RuleBroken
    "visit_incomplete" naming what is unanswered, "visit_unexplained" naming what a check holds
    back, "withdrawn" for a unit that was replaced, and "version_conflict".
    """
    refuse_other_team(visit.assignment, by)
    held = Visit.objects.select_for_update(no_key=True)  # no photo comes or goes meanwhile
    visit.refresh_from_db(fields=["state", "version", "rows", "edition"], from_queryset=held)
    if visit.state in Visit.SEALED:
        return visit
    refuse_withdrawn(visit.assignment)
    day = stated_day(visit) or on
    form = form_of(visit, on=day)
    if form.missing:
        raise RuleBroken(unanswered(form), code="visit_incomplete")
    if waiting := standing_checks(form):
        raise RuleBroken(unexplained(waiting), code="visit_unexplained")
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
    tell_reviewer(visit)
    return visit


def tell_reviewer(visit: Visit) -> None:
    """Tell once a day and team that forms wait: the leader, or 目督办 where it is his own."""
    assert visit.submitted_at is not None  # noqa: S101 -- constraint visit_submitted_is_dated
    team, day = visit.assignment.team, localtime(visit.submitted_at).date()
    own = team.leader_id in {visit.submitted_by_id, visit.started_by_id}
    notify(
        recipients=offices_of(visit.round) if own else [team.leader],
        key=f"review-{team.pk}-{day:%Y%m%d}",
        text=f"{visit.round.period_text}{team.name}有督查表待审核。",
        url=reverse("inspections:review_list"),
        at=visit.submitted_at,
    )


def stated_day(visit: Visit) -> date | None:
    """The day of the visit as the form states it."""
    answer = visit.answers.filter(question__default_fact=VISIT_DAY, status=GIVEN).first()
    return date.fromisoformat(str(answer.value)) if answer else None


def unanswered(form: Form) -> str:
    """How many questions are left, and the first of them by name."""
    names = "；".join(f"{q.item} {q.label}" for q in form.missing[:NAMED])
    more = "等" if len(form.missing) > NAMED else ""
    return f"还有{len(form.missing)}项未答，不能提交：{names}{more}。请作答，或选不适用、未查。"


def standing_checks(form: Form) -> list[Check]:
    """The raised checks that keep a form from being submitted: blocking, or not explained."""
    return [check for check in form.checks if check.strength == BLOCK or not check.explained]


def unexplained(waiting: Sequence[Check]) -> str:
    """How many answers must be put right or explained, and the first of them by name."""
    names = "；".join(
        f"{check.question.item} {check.question.label}：{check.message}".strip()
        for check in waiting[:NAMED]
    )
    more = "等" if len(waiting) > NAMED else ""
    return f"有{len(waiting)}项须更正或说明，不能提交：{names}{more}。"


def settle(visit: Visit, form: Form) -> None:
    """Drop answers to what turned out not to be asked; keep what was reckoned and what fails."""
    asked = {(question.pk, question.row) for question in form.standing.asked}
    made = {(question.pk, question.row) for question in form.questions.values() if _made(question)}
    kept = visit.answers.values_list("pk", "question_id", "row")
    gone = [pk for pk, *place in kept if tuple(place) in made or tuple(place) not in asked]
    visit.answers.filter(pk__in=gone).delete()
    visit.answers.filter(failed=True).update(failed=False)
    failing = {question.name for question in form.failing}
    said = {name: reply.explanation for name, reply in form.replies.items()}
    Answer.objects.bulk_create(
        Answer(
            visit=visit,
            question_id=question.pk,
            row=question.row,
            value=form.standing.reckoned.get(question.name) or "yes",
            explanation=said.get(question.name, ""),
            failed=question.name in failing,
        )
        for question in form.standing.asked
        if _made(question)
        and (question.name in failing or form.standing.reckoned.get(question.name) is not None)
    )
    for row in {question.row for question in form.failing}:
        named = [q.pk for q in form.failing if q.row == row]
        visit.answers.filter(row=row, question__in=named).update(failed=True)


def _made(question: Question) -> bool:
    """Whether the answer comes from the system at the seal: reckoned, or a note that fails."""
    return bool(question.calculation) or question.type == Question.Type.NOTE
