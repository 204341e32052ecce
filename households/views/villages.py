"""One village: its figures, its posts, its exit indicators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from accounts import clock
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from households.forms.facts import IndicatorForm
from households.models import Area, Posting
from households.selectors import indicators as standards
from households.selectors import places as selectors
from households.selectors.postings import board_rows
from households.services.facts import FIRST_YEAR
from households.services.indicators import Finding, set_indicators, still_poor_persons
from households.views.places import village_rows


class VillageMixin(PageMixin, PermissionRequiredMixin):
    """A page about one village inside the user's area; any other is not found."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def village(self) -> Area:
        """Give the village of the address."""
        villages = Area.objects.visible_to(person(self.request)).villages()
        return get_object_or_404(villages.select_related("parent__parent"), pk=self.kwargs["code"])

    def get_success_url(self) -> str:
        """Return to the village."""
        return reverse("households:village_detail", args=[self.kwargs["code"]])


class VillageDetailView(VillageMixin, DetailView):
    """One village: its figures, its five posts and their history, its exit indicators."""

    permission_required = "households.view_area"
    template_name = "households/village_detail.html"
    context_object_name = "village"

    def get_object(self, queryset: "QuerySet[Area] | None" = None) -> Area:
        """Give the village of the address."""
        return self.village()

    def get_title(self) -> str:
        """Name township and village."""
        return self.object.full_name

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the overview and the township, if the user sees it."""
        township = self.object.parent
        url = reverse("households:township_detail", args=[township.code])
        sees = Area.objects.visible_to(person(self.request)).filter(pk=township.pk).exists()
        overview = ("底册概览", reverse("households:area_list"))
        return [overview, (township.short_name, url if sees else None)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add sums, work, indicators, posts and their history."""
        user, today = person(self.request), clock.today()
        year = self.object.planned_exit_year or selectors.plan_year(user, this_year=today.year)
        (row,) = village_rows(user, [self.object], year=year, on=today)
        standard, lines = standards.indicator_lines(self.object, year=year)
        extra: dict[str, Any] = {"line": row.line, "work": row.work, "met": row.met, "year": year}
        extra |= {"standard": standard, "indicators": lines, "enter_year": min(year, today.year)}
        if user.has_perm("households.view_posting"):
            past = Posting.objects.visible_to(user).filter(village=self.object)
            extra |= {
                "slots": board_rows([self.object], on=today)[0].slots,
                "past": past.exclude(ends_on=None).select_related("unit").order_by("-ends_on"),
            }
        return super().get_context_data(**extra, **kwargs)


class IndicatorSetView(VillageMixin, ServiceFormView):
    """Enter a village's exit indicators of a year."""

    permission_required = "households.change_villageindicator"
    form_class = IndicatorForm
    template_name = "households/household_indicators.html"

    def year(self) -> int:
        """Give the year of the address; one that cannot be is not found."""
        year: int = self.kwargs["year"]
        if not FIRST_YEAR <= year <= clock.today().year:
            raise Http404
        return year

    def get_title(self) -> str:
        """Name the year."""
        return f"{self.year()}年退出指标"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask the indicators of the village's own province."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        _, self.lines = standards.indicator_lines(self.village(), year=self.year())
        return kwargs | {"lines": self.lines}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the village, its still poor and the standard's limit."""
        village, url = self.village(), self.get_success_url()
        poor, limit = still_poor_persons(village), standards.standard_of(village.code).rate_limit
        return super().get_context_data(
            cancel_url=url,
            crumbs=[(village.full_name, url)],
            form_title=village.full_name,
            form_note=f"登记册现有未脱贫人口{poor}人；贫困发生率不高于{limit}%为达标。",
            **kwargs,
        )

    def form_valid(self, form: IndicatorForm) -> HttpResponse:
        """Store them, or say why not."""
        given = form.cleaned_data
        findings = {
            line.code: Finding(given[line.code], given[f"{line.code}_note"]) for line in self.lines
        }
        set_indicators(
            village=self.village(),
            year=self.year(),
            findings=findings,
            population=given["population"],
            by=person(self.request),
            on=clock.today(),
        )
        messages.success(self.request, "退出指标已保存。")
        return super().form_valid(form)
