"""Rectification orders (督办整改单): issued to one unit, signed for by that unit."""

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
from inspections.models import Problem, RectificationOrder
from inspections.selectors.calendar import due_after
from inspections.selectors.orders import term_of
from inspections.services.transitions import (
    moment_of,
    move_all,
    refuse_hidden,
    require_own_unit,
    tell,
    tell_unit,
)

State = Problem.State
ATTEMPTS = 20  # of people who number an order of one county in the same instant
MOST_WORKING_DAYS = 250  # a year of them
NAMED = 5  # problems in one refusal


@transaction.atomic
def issue_order(
    *,
    problems: Iterable[Problem],
    unit: Unit,
    requirement: str,
    due_on: date | None = None,
    working_days: int | None = None,
    by: User,
    on: date,
) -> RectificationOrder:
    """Order one unit to rectify one or more confirmed problems, by a day or in working days.

    Orders of a county's year are numbered 1, 2, 3 … without a gap. Working days count from the
    day after `on` by the calendar as it stands then; the order keeps the day they give, and
    `covers` keeps its problems even when one is later handed up. Sources: domain §3.3 (督办整改单,
    001-41), issue 5 point 3. Raises RuleBroken "nothing_chosen", "no_requirement", "one_term",
    "term_out_of_range", "due_too_early", "several_units", "wrong_state", "changed_meanwhile",
    "round_is_hidden", "number_busy".
    """
    chosen = list(problems)
    _check_order(chosen, unit=unit, requirement=requirement)
    day = _due_day(due_on, working_days, on=on)
    order = _numbered(
        area_code=chosen[0].area_code[:COUNTY],
        year=on.year,
        unit=unit,
        requirement=requirement.strip(),
        issued_on=on,
        due_on=day,
        working_days=working_days,
        issued_by=by,
    )
    order.covers.set(chosen)
    _put_under(order, chosen, by=by)
    numbers = [problem.number for problem in chosen]
    record(by=by, action="issue_order", about=order, number=order.number, problems=numbers)
    tell_unit(
        unit=unit,
        key=f"order-{order.pk}",
        text=f"收到{order.number}，{len(chosen)}个问题，限{day:%Y-%m-%d}前完成，请签收。",
        url=_order_page(order),
        at=moment_of(on),
    )
    return order


@transaction.atomic
def acknowledge_order(*, order: RectificationOrder, by: User, at: datetime) -> RectificationOrder:
    """Sign for an order, once, by a person of the unit it is addressed to.

    Raises RuleBroken "other_unit", "already_acknowledged", "changed_meanwhile".
    """
    require_own_unit(unit=order.unit, by=by, act="签收")
    waiting = RectificationOrder.objects.filter(pk=order.pk, acknowledged_at=None)
    if not waiting.update(acknowledged_at=at, acknowledged_by=by):
        raise RuleBroken(f"{order.number}已经签收，无须再签。", code="already_acknowledged")
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
def acknowledge_orders(*, orders: Iterable[RectificationOrder], by: User, at: datetime) -> int:
    """Sign for several orders of one's own unit, all or none; gives how many were signed for.

    Raises RuleBroken "nothing_chosen" beside those of acknowledge_order.
    """
    chosen = sorted(orders, key=lambda order: order.pk)  # one order, so that two wait in turn
    if not chosen:
        raise RuleBroken("请先勾选要签收的整改单。", code="nothing_chosen")
    for order in chosen:
        acknowledge_order(order=order, by=by, at=at)
    return len(chosen)


def _check_order(chosen: Sequence[Problem], *, unit: Unit, requirement: str) -> None:
    if not chosen:
        raise RuleBroken("请先勾选要下达的问题。", code="nothing_chosen")
    if not requirement.strip():
        raise RuleBroken("请写明整改要求。", code="no_requirement")
    others = [problem for problem in chosen if problem.responsible_unit_id != unit.pk]
    refuse_hidden(chosen, act="下达整改单")
    counties = {problem.area_code[:COUNTY] for problem in chosen}
    if others or len(counties) > 1:
        raise RuleBroken(
            "一张整改单只下达给一个责任单位，请按责任单位分开下达。", code="several_units"
        )


def _due_day(due_on: date | None, working_days: int | None, *, on: date) -> date:
    """Give the due day of an order whose term is named in exactly one of two ways."""
    if (due_on is None) == (working_days is None):
        raise RuleBroken(
            "整改时限请填一种：几个工作日，或者截止日期，不能都填或都不填。", code="one_term"
        )
    if working_days is not None and not 1 <= working_days <= MOST_WORKING_DAYS:
        raise RuleBroken(
            f"工作日数须在1至{MOST_WORKING_DAYS}之间，更长的期限请直接填截止日期。",
            code="term_out_of_range",
        )
    day = due_on or due_after(on, working_days or 0)
    if day < on:
        raise RuleBroken("整改时限不得早于下达日期。", code="due_too_early")
    return day


def _put_under(order: RectificationOrder, chosen: Sequence[Problem], *, by: User) -> None:
    """Move the problems under their order; all of them, or a refusal that names the others."""
    rows = Problem.objects.filter(pk__in=[problem.pk for problem in chosen])
    moved = move_all(
        problems=rows.filter(responsible_unit=order.unit),
        to=State.ORDERED,
        by=by,
        at=moment_of(order.issued_on),
        note=f"下达{order.number}，{term_of(order)}。",
        order=order,
        due_on=order.due_on,
    )
    if moved == len(chosen):
        return
    others = rows.exclude(order=order).order_by("number")
    named = "、".join(f"{row.number}（{row.get_state_display()}）" for row in others[:NAMED])
    raise RuleBroken(
        f"有问题尚未认定或已下达：{named}。所填内容已保留，请刷新问题列表后重新勾选。",
        code="wrong_state",
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


def _order_page(order: RectificationOrder) -> str:
    return reverse("inspections:order_detail", args=[order.pk])
