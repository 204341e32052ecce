"""Pages of 问责 for the discipline office: the cases, deciding them, the measures recorded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import RedirectView, TemplateView

from accounts import clock
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.forms.accountability import DismissForm
from inspections.models import AccountabilityCase
from inspections.rectification_filters import CaseFilter
from inspections.selectors import accountability as read
from inspections.services.sanctions import dismiss_case, open_case

REGISTER = "inspections.view_accountabilitycase"
DECIDE = "inspections.decide_accountability"
CASES = ("问责", "inspections:accountability_list")
MEASURES = ("处理记录", "inspections:sanction_list")
TOTALS = ("合计", "inspections:accountability_totals")
PROPOSALS = ("我单位提请", "inspections:accountability_proposals")


def tabs_of(request: HttpRequest) -> list[tuple[str, str, bool, None]]:
    """Give the pages of 问责 that the reader may open; the present one is marked."""
    user = person(request)
    shown = [
        (CASES, REGISTER),
        (MEASURES, "inspections.view_sanction"),
        (PROPOSALS, read.PROPOSE),
        (TOTALS, "inspections.view_accountability_totals"),
    ]
    pages = [(label, reverse(name)) for (label, name), right in shown if user.has_perm(right)]
    return [(label, url, url == request.path, None) for label, url in pages]


class Accountability(PermissionRequiredMixin, RedirectView):
    """Where 问责 begins for this reader: the cases, what his office asked, or the totals."""

    permission_required = "inspections.view_accountability_totals"
    http_method_names = ["get"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """Give the first page that the reader may open."""
        return tabs_of(self.request)[0][1]


class CaseList(ListPage):
    """Matters put before the discipline office, what waits first."""

    title = "问责"
    permission_required = REGISTER
    filterset_class = CaseFilter
    template_name = "inspections/accountability_list.html"
    sort_fields = {"at": "proposed_at", "state": "state"}

    def get_queryset(self) -> "QuerySet[AccountabilityCase]":
        """Cases through the gate."""
        return read.cases_for_list(AccountabilityCase.objects.visible_to(person(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs."""
        return super().get_context_data(tabs=tabs_of(self.request), **kwargs)


class CaseMixin(PageMixin, PermissionRequiredMixin):
    """A page about one case; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: Any = (REGISTER, DECIDE)

    @cached_property
    def case(self) -> AccountabilityCase:
        """The case of the address."""
        seen = AccountabilityCase.objects.visible_to(person(self.request))
        rows = seen.select_related("unit", "problem", "assignment", "proposed_by", "closed_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and to the case."""
        here = reverse("inspections:accountability_detail", args=[self.case.pk])
        return [(CASES[0], reverse(CASES[1])), (f"事项{self.case.pk}", here)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the case."""
        return super().get_context_data(case=self.case, facts=_facts_of(self.case), **kwargs)

    def get_success_url(self) -> str:
        """Go back to the case."""
        return reverse("inspections:accountability_detail", args=[self.case.pk])


class CaseDetail(CaseMixin, TemplateView):
    """One case with its measures, names in full: each reading is written down."""

    template_name = "inspections/accountability_detail.html"

    def get_title(self) -> str:
        """Name the failure."""
        return f"问责事项{self.case.pk}：{self.case.get_trigger_display()}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return super().get_crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the measures."""
        measures = open_case(case=self.case, by=person(self.request))
        return super().get_context_data(sanctions=measures, **kwargs)


class ActView(ServiceFormView):
    """One act of the discipline office: a form, one service; a refusal keeps the text."""

    template_name = "inspections/accountability_form.html"
    submit = "确定"
    done = "已办理。"
    confirm = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the button and the way back."""
        words = {"submit": self.submit, "confirm": self.confirm, "back": self.get_back_url()}
        return super().get_context_data(**words, **kwargs)

    def get_back_url(self) -> str:
        """Give where 取消 leads: to what the act is about."""
        return self.get_success_url()

    def act(self, form: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())


class CaseDismiss(CaseMixin, ActView):
    """End a case without a measure."""

    title, submit, done = "不予问责", "不予问责", "已作不予问责。"
    confirm = "不予问责后本事项不能再登记处理。确定？"
    form_class = DismissForm

    def act(self, form: DismissForm) -> None:
        """Dismiss."""
        user, now = person(self.request), clock.now()
        dismiss_case(case=self.case, by=user, at=now, **form.cleaned_data)


def _facts_of(case: AccountabilityCase) -> list[tuple[str, Any]]:
    rows = [
        ("情形", case.get_trigger_display()),
        ("事由", case.grounds),
        ("涉及单位", case.unit),
        ("任务", case.assignment),
        ("提请", case.proposed_by or "按时间表自动提请"),
        ("提请日期", timezone.localtime(case.proposed_at).date()),
        ("处理人", case.closed_by),
        ("不予问责理由", case.exemption),
    ]
    return [row for row in rows if row[1]]
