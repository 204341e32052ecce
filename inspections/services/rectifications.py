"""Rectification: the plan it begins with, its close-out, and the way back from before that."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Extension, Objection, Problem, Reply, Verification
from inspections.selectors.replies import last_reply
from inspections.services.transitions import (
    moment_of,
    move,
    page_of,
    refuse_own_unit,
    require_own_unit,
    tell,
    tell_unit,
    write_down,
)

State = Problem.State


@transaction.atomic
def start_rectification(
    *, problem: Problem, person: str, measure: str, planned_on: date, by: User, at: datetime
) -> Problem:
    """Write down who rectifies, by what measure and until when; again, it corrects the plan.

    Source: 003 (56), 明确整改责任、整改措施、整改时限. Raises RuleBroken "other_unit",
    "incomplete_plan", "plan_too_late" (after the order's day; once that is past, after today),
    "plan_in_past", "wrong_state".
    """
    require_own_unit(unit=problem.responsible_unit, by=by, act="填写整改计划")
    plan = {
        "responsible_person": person.strip(),
        "planned_measure": measure.strip(),
        "planned_on": planned_on,
    }
    if not (person.strip() and measure.strip()):
        raise RuleBroken("责任人、整改措施、计划完成日期都要填写。", code="incomplete_plan")
    _check_planned_day(problem, planned_on, today=localdate(at))
    note = f"责任人{person.strip()}，计划{planned_on:%Y-%m-%d}前完成。措施：{measure.strip()}"
    begun = Problem.objects.filter(pk=problem.pk, state=State.RECTIFYING)
    if begun.update(**plan):
        problem.refresh_from_db()
        write_down(problem=problem, by=by, at=at, note=f"整改计划更正：{note}")
        record(by=by, action="plan_rectification", about=problem, number=problem.number)
        return problem
    move(
        problem=problem,
        came_from=[State.ACKNOWLEDGED],
        to=State.RECTIFYING,
        by=by,
        at=at,
        action="plan_rectification",
        note=f"整改计划：{note}",
        **plan,
    )
    return problem


@transaction.atomic
def close_problem(*, problem: Problem, note: str, by: User, on: date) -> Problem:
    """Close a verified problem (销号); it is sealed then and only a look back opens it again.

    Needs a last reply with evidence that another person verified by all three gates, and no
    request still undecided; the closer is neither of the responsible unit nor the replier. Source:
    plan 001 (49). Raises RuleBroken "own_unit", "own_reply", "no_reply", "no_evidence",
    "not_verified", "pending_request", "wrong_state".
    """
    refuse_own_unit(problem=problem, by=by, act="销号")
    Problem.objects.select_for_update().get(pk=problem.pk)  # a request waits until this is done
    last = _not_ones_own(problem, by=by, act="为自己报送的问题销号")
    if not last.evidence.exists():
        raise RuleBroken("没有整改佐证，不得销号。", code="no_evidence")
    judged = Verification.objects.filter(reply=last).first()
    if judged is None or not judged.passed or judged.by_id == last.by_id:
        raise RuleBroken("整改未经他人复核通过，不得销号。", code="not_verified")
    _refuse_pending(problem)
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
        key=f"problem-{problem.pk}-closed-{problem.reopened}",
        text=f"问题{problem.number}已销号。",
        url=page_of(problem),
        at=moment_of(on),
    )
    return problem


@transaction.atomic
def send_back(*, problem: Problem, note: str, by: User, at: datetime) -> Problem:
    """Refuse the close-out of a verified problem (销号退回): the unit rectifies and reports anew.

    Source: domain §3.3, 销号申请表 with 退回原因. Raises RuleBroken "own_unit", "no_reason",
    "no_reply", "own_reply", "wrong_state".
    """
    refuse_own_unit(problem=problem, by=by, act="退回")
    if not note.strip():
        raise RuleBroken("退回须写明原因，责任单位按此重新整改。", code="no_reason")
    last = _not_ones_own(problem, by=by, act="退回自己报送的问题")
    move(
        problem=problem,
        came_from=[State.VERIFIED],
        to=State.RECTIFYING,
        by=by,
        at=at,
        action="send_back_problem",
        note=f"销号退回：{note.strip()}",
    )
    key, text = f"send-back-{last.pk}", f"问题{problem.number}未准销号，退回整改：{note.strip()}"
    tell_unit(unit=problem.responsible_unit, key=key, text=text, url=page_of(problem), at=at)
    judged = Verification.objects.filter(reply=last).select_related("by").first()
    if judged is not None:
        tell(person=judged.by, key=f"{key}-verifier", text=text, url=page_of(problem), at=at)
    return problem


def _check_planned_day(problem: Problem, planned_on: date, *, today: date) -> None:
    """Keep the planned day between today and the order's; when that is past, today is left."""
    if problem.due_on is not None and planned_on > (last := max(problem.due_on, today)):
        way = "时限不够的，请先申请延期" if last == problem.due_on else "时限已过，只能填今天"
        raise RuleBroken(
            f"计划完成日期不得晚于{last:%Y-%m-%d}（整改时限{problem.due_on:%Y-%m-%d}）；{way}。",
            code="plan_too_late",
        )
    if planned_on < today and planned_on != problem.planned_on:
        raise RuleBroken("计划完成日期不得早于今天，请改为今天或以后。", code="plan_in_past")


def _not_ones_own(problem: Problem, *, by: User, act: str) -> Reply:
    """Give the last reply; refuse who sent it himself, in whatever unit he is now."""
    last = last_reply(problem)
    if last.by_id == by.pk:
        raise RuleBroken(f"不得{act}，请由他人办理。", code="own_reply")
    return last


def _refuse_pending(problem: Problem) -> None:
    """Refuse while the unit still waits for an answer to what it asked."""
    for kind, words in ((Extension, "延期申请"), (Objection, "申诉")):
        if kind.objects.filter(problem=problem, state=kind.State.PENDING).exists():
            raise RuleBroken(
                f"该问题还有未审批的{words}，请先在问题页办理后再销号。", code="pending_request"
            )
