"""Taking lists out and choosing their columns: the same pages for every listing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import ListView

from accounts import clock, tasks
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.lists import LISTINGS, Listing, exported_columns
from accounts.models import Export, Job
from accounts.pages import PageMixin, person
from accounts.paging import CappedPaginator
from accounts.searches import PARAMETER, kept_search, seal_search
from accounts.services import exports, jobs

KIND = "export_list"


class ListingMixin:
    """A page about the listing an address names, for those who may see the list."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def listing(self) -> Listing:
        """Give the listing; none of that name is not found, somebody else's is refused."""
        listing = LISTINGS.get(self.kwargs["name"])
        if listing is None:
            raise Http404
        if not person(self.request).has_perm(listing.permission):
            raise PermissionDenied
        return listing

    def back(self) -> str:
        """Give the address the form came from, if it is one of ours."""
        address = self.request.POST.get("next", "")
        ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        return address if ours else reverse("home")


class ColumnsView(ListingMixin, View):
    """Remember which columns a person wants."""

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Keep the ticked columns, or forget the choice, and go back to the list."""
        keys = [] if "reset" in request.POST else request.POST.getlist("columns")
        exports.choose_columns(listing=self.listing(), keys=keys, by=person(request))
        return HttpResponseRedirect(self.back())


class ExportAskView(ListingMixin, View):
    """Ask for the list as a workbook; one's own exports then show how far it is."""

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Number the export, make its job and wake a worker."""
        listing, user = self.listing(), person(request)
        search = kept_search(request.session, request.POST.get(PARAMETER, ""))
        try:
            with transaction.atomic():
                export = exports.ask_for_export(
                    listing=listing,
                    columns=exported_columns(listing, user),
                    query=request.POST.get("query", ""),
                    searched=search.kind if search else "",
                    by=user,
                    at=clock.now(),
                )
                payload = {"export": export.pk, "search": seal_search(search)}
                job = jobs.ask_for(kind=KIND, key=str(export.pk), by=user, payload=payload)
                tasks.export_list.delay_on_commit(job.pk)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.back())
        return HttpResponseRedirect(reverse("accounts:export_list"))


class ExportListView(PageMixin, ListView):
    """One's own exports, the newest first."""

    title = "我的导出"
    template_name = "accounts/export_list.html"
    paginate_by = 30
    paginator_class = CappedPaginator

    def get_queryset(self) -> QuerySet[Export]:
        """Give the user's exports."""
        return Export.objects.visible_to(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add to each export its job and what it is called."""
        context = super().get_context_data(**kwargs)
        found = list(context["object_list"])
        keys = [str(export.pk) for export in found]
        asked = Job.objects.visible_to(person(self.request)).filter(kind=KIND, key__in=keys)
        by_key = {job.key: job for job in asked}
        lines = [(row, by_key.get(str(row.pk)), _label(row), row.file.name) for row in found]
        return context | {"lines": lines, "days": exports.KEPT.days}


def _label(export: Export) -> str:
    listing = LISTINGS.get(export.list_name)
    return listing.label if listing else export.list_name


class ExportFileView(View):
    """Hand an export's file to who asked for it, and to nobody else."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the workbook under its serial."""
        export = get_object_or_404(Export.objects.visible_to(person(request)), pk=pk)
        try:
            exports.hand_over(export=export, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("accounts:export_list"))
        return hand_out(export.file, name=f"{_label(export)}_{export.serial}.xlsx")
