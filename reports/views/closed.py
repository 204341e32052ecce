"""The list behind a figure of a closed month, as it stood when the bulletin was issued."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.pages import Crumb, PageMixin, person
from inspections.models import Problem
from reports.closed_lists import is_kept, is_of_visits, problems_of, visits_of
from reports.facts.as_json import from_json
from reports.facts.month import Figure, MonthFacts
from reports.models import Bulletin
from reports.views.months import read_month


class MonthFigureView(PageMixin, PermissionRequiredMixin, TemplateView):
    """The rows that a figure of an issued bulletin counted; ?area= narrows to one place."""

    permission_required = "reports.view_ledger"
    template_name = "reports/month_figure.html"

    @cached_property
    def bulletin(self) -> Bulletin:
        """The month's issued bulletin; 404 where it is hidden, a draft or not there."""
        readable = Bulletin.objects.visible_to(person(self.request))
        issued = readable.monthly().issued()
        period = read_month(self.kwargs["month"])
        return get_object_or_404(issued, area_code=self.kwargs["county"], period=period)

    @cached_property
    def facts(self) -> MonthFacts:
        """What the bulletin was written from."""
        return from_json(self.bulletin.facts)

    @cached_property
    def figure(self) -> Figure:
        """The figure of the address; 404 for one whose rows the book does not hold."""
        key = self.kwargs["key"]
        figure = next((figure for figure in self.facts.figures if figure.key == key), None)
        if figure is None or not is_kept(key):
            raise Http404
        return figure

    def get_title(self) -> str:
        """Name the month and the figure."""
        before = "上月" if self.figure.key.startswith("last") else ""
        month = f"{self.facts.period.year}年{self.facts.period.month}月"
        return f"{month}通报：{before}{self.figure.label}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the bulletin."""
        here = reverse("reports:bulletin_detail", args=[self.bulletin.pk])
        return [("通报", reverse("reports:bulletin_list")), (self.bulletin.number, here)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and for problems the pages the reader may open."""
        figure, area = self.figure, self.request.GET.get("area", "")
        shown: dict[str, Any] = {"facts": self.facts, "figure": figure, "area": area}
        if is_of_visits(figure.key):
            rows: list[Any] = list(visits_of(self.facts, figure.key))
            return super().get_context_data(visits=rows, total=len(rows), **shown, **kwargs)
        lines = problems_of(self.facts, figure.key)
        if area:  # a township's number in the table is of what stands
            lines = tuple(line for line in lines if line.state != Problem.State.NOT_UPHELD)
        rows = [line for line in lines if line.area_code.startswith(area)]
        seen = Problem.objects.visible_to(person(self.request))
        pages = dict(
            seen.filter(number__in=[line.number for line in rows]).values_list("number", "pk")
        )
        problems = [(line, pages.get(line.number)) for line in rows]
        left = 0 if area else figure.value - len(rows)
        more = {"problems": problems, "total": len(rows), "left": left}
        return super().get_context_data(**more, **shown, **kwargs)
