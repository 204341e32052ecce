"""延期: the responsible unit asks for more time before its day is past, another unit decides."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.selectors import parameter
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Extension, Objection, Problem
from inspections.selectors.holders import holders
from inspections.services.transitions import (
    NOTICE_LENGTH,
    page_of,
    refuse_own_unit,
    require_own_unit,
    tell_unit,
    write_down,
    wrong_state,
)

State = Problem.State
EXTENDABLE = (State.ACKNOWLEDGED, State.RECTIFYING)
MOST_KEY, MOST_EXTENSIONS = "most_extensions", Decimal(2)


@transaction.atomic
def ask_extension(
    *, problem: Problem, reason: str, progress: str, until: date, by: User, at: datetime
) -> Extension:
    """Ask for a later day; the day itself is still in time, the day after is too late.

    Source: domain §3.3 (延期申请: 原因、预计完成、已做进展，到期前). Raises RuleBroken
    "other_unit", "incomplete_request", "wrong_state", "past_due", "until_too_early",
    "already_asked", "too_many_extensions".
    """
    problem = held(problem)
    require_own_unit(unit=problem.responsible_unit, by=by, act="申请延期")
    if not (reason.strip() and progress.strip()):
        raise RuleBroken("延期原因、已做进展都要填写。", code="incomplete_request")
    if problem.state not in EXTENDABLE or problem.due_on is None:
        raise wrong_state(problem)
    _check_days(problem.due_on, until=until, on=timezone.localtime(at).date())
    _refuse_too_many(problem, on=timezone.localtime(at).date())
    made: Extension = ask_once(
        Extension,
        "该问题已有延期申请在审批，请等待审批或先撤回。",
        problem=problem,
        order=problem.order,
        reason=reason.strip(),
        progress=progress.strip(),
        due_before=problem.due_on,
        until=until,
        by=by,
        at=at,
    )
    told = f"申请延期至{until:%Y-%m-%d}。原因：{made.reason}"
    write_down(problem=problem, by=by, at=at, note=told)
    note_request(made, by=by, action="ask_extension", until=until.isoformat())
    tell_deciders(made, right="order_rectification", text=f"{told}", at=at)
    return made


@transaction.atomic
def decide_extension(
    *, extension: Extension, grant: bool, note: str, by: User, at: datetime
) -> Extension:
    """Grant more time or not, once, by another unit; granted, the problem's day is the later one.

    A refusal needs a note. Raises RuleBroken "own_unit", "own_request", "no_reason",
    "already_decided", and for a grant "wrong_state" or "due_moved" when the problem has gone on.
    """
    problem = held(extension.problem)
    refuse_deciding(extension, problem=problem, by=by, act="审批")
    if not grant and not note.strip():
        raise RuleBroken("不同意延期须写明理由。", code="no_reason")
    settle(extension, granted=grant, note=note, by=by, at=at)
    if grant:
        _move_day(problem, extension)
    verdict = (
        f"同意延期，整改时限由{extension.due_before:%Y-%m-%d}改为{extension.until:%Y-%m-%d}。"
        if grant
        else f"不同意延期，整改时限仍为{extension.due_before:%Y-%m-%d}。"
    )
    write_down(problem=problem, by=by, at=at, note=f"{verdict}{note.strip()}")
    note_request(extension, by=by, action="decide_extension", state=extension.state)
    tell_unit(
        unit=problem.responsible_unit,
        key=f"extension-{extension.pk}-decided",
        text=f"问题{problem.number}{verdict}{note.strip()}",
        url=page_of(problem),
        at=at,
    )
    return extension


@transaction.atomic
def withdraw_request(*, request: Extension | Objection, by: User, at: datetime) -> None:
    """Take back what one's own unit asked for and nobody has decided.

    Raises RuleBroken "other_unit", "already_decided".
    """
    problem = held(request.problem)
    what = request._meta.verbose_name  # noqa: SLF001 -- Django's documented API
    if by.unit_id is None or by.unit_id != request.by.unit_id:
        raise RuleBroken(f"只有提出单位的人员可以撤回{what}。", code="other_unit")
    waiting = type(request).objects.pending().filter(pk=request.pk)
    if not waiting.update(state=request.State.WITHDRAWN):
        raise already_decided()
    request.refresh_from_db()
    write_down(problem=problem, by=by, at=at, note=f"撤回{what}。")
    note_request(request, by=by, action="withdraw_request", state=request.state)


def withdraw_pending(problem: Problem) -> int:
    """Take back what waits when the problem goes on without an answer; gives how many.

    Called inside the act that ends the waiting: a report, a handing up, a problem not upheld.
    """
    withdrawn = Extension.State.WITHDRAWN
    return sum(
        kind.objects.pending().filter(problem=problem).update(state=withdrawn)
        for kind in (Extension, Objection)
    )


def held(problem: Problem) -> Problem:
    """Give the problem as it stands, held until the end of the transaction."""
    rows = Problem.objects.select_for_update(of=("self",))
    return rows.select_related("responsible_unit", "order").get(pk=problem.pk)


def ask_once(kind: type[Any], refusal: str, **fields: Any) -> Any:
    """Add a request; raises RuleBroken "already_asked" where one of the problem waits."""
    try:
        with transaction.atomic():
            return kind.objects.create(**fields)
    except IntegrityError as error:
        raise RuleBroken(refusal, code="already_asked") from error


def refuse_deciding(
    request: Extension | Objection, *, problem: Problem, by: User, act: str
) -> None:
    """Refuse the asker himself and everybody of the responsible unit."""
    if request.by_id == by.pk:
        raise RuleBroken(f"不得{act}自己提出的申请，请由他人办理。", code="own_request")
    refuse_own_unit(problem=problem, by=by, act=act)


def settle(
    request: Extension | Objection, *, granted: bool, note: str, by: User, at: datetime
) -> None:
    """Write the decision on a request that waits; raises RuleBroken "already_decided"."""
    waiting = type(request).objects.pending().filter(pk=request.pk)
    state = request.State.GRANTED if granted else request.State.REFUSED
    if not waiting.update(state=state, decided_by=by, decided_at=at, decision_note=note.strip()):
        raise already_decided()
    request.refresh_from_db()


def already_decided() -> RuleBroken:
    """Give the refusal of a request that another has decided or taken back."""
    return RuleBroken("该申请已办结或已撤回，请刷新页面查看结果。", code="already_decided")


def note_request(request: Extension | Objection, *, by: User, action: str, **detail: str) -> None:
    """Leave a trail of an act about a request, at the problem's place."""
    number, area_code = request.problem.number, request.problem.area_code
    record(by=by, action=action, about=request, area_code=area_code, number=number, **detail)


