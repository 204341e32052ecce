"""首页: what is mine today."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import PageMixin, person
from reports.selectors import home

TODAY, UNIT = "今天要办", "本单位整改"
Linked = tuple[home.Waiting, str]  # what waits, and its list's address


class Group(NamedTuple):
    """What waits under one heading, and of what there is nothing today."""

    name: str
    cards: list[Linked]
    quiet: list[Linked]


class HomeView(PageMixin, TemplateView):
    """The user's work of the day, his unit's, his notices, the running month."""

    title = "首页"
    template_name = "reports/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what waits, each with the address of its list."""
        user, today = person(self.request), clock.today()
        return super().get_context_data(
            today=today,
            groups=grouped(home.waiting_for(user, on=today)),
            orders=home.orders_to_sign(user),
            notices=home.newest_notices(user),
            rounds=home.running_rounds(user),
            assignments=home.next_assignments(user),
            bulletins=home.latest_bulletins(user),
            **kwargs,
        )


def grouped(waiting: Iterable[home.Waiting]) -> list[Group]:
    """Give what waits under 今天要办 and 本单位整改; an empty group is left out."""
    groups = [Group(TODAY, [], []), Group(UNIT, [], [])]
    for item in waiting:
        address = reverse(item.url_name) + (f"?{item.query}" if item.query else "")
        group = groups[1 if item.of_unit else 0]
        (group.cards if item.count else group.quiet).append((item, address))
    return [group for group in groups if group.cards or group.quiet]
