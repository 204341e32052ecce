"""Filling a form on the spot: opened, saved as it goes, submitted once and sealed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.answers import COMPUTED, GIVEN, Reply
from inspections.checklists import read_answers
from inspections.models import Answer, Assignment, Question, Round, Visit
from inspections.selectors.visit_facts import visit_facts
from inspections.selectors.visits import Form, form_of, questions_for, replies_of
from inspections.services.problems import propose_scope, raise_problem
from inspections.services.sightings import note_sightings

NAMED = 8  # unanswered questions named in a refusal
VISIT_DAY = "today"


class AnswersRefused(RuleBroken):
    """Some answers cannot be kept; `errors` says which and why. The others are kept."""

    def __init__(self, errors: Mapping[str, str], visit: Visit) -> None:
        named = "；".join(f"{name}：{reason}" for name, reason in list(errors.items())[:NAMED])
        super().__init__(f"有{len(errors)}项填写有误，未保存：{named}", code="answers_refused")
        self.errors = dict(errors)
        self.visit = visit


def open_visit(*, assignment: Assignment, by: User, at: datetime | None = None) -> Visit:
    """The visit of an assignment; begun, with what the register knows filled in, if it is not.

    Raises RuleBroken outside the field phase, for a withdrawn unit and for another team's.
    """
    at = at or clock.now()
    if found := Visit.objects.filter(assignment=assignment).first():
        refuse_other_team(assignment, by)
        return found
    refuse_other_team(assignment, by)
    if assignment.withdrawn:
        raise RuleBroken("该对象已替补，任务已撤回。", code="withdrawn")
    if assignment.round.state != Round.State.FIELD:
        raise RuleBroken("本期督查不在进行中，不能填表。", code="not_in_field")
    with transaction.atomic():
        visit, begun = Visit.objects.get_or_create(
            assignment=assignment,
            defaults={
                "round": assignment.round,
                "checklist": assignment.checklist,
                "subject_kind": assignment.subject_kind,
                "subject_code": assignment.subject_code,
                "subject_name": assignment.subject_name,
                "area_code": assignment.area_code,
                "started_by": by,
                "started_at": at,
            },
        )
        if begun:
            fill_in(visit, assignment, on=timezone.localtime(at).date())
            record(by=by, action="open_visit", about=visit)
    return visit


def refuse_other_team(assignment: Assignment, by: User) -> None:
    """Refuse whoever is not in the team that has the assignment."""
    if not assignment.team.members.filter(pk=by.pk).exists():
        raise RuleBroken("不是本组的任务，不能填写。", code="not_own_visit")


def fill_in(visit: Visit, assignment: Assignment, *, on: date) -> None:
    """Store what the round and the register already know as first answers."""
    facts = visit_facts(assignment, on=on)
    Answer.objects.bulk_create(
        Answer(visit=visit, question=question, value=facts[question.default_fact])
        for question in questions_for(visit).values()
        if facts.get(question.default_fact) not in (None, "", [])
    )


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
        unique_fields=["visit", "question"],
        update_fields=["status", "value", "reason", "failed"],
    )


@transaction.atomic
def submit_visit(*, visit: Visit, by: User, on: date, at: datetime | None = None) -> Visit:
    """Seal a complete form and raise a problem for every failing item.

    `on` is the day of the visit unless the form states one. Twice does it once. Raises RuleBroken
    "visit_incomplete" naming what is unanswered, and "version_conflict".
    """
    refuse_other_team(visit.assignment, by)
    visit.refresh_from_db(fields=["state", "version", "last_save_key"])
    if visit.state == Visit.State.SUBMITTED:
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
    ):
        raise RuleBroken("本表已在别处保存过，请核对后再提交。", code="version_conflict")
    visit.refresh_from_db()
    settle(visit, form)
    raise_problems(visit, form, by=by, on=day)
    note_sightings(visit)
    propose_scope(round=visit.round)
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


def raise_problems(visit: Visit, form: Form, *, by: User, on: date) -> None:
    """Hand every failing answer to the ledger of problems."""
    answers = {answer.question_id: answer for answer in visit.answers.all()}
    for question in form.failing:
        answer = answers.get(question.pk)
        if answer is None and question.type in COMPUTED:
            answer = Answer.objects.create(
                visit=visit, question=question, value="yes", failed=True
            )
        if answer is not None:
            raise_problem(visit=visit, question=question, answer=answer, by=by, on=on)
