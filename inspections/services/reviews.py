"""Reviewing sealed forms: the team leader accepts or returns each one by itself.

Only an accepted form counts: its failing answers become problems, what it saw goes to the
register, its items into the month's roll-up. Source: plan 000 §4, domain §1.0 (组长审核).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Visit, VisitReview
from inspections.selectors.seals import sealed_answers, verify_seal
from inspections.selectors.visits import questions_for
from inspections.services.closing import close_township, hold_round, refuse_closed
from inspections.services.problems import propose_scope, raise_problem
from inspections.services.sightings import note_sightings
from inspections.services.tallies import tally_visit

REMARK_LENGTH = 200


@dataclass(frozen=True)
class Reviewed:
    """What came of accepting several forms: those that passed, those refused with the reason."""

    accepted: tuple[Visit, ...]
    refused: tuple[tuple[Visit, str], ...]


def refuse_reviewer(visit: Visit, by: User) -> None:
    """Refuse whoever may not review: the team's leader and 目督办 may, but nobody his own."""
    if by.pk in {visit.submitted_by_id, visit.started_by_id}:
        raise RuleBroken(
            "不能审核自己填写或提交的督查表，请其他审核人（组长或目督办）审核。", code="own_form"
        )
    if visit.assignment.team.leader_id != by.pk and not by.has_role(Role.SUPERVISION_OFFICE):
        raise RuleBroken("只有本组组长或目督办可以审核。", code="not_reviewer")


def refuse_other_edition(visit: Visit, edition: int | None) -> None:
    """Refuse to judge an edition that the reviewer has not read; None for one not named."""
    if edition is not None and edition != visit.edition:
        raise RuleBroken(
            f"督查表退回后已重新提交（第{visit.edition}稿），请看过这一稿再审核。",
            code="other_edition",
        )


@transaction.atomic
def accept_visit(
    *,
    visit: Visit,
    by: User,
    at: datetime | None = None,
    tell: bool = True,
    edition: int | None = None,
) -> Visit:
    """Accept a sealed form; its failing answers become problems. Twice does it once.

    The last one of a township closes its month. `edition` is the one the reviewer has read.
    Raises RuleBroken for a form that is not submitted, for another edition ("other_edition") and
    for whoever may not review it.
    """
    at = at or clock.now()
    hold_round(visit.round_id)
    visit.refresh_from_db()
    if visit.state == Visit.State.ACCEPTED:
        return visit
    refuse_reviewer(visit, by)
    refuse_other_edition(visit, edition)
    if visit.seal and not verify_seal(visit):
        raise RuleBroken("内容与封签不一致，不能审核通过，请报告系统管理员。", code="seal_broken")
    before = Visit.objects.filter(pk=visit.pk, state=Visit.State.SUBMITTED)
    if not before.update(state=Visit.State.ACCEPTED, accepted_at=at):
        raise RuleBroken("只有已提交的督查表可以审核，请刷新页面。", code="not_submitted")
    visit.refresh_from_db()
    _note(visit, VisitReview.Decision.ACCEPTED, by=by, at=at)
    failing = raise_problems(visit, by=by)
    note_sightings(visit)
    tally_visit(visit)
    if failing:
        propose_scope(round=visit.round)
    record(by=by, action="accept_visit", about=visit, failing=failing)
    close_township(round=visit.round, area_code=visit.area_code, by=by, at=at)
    if tell:
        _tell_submitter(visit, text=f"{visit.subject_name}的督查表已审核通过。", at=at)
    return visit


def accept_visits(*, visits: Iterable[Visit], by: User, at: datetime | None = None) -> Reviewed:
    """Accept several sealed forms, each by itself: one that is refused does not hold the others.

    Raises RuleBroken "nothing_chosen" for none. Whoever submitted them is told once.
    """
    at = at or clock.now()
    accepted, refused = [], []
    for visit in visits:
        try:
            accepted.append(accept_visit(visit=visit, by=by, at=at, tell=False))
        except RuleBroken as refusal:
            refused.append((visit, str(refusal)))
    if not accepted and not refused:
        raise RuleBroken("请先勾选要审核的督查表。", code="nothing_chosen")
    _tell_submitters(accepted, at=at)
    return Reviewed(tuple(accepted), tuple(refused))


