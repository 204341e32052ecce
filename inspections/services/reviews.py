"""Reviewing sealed forms: the team leader accepts or returns each one by itself.

Only an accepted form counts: its failing answers become problems, what it saw goes to the
register, its items into the month's roll-up. Source: plan 000 §4, domain §1.0 (组长审核).
"""

from datetime import date, datetime

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.services.trail import record
from inspections.answers import COMPUTED
from inspections.models import Answer, Visit, VisitReview
from inspections.selectors.visits import Form, form_of
from inspections.services.problems import propose_scope, raise_problem
from inspections.services.sightings import note_sightings
from inspections.services.submitting import sealed_answers


def refuse_reviewer(visit: Visit, by: User) -> None:
    """Refuse whoever may not review: the team's leader and 目督办 may, but nobody his own."""
    if visit.submitted_by_id == by.pk:
        raise RuleBroken("不能审核自己提交的督查表，请组长或目督办审核。", code="own_form")
    if visit.assignment.team.leader_id != by.pk and not by.has_role(Role.SUPERVISION_OFFICE):
        raise RuleBroken("只有本组组长或目督办可以审核。", code="not_reviewer")


@transaction.atomic
def accept_visit(*, visit: Visit, by: User, at: datetime | None = None) -> Visit:
    """Accept a sealed form; its failing answers become problems. Twice does it once.

    Raises RuleBroken for a form that is not submitted and for whoever may not review it.
    """
    at = at or clock.now()
    visit.refresh_from_db()
    if visit.state == Visit.State.ACCEPTED:
        return visit
    refuse_reviewer(visit, by)
    before = Visit.objects.filter(pk=visit.pk, state=Visit.State.SUBMITTED)
    if not before.update(state=Visit.State.ACCEPTED, accepted_at=at):
        raise RuleBroken("只有已提交的督查表可以审核，请刷新页面。", code="not_submitted")
    visit.refresh_from_db()
    _note(visit, VisitReview.Decision.ACCEPTED, by=by, at=at)
    assert visit.visited_on is not None  # noqa: S101 -- constraint visit_submitted_is_dated
    form = form_of(visit, on=visit.visited_on)
    raise_problems(visit, form, by=by, on=visit.visited_on)
    note_sightings(visit)
    propose_scope(round=visit.round)
    record(by=by, action="accept_visit", about=visit, failing=len(form.failing))
    return visit


@transaction.atomic
def return_visit(*, visit: Visit, remark: str, by: User, at: datetime | None = None) -> Visit:
    """Give a sealed form back for correction; what was sealed is kept beside the new edition.

    Raises RuleBroken without a remark, for a form that is not submitted and for whoever may not
    review it.
    """
    if not remark.strip():
        raise RuleBroken("退回须写明原因。", code="no_remark")
    visit.refresh_from_db()
    refuse_reviewer(visit, by)
    if visit.state != Visit.State.SUBMITTED:
        raise RuleBroken("只有待审核的督查表可以退回，请刷新页面。", code="not_submitted")
    _note(visit, VisitReview.Decision.RETURNED, by=by, at=at or clock.now(), remark=remark.strip())
    before = Visit.objects.filter(pk=visit.pk, state=Visit.State.SUBMITTED)
    if not before.update(
        state=Visit.State.DRAFT,
        submitted_at=None,
        submitted_by=None,
        seal="",
        edition=visit.edition + 1,
        version=visit.version + 1,
        returned_for=remark.strip(),
    ):
        raise RuleBroken("只有待审核的督查表可以退回，请刷新页面。", code="not_submitted")
    record(by=by, action="return_visit", about=visit, edition=visit.edition)
    visit.refresh_from_db()
    return visit


def _note(visit: Visit, decision: str, *, by: User, at: datetime, remark: str = "") -> None:
    """Keep what was said of this edition, and what it held if it is returned."""
    returned = decision == VisitReview.Decision.RETURNED
    VisitReview.objects.create(
        visit=visit,
        edition=visit.edition,
        decision=decision,
        remark=remark,
        seal=visit.seal,
        answers=sealed_answers(visit) if returned else [],
        submitted_by_id=visit.submitted_by_id,
        submitted_at=visit.submitted_at,
        by=by,
        at=at,
    )


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
