"""Opening a form (督查表): begun once, with what the round and the register already know."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Answer, Assignment, Round, Visit
from inspections.selectors.visit_facts import fact_for, first_rows, visit_facts
from inspections.selectors.visits import questions_for, unexpanded


def open_visit(*, assignment: Assignment, by: User, at: datetime | None = None) -> Visit:
    """The visit of an assignment; begun, with what the register knows filled in, if it is not.

    Raises RuleBroken outside the field phase, for a withdrawn unit and for another team's.
    """
    at = at or clock.now()
    if found := Visit.objects.filter(assignment=assignment).first():
        refuse_other_team(assignment, by)
        return found
    refuse_other_team(assignment, by)
    refuse_withdrawn(assignment)
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
    """Refuse whoever is neither in the team that has the assignment nor of the unit filling it."""
    if not assignment.may_be_filled_by(by):
        raise RuleBroken("不是本组的任务，不能填写。", code="not_own_visit")


def refuse_withdrawn(assignment: Assignment) -> None:
    """Refuse to go on with a unit that was replaced, as it stands now; one query."""
    if (
        assignment.withdrawn
        or Assignment.objects.filter(pk=assignment.pk, withdrawn=True).exists()
    ):
        raise RuleBroken("该对象已替补，任务已撤回，不能再填写。", code="withdrawn")


def fill_in(visit: Visit, assignment: Assignment, *, on: date) -> None:
    """Store what the round and the register already know as first answers and first rows."""
    facts = visit_facts(assignment, on=on)
    if rows := first_rows(unexpanded(visit).values(), facts):
        visit.rows = rows
        visit.save(update_fields=["rows"])
    Answer.objects.bulk_create(
        Answer(visit=visit, question_id=question.pk, row=question.row, value=fact)
        for question in questions_for(visit).values()
        if (fact := fact_for(question, facts)) not in (None, "", [])
    )
