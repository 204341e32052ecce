"""The list of households."""

from typing import Any

from accounts.listing_pages import ListingPage
from households.lists.households import HOUSEHOLDS
from households.views.tabs import register_tabs


class HouseholdListView(ListingPage):
    """Households: searched, filtered, sorted, paged, exported."""

    title = "底册"
    listing = HOUSEHOLDS
    template_name = "households/household_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "household_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}
