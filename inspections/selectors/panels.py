"""What further stands on a problem's page: each panel is a template and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from inspections.models import Problem


@dataclass(frozen=True)
class Panel:
    """A card of the problem's page; `shown` is the template's `panel`."""

    template: str
    shown: dict[str, Any]


def panels_of(problem: Problem, user: User) -> list[Panel]:
    """Give the cards that have something to show to this reader, in the page's order."""
    made = (make(problem, user) for make in PANELS)
    return [panel for panel in made if panel is not None]


PANELS: tuple[Callable[[Problem, User], Panel | None], ...] = ()
