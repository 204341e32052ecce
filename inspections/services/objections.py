"""申诉: the responsible unit holds a problem to be untrue, another unit decides."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Attachment, Objection, Problem
from inspections.services.attachments import MAX_FILES, stored_files
from inspections.services.recurrence import forget
from inspections.services.requests import (
    ask_once,
    held,
    note_request,
    refuse_deciding,
    settle,
    tell_deciders,
    withdraw_pending,
)
from inspections.services.transitions import (
    move,
    page_of,
    require_own_unit,
    tell_unit,
    write_down,
    wrong_state,
)

State = Problem.State
OBJECTABLE = (State.CONFIRMED, State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)


@transaction.atomic
def object_to(
    *, problem: Problem, reason: str, evidence: Sequence[Attachment], by: User, at: datetime
) -> Objection:
    """Object to a problem as untrue, with at least one piece of evidence.

    Once under an order: after a refusal only a new order lets the unit object again. Source:
    domain §7 (side: 不属实（申诉成立）). Raises RuleBroken "other_unit", "no_reason",
    "no_evidence", "evidence_used", "wrong_state", "already_refused", "already_asked".
    """
    problem = held(problem)
    require_own_unit(unit=problem.responsible_unit, by=by, act="申诉")
    if not reason.strip():
        raise RuleBroken("请写明申诉理由。", code="no_reason")
    _check_evidence(problem, evidence, by=by)
    if problem.state not in OBJECTABLE:
        raise wrong_state(problem)
    _refuse_again(problem)
    made: Objection = ask_once(
        Objection,
        "该问题已有申诉在审核，请等待审核或先撤回。",
        problem=problem,
        order=problem.order,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    made.evidence.set(evidence)
    write_down(problem=problem, by=by, at=at, note=f"申诉：{made.reason}")
    note_request(made, by=by, action="object_to_problem")
    tell_deciders(made, right="confirm_problem", text="提出申诉，待审核。", at=at)
    return made


def object_with_files(
    *, problem: Problem, reason: str, files: Sequence["File[bytes]"], by: User, at: datetime
) -> Objection:
    """Store the files and object with them as evidence: both or neither.

    Raises RuleBroken as stored_files and object_to do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}份佐证。", code="too_many_files")
    with stored_files(files=files, area_code=problem.area_code, by=by) as evidence:
        return object_to(problem=problem, reason=reason, evidence=evidence, by=by, at=at)


@transaction.atomic
def decide_objection(
    *, objection: Objection, uphold: bool, note: str, by: User, at: datetime
) -> Objection:
    """Uphold an objection, which makes the problem 不属实, or refuse it; once, by another unit.

    Raises RuleBroken "own_unit", "own_request", "no_reason", "already_decided", "wrong_state".
    """
    problem = held(objection.problem)
    refuse_deciding(objection, problem=problem, by=by, act="审核")
    if not note.strip():
        raise RuleBroken("请写明审核意见和核实情况。", code="no_reason")
    settle(objection, granted=uphold, note=note, by=by, at=at)
    verdict = "申诉成立，认定不属实。" if uphold else "申诉不成立，继续整改。"
    if uphold:
        move(
            problem=problem,
            came_from=OBJECTABLE,
            to=State.NOT_UPHELD,
            by=by,
            at=at,
            action="reject_problem",
            note=f"{verdict}{note.strip()}",
        )
        withdraw_pending(problem)
        forget(problem=problem)
    else:
        write_down(problem=problem, by=by, at=at, note=f"{verdict}{note.strip()}")
    note_request(objection, by=by, action="decide_objection", state=objection.state)
    tell_unit(
        unit=problem.responsible_unit,
        key=f"objection-{objection.pk}-decided",
        text=f"问题{problem.number}{verdict}{note.strip()}",
        url=page_of(problem),
        at=at,
    )
    return objection


def _check_evidence(problem: Problem, evidence: Sequence[Attachment], *, by: User) -> None:
    if not evidence:
        raise RuleBroken("请至少上传一份佐证（照片或文件）。", code="no_evidence")
    used = Objection.objects.filter(evidence__in=evidence).exclude(problem=problem).exists()
    if used or any(paper.uploaded_by_id != by.pk for paper in evidence):
        raise RuleBroken("佐证须由申诉人为本问题上传，请重新上传。", code="evidence_used")


def _refuse_again(problem: Problem) -> None:
    refused = problem.objections.filter(state=Objection.State.REFUSED, order=problem.order)
    if refused.filter(by__unit=problem.responsible_unit).exists():
        raise RuleBroken(
            "本问题的申诉已审核不成立，不能重复申诉；重新下达整改单后可再申诉一次。",
            code="already_refused",
        )
