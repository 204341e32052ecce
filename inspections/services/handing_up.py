"""上交镇级: what a village cannot solve goes to its township, which gets an order of its own."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Problem
from inspections.selectors.holders import holders
from inspections.services.requests import held, withdraw_pending
from inspections.services.responsible import township_unit
from inspections.services.transitions import (
    NOTICE_LENGTH,
    moment_of,
    move,
    page_of,
    tell_unit,
    write_down,
    wrong_state,
)

State = Problem.State
UNDER_ORDER = (State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)


@transaction.atomic
def hand_up(*, problem: Problem, reason: str, by: User, on: date) -> Problem:
    """Hand a village's problem up to its township; it is confirmed and waits for a new order.

    The old order keeps it among what it covers. The village's own people hand up, or the
    township's on its behalf. Source: plan 001 (36), 一时解决不了的，由镇级层面统筹解决. Raises
    RuleBroken "not_a_village", "no_township", "other_unit", "no_reason", "wrong_state".
    """
    problem = held(problem)
    village = problem.responsible_unit
    township = _township_of(village)
    if by.unit_id is None or by.unit_id not in {village.pk, township.pk}:
        raise RuleBroken(
            f"只有责任单位“{village}”或{township}的人员可以上交镇级。", code="other_unit"
        )
    if not reason.strip():
        raise RuleBroken("请写明村级不能解决的原因。", code="no_reason")
    note = f"上交镇级，责任单位由{village}改为{township}。原因：{reason.strip()}"
    _hand_over(problem, township=township, by=by, on=on, note=note)
    withdraw_pending(problem)
    _tell(problem, village=village, township=township, on=on)
    return problem


def _township_of(village: Unit) -> Unit:
    if village.kind != Unit.Kind.VILLAGE:
        raise RuleBroken(
            f"“{village}”不是村级单位，只有村级的问题可以上交镇级。", code="not_a_village"
        )
    township = township_unit(village.area_code)
    if township is None:
        raise RuleBroken(
            f"“{village}”所属乡镇还没有登记单位，请系统管理员先登记。", code="no_township"
        )
    return township


def _hand_over(problem: Problem, *, township: Unit, by: User, on: date, note: str) -> None:
    """Move the problem; one that is confirmed already only changes its unit."""
    at = moment_of(on)
    fields: dict[str, Any] = {
        "responsible_unit": township,
        "responsible_person": "",
        "order": None,
        "due_on": None,
        "planned_measure": "",
        "planned_on": None,
        "handed_up_on": on,
        "village_can_solve": False,
    }
    if problem.state != State.CONFIRMED:
        move(
            problem=problem,
            came_from=UNDER_ORDER,
            to=State.CONFIRMED,
            by=by,
            at=at,
            action="hand_up",
            note=note,
            **fields,
        )
        return
    rows = Problem.objects.filter(pk=problem.pk, state=State.CONFIRMED)
    if not rows.filter(responsible_unit=problem.responsible_unit).update(**fields):
        raise wrong_state(problem)
    problem.refresh_from_db()
    write_down(problem=problem, by=by, at=at, note=note)
    record(by=by, action="hand_up", about=problem, number=problem.number, state=problem.state)


def _tell(problem: Problem, *, village: Unit, township: Unit, on: date) -> None:
    at, url = moment_of(on), page_of(problem)
    key = f"problem-{problem.pk}-handed-up"
    tell_unit(
        unit=township,
        key=key,
        text=f"{village}将问题{problem.number}上交镇级，由{township}负责整改，待下达整改单。",
        url=url,
        at=at,
    )
    people = holders(
        right="order_rectification", area_code=problem.area_code, but_unit=township.pk
    )
    text = f"问题{problem.number}由{village}上交{township}，请重新下达整改单。"
    notify(recipients=people, key=key, text=text[:NOTICE_LENGTH], url=url, at=at)
