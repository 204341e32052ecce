"""Rectification: order, acknowledgement, reply with evidence, verification, close-out."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.scope import COUNTY
from accounts.services.trail import record
from inspections.models import Attachment, Problem, RectificationOrder, Reply, Verification
from inspections.services.transitions import (
    moment_of,
    move,
    move_all,
    page_of,
    refuse_hidden,
    refuse_own_unit,
    require_own_unit,
    tell,
    tell_unit,
)

State = Problem.State
ATTEMPTS = 20  # of people who number an order of one county in the same instant
GATES = (
    ("cause_found", "问题未查清"),
    ("measure_done", "整改未到位"),
    ("result_met", "成效未达标"),
)


@transaction.atomic
def issue_order(
    *,
    problems: Iterable[Problem],
    unit: Unit,
    requirement: str,
    due_on: date,
    by: User,
    on: date,
) -> RectificationOrder:
    """Order one unit to rectify one or more confirmed problems by a day.

    Orders of a county's year are numbered 1, 2, 3 … without a gap. Raises RuleBroken
    "nothing_chosen", "no_requirement", "due_too_early", "several_units", "wrong_state",
    "round_is_hidden".
    """
    chosen = list(problems)
    _check_order(chosen, unit=unit, requirement=requirement, due_on=due_on, on=on)
    order = _numbered(
        area_code=chosen[0].area_code[:COUNTY],
        year=on.year,
        unit=unit,
        requirement=requirement.strip(),
        issued_on=on,
        due_on=due_on,
        issued_by=by,
    )
    rows = Problem.objects.filter(pk__in=[problem.pk for problem in chosen])
    note = f"下达{order.number}，限{due_on:%Y-%m-%d}前完成。"
    moved = move_all(
        problems=rows.filter(responsible_unit=unit),
        to=State.ORDERED,
        by=by,
        at=moment_of(on),
        note=note,
        order=order,
        due_on=due_on,
    )
    if moved != len(chosen):
        raise RuleBroken("有问题尚未认定或已下达，请刷新后重新勾选。", code="wrong_state")
    numbers = [problem.number for problem in chosen]
    record(by=by, action="issue_order", about=order, number=order.number, problems=numbers)
    tell_unit(
        unit=unit,
        key=f"order-{order.pk}",
        text=f"收到{order.number}，{len(chosen)}个问题，限{due_on:%Y-%m-%d}前完成，请签收。",
        url=_order_page(order),
        at=moment_of(on),
    )
    return order


@transaction.atomic
def acknowledge_order(*, order: RectificationOrder, by: User, at: datetime) -> RectificationOrder:
    """Sign for an order, once, by a person of the unit it is addressed to.

    Raises RuleBroken "other_unit", "already_acknowledged".
    """
    require_own_unit(unit=order.unit, by=by, act="签收")
    waiting = RectificationOrder.objects.filter(pk=order.pk, acknowledged_at=None)
    if not waiting.update(acknowledged_at=at, acknowledged_by=by):
        raise RuleBroken("该整改单已经签收。", code="already_acknowledged")
    order.refresh_from_db()
    move_all(
        problems=order.problems.filter(state=State.ORDERED),
        to=State.ACKNOWLEDGED,
        by=by,
        at=at,
        note=f"签收{order.number}。",
    )
    record(by=by, action="acknowledge_order", about=order, number=order.number)
    tell(
        person=order.issued_by,
        key=f"order-{order.pk}-acknowledged",
        text=f"{order.unit}已签收{order.number}。",
        url=_order_page(order),
        at=at,
    )
    return order


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
) -> Reply:
    """Report a problem as rectified: cause, measure, result and at least one piece of evidence.

    Raises RuleBroken "other_unit", "incomplete_reply", "no_evidence", "evidence_used",
    "wrong_state".
    """
    require_own_unit(unit=problem.responsible_unit, by=by, act="报送整改情况")
    if not (cause.strip() and measure.strip() and result.strip()):
        raise RuleBroken("问题原因、整改措施、整改结果都要填写。", code="incomplete_reply")
    _check_evidence(problem, evidence, by=by)
    move(
        problem=problem,
        came_from=[State.ACKNOWLEDGED, State.RECTIFYING],
        to=State.REPORTED,
        by=by,
        at=at,
        action="reply_rectification",
        note=f"原因：{cause.strip()} 措施：{measure.strip()} 结果：{result.strip()}",
    )
    made = Reply.objects.create(
        problem=problem,
        cause=cause.strip(),
        measure=measure.strip(),
        result=result.strip(),
        by=by,
        at=at,
    )
    made.evidence.set(evidence)
    if problem.order is not None:
        tell(
            person=problem.order.issued_by,
            key=f"reply-{made.pk}",
            text=f"{problem.responsible_unit}报送问题{problem.number}的整改情况，待复核。",
            url=page_of(problem),
            at=at,
        )
    return made


@transaction.atomic
def verify(
    *,
    problem: Problem,
    cause_found: bool,
    measure_done: bool,
    result_met: bool,
    note: str,
    by: User,
    at: datetime,
) -> Verification:
    """Judge the last reply by the three gates; all passed verifies, any failed sends it back.

    Source: plan 001 (49), 三不放过. Raises RuleBroken "own_unit", "own_reply", "wrong_state",
    "no_reason" (a return must say why).
    """
    refuse_own_unit(problem=problem, by=by, act="复核")
    last = _last_reply(problem)
    if last.by_id == by.pk:
        raise RuleBroken("不得复核自己报送的整改情况，请由他人复核。", code="own_reply")
    gates = {"cause_found": cause_found, "measure_done": measure_done, "result_met": result_met}
    failed = [words for name, words in GATES if not gates[name]]
    if failed and not note.strip():
        raise RuleBroken("退回整改须写明理由和要求。", code="no_reason")
    verdict = f"退回整改：{'、'.join(failed)}。" if failed else "复核通过。"
    move(
        problem=problem,
        came_from=[State.REPORTED],
        to=State.RECTIFYING if failed else State.VERIFIED,
        by=by,
        at=at,
        action="verify_rectification",
        note=f"{verdict}{note.strip()}",
    )
    made = Verification.objects.create(reply=last, note=note.strip(), by=by, at=at, **gates)
    tell_unit(
        unit=problem.responsible_unit,
        key=f"verification-{made.pk}",
        text=f"问题{problem.number}{verdict}{note.strip()}",
        url=page_of(problem),
        at=at,
    )
    return made


@transaction.atomic
def close_problem(*, problem: Problem, note: str, by: User, on: date) -> Problem:
    """Close a verified problem (销号).

    Needs a last reply with evidence that another person verified by all three gates; the closer
    is neither of the responsible unit nor the replier. Raises RuleBroken "own_unit", "own_reply",
    "no_evidence", "not_verified", "wrong_state".
    """
    refuse_own_unit(problem=problem, by=by, act="销号")
    last = _last_reply(problem)
    if last.by_id == by.pk:
        raise RuleBroken("不得为自己报送的问题销号，请由他人办理。", code="own_reply")
    if not last.evidence.exists():
        raise RuleBroken("没有整改佐证，不得销号。", code="no_evidence")
    judged = Verification.objects.filter(reply=last).first()
    if judged is None or not judged.passed or judged.by_id == last.by_id:
        raise RuleBroken("整改未经他人复核通过，不得销号。", code="not_verified")
    move(
        problem=problem,
        came_from=[State.VERIFIED],
        to=State.CLOSED,
        by=by,
        at=moment_of(on),
        action="close_problem",
        note=f"销号。{note.strip()}",
        closed_on=on,
    )
    tell_unit(
        unit=problem.responsible_unit,
        key=f"problem-{problem.pk}-closed",
        text=f"问题{problem.number}已销号。",
        url=page_of(problem),
        at=moment_of(on),
    )
    return problem


def _check_order(
    chosen: Sequence[Problem], *, unit: Unit, requirement: str, due_on: date, on: date
) -> None:
    if not chosen:
        raise RuleBroken("请先勾选要下达的问题。", code="nothing_chosen")
    if not requirement.strip():
        raise RuleBroken("请写明整改要求。", code="no_requirement")
    if due_on < on:
        raise RuleBroken("整改时限不得早于下达日期。", code="due_too_early")
    others = [problem for problem in chosen if problem.responsible_unit_id != unit.pk]
    refuse_hidden(chosen)
    counties = {problem.area_code[:COUNTY] for problem in chosen}
    if others or len(counties) > 1:
        raise RuleBroken(
            "一张整改单只下达给一个责任单位，请按责任单位分开下达。", code="several_units"
        )


def _numbered(*, area_code: str, year: int, **fields: Any) -> RectificationOrder:
    """Insert an order under the next serial; whoever loses a serial takes the following."""
    for _ in range(ATTEMPTS):
        orders = RectificationOrder.objects.filter(area_code=area_code, year=year)
        serial = (orders.aggregate(last=Max("serial"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return RectificationOrder.objects.create(
                    area_code=area_code, year=year, serial=serial, **fields
                )
        except IntegrityError:
            if not orders.filter(serial=serial).exists():
                raise
    raise RuleBroken("整改单编号繁忙，请稍后再试。", code="number_busy")


def _check_evidence(problem: Problem, evidence: Sequence[Attachment], *, by: User) -> None:
    if not evidence:
        raise RuleBroken("请至少上传一份佐证（照片或文件）。", code="no_evidence")
    used = Reply.objects.filter(evidence__in=evidence).exclude(problem=problem).exists()
    if used or any(paper.uploaded_by_id != by.pk for paper in evidence):
        raise RuleBroken("佐证须由报送人为本问题上传，请重新上传。", code="evidence_used")


def _last_reply(problem: Problem) -> Reply:
    last = problem.replies.order_by("-pk").first()
    if last is None:
        raise RuleBroken("责任单位还没有报送整改情况。", code="no_reply")
    return last


def _order_page(order: RectificationOrder) -> str:
    return reverse("inspections:order_detail", args=[order.pk])