@transaction.atomic
def return_visit(
    *,
    visit: Visit,
    remark: str,
    by: User,
    at: datetime | None = None,
    edition: int | None = None,
) -> Visit:
    """Give a sealed form back for correction; what was sealed is kept beside the new edition.

    `edition` is the one the reviewer has read. Raises RuleBroken without a remark, for a form that
    is not submitted, for another edition, in a township that is closed and for whoever may not
    review it.
    """
    remark = remark.strip()[:REMARK_LENGTH]
    if not remark:
        raise RuleBroken("退回须写明原因。", code="no_remark")
    at = at or clock.now()
    hold_round(visit.round_id)
    refuse_closed(visit.round, visit.area_code)
    visit.refresh_from_db()
    refuse_reviewer(visit, by)
    if visit.state != Visit.State.SUBMITTED:
        raise RuleBroken("只有待审核的督查表可以退回，请刷新页面。", code="not_submitted")
    refuse_other_edition(visit, edition)
    _note(visit, VisitReview.Decision.RETURNED, by=by, at=at, remark=remark)
    text = f"{visit.subject_name}的督查表被退回：{remark}"
    _tell_submitter(visit, text=text[:REMARK_LENGTH], at=at)
    before = Visit.objects.filter(pk=visit.pk, state=Visit.State.SUBMITTED)
    if not before.update(
        state=Visit.State.DRAFT,
        submitted_at=None,
        submitted_by=None,
        seal="",
        edition=visit.edition + 1,
        version=visit.version + 1,
        returned_for=remark,
    ):
        raise RuleBroken("只有待审核的督查表可以退回，请刷新页面。", code="not_submitted")
    visit.answers.filter(failed=True).update(failed=False)  # judged anew at the next seal
    record(by=by, action="return_visit", about=visit, edition=visit.edition)
    visit.refresh_from_db()
    return visit


def raise_problems(visit: Visit, *, by: User) -> int:
    """Hand every answer that was sealed as failing to the ledger of problems; gives their number.

    A question of a repeat group has an answer for each row.
    """
    assert visit.visited_on is not None  # noqa: S101 -- constraint visit_submitted_is_dated
    failed = {(row.question_id, row.row): row for row in visit.answers.filter(failed=True)}
    for question in questions_for(visit).values():
        if answer := failed.get((question.pk, question.row)):
            raise_problem(
                visit=visit, question=question, answer=answer, by=by, on=visit.visited_on
            )
    return len(failed)


def _note(visit: Visit, decision: str, *, by: User, at: datetime, remark: str = "") -> None:
    """Keep what was said of this edition, and what it held if it is returned."""
    returned = decision == VisitReview.Decision.RETURNED
    sent_by, sent_at = visit.submitted_by, visit.submitted_at
    if sent_by is None or sent_at is None:  # only in data older than the review
        sent_by, sent_at = visit.started_by, sent_at or at
    VisitReview.objects.create(
        visit=visit,
        edition=visit.edition,
        decision=decision,
        remark=remark,
        seal=visit.seal,
        answers=sealed_answers(visit) if returned else [],
        submitted_by=sent_by,
        submitted_at=sent_at,
        by=by,
        at=at,
    )


def _tell_submitter(visit: Visit, *, text: str, at: datetime) -> None:
    """Tell whoever submitted this edition what became of it."""
    if visit.submitted_by is not None:
        notify(
            recipients=[visit.submitted_by],
            key=f"visit-{visit.pk}-reviewed-{visit.edition}",
            text=text,
            url=reverse("inspections:visit_detail", args=[visit.pk]),
            at=at,
        )


def _tell_submitters(visits: Iterable[Visit], *, at: datetime) -> None:
    """Tell everybody once how many of his forms have passed; one form is named."""
    own: dict[User, list[Visit]] = {}
    for visit in visits:
        if visit.submitted_by is not None:
            own.setdefault(visit.submitted_by, []).append(visit)
    for person, passed in own.items():
        first = passed[0]
        if len(passed) == 1:
            _tell_submitter(first, text=f"{first.subject_name}的督查表已审核通过。", at=at)
            continue
        notify(
            recipients=[person],
            key=f"visits-accepted-{first.pk}-{first.edition}",
            text=f"您提交的{len(passed)}张督查表已审核通过。",
            url=f"{reverse('inspections:visit_list')}?state={Visit.State.ACCEPTED}",
            at=at,
        )
