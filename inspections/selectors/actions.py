"""What a person may do with a problem now, by right, unit and state: the buttons of its page."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from inspections.models import Problem
from inspections.selectors import requests
from inspections.selectors.accountability import proposing
from inspections.selectors.action import Action, act_on, is_own
from inspections.selectors.look_backs import looking_back
from inspections.selectors.rectifying import rectifying
from inspections.selectors.self_checks import generalising
from inspections.selectors.summons import summoning

State = Problem.State


def actions_on(problem: Problem, user: User) -> list[Action]:
    """Give what the user may do with the problem as it stands, the main act first."""
    return [action for offer in OFFERS for action in offer(problem, user)]


def judging(problem: Problem, user: User) -> list[Action]:
    """Offer to uphold or reject what was found."""
    may = user.has_perm("inspections.confirm_problem") and not is_own(problem, user)
    if problem.state != State.FOUND or not may:
        return []
    return [
        Action("认定", act_on(problem, "problem_confirm_one"), "check"),
        Action("不属实", act_on(problem, "problem_reject"), "x", "outline-secondary"),
    ]


def ordering(problem: Problem, user: User) -> list[Action]:
    """Offer the order to the office, signing for it to the unit."""
    if problem.state == State.CONFIRMED and user.has_perm("inspections.order_rectification"):
        address = f"{reverse('inspections:order_create')}?ids={problem.pk}"
        return [Action("下达整改单", address, "send")]
    may = is_own(problem, user) and user.has_perm("inspections.acknowledge_order")
    if problem.state == State.ORDERED and may:
        address = reverse("inspections:order_detail", args=[problem.order_id])
        return [Action("去签收整改单", address, "check")]
    return []


OFFERS: tuple[Callable[[Problem, User], list[Action]], ...] = (
    *(judging, ordering, rectifying),
    *(requests.deciding, requests.asking, proposing),
    *(summoning, generalising, looking_back),
)
