"""The page of a listing: its columns as a person chose them, its search box, its export."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.lists import Listing, chosen_columns, link_paths, table, values
from accounts.pages import ListPage, person
from accounts.paging import CappedPaginator
from accounts.searches import NOTHING, PARAMETER, Search, keep_search, kept_search
from accounts.services.trail import record

SENSITIVE = {"identity", "phone"}  # searches that leave a line in the trail, without the number


class ListingPage(ListPage):
    """A list declared in an app's `lists` module."""

    listing: Listing
    template_name = "partials/listing.html"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take permission, filters and sums from the listing."""
        super().__init_subclass__(**kwargs)
        cls.permission_required = cls.listing.permission
        cls.filterset_class = cls.listing.filterset
        cls.sums = cls.listing.sums
        cls.title = cls.__dict__.get("title", cls.listing.label)

    def get_queryset(self) -> "QuerySet[Any]":
        """Give the rows through the gate, as far as the search found them."""
        rows = self.listing.rows(person(self.request))
        return self.listing.searched(rows, self.search)

    def get_ordered(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Order as the listing says."""
        return self.listing.ordered(rows, self.request.GET.get("sort", ""))

    @property
    def search(self) -> Search | None:
        """Give the search the address names; one of another session finds nothing."""
        return kept_search(self.request.session, self.request.GET.get(PARAMETER, ""))

    def get_paginator(self, queryset: Any, per_page: int, **kwargs: Any) -> CappedPaginator:
        """Count the plain rows, show the chosen columns' values."""
        self.columns = chosen_columns(self.listing, person(self.request))
        shown = values(queryset, self.columns, further=link_paths(self.columns))
        sums = tuple(name for name, _ in self.sums)
        return CappedPaginator(shown, per_page, counted=queryset, sums=sums, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table, the choice of columns and the search."""
        context = super().get_context_data(**kwargs)
        keys = {column.key for column in self.columns}
        rows: Sequence[tuple[Any, ...]] = list(context["page_obj"].object_list)
        query = self.request.GET.copy()
        query.pop("page", None)
        context["filtering"] = context["filtering"] or self.search is not None
        return context | {
            "object_list": list(table(rows, self.columns, person(self.request))),
            "listing": self.listing,
            "columns": self.columns,
            "choices": [(column, column.key in keys) for column in self.listing.columns],
            "search": self.search,
            "search_token": query.get(PARAMETER, ""),
            "query": query.urlencode(),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take what was typed into the search box, and lead to the list it finds.

        The typed number is in the body of this one request only: not in the address, not in the
        trail, and in the session as its keyed index.
        """
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(PARAMETER, None)
        search = self._read(request.POST.get("q", "")[:60].strip())
        if search:
            query[PARAMETER] = keep_search(request.session, search)
        return HttpResponseRedirect(f"?{query.urlencode()}" if query else request.path)

    def _read(self, text: str) -> Search | None:
        """Read the search and write down one for a person's number."""
        user = person(self.request)
        if not (text and self.listing.read_search):
            return None
        search = self.listing.read_search(user, text) or NOTHING
        if search.kind in SENSITIVE:
            record(
                by=user,
                action="search_register",
                about=user,
                list=self.listing.name,
                kind=search.kind,
            )
        return search
