"""The list of people."""

from typing import Any

from accounts.listing_pages import ListingPage
from households.lists.members import MEMBERS
from households.views.tabs import register_tabs


class MemberListView(ListingPage):
    """People: searched, filtered, sorted, paged, exported."""

    listing = MEMBERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "member_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}
