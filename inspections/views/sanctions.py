"""Pages of the measures recorded (问责处理): the list, one measure, recording, revoking."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import Crumb, ListPage, PageMixin, person
from inspections.forms.accountability import RevokeForm, SanctionForm
from inspections.models import Sanction
from inspections.rectification_filters import SanctionFilter
from inspections.selectors import accountability as read
from inspections.services.sanctions import open_sanction, record_sanction, revoke_sanction
from inspections.views.accountability import (
    CASES,
    DECIDE,
    MEASURES,
    ActView,
    CaseMixin,
    tabs_of,
)


class SanctionList(ListPage):
    """Measures recorded; persons by surname only."""

    title = "问责处理记录"
    permission_required = "inspections.view_sanction"
    filterset_class = SanctionFilter
    template_name = "inspections/sanction_list.html"
    sort_fields = {"on": "decided_on", "measure": "measure"}

    def get_queryset(self) -> "QuerySet[Sanction]":
        """Measures through the gate."""
        return read.sanctions_for_list(Sanction.objects.visible_to(person(self.request)))

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the cases."""
        return [(CASES[0], reverse(CASES[1]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs, and each target as a list may name it."""
        for row in (context := super().get_context_data(**kwargs))["object_list"]:
            row.target = read.target_of(row)
        return context | {"tabs": tabs_of(self.request)}


class SanctionFormMixin:
    """The form of a measure: units of the reader's place, the day of today proposed."""

    request: HttpRequest
    form_class: Any = SanctionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the place to the form."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # the view's
        return kwargs | {"area_code": person(self.request).area_code}

    def get_initial(self) -> dict[str, Any]:
        """Propose today."""
        return {"decided_on": clock.today()}


class CaseSanction(SanctionFormMixin, CaseMixin, ActView):
    """Record a measure of a case; the first decides it."""

    title, submit, done = "登记处理", "登记处理", "处理已登记。有多个对象的请逐一登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose the unit of the case."""
        return super().get_initial() | {"unit": self.case.unit_id}

    def act(self, form: SanctionForm) -> None:
        """Record."""
        user, now = person(self.request), clock.now()
        record_sanction(decided=form.decided(), by=user, at=now, case=self.case)


class SanctionCreate(SanctionFormMixin, PageMixin, PermissionRequiredMixin, ActView):
    """Record a measure that no case of the register led to."""

    title, submit, done = "直接登记处理", "登记处理", "处理已登记。"
    permission_required = DECIDE

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the measures."""
        return [(CASES[0], reverse(CASES[1])), (MEASURES[0], reverse(MEASURES[1]))]

    def get_success_url(self) -> str:
        """Go to the measures."""
        return reverse(MEASURES[1])

    def act(self, form: SanctionForm) -> None:
        """Record."""
        record_sanction(decided=form.decided(), by=person(self.request), at=clock.now())


class SanctionMixin(PageMixin, PermissionRequiredMixin):
    """A page about one measure; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = ("inspections.view_sanction", DECIDE)

    @cached_property
    def sanction(self) -> Sanction:
        """The measure of the address."""
        seen = Sanction.objects.visible_to(person(self.request))
        rows = seen.select_related("unit", "case", "recorded_by", "revoked_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the measures."""
        return [(CASES[0], reverse(CASES[1])), (MEASURES[0], reverse(MEASURES[1]))]

    def get_success_url(self) -> str:
        """Go back to the measure."""
        return reverse("inspections:sanction_detail", args=[self.sanction.pk])


class SanctionDetail(SanctionMixin, TemplateView):
    """One measure, the name in full: each reading is written down."""

    title = "问责处理"
    template_name = "inspections/sanction_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the measure."""
        opened = open_sanction(sanction=self.sanction, by=person(self.request))
        return super().get_context_data(sanctions=[opened], sanction=opened, **kwargs)


class SanctionRevoke(SanctionMixin, ActView):
    """Revoke a measure."""

    title, submit, done = "撤销处理", "撤销", "已撤销。"
    confirm = "撤销后不能恢复，合计不再计入。确定？"
    form_class = RevokeForm

    def act(self, form: RevokeForm) -> None:
        """Revoke."""
        user, now = person(self.request), clock.now()
        revoke_sanction(sanction=self.sanction, by=user, at=now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which measure it is; the name of a person stays on the measure's own page."""
        facts = [
            ("处理方式", self.sanction.get_measure_display()),
            ("单位", self.sanction.unit),
            ("决定日期", self.sanction.decided_on),
        ]
        return super().get_context_data(facts=facts, **kwargs)
