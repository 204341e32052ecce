"""The list of postings."""

from typing import Any

from accounts.listing_pages import ListingPage
from households.lists.helpers import POSTINGS
from households.views.tabs import register_tabs


class PostingListView(ListingPage):
    """Who serves in which village, now and before."""

    listing = POSTINGS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register's tabs."""
        tabs = register_tabs(self.request, "posting_list")
        return super().get_context_data(**kwargs) | {"tabs": tabs}
