"""What a unit found when it looked for another's problem at home (举一反三), told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import TOWNSHIP, VILLAGE
from accounts.services.trail import record
from inspections.models import Attachment, Problem, SelfCheck
from inspections.models.sources import FoundIn, SourceKind
from inspections.services.attachments import MAX_FILES, stored_files
from inspections.services.entries import enter_problem
from inspections.services.transitions import page_of, require_own_unit, tell

State, Result = SelfCheck.State, SelfCheck.Result


@transaction.atomic
def answer_clear(
    *,
    check: SelfCheck,
    note: str,
    by: User,
    at: datetime,
    evidence: Sequence[Attachment] = (),
) -> SelfCheck:
    """Say that the subject does not have the problem (无此问题), in a sentence.

    Raises RuleBroken "other_unit", "no_note", "already_answered".
    """
    require_own_unit(unit=check.unit, by=by, act="填报自查结果")
    if not note.strip():
        raise RuleBroken("请写明自查的情况，例如查了哪些户、哪些资料。", code="no_note")
    _answer(check, result=Result.CLEAR, note=note, evidence=evidence, by=by, at=at)
    _tell_when_all_answered(check, at)
    return check


@transaction.atomic
def answer_clear_together(
    *, checks: Iterable[SelfCheck], note: str, by: User, at: datetime
) -> int:
    """Say 无此问题 of several subjects at once, all or none.

    Raises RuleBroken "nothing_chosen" beside those of answer_clear.
    """
    chosen = list(checks)
    if not chosen:
        raise RuleBroken("请先勾选自查对象。", code="nothing_chosen")
    for check in chosen:
        answer_clear(check=check, note=note, by=by, at=at)
    return len(chosen)


@transaction.atomic
def answer_found(
    *,
    check: SelfCheck,
    fact: str,
    by: User,
    at: datetime,
    evidence: Sequence[Attachment],
    note: str = "",
) -> SelfCheck:
    """Say that the subject has the problem too (有此问题): it enters the ledger as a new one.

    Raises RuleBroken "other_unit", "no_fact", "no_evidence", "already_answered", and those of
    enter_problem.
    """
    require_own_unit(unit=check.unit, by=by, act="填报自查结果")
    if not fact.strip():
        raise RuleBroken("有此问题的，请写明问题事实。", code="no_fact")
    if not evidence:
        raise RuleBroken("有此问题的，请至少上传一份佐证（照片或文件）。", code="no_evidence")
    _answer(check, result=Result.FOUND, note=note or fact, evidence=evidence, by=by, at=at)
    raised = _raise(check, fact=fact, photos=evidence, by=by, at=at)
    SelfCheck.objects.filter(pk=check.pk).update(raised=raised)
    check.refresh_from_db()
    tell(
        person=check.asked_by,
        key=f"self-check-{check.pk}-found",
        text=f"{check.unit}自查“{check.subject_name}”有同类问题，已登记为{raised.number}。",
        url=page_of(raised),
        at=at,
    )
    _tell_when_all_answered(check, at)
    return check


def answer_with_files(
    *,
    check: SelfCheck,
    result: str,
    note: str,
    files: Sequence["File[bytes]"],
    by: User,
    at: datetime,
) -> SelfCheck:
    """Store the files and answer with them: both or neither; `note` is the fact of 有此问题.

    Raises RuleBroken as stored_files, answer_clear and answer_found do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}份佐证。", code="too_many_files")
    require_own_unit(unit=check.unit, by=by, act="填报自查结果")
    with stored_files(files=files, area_code=check.area_code, by=by) as kept:
        if result == Result.FOUND:
            return answer_found(check=check, fact=note, evidence=kept, by=by, at=at)
        return answer_clear(check=check, note=note, evidence=kept, by=by, at=at)


def _answer(
    check: SelfCheck,
    *,
    result: str,
    note: str,
    evidence: Sequence[Attachment],
    by: User,
    at: datetime,
) -> None:
    """Set the answer once; whoever comes second is told."""
    waiting = SelfCheck.objects.filter(pk=check.pk, state=State.ASKED)
    given = {"result": result, "note": note.strip(), "answered_by": by, "answered_at": at}
    if not waiting.update(state=State.ANSWERED, **given):
        raise RuleBroken(
            f"“{check.subject_name}”的自查结果已经填报，不能重复填报。", code="already_answered"
        )
    if evidence:
        check.evidence.set(evidence)
    check.refresh_from_db()
    record(by=by, action="answer_self_check", about=check, result=result)


def _tell_when_all_answered(check: SelfCheck, at: datetime) -> None:
    """Tell who asked when the last one of a problem's self-checks is answered."""
    checks = SelfCheck.objects.filter(problem=check.problem_id)
    if checks.open().exists():
        return
    found = checks.filter(result=Result.FOUND).count()
    last = checks.order_by("-asked_at").values_list("asked_at", flat=True)[0]
    tell(
        person=check.asked_by,
        key=f"self-check-{check.problem_id}-answered-{last.isoformat()}",
        text=f"问题{check.problem.number}举一反三自查已全部完成，{found}个对象有同类问题。",
        url=f"{reverse('inspections:self_check_list')}?problem={check.problem_id}",
        at=at,
    )


def _found_in(check: SelfCheck) -> str:
    """Say at which level it was found. Source: plan 001, 附件5."""
    if len(check.area_code) >= VILLAGE:
        return FoundIn.VILLAGE_CHECK
    return FoundIn.TOWNSHIP_SCREENING if len(check.area_code) >= TOWNSHIP else ""


def _raise(
    check: SelfCheck, *, fact: str, photos: Sequence[Attachment], by: User, at: datetime
) -> Problem:
    """Enter what was found as a problem of its own, like the one it was looked for by."""
    known, on = check.problem, localdate(at)
    return enter_problem(
        subject=(check.subject_kind, check.subject_code, check.subject_name, check.area_code),
        source=SourceKind.SELF_CHECK,
        found_in=_found_in(check),
        found_by=by.name,
        fact=fact,
        item=check.item,
        basis=known.basis,
        category=known.category,
        severity=known.severity,
        track=known.track,
        responsible_unit=check.unit,
        found_on=on,
        photos=photos,
        entry_key=f"self-check-{check.pk}",
        by=by,
        on=on,
    )