def tell_deciders(request: Extension | Objection, *, right: str, text: str, at: datetime) -> None:
    """Tell those of other units who may decide that a request waits."""
    problem, name = request.problem, request._meta.model_name  # noqa: SLF001 -- documented
    unit = problem.responsible_unit
    notify(
        recipients=holders(right=right, area_code=problem.area_code, but_unit=unit.pk),
        key=f"{name}-{request.pk}",
        text=f"{unit}就问题{problem.number}{text}"[:NOTICE_LENGTH],
        url=reverse(f"inspections:{name}_detail", args=[request.pk]),
        at=at,
    )


def _check_days(due_on: date, *, until: date, on: date) -> None:
    if on > due_on:
        raise RuleBroken(
            f"整改时限{due_on:%Y-%m-%d}已过，不能再申请延期；延期须在到期前提出。",
            code="past_due",
        )
    if until <= due_on:
        raise RuleBroken(f"预计完成日期须晚于原时限{due_on:%Y-%m-%d}。", code="until_too_early")


def _refuse_too_many(problem: Problem, *, on: date) -> None:
    """Refuse an order's third extension; the parameter most_extensions may set another number."""
    most = parameter(key=MOST_KEY, area_code=problem.area_code, on=on, default=MOST_EXTENSIONS)
    granted = problem.extensions.filter(order=problem.order, state=Extension.State.GRANTED)
    if granted.count() >= int(most or 0):
        raise RuleBroken(
            f"本整改单下该问题已延期{granted.count()}次，达到上限，不能再申请延期。",
            code="too_many_extensions",
        )


def _move_day(problem: Problem, extension: Extension) -> None:
    rows = Problem.objects.filter(pk=problem.pk, state__in=EXTENDABLE)
    if not rows.filter(due_on=extension.due_before).update(due_on=extension.until):
        if problem.state not in EXTENDABLE:
            raise wrong_state(problem)
        raise RuleBroken(
            "申请之后整改时限已改变，不能按本申请延期，请责任单位重新申请。", code="due_moved"
        )
    problem.refresh_from_db()
