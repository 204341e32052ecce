"""通报: the list, the draft beside its facts, issuing, the files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.models import User
from accounts.pages import Crumb, ListPage, PageMixin, person
from reports.composing import document_of, facts_of
from reports.content import numbered
from reports.facts import MonthFacts
from reports.filters import BulletinFilter
from reports.forms import AssembleForm, IssueForm
from reports.models import Bulletin, BulletinFile
from reports.selectors import county_of, may_open, months_of
from reports.services import ask_for_bulletin, issue_bulletin
from reports.tasks import assemble_bulletin
from reports.views.months import Linked, linked, linked_in, read_month


class BulletinListView(ListPage):
    """The bulletins the user may read."""

    title = "通报"
    permission_required = "reports.view_bulletin"
    filterset_class = BulletinFilter
    template_name = "reports/bulletin_list.html"
    sort_fields = {"period": "period", "issued_on": "issued_on"}

    def get_queryset(self) -> Any:
        """Bulletins through the gate, without their facts."""
        return Bulletin.objects.visible_to(person(self.request)).defer("facts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months that can still be drafted."""
        county = county_of(person(self.request))
        issued = Bulletin.objects.filter(area_code=county).monthly().issued()
        sealed = set(issued.values_list("period", flat=True))
        open_months = [month for month in months_of(county) if month not in sealed]
        return super().get_context_data(open_months=open_months, **kwargs)


class BulletinMixin(PageMixin, PermissionRequiredMixin, View):
    """A page of one bulletin the user may read; `pk` in the address."""

    permission_required: Any = "reports.view_bulletin"

    @cached_property
    def bulletin(self) -> Bulletin:
        """The bulletin of the address; 404 where it is hidden or not there."""
        readable = Bulletin.objects.visible_to(person(self.request))
        return get_object_or_404(readable, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Give the bulletin's title."""
        return self.bulletin.title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("通报", reverse("reports:bulletin_list"))]


class BulletinDetailView(BulletinMixin, TemplateView):
    """The text as printed beside the figures it was written from."""

    template_name = "reports/bulletin_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text's blocks, the figures with their links, the checks and the files."""
        held = self.bulletin
        facts = facts_of(held)
        document = document_of(held, facts)
        user = person(self.request)
        return super().get_context_data(
            bulletin=held,
            facts=facts,
            document=document,
            blocks=list(numbered(document.blocks)),
            figures=figures_of(held, facts, user),
            checks=[
                (check.passed, check.label, f"应{check.needed}，实际{check.found} {check.detail}")
                for check in facts.checks
            ],
            files=[file for file in held.files.all() if may_open(file=file, user=user)],
            **kwargs,
        )


def figures_of(held: Bulletin, facts: MonthFacts, user: User) -> list[Linked]:
    """Give the figures with their lists: an issued bulletin's are those of its day."""
    if held.is_sealed:
        return [linked_in(facts, figure, user) for figure in facts.figures]
    return [linked(figure, user) for figure in facts.figures]


class BulletinMonthView(PermissionRequiredMixin, View):
    """The bulletin of a county's month, found by code and month."""

    permission_required = "reports.view_bulletin"

    def get(self, request: HttpRequest, county: str, month: str) -> HttpResponse:
        """Go to the bulletin's own page."""
        readable = Bulletin.objects.visible_to(person(request))
        month_row = readable.monthly().standing().filter(area_code=county)
        found = get_object_or_404(month_row, period=read_month(month))
        return redirect("reports:bulletin_detail", pk=found.pk)


class BulletinAssembleView(PermissionRequiredMixin, View):
    """Ask for a month's draft and show how far it is."""

    permission_required = "reports.assemble_bulletin"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the job and wake a worker once it is committed."""
        form = AssembleForm(request.POST)
        if not form.is_valid():
            messages.error(request, "请选择月份。")
            return redirect("reports:bulletin_list")
        user = person(request)
        try:
            with transaction.atomic():
                job = ask_for_bulletin(
                    county=county_of(user), period=form.cleaned_data["period"], by=user
                )
                assemble_bulletin.delay_on_commit(job.pk)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("reports:bulletin_list")
        return redirect("accounts:job", pk=job.pk)


class BulletinIssueView(BulletinMixin, FormView):
    """Sign, number and seal the draft."""

    permission_required = ("reports.view_bulletin", "reports.issue_bulletin")
    form_class = IssueForm
    template_name = "reports/bulletin_issue.html"

    def get_title(self) -> str:
        """Say what is done here."""
        return "签发通报"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the draft."""
        return [*super().get_crumbs(), (self.bulletin.title, self.get_success_url())]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer today as the day of the document."""
        initial = {"issued_on": clock.today()}
        period = self.bulletin.period
        return super().get_form_kwargs() | {"period": period, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draft."""
        return super().get_context_data(bulletin=self.bulletin, **kwargs)

    def form_valid(self, form: IssueForm) -> HttpResponse:
        """Issue through the service; a refusal is shown above the form."""
        try:
            issued = issue_bulletin(
                bulletin=self.bulletin,
                by=person(self.request),
                on=form.cleaned_data["issued_on"],
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已签发，文号{issued.number}，已通知各单位。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Go back to the bulletin."""
        return reverse("reports:bulletin_detail", args=[self.bulletin.pk])


class BulletinFileView(BulletinMixin):
    """One of the bulletin's files; a ledger needs the right to that ledger."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """Hand the file out; ?inline=1 shows the PDF in the browser."""
        file = get_object_or_404(BulletinFile, bulletin=self.bulletin, kind=kind)
        if not may_open(file=file, user=person(request)):
            raise Http404
        return hand_out(file.file, name=file.name, inline=bool(request.GET.get("inline")))
