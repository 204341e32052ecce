"""Pages about the county of whoever looks."""

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from accounts.pages import person
from reports.selectors import county_of


class OwnCountyMixin:
    """Knows the county; for somebody of none there is no page."""

    request: HttpRequest

    @cached_property
    def county(self) -> str:
        """The county's code; 404 for a user who has none."""
        county = county_of(person(self.request))
        if not county:
            raise Http404
        return county
