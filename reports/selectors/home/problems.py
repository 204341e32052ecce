"""Problems that wait: for those who judge, verify and close, and for the unit that answers."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q

from accounts.models import User
from inspections.models import Problem
from inspections.selectors.duties import due_soon, late_in_hand, of_others, own, unplanned
from inspections.selectors.orders import own_waiting
from reports.selectors.home.waiting import Waiting, dated, due

LIST, ORDERS = "inspections:problem_list", "inspections:order_list"
State = Problem.State
OPEN = ~Q(state__in=Problem.ENDED)

# right, what waits, the problems' state in which it waits, the act; the own unit's are for others
STEPS = (
    ("confirm_problem", "待认定问题", State.FOUND, "认定"),
    ("order_rectification", "待下达整改", State.CONFIRMED, "下达整改"),
    ("verify_rectification", "待复核", State.REPORTED, "复核"),
    ("close_problem", "待销号", State.VERIFIED, "销号"),
)
OWN_STEPS = (("已签收待整改", State.ACKNOWLEDGED), ("整改中", State.RECTIFYING))
RECTIFY = "去整改"


class Card(NamedTuple):
    """What is counted under a label, its list's filters, and whether it is the own unit's."""

    label: str
    test: Q
    query: str
    tone: str
    act: str
    of_unit: bool = False


def waiting(user: User, *, on: date) -> list[Waiting]:
    """Give the problems and orders before the user; two queries at most."""
    if not user.has_perm("inspections.view_problem"):
        return []
    cards = [*_judged(user), *_answered(user, on)]
    late = OPEN & Q(due_on__lt=on)
    chase = RECTIFY if user.is_inspected else "查看"
    cards.append(Card("超期未销号", late, "overdue=1", "red", chase, user.is_inspected))
    asked: dict[str, Any] = {}
    for place, card in enumerate(cards):
        asked |= {
            f"count{place}": Count("pk", filter=card.test),
            f"late{place}": Count("pk", filter=card.test & Q(due_on__lt=on)),
            f"nearest{place}": Min("due_on", filter=card.test),
        }
    told = Problem.objects.visible_to(user).order_by().aggregate(**asked)
    return [
        *_orders(user, on),
        *(
            Waiting(
                *(card.label, told[f"count{place}"], LIST, card.query, card.tone),
                of_unit=card.of_unit,
                act=card.act,
                late=told[f"late{place}"],
                nearest=told[f"nearest{place}"],
            )
            for place, card in enumerate(cards)
        ),
    ]


def answers_for_a_unit(user: User) -> bool:
    """Whether the user signs and replies for a unit of his own."""
    return user.unit_id is not None and user.has_perm("inspections.reply_rectification")


def _judged(user: User) -> list[Card]:
    mine = [step for step in STEPS if user.has_perm(f"inspections.{step[0]}")]
    return [
        Card(label, Q(state=state) & of_others(user), f"state={state}&whose=others", "blue", act)
        for _, label, state, act in mine
    ]


def _answered(user: User, on: date) -> list[Card]:
    if not answers_for_a_unit(user):
        return []
    parts = [
        (label, Q(state=state), f"state={state}", "blue", RECTIFY) for label, state in OWN_STEPS
    ]
    parts += [
        ("未定整改计划", unplanned(), "unplanned=1", "orange", "定计划"),
        ("3日内到期", due_soon(on), "due=soon", "orange", RECTIFY),
        ("超期在整改", late_in_hand(on), "due=late", "red", RECTIFY),
    ]
    return [
        Card(label, test & own(user), f"{query}&whose=own", tone, act, of_unit=True)
        for label, test, query, tone, act in parts
    ]


def _orders(user: User, on: date) -> list[Waiting]:
    if not answers_for_a_unit(user):
        return []
    found, query = due(own_waiting(user), on=on), f"waiting=1&unit={user.unit_id}"
    label = "待签收整改单"
    return [dated(label, found, ORDERS, query, tone="orange", act="签收", of_unit=True)]
