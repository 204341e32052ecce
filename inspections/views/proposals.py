"""Pages of 问责 for others: putting a matter to the discipline office, what waits, the totals."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from accounts import clock
from accounts.pages import Crumb, PageMixin, person
from inspections.forms.accountability import ProposeByHandForm, ProposeForm, TermForm
from inspections.models import AccountabilityCase
from inspections.selectors import accountability as read
from inspections.services.accountability import propose_by_hand, propose_for
from inspections.views.accountability import ActView, tabs_of
from inspections.views.problems import ProblemActionView


class ProblemPropose(ProblemActionView):
    """Put a problem's failure before the discipline office."""

    title, submit, done = "提请问责", "提请问责", "已提请问责，由纪委处理。"
    permission_required = read.PROPOSE
    form_class = ProposeForm

    def act(self, **given: Any) -> None:
        """Propose."""
        propose_for(problem=self.problem, by=person(self.request), at=clock.now(), **given)


class ProposeByHand(PageMixin, PermissionRequiredMixin, ActView):
    """Put a matter that is no problem of the ledger before the discipline office."""

    title, submit, done = "提请问责", "提请问责", "已提请问责，由纪委处理。"
    permission_required = read.PROPOSE
    form_class = ProposeByHandForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the place to the form."""
        return super().get_form_kwargs() | {"area_code": person(self.request).area_code}

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to what was proposed."""
        return [("我单位提请", self.get_success_url())]

    def get_success_url(self) -> str:
        """Go to what was proposed."""
        return reverse("inspections:accountability_proposals")

    def act(self, form: ProposeByHandForm) -> None:
        """Propose."""
        propose_by_hand(by=person(self.request), at=clock.now(), **form.cleaned_data)


class ProposalList(PageMixin, PermissionRequiredMixin, ListView):
    """What the reader's own office proposed: whether it waits, and no more."""

    title = "我单位提请"
    permission_required = read.PROPOSE
    template_name = "inspections/accountability_proposals.html"
    paginate_by = 30

    def get_queryset(self) -> "QuerySet[AccountabilityCase]":
        """Proposals of the own office."""
        return read.proposals_of(person(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs."""
        return super().get_context_data(tabs=tabs_of(self.request), **kwargs)


class AccountabilityTotals(PageMixin, PermissionRequiredMixin, TemplateView):
    """Figures of a term: how many units and persons, by what measure; nobody is named."""

    title = "问责合计"
    permission_required = "inspections.view_accountability_totals"
    template_name = "inspections/accountability_totals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the term asked for, this year unless given, and its figures."""
        form = TermForm(self.request.GET or None)
        given = form.cleaned_data if form.is_valid() else {}
        asked = {name: day for name, day in given.items() if day}
        term = read.this_year(clock.today()) | asked
        found = read.totals(person(self.request).area_code, **term)
        shown = {"form": form if form.errors else TermForm(initial=term), "totals": found, **term}
        return super().get_context_data(tabs=tabs_of(self.request), **shown, **kwargs)
