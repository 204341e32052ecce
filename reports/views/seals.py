"""发文登记簿 and 封签核对: the numbers given, and whether a closed book is unchanged."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from accounts.listing_pages import ListingPage
from accounts.pages import Crumb
from reports.number_list import NUMBERS
from reports.selectors.seals import seal_lines
from reports.views.bulletins import BulletinMixin


class NumberListView(ListingPage):
    """Every number given, by year and series; a withdrawn one says why."""

    listing = NUMBERS
    crumbs = (("通报", "/reports/bulletins/"),)


class SealView(BulletinMixin, TemplateView):
    """The seal of an issued document, recomputed from its rows and files."""

    template_name = "reports/bulletin_seal.html"

    def get_title(self) -> str:
        """Say what is shown."""
        return "封签核对"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the document."""
        return [*super().get_crumbs(), (self.bulletin.title, self.bulletin_url)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each part with what it gives today; a document that was not issued has no seal."""
        held = self.bulletin
        if not held.seal:
            raise Http404
        lines = seal_lines(held)
        whole = all(line.holds for line in lines)
        return super().get_context_data(bulletin=held, lines=lines, whole=whole, **kwargs)
