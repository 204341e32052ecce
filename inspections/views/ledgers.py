"""问题台账, 整改台账 and their 汇总 by place and by responsible unit, on screen and as .xlsx."""

from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView

from accounts import clock
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, PageMixin, person
from accounts.scope import VILLAGE
from accounts.xlsx_stream import write_xlsx
from households.models import Area
from inspections.lists.filters import RollupFilter
from inspections.lists.problems import PROBLEM_LEDGER
from inspections.lists.rectifications import RECTIFICATION_LEDGER
from inspections.lists.rollups import figures, rollup_sheet
from inspections.models import Problem
from inspections.selectors import rollups as read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Tab = tuple[str, str, bool, None]
_TABS = (
    ("问题台账", "problem_ledger", "inspections.view_problem"),
    ("整改台账", "rectification_ledger", "inspections.view_rectificationorder"),
    ("乡镇和村汇总", "rollup", "inspections.view_problem"),
    ("责任单位汇总", "rollup_units", "inspections.view_problem"),
)


def ledger_tabs(request: HttpRequest, here: str) -> list[Tab]:
    """Give the ledgers a person may open, for partials/tabs.html."""
    user = person(request)
    return [
        (label, reverse(f"inspections:{name}"), name == here, None)
        for label, name, permission in _TABS
        if user.has_perm(permission)
    ]


class LedgerPage(ListingPage):
    """A ledger on screen: numbered lines, the columns a person chose, the whole as a workbook."""

    listing = PROBLEM_LEDGER
    template_name = "inspections/ledger.html"
    url_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ledgers' tabs."""
        return super().get_context_data(**kwargs) | {
            "tabs": ledger_tabs(self.request, self.url_name)
        }


class ProblemLedger(LedgerPage):
    """问题台账."""

    listing = PROBLEM_LEDGER
    url_name = "problem_ledger"


class RectificationLedger(LedgerPage):
    """整改台账."""

    listing = RECTIFICATION_LEDGER
    url_name = "rectification_ledger"


class RollupMixin(PageMixin, PermissionRequiredMixin):
    """Problems through the gate and the page's filters, counted."""

    request: HttpRequest
    permission_required = "inspections.view_problem"
    title = "问题汇总"
    first_column = "乡镇（村）"

    @cached_property
    def kept(self) -> RollupFilter:
        """The filter set of the address; a wrong value shows its error and narrows nothing."""
        seen = Problem.objects.visible_to(person(self.request))
        return RollupFilter(self.request.GET, queryset=seen, request=self.request)

    @property
    def rows(self) -> "QuerySet[Problem]":
        """The problems that are counted."""
        return self.kept.qs if self.kept.is_valid() else self.kept.queryset

    @cached_property
    def asked(self) -> dict[str, str]:
        """The filters that every figure's list needs too."""
        if not self.kept.is_valid():
            return {}
        given = ((name, self.request.GET.get(name, "")) for name in self.kept.form.fields)
        return {name: value for name, value in given if value}

    @cached_property
    def place(self) -> str:
        """The place ?area= names, else the reader's own; 404 for one he does not see."""
        user = person(self.request)
        code = self.request.GET.get("area", "") or user.area_code
        if code and not Area.objects.visible_to(user).filter(code=code).exists():
            raise Http404
        return code if len(code) <= VILLAGE else ""

    @cached_property
    def place_name(self) -> str:
        """The place's name."""
        found = Area.objects.filter(code=self.place).values_list("short_name", flat=True)
        return found.first() or "全部区县"

    def counted(self) -> tuple[list[read.Line], read.Line]:
        """Give the lines and their sum."""
        raise NotImplementedError


class PlaceMixin(RollupMixin):
    """A roll-up of the places in a place."""

    def counted(self) -> tuple[list[read.Line], read.Line]:
        """Count by the places below."""
        user, today = person(self.request), clock.today()
        return read.by_place(self.rows, user, place=self.place, on=today)


class UnitMixin(RollupMixin):
    """A roll-up by responsible unit."""

    first_column = "责任单位"

    def counted(self) -> tuple[list[read.Line], read.Line]:
        """Count by unit."""
        return read.by_unit(self.rows, on=clock.today())


class RollupPage(RollupMixin, TemplateView):
    """A roll-up on screen; every figure leads to the list it counts."""

    template_name = "inspections/rollup.html"
    url_name, export_name = "", ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines with their links."""
        lines, total = self.counted()
        query = urlencode(self.asked)
        return super().get_context_data(
            **kwargs,
            tabs=ledger_tabs(self.request, self.url_name),
            filter=self.kept,
            filtering=bool(self.asked),
            first_column=self.first_column,
            heads=list(figures()),
            lines=[self._linked(line) for line in [*lines, total]],
            today=clock.today(),
            export=f"{reverse(f'inspections:{self.export_name}')}?{query}",
        )

    def _linked(self, line: read.Line) -> dict[str, Any]:
        """Give a line with the address of each figure's list."""
        here = reverse("inspections:problem_ledger")
        cells = []
        for key, label, more in figures():
            asked = {name: value for name, value in line.query.items() if value}
            query = urlencode(self.asked | asked | more)
            cells.append((label, line.counts[key], f"{here}?{query}" if line.counts[key] else ""))
        opens = f"?{urlencode(self.asked | {'area': line.opens})}" if line.opens else ""
        return {"label": line.label, "opens": opens, "cells": cells, "rate": line.rate}


class PlaceRollup(PlaceMixin, RollupPage):
    """乡镇和村汇总."""

    url_name, export_name = "rollup", "rollup_export"

    def get_title(self) -> str:
        """Name the place."""
        return f"{self.place_name}问题汇总"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the places above, as far as the reader sees them."""
        user, here = person(self.request), reverse("inspections:rollup")
        above = [self.place[:digits] for digits in read.NEXT if digits < len(self.place)]
        seen = Area.objects.visible_to(user).filter(code__in=above).order_by("code")
        return [(area.short_name, f"{here}?area={area.code}") for area in seen]


class UnitRollup(UnitMixin, RollupPage):
    """责任单位汇总."""

    url_name, export_name = "rollup_units", "rollup_units_export"

    def get_title(self) -> str:
        """Name the place."""
        return f"{self.place_name}责任单位问题汇总"


class RollupExport(RollupMixin, TemplateView):
    """A roll-up as .xlsx."""

    http_method_names = ["get"]
    name = "问题汇总表"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the workbook and send it."""
        user, now = person(request), clock.now()
        lines, total = self.counted()
        sheet, rows = rollup_sheet(
            self.name, self.first_column, lines, total, kept=self.kept, by=user, place=self.place
        )
        first = f"单位：{user.unit or '—'}　导出人：{user}　导出时间：{now:%Y-%m-%d %H:%M}"
        with TemporaryFile() as out:
            write_xlsx(out, sheet, rows, first_line=lambda count: f"{first}　行数：{count}")
            out.seek(0)
            response = HttpResponse(out.read(), content_type=XLSX)
        name = f"{sheet.title}.xlsx"
        header = content_disposition_header(as_attachment=True, filename=name)
        response["Content-Disposition"] = header or "attachment"
        return response


class PlaceRollupExport(PlaceMixin, RollupExport):
    """乡镇和村汇总 as .xlsx."""


class UnitRollupExport(UnitMixin, RollupExport):
    """责任单位汇总 as .xlsx."""

    name = "责任单位问题汇总表"
