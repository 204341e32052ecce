"""首页: what is mine today."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.views.generic import TemplateView

from accounts import clock, health
from accounts.masking import shown
from accounts.models import Role, User
from accounts.pages import PageMixin, person
from reports.selectors import home

TODAY, UNIT = "今天要办", "本单位整改"
READERS = (Role.LEADER, Role.DISCIPLINE)


class Card(NamedTuple):
    """What waits, the address of its list, and the tone and the words of its nearest day."""

    item: home.Waiting
    url: str
    tone: str
    deadline: str


class Group(NamedTuple):
    """What waits under one heading, the most urgent first, and of what there is nothing today."""

    name: str
    cards: list[Card]
    quiet: list[Card]


class HomeView(PageMixin, TemplateView):
    """The user's work of the day, his unit's, his notices, the running month."""

    title = "首页"
    template_name = "reports/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what waits, each with the address of its list."""
        user, today = person(self.request), clock.today()
        month = home.month_for(user, on=today)
        return super().get_context_data(
            today=today,
            groups=grouped(home.waiting_for(user, on=today), on=today),
            steps=[(step, _page(step)) for step in month.steps()] if month else [],
            figures=figures_for(user, month),
            orders=home.orders_to_sign(user),
            notices=home.newest_notices(user),
            rounds=home.running_rounds(user),
            assignments=home.next_assignments(user),
            bulletins=home.latest_bulletins(user),
            households=households_for(user),
            checks=checks_for(user),
            **kwargs,
        )


def grouped(waiting: Iterable[home.Waiting], *, on: date) -> list[Group]:
    """Give what waits under 今天要办 and 本单位整改 by urgency; an empty group is left out."""
    groups = [Group(TODAY, [], []), Group(UNIT, [], [])]
    for item in sorted(waiting, key=lambda item: item.urgency):
        address = reverse(item.url_name) + (f"?{item.query}" if item.query else "")
        group = groups[1 if item.of_unit else 0]
        card = Card(item, address, *item.deadline(on))
        (group.cards if item.count else group.quiet).append(card)
    return [group for group in groups if group.cards or group.quiet]


def figures_for(user: User, month: home.Month | None) -> list[tuple[Any, str]]:
    """Give leaders the month's few numbers with the addresses of their lists."""
    if month is None or not user.has_role(*READERS):
        return []
    return [(figure, f"{reverse(figure.url_name)}?{figure.query}") for figure in month.figures()]


def households_for(user: User) -> list[tuple[Any, str]]:
    """Give a helper's households with the householder as he may see him."""
    rows = home.own_households(user)
    return [(row, shown(row.head_name, field="name", user=user)) for row in rows]


def checks_for(user: User) -> list[tuple[bool, str, str]]:
    """Give the administrator how the installation is: (well, what, what to do about it)."""
    if not home.looks_after(user):
        return []
    return [(seen.ok, seen.part, seen.told or seen.found) for seen in health.glance()]


def _page(step: Any) -> str:
    address = reverse(step.url_name, args=[step.argument] if step.argument else None)
    return f"{address}?{step.query}" if step.query else address
