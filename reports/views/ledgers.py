"""台账: the three ledgers of the plan and the month's lists, on screen and as .xlsx."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView

from accounts.pages import Crumb, person
from reports.content import Sheet
from reports.ledgers.month import LEDGERS, Ledger
from reports.renderers.xlsx import render_workbook
from reports.views.months import MonthMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LedgerMixin(MonthMixin):
    """A page of one ledger: the slug in the address, the reader's right to just that one."""

    def get_ledger(self) -> Ledger:
        """Give the ledger; 404 for an unknown one, 403 for one the reader may not see."""
        slug = self.kwargs["slug"]
        ledger = next((ledger for ledger in LEDGERS if ledger.slug == slug), None)
        if ledger is None:
            raise Http404
        user = person(self.request)
        if not user.has_perm(f"reports.{ledger.permission}"):
            raise PermissionDenied
        if self.facts is None:
            raise Http404
        return ledger


class LedgerListView(MonthMixin, PermissionRequiredMixin, TemplateView):
    """The ledgers of a month that the reader may open."""

    title = "台账"
    permission_required = "reports.view_ledger"
    template_name = "reports/ledger_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ledgers with the number of rows in each."""
        user, facts = person(self.request), self.facts
        allowed = [item for item in LEDGERS if user.has_perm(f"reports.{item.permission}")]
        rows = [
            (ledger, [(sheet.name, len(sheet.rows)) for sheet in ledger.make(facts).sheets])
            for ledger in allowed
            if facts is not None
        ]
        return super().get_context_data(ledgers=rows, **kwargs)


class LedgerDetailView(LedgerMixin, TemplateView):
    """One ledger as tables, one tab for each sheet."""

    template_name = "reports/ledger_detail.html"

    def get_title(self) -> str:
        """Give the ledger's name."""
        return self.get_ledger().title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the ledgers of the month."""
        return [("台账", f"{reverse('reports:ledger_list')}?period={self.period:%Y-%m}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ledger and the sheet asked for with ?sheet=N."""
        ledger, facts = self.get_ledger(), self.facts
        if facts is None:
            raise Http404
        sheets = ledger.make(facts).sheets
        asked = self.request.GET.get("sheet", "1")
        place = int(asked) if asked.isascii() and asked.isdecimal() else 1
        if not 1 <= place <= len(sheets):
            raise Http404
        tabs = [
            (sheet.name, f"?period={self.period:%Y-%m}&sheet={number}", number == place, None)
            for number, sheet in enumerate(sheets, start=1)
        ]
        shown = sheets[place - 1]
        return super().get_context_data(
            ledger=ledger,
            sheet=shown,
            heading=heading_rows(shown),
            rows=[list(zip(shown.columns, map(written, row), strict=True)) for row in shown.rows],
            tabs=tabs if len(sheets) > 1 else [],
            **kwargs,
        )


class LedgerDownloadView(LedgerMixin):
    """One ledger as .xlsx."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Make the workbook from the month's facts and send it."""
        ledger, facts = self.get_ledger(), self.facts
        if facts is None:
            raise Http404
        response = HttpResponse(render_workbook(ledger.make(facts)), content_type=XLSX)
        month = f"{facts.county}{facts.period.year}年{facts.period.month}月"
        name = f"{month}{ledger.title}.xlsx".replace("“", "").replace("”", "")
        header = content_disposition_header(as_attachment=True, filename=name)
        response["Content-Disposition"] = header or "attachment"
        return response


def written(value: Any) -> str:
    """Write a cell for the screen."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def heading_rows(sheet: Sheet) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Give the heading as (name, columns, rows) cells, and the names under grouped ones."""
    deep = any(column.group for column in sheet.columns)
    top: list[tuple[str, int, int]] = []
    below: list[str] = []
    for group, members in groupby(sheet.columns, key=lambda column: column.group):
        names = [column.name for column in members]
        if group:
            top.append((group, len(names), 1))
            below += names
        else:
            top += [(name, 1, 2 if deep else 1) for name in names]
    return top, below
