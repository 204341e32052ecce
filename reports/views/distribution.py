"""发文范围: the lists an office keeps, and to whom one document goes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.models import Unit
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from reports.composing import document_of
from reports.forms.distribution import ChooseDistributionForm, DistributionForm
from reports.kinds import kind_of
from reports.models import Bulletin, DistributionList
from reports.selectors import county_of
from reports.selectors.distribution import SHIPPED, kinds_told, lists_of
from reports.selectors.offices import SENT_TO, sent_to
from reports.services.distribution import Wanted, choose_distribution, save_distribution
from reports.views.bulletins import BulletinMixin


def shipped() -> dict[str, Any]:
    """Give the list proposed to a county that has none: plan 000's line of addressees."""
    monthly = kind_of(Bulletin.Kind.MONTHLY)
    return {
        "name": SHIPPED,
        "addressees": monthly.addressees,
        "copies": monthly.copies,
        "unit_kinds": [str(kind) for kind in SENT_TO],
        "is_default": True,
    }


class DistributionLists(PageMixin, PermissionRequiredMixin, TemplateView):
    """The county's lists, or the shipped one where there is none."""

    title = "发文范围"
    permission_required = "reports.view_distributionlist"
    template_name = "reports/distribution_list.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the documents."""
        return [("通报", reverse("reports:bulletin_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists with their kinds of units in words."""
        rows = list(lists_of(person(self.request)))
        told = [(row, kinds_told(row), list(row.units.all())) for row in rows]
        return super().get_context_data(lists=told, shipped=shipped(), **kwargs)


class DistributionEdit(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Keep a list anew, or change one; `pk` in the address names it."""

    permission_required = "reports.change_distributionlist"
    form_class = DistributionForm
    template_name = "reports/distribution_form.html"

    @cached_property
    def row(self) -> DistributionList | None:
        """The list of the address; None for a new one."""
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(lists_of(person(self.request)), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Say what is done here."""
        return f"修改{self.row.name}" if self.row else "新建发文范围"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the lists."""
        return [("发文范围", reverse("reports:distribution_list"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill in the list; the county's first one is filled with the shipped wording."""
        user = person(self.request)
        units = Unit.objects.within(user.area_code[:COUNTY]).exclude(kind=Unit.Kind.VILLAGE)
        return super().get_form_kwargs() | {"units": units, "initial": self._initial()}

    def _initial(self) -> dict[str, Any]:
        row = self.row
        if row is None:
            return {} if lists_of(person(self.request)).exists() else shipped()
        names = ("name", "addressees", "copies", "unit_kinds", "is_default")
        return {name: getattr(row, name) for name in names} | {"units": list(row.units.all())}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it."""
        user = person(self.request)
        wanted = Wanted(**form.cleaned_data)
        kept = save_distribution(county=county_of(user), by=user, wanted=wanted, row=self.row)
        messages.success(self.request, f"已保存：{kept.name}。")
        return redirect("reports:distribution_list")


class BulletinDistribution(BulletinMixin, ServiceFormView):
    """To whom this document goes, until it is issued."""

    permission_required = ("reports.view_bulletin", "reports.assemble_bulletin")
    form_class = ChooseDistributionForm
    template_name = "reports/bulletin_distribution.html"

    def get_title(self) -> str:
        """Say what is done here."""
        return "主送和签收单位"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the document."""
        return [*super().get_crumbs(), (self.bulletin.title, self.get_success_url())]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill in what stands; the words can be changed in draft only."""
        held = self.bulletin
        initial: dict[str, Any] = {"distribution": held.distribution_id}
        initial |= {"addressees": held.addressees, "copies": held.copies}
        lists = lists_of(person(self.request))
        is_draft = held.state == Bulletin.State.DRAFT
        return super().get_form_kwargs() | {
            "lists": lists,
            "is_draft": is_draft,
            "initial": initial,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words as they are printed now and the units that are to sign."""
        held = self.bulletin
        return super().get_context_data(
            bulletin=held,
            document=document_of(held),
            units=sent_to(held).order_by("kind", "name"),
            sent=held.is_sealed or held.state == Bulletin.State.WITHDRAWN,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Choose."""
        choose_distribution(bulletin=self.bulletin, by=person(self.request), **form.cleaned_data)
        messages.success(self.request, "主送和签收单位已更新。")
        return redirect("reports:bulletin_distribution", pk=self.bulletin.pk)

    def get_success_url(self) -> str:
        """Go back to the document."""
        return reverse("reports:bulletin_detail", args=[self.bulletin.pk])
