"""What further stands on a problem's page: each panel is a template and what it shows."""

from collections.abc import Callable

from accounts.models import User
from inspections.models import Problem
from inspections.selectors import requests
from inspections.selectors.accountability import proposed
from inspections.selectors.escalation_lists import told_of
from inspections.selectors.look_backs import look_back_panel
from inspections.selectors.orders import papers
from inspections.selectors.panel import Panel
from inspections.selectors.recurrence import recurrence
from inspections.selectors.self_checks import self_check_panel


def panels_of(problem: Problem, user: User) -> list[Panel]:
    """Give the cards that have something to show to this reader, in the page's order."""
    made = (make(problem, user) for make in PANELS)
    return [panel for panel in made if panel is not None]


PANELS: tuple[Callable[[Problem, User], Panel | None], ...] = (
    requests.asked,
    recurrence,
    told_of,
    proposed,
    *(self_check_panel, look_back_panel),
    papers,
)
