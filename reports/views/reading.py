"""阅文: the reading room of addressees and leaders, and the page of one issued document."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from accounts.searches import PARAMETER, Search, keep_search, kept_search
from reports.composing import document_of, facts_of
from reports.content import numbered, printable
from reports.filters.reading import ReadingFilter
from reports.models import Bulletin
from reports.selectors import may_open, reading
from reports.selectors.instructions import may_give, on_document
from reports.selectors.receipts import own_receipt, receipts_panel
from reports.services.receipts import receive

LONGEST_SEARCH = 60
LETTER = ("pdf", "docx")  # listed first


class ReadingList(ListPage):
    """The closed books a reader may read, by year, with a search; the withdrawn ones named."""

    title = "阅文"
    permission_required = "reports.view_bulletin"
    filterset_class = ReadingFilter
    template_name = "reports/reading_list.html"
    sort_fields = {"issued_on": "issued_on", "title": "title"}

    @property
    def search(self) -> Search | None:
        """Give the search the address names; one of another session finds nothing."""
        return kept_search(self.request.session, self.request.GET.get(PARAMETER, ""))

    def get_queryset(self) -> "QuerySet[Bulletin]":
        """Give the documents through the gate, as far as the search found them."""
        user = person(self.request)
        return reading.for_list(reading.searched(reading.found_by(user), self.search), user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the search, and whether the lines stand by year."""
        context = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.pop("page", None)
        return context | {
            "search": self.search,
            "search_token": query.get(PARAMETER, ""),
            "query": query.urlencode(),
            "listing": {"hint": "标题或正文中的词，多个词用空格隔开"},
            "by_year": not query.get("sort"),
            "filtering": context["filtering"] or self.search is not None,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take what was typed into the search box, and lead to the list it finds."""
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(PARAMETER, None)
        typed = printable(request.POST.get("q", ""))[:LONGEST_SEARCH]
        if words := " ".join(typed.split()):
            query[PARAMETER] = keep_search(request.session, Search("words", words, words))
        return HttpResponseRedirect(f"?{query.urlencode()}" if query else request.path)


class ReadMixin(PageMixin, PermissionRequiredMixin, View):
    """A page of one closed book the user may read; 404 where it is hidden or not there."""

    permission_required: Any = "reports.view_bulletin"

    @cached_property
    def bulletin(self) -> Bulletin:
        """The document of the address."""
        readable = Bulletin.objects.visible_to(person(self.request)).issued()
        return get_object_or_404(readable, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Give the document's title."""
        return self.bulletin.title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the reading room."""
        return [("阅文", reverse("reports:reading_list"))]


class ReadingDetail(ReadMixin, TemplateView):
    """The whole document as printed, its files, its corrections, receipts and instructions.

    Of a withdrawn one only its number and the reason.
    """

    @cached_property
    def bulletin(self) -> Bulletin:
        """The document of the address, a withdrawn one too."""
        found = reading.found_by(person(self.request)).select_related("distribution")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_template_names(self) -> list[str]:
        """Show a withdrawn document on a page that has no text."""
        held = self.bulletin
        return [f"reports/reading_{'detail' if held.is_sealed else 'withdrawn'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text's blocks and what stands beside them, nothing of a withdrawn document."""
        held, user = self.bulletin, person(self.request)
        if not held.is_sealed:
            return super().get_context_data(bulletin=held, step=reading.withdrawal(held), **kwargs)
        facts = facts_of(held)
        document = document_of(held, facts)
        mine = own_receipt(held, user)
        may_receive = user.has_perm("reports.receive_bulletin")
        return super().get_context_data(
            bulletin=held,
            document=document,
            blocks=list(numbered(document.blocks)),
            files=sorted(
                (file for file in held.files.all() if may_open(file=file, user=user)),
                key=lambda file: LETTER.index(file.kind) if file.kind in LETTER else len(LETTER),
            ),
            mine=mine,
            to_sign=mine is not None and mine.received_at is None and may_receive,
            **reading.corrections_of(held, user),
            **readers_of(held, user),
            **kwargs,
        )


def readers_of(held: Bulletin, user: Any) -> dict[str, Any]:
    """Give the receipts and instructions of a document for reports/*_panel.html."""
    return {
        "receipts": receipts_panel(held, user),
        "instructions": on_document(held, user, on=clock.today()),
        "may_instruct": may_give(held, user) and user.has_perm("reports.view_instruction"),
    }


class ReadingReceive(ReadMixin):
    """Sign for the document on behalf of one's unit."""

    permission_required = ("reports.view_bulletin", "reports.receive_bulletin")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sign; a refusal is told above the document."""
        try:
            receipt = receive(self.bulletin, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{receipt.unit}已签收。")
        return redirect("reports:reading_detail", pk=pk)
