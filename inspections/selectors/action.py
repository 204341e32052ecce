"""A button of the problem's page, as each subject of the problems offers its own."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from inspections.models import Problem


@dataclass(frozen=True)
class Action:
    """Something a person may do with a record now: words, address, whether it is the main one."""

    label: str
    url: str
    icon: str = ""
    tone: str = "primary"


def is_own(problem: Problem, user: User) -> bool:
    """Whether the user belongs to the unit that must answer for the problem."""
    return user.unit_id is not None and user.unit_id == problem.responsible_unit_id


def act_on(problem: Problem, name: str) -> str:
    """Give the address of an act on the problem, by the name of its page."""
    return reverse(f"inspections:{name}", args=[problem.pk])
