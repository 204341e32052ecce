"""检索: one field on every page that finds records by number, name or title."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.pages import PageMixin, person
from accounts.searches import PARAMETER, Search, keep_search, kept_search
from accounts.services.trail import record
from reports.content import printable
from reports.selectors import finding

UNFIT = Search("unfit", "", f"请输入{finding.SHORTEST}至{finding.LONGEST}个字")


class FindView(PageMixin, TemplateView):
    """What was found, by kind; what was typed stands in the session, not in the address."""

    title = "检索"
    template_name = "reports/finding.html"

    @property
    def search(self) -> Search | None:
        """Give the search the address names; one of another session finds nothing."""
        return kept_search(self.request.session, self.request.GET.get(PARAMETER, ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found, each with its address and the list behind it."""
        user, search = person(self.request), self.search
        asked = search if search and search.kind in {finding.WORDS, *finding.PERSONAL} else None
        groups = finding.found(user, asked) if asked else []
        return super().get_context_data(
            search=search,
            typed=asked.value if asked and asked.kind == finding.WORDS else "",
            groups=[(group, _hits(group), self._more(group)) for group in groups],
            can_find=finding.can_find(user),
            most=finding.MOST,
            longest=finding.LONGEST,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take what was typed: go to the record whose whole number it is, or to what is found."""
        user, text = person(request), printable(request.POST.get("q", ""))
        if not text.strip():
            return redirect("reports:finding")
        search = finding.read(user, text) or UNFIT
        if hit := finding.exactly(user, search):
            return redirect(hit.url_name, hit.argument)
        if search.kind in finding.PERSONAL:
            record(by=user, action="search_register", about=user, list="find", kind=search.kind)
        token = keep_search(request.session, search)
        return HttpResponseRedirect(f"{reverse('reports:finding')}?{PARAMETER}={token}")

    def _more(self, group: finding.Group) -> str:
        """Give the address of the list of all: by its own filters, or by the search kept."""
        if not group.more or group.total <= finding.MOST:
            return ""
        query = group.query
        if group.asks and self.search and self.search.kind in finding.PERSONAL:
            query = f"{PARAMETER}={self.request.GET[PARAMETER]}"
        return f"{reverse(group.more)}?{query}" if query else reverse(group.more)


def _hits(group: finding.Group) -> list[tuple[finding.Hit, str]]:
    return [(hit, reverse(hit.url_name, args=[hit.argument])) for hit in group.hits]
