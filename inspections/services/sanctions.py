"""What the discipline office decides (问责处理): recorded, dismissed, revoked; never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import AccountabilityCase, Sanction

Case, Kind = AccountabilityCase, Sanction.TargetKind
Measure: TypeAlias = Sanction.Measure
STAGES = (1, 2, 3, 4)
# domain §7: what may be done to units and to persons (甘孜州 2018 rules)
ALLOWED: dict[str, tuple[Measure, ...]] = {
    Kind.UNIT: (Measure.CRITICISM, Measure.WRITTEN, Measure.APOLOGY, Measure.ORDERED),
    Kind.PERSON: (
        *(Measure.SUMMONS, Measure.CRITICISM, Measure.WRITTEN, Measure.ADMONISHMENT),
        *(Measure.REASSIGNED, Measure.PARTY_WARNING, Measure.DISCIPLINE),
    ),
}
DISCIPLINARY = (Measure.PARTY_WARNING, Measure.DISCIPLINE)  # of a numbered decision only


@dataclass(frozen=True)
class Decided:
    """One measure against one target, as the decision says."""

    target_kind: str
    unit: Unit
    measure: str
    basis: str
    decided_on: date
    person_name: str = ""
    person_post: str = ""
    document: str = ""
    stage: int | None = None
    exemption: str = ""


@transaction.atomic
def record_sanction(
    *, decided: Decided, by: User, at: datetime, case: AccountabilityCase | None = None
) -> Sanction:
    """Record one measure against one target, of a case or without one; the case is decided.

    A decided case takes further targets, a dismissed one none. Source: domain §7 (sanction
    record; 纪律处分 only from a decision of 纪委), 002 (31). Raises RuleBroken "wrong_measure",
    "no_person", "person_of_unit", "no_basis", "no_document", "wrong_stage",
    "decided_in_future", "case_dismissed".
    """
    _check_target(decided)
    _check_decision(decided, on=timezone.localtime(at).date())
    if case is not None:
        _decide(case, by=by, at=at)
    made = Sanction.objects.create(
        area_code=decided.unit.area_code,
        case=case,
        target_kind=decided.target_kind,
        unit=decided.unit,
        person_name=decided.person_name.strip(),
        person_post=decided.person_post.strip(),
        measure=decided.measure,
        basis=decided.basis.strip(),
        document=decided.document.strip(),
        stage=decided.stage,
        decided_on=decided.decided_on,
        exemption=decided.exemption.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    record(by=by, action="record_sanction", about=made)
    return made


@transaction.atomic
def dismiss_case(
    *, case: AccountabilityCase, exemption: str, by: User, at: datetime
) -> AccountabilityCase:
    """End a case without a measure, with the reason of exemption (容错纠错、尽职免责).

    Source: 003 (61), 004 (45) 三个区分开来. Raises RuleBroken "no_reason", "case_closed".
    """
    if not exemption.strip():
        raise RuleBroken("不予问责须写明理由。", code="no_reason")
    waiting = Case.objects.filter(pk=case.pk, state=Case.State.PROPOSED)
    closed = {"closed_by": by, "closed_at": at, "exemption": exemption.strip()}
    if not waiting.update(state=Case.State.DISMISSED, **closed):
        raise RuleBroken("该事项已经处理，请刷新页面查看。", code="case_closed")
    case.refresh_from_db()
    record(by=by, action="dismiss_case", about=case, state=case.state)
    _tell_proposer(case, at=at)
    return case


@transaction.atomic
def revoke_sanction(*, sanction: Sanction, why: str, by: User, at: datetime) -> Sanction:
    """Revoke a measure that was recorded wrongly or lifted; the right one is recorded anew.

    Raises RuleBroken "no_reason", "already_revoked".
    """
    if not why.strip():
        raise RuleBroken("撤销须写明理由。", code="no_reason")
    standing = Sanction.objects.filter(pk=sanction.pk, revoked_at=None)
    if not standing.update(revoked_at=at, revoked_by=by, revoked_why=why.strip()):
        raise RuleBroken("该处理已经撤销。", code="already_revoked")
    sanction.refresh_from_db()
    record(by=by, action="revoke_sanction", about=sanction)
    return sanction


@transaction.atomic
def open_case(*, case: AccountabilityCase, by: User) -> Sequence[Sanction]:
    """Give a case's measures with the persons' names in full, and write down who read them.

    Raises RuleBroken "no_permission" for everybody but the discipline office.
    """
    _refuse_others(by)
    rows = list(case.sanctions.select_related("unit", "recorded_by", "revoked_by"))
    if any(row.person_name for row in rows):
        record(by=by, action="read_sanctioned", about=case)
    return rows


@transaction.atomic
def open_sanction(*, sanction: Sanction, by: User) -> Sanction:
    """Give one measure with the person's name in full, and write down who read it.

    Raises RuleBroken "no_permission" for everybody but the discipline office.
    """
    _refuse_others(by)
    if sanction.person_name:
        record(by=by, action="read_sanctioned", about=sanction)
    return sanction


def _refuse_others(by: User) -> None:
    if not by.has_perm("inspections.decide_accountability"):
        raise RuleBroken("只有纪委可以查看问责对象。", code="no_permission")


def _check_target(decided: Decided) -> None:
    if decided.measure not in ALLOWED.get(decided.target_kind, ()):
        target = "单位" if decided.target_kind == Kind.UNIT else "个人"
        offered = "、".join(one.label for one in ALLOWED.get(decided.target_kind, ()))
        raise RuleBroken(f"对{target}的处理方式只有：{offered}。", code="wrong_measure")
    if decided.target_kind == Kind.PERSON and not decided.person_name.strip():
        raise RuleBroken("对个人的处理须填写姓名。", code="no_person")
    named = decided.person_name.strip() or decided.person_post.strip()
    if decided.target_kind == Kind.UNIT and named:
        raise RuleBroken("对单位的处理不填个人姓名和职务。", code="person_of_unit")


def _check_decision(decided: Decided, *, on: date) -> None:
    if not decided.basis.strip():
        raise RuleBroken("请写明处理依据。", code="no_basis")
    if decided.measure in DISCIPLINARY and not decided.document.strip():
        raise RuleBroken(
            "党纪处分、其他纪律处分须以纪委决定为准，请填写决定文号。", code="no_document"
        )
    if decided.stage is not None and decided.stage not in STAGES:
        raise RuleBroken("“四种形态”为一至四。", code="wrong_stage")
    if decided.decided_on > on:
        raise RuleBroken(f"决定日期不得晚于今天（{on:%Y-%m-%d}）。", code="decided_in_future")


def _decide(case: AccountabilityCase, *, by: User, at: datetime) -> None:
    waiting = Case.objects.filter(pk=case.pk, state=Case.State.PROPOSED)
    if waiting.update(state=Case.State.DECIDED, closed_by=by, closed_at=at):
        case.refresh_from_db()
        record(by=by, action="decide_case", about=case, state=case.state)
        _tell_proposer(case, at=at)
        return
    case.refresh_from_db()
    if case.state == Case.State.DISMISSED:
        raise RuleBroken("该事项已作不予问责，不能再登记处理。", code="case_dismissed")


def _tell_proposer(case: AccountabilityCase, *, at: datetime) -> None:
    """Tell who proposed that it is dealt with; how is not his to know."""
    if case.proposed_by is not None and case.proposed_by.is_active:
        notify(
            recipients=[case.proposed_by],
            key=f"accountability-{case.pk}-closed",
            text=f"您提请的一件问责事项，纪委{case.get_state_display()}。",
            url=reverse("inspections:accountability_proposals"),
            at=at,
        )
