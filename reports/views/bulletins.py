"""通报: the list, a document beside its facts and its way, the files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.errors import RuleBroken
from accounts.files import hand_out
from accounts.models import User
from accounts.pages import Crumb, ListPage, PageMixin, person
from reports.composing import document_of, facts_of
from reports.content import numbered
from reports.filters.bulletins import BulletinFilter
from reports.forms.flow import AssembleForm
from reports.models import Bulletin, BulletinFile
from reports.selectors import county_of, may_open, months_of
from reports.selectors.acts import acts_on
from reports.selectors.mending import mended_at
from reports.selectors.way import bar_of, story_of, this_edition
from reports.services import ask_for_bulletin
from reports.services.blockers import blockers_of
from reports.tasks import assemble_bulletin
from reports.views.months import Linked, linked, linked_in, read_month
from reports.views.reading import readers_of


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
        user = person(self.request)
        county = county_of(user)
        held = Bulletin.objects.filter(area_code=county).monthly().standing()
        under_way = held.exclude(state=Bulletin.State.DRAFT)
        taken = set(under_way.values_list("period", flat=True))
        open_months = [one for one in months_of(county, user=user) if one not in taken]
        return super().get_context_data(open_months=open_months, **kwargs)


class BulletinMixin(PageMixin, PermissionRequiredMixin, View):
    """A page of one bulletin the user may read; `pk` in the address."""

    permission_required: Any = "reports.view_bulletin"

    @cached_property
    def bulletin(self) -> Bulletin:
        """The bulletin of the address; 404 where it is hidden or not there."""
        readable = Bulletin.objects.visible_to(person(self.request))
        return get_object_or_404(readable, pk=self.kwargs["pk"])

    @property
    def bulletin_url(self) -> str:
        """The address of the bulletin's own page."""
        return reverse("reports:bulletin_detail", args=[self.bulletin.pk])

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
        """Add the text's blocks, the figures and checks, the files, the way, what may be done."""
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
                for check in getattr(facts, "checks", ())
            ],
            files=files_of(held, user),
            acts=acts_on(held, user),
            supplements=held.supplements.visible_to(user).exclude(serial=None),
            **way_of(held, facts, user),
            **readers_of(held, user),
            **kwargs,
        )


def way_of(held: Bulletin, facts: Any, user: User) -> dict[str, Any]:
    """Give the bar of steps; to who is not inspected also the lines and who countersigned."""
    if user.is_inspected:
        return {"bar": bar_of(held)}
    is_draft = held.state == Bulletin.State.DRAFT
    return {
        "bar": bar_of(held),
        "story": story_of(held),
        "countersigns": list(this_edition(held)),
        "blockers": mended_at(held, blockers_of(held, facts)) if is_draft else [],
    }


def files_of(held: Bulletin, user: User) -> list[BulletinFile]:
    """Give the files the user may open, the document itself before its annexes."""
    files = [file for file in held.files.all() if may_open(file=file, user=user)]
    return sorted(files, key=lambda file: (file.kind not in {"docx", "pdf"}, file.pk))


def figures_of(held: Bulletin, facts: Any, user: User) -> list[Linked]:
    """Give the figures with their lists: an issued bulletin's are those of its day."""
    figures = getattr(facts, "figures", ())
    if held.is_sealed and held.kind == Bulletin.Kind.MONTHLY:
        return [linked_in(facts, figure, user) for figure in figures]
    return [linked(figure, user) for figure in figures]


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


class BulletinFileView(BulletinMixin):
    """One of the bulletin's files; a ledger needs the right to that ledger."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """Hand the file out; ?inline=1 shows the PDF in the browser."""
        file = get_object_or_404(BulletinFile, bulletin=self.bulletin, kind=kind)
        if not may_open(file=file, user=person(request)):
            raise Http404
        return hand_out(file.file, name=file.name, inline=bool(request.GET.get("inline")))
