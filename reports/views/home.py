"""首页: what is mine today."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import PageMixin, person
from reports.selectors import home


class HomeView(PageMixin, TemplateView):
    """The user's work of the day, his notices, the running month."""

    title = "首页"
    template_name = "reports/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what waits, each with the address of its list."""
        user, today = person(self.request), clock.today()
        waiting = [
            (item, f"{reverse(item.url_name)}?{item.query}", item.tone if item.count else "grey")
            for item in home.waiting_for(user, on=today)
        ]
        return super().get_context_data(
            today=today,
            waiting=waiting,
            notices=home.newest_notices(user),
            rounds=home.running_rounds(user),
            assignments=home.next_assignments(user),
            bulletins=home.latest_bulletins(user),
            **kwargs,
        )
