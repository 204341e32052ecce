"""The list of helpers."""

from typing import Any

from accounts.listing_pages import ListingPage
from households.lists.helpers import PAIRINGS
from households.views.tabs import register_tabs


class PairingListView(ListingPage):
    """Who helps which household, now and before."""

    listing = PAIRINGS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "pairing_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}
