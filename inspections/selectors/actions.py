"""What a person may do with a problem now, by right, unit and state: the buttons of its page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from inspections.models import Problem

State = Problem.State


@dataclass(frozen=True)
class Action:
    """Something a person may do with a record now: words, address, whether it is the main one."""

    label: str
    url: str
    icon: str = ""
    tone: str = "primary"


def actions_on(problem: Problem, user: User) -> list[Action]:
    """Give what the user may do with the problem as it stands, the main act first."""
    return [action for offer in OFFERS for action in offer(problem, user)]


def is_own(problem: Problem, user: User) -> bool:
    """Whether the user belongs to the unit that must answer for the problem."""
    return user.unit_id is not None and user.unit_id == problem.responsible_unit_id


def act_on(problem: Problem, name: str) -> str:
    """Give the address of an act on the problem, by the name of its page."""
    return reverse(f"inspections:{name}", args=[problem.pk])


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


def rectifying(problem: Problem, user: User) -> list[Action]:
    """Offer the reply to the unit, verification and close-out to others."""
    steps = {
        State.ACKNOWLEDGED: ("reply_rectification", True, "报送整改情况", "problem_reply"),
        State.RECTIFYING: ("reply_rectification", True, "报送整改情况", "problem_reply"),
        State.REPORTED: ("verify_rectification", False, "复核", "problem_verify"),
        State.VERIFIED: ("close_problem", False, "销号", "problem_close"),
    }
    step = steps.get(State(problem.state))
    if step is None or is_own(problem, user) is not step[1]:
        return []
    if not user.has_perm(f"inspections.{step[0]}"):
        return []
    return [Action(step[2], act_on(problem, step[3]), "pencil")]


OFFERS: tuple[Callable[[Problem, User], list[Action]], ...] = (judging, ordering, rectifying)
