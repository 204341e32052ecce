"""Pages of the timetable: what is before the leaders, and the timetable itself."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import Crumb, ListPage, PageMixin, person
from accounts.scope import COUNTY
from inspections.escalation_filters import LeadersFilter
from inspections.models import Problem
from inspections.selectors import escalation_lists as read
from inspections.selectors.escalations import unvisited_days


class EscalationList(ListPage):
    """领导督办清单: open problems that were put before the leaders, the longest overdue first."""

    title = "领导督办清单"
    permission_required = "inspections.view_escalation"
    filterset_class = LeadersFilter
    template_name = "inspections/escalation_list.html"
    sort_fields = {
        "number": "number",
        "unit": "responsible_unit__name",
        "severity": "severity",
        "late": "due_on",
        "state": "state",
    }

    def get_queryset(self) -> "QuerySet[Problem]":
        """Give the problems through the gate with what a line shows."""
        return read.for_leaders(read.before_leaders(person(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the days past and the counts of the whole list."""
        today = clock.today()
        for row in (context := super().get_context_data(**kwargs))["object_list"]:
            row.days_late = (today - row.due_on).days
        counts = read.leaders_counts(read.before_leaders(person(self.request)), on=today)
        return context | {"counts": counts, "long": read.LONG}


class EscalationTimetable(PageMixin, PermissionRequiredMixin, TemplateView):
    """催办时间表: who is told what, and when; read only."""

    title = "催办时间表"
    permission_required = "inspections.view_rectificationorder"
    template_name = "inspections/escalation_timetable.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the rectification list."""
        return [("整改", reverse("inspections:rectification_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps by place and basis, and the days an unpaid visit is waited for."""
        user = person(self.request)
        days = unvisited_days(county=user.area_code[:COUNTY], on=clock.today())
        tables = read.timetable_page(user)
        return super().get_context_data(tables=tables, unvisited_days=days, **kwargs)
