"""Problems that wait: for those who judge, verify and close, and for the unit that answers."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from inspections.models import Problem
from inspections.selectors.duties import due_soon, late_in_hand, of_others, own, unplanned
from inspections.selectors.orders import own_waiting
from reports.selectors.home.waiting import Waiting

LIST, ORDERS = "inspections:problem_list", "inspections:order_list"
State = Problem.State
OPEN = ~Q(state__in=[State.CLOSED, State.NOT_UPHELD])

# right, what waits, the problems' state in which it waits; one's own unit's are for others
STEPS = (
    ("confirm_problem", "待认定问题", State.FOUND),
    ("order_rectification", "待下达整改", State.CONFIRMED),
    ("verify_rectification", "待复核", State.REPORTED),
    ("close_problem", "待销号", State.VERIFIED),
)
OWN_STEPS = (("已签收待整改", State.ACKNOWLEDGED), ("整改中", State.RECTIFYING))
Card = tuple[str, Q, str, str, bool]
"""Label, what is counted, the list's filters, the tone, whether it is the own unit's."""


def waiting(user: User, *, on: date) -> list[Waiting]:
    """Give the problems and orders before the user; two queries at most."""
    if not user.has_perm("inspections.view_problem"):
        return []
    cards = [*_judged(user), *_answered(user, on)]
    late = OPEN & Q(due_on__lt=on)
    cards.append(("超期未销号", late, "overdue=1", "red", user.is_inspected))
    asked: dict[str, Any] = {
        f"n{place}": Count("pk", filter=test) for place, (_, test, *_) in enumerate(cards)
    }
    counts = Problem.objects.visible_to(user).order_by().aggregate(**asked)
    return [
        *_orders(user),
        *(
            Waiting(label, counts[f"n{place}"], LIST, query, tone, of_unit)
            for place, (label, _, query, tone, of_unit) in enumerate(cards)
        ),
    ]


def answers_for_a_unit(user: User) -> bool:
    """Whether the user signs and replies for a unit of his own."""
    return user.unit_id is not None and user.has_perm("inspections.reply_rectification")


def _judged(user: User) -> list[Card]:
    mine = [step for step in STEPS if user.has_perm(f"inspections.{step[0]}")]
    return [
        (label, Q(state=state) & of_others(user), f"state={state}&whose=others", "blue", False)
        for _, label, state in mine
    ]


def _answered(user: User, on: date) -> list[Card]:
    if not answers_for_a_unit(user):
        return []
    parts = [(label, Q(state=state), f"state={state}", "blue") for label, state in OWN_STEPS]
    parts += [
        ("未定整改计划", unplanned(), "unplanned=1", "orange"),
        ("3日内到期", due_soon(on), "due=soon", "orange"),
        ("超期在整改", late_in_hand(on), "due=late", "red"),
    ]
    return [
        (label, test & own(user), f"{query}&whose=own", tone, True)
        for label, test, query, tone in parts
    ]


def _orders(user: User) -> list[Waiting]:
    if not answers_for_a_unit(user):
        return []
    count = own_waiting(user).count()
    query = f"waiting=1&unit={user.unit_id}"
    return [Waiting("待签收整改单", count, ORDERS, query, "orange", of_unit=True)]
