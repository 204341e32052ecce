"""What the responsible unit reports: cause, measure, result, each with what proves it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Attachment, Gate, GateEvidence, Problem, Reply
from inspections.selectors.rectifying import lacks_plan
from inspections.services.attachments import MAX_FILES, stored_files
from inspections.services.requests import withdraw_pending
from inspections.services.transitions import move, page_of, require_own_unit, tell

State = Problem.State
NO_EVIDENCE: Mapping[Gate, Sequence[Attachment]] = {}
NO_FILES: Mapping[Gate, Sequence["File[bytes]"]] = {}


@transaction.atomic
def reply(
    *,
    problem: Problem,
    cause: str,
    measure: str,
    result: str,
    evidence: Sequence[Attachment],
    by: User,
    at: datetime,
    gate_evidence: Mapping[Gate, Sequence[Attachment]] = NO_EVIDENCE,
) -> Reply:
    """Report a problem as rectified: cause, measure, result, each with at least one proof.

    `evidence` proves all three gates, `gate_evidence` one each. A problem on the track 限期整改
    needs its plan first. Source: plan 001 (49); 003 (56). Raises RuleBroken "other_unit",
    "incomplete_reply", "no_evidence", "evidence_used", "no_plan", "wrong_state".
    """
    require_own_unit(unit=problem.responsible_unit, by=by, act="报送整改情况")
    said = {"cause": cause.strip(), "measure": measure.strip(), "result": result.strip()}
    if not all(said.values()):
        raise RuleBroken("问题原因、整改措施、整改结果都要填写。", code="incomplete_reply")
    files = list(dict.fromkeys([*evidence, *chain.from_iterable(gate_evidence.values())]))
    _check_evidence(problem, files, by=by)
    _check_gates(evidence, gate_evidence)
    _refuse_unplanned(problem)
    move(
        problem=problem,
        came_from=_states_before(problem),
        to=State.REPORTED,
        by=by,
        at=at,
        action="reply_rectification",
        note="原因：{cause} 措施：{measure} 结果：{result}".format(**said),
    )
    made = Reply.objects.create(problem=problem, by=by, at=at, **said)
    made.evidence.set(files)
    GateEvidence.objects.bulk_create(
        GateEvidence(reply=made, attachment=file, gate=gate)
        for gate, own in gate_evidence.items()
        for file in dict.fromkeys(own)
    )
    withdraw_pending(problem)
    _tell_issuer(made)
    return made


def reply_with_files(
    *,
    problem: Problem,
    cause: str,
    measure: str,
    result: str,
    files: Sequence["File[bytes]"],
    by: User,
    at: datetime,
    gate_files: Mapping[Gate, Sequence["File[bytes]"]] = NO_FILES,
) -> Reply:
    """Store the files and report the problem with them as evidence: both or neither.

    Raises RuleBroken as stored_files and reply do, and "too_many_files".
    """
    sent = [(None, file) for file in files]
    sent += [(gate, file) for gate, own in gate_files.items() for file in own]  # type: ignore[misc]
    if len(sent) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}份佐证。", code="too_many_files")
    place = problem.area_code
    with stored_files(files=[file for _, file in sent], area_code=place, by=by) as kept:
        rows = list(zip((gate for gate, _ in sent), kept, strict=True))
        return reply(
            problem=problem,
            cause=cause,
            measure=measure,
            result=result,
            evidence=[row for gate, row in rows if gate is None],
            gate_evidence={gate: [row for at_, row in rows if at_ == gate] for gate in gate_files},
            by=by,
            at=at,
        )


def _check_evidence(problem: Problem, files: Sequence[Attachment], *, by: User) -> None:
    """Refuse a reply without proof, with another's file or with one of another problem."""
    if not files:
        raise RuleBroken("请至少上传一份佐证（照片或文件）。", code="no_evidence")
    used = Reply.objects.filter(evidence__in=files).exclude(problem=problem).exists()
    if used or any(file.uploaded_by_id != by.pk for file in files):
        raise RuleBroken("佐证须由报送人为本问题上传，请重新上传。", code="evidence_used")


def _check_gates(
    evidence: Sequence[Attachment], gate_evidence: Mapping[Gate, Sequence[Attachment]]
) -> None:
    """Refuse a reply that leaves a gate without proof."""
    if set(evidence) - set(chain.from_iterable(gate_evidence.values())):
        return
    bare = [gate.label for gate in Gate if not gate_evidence.get(gate)]
    if bare:
        raise RuleBroken(
            f"“{'、'.join(bare)}”还没有佐证：请为该项上传，或上传三项共用的佐证。",
            code="no_evidence",
        )


def _refuse_unplanned(problem: Problem) -> None:
    """Refuse a reply before the plan where the track asks for one (限期整改)."""
    if problem.state in {State.ACKNOWLEDGED, State.RECTIFYING} and lacks_plan(problem):
        raise RuleBroken(
            "限期整改的问题须先填写整改计划（责任人、措施、计划完成日期），"
            "请在问题页点“填写整改计划”。",
            code="no_plan",
        )


def _states_before(problem: Problem) -> list[str]:
    """Give where a reply may come from: at once only on the track 即知即改."""
    if problem.track == Problem.Track.FIX_BY_DATE:
        return [State.RECTIFYING]
    return [State.ACKNOWLEDGED, State.RECTIFYING]


def _tell_issuer(made: Reply) -> None:
    problem = made.problem
    if problem.order is not None:
        tell(
            person=problem.order.issued_by,
            key=f"reply-{made.pk}",
            text=f"{problem.responsible_unit}报送问题{problem.number}的整改情况，待复核。",
            url=page_of(problem),
            at=made.at,
        )
