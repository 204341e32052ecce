"""The plan in the admin: programmes can be corrected, targets are set on their page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AuditedAdmin, SealedAdmin
from accounts.pages import person
from projects.models import AnnualTarget, Programme


@admin.register(Programme)
class ProgrammeAdmin(AuditedAdmin):
    """Special programmes and their lead units."""

    list_display = ("code", "name", "lead_unit", "is_supplement", "year", "area_code")
    list_filter = ("year", "is_supplement")
    list_select_related = ("lead_unit",)
    search_fields = ("name", "lead_unit__name")
    autocomplete_fields = ("lead_unit",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the programmes of the user's area."""
        return Programme.objects.visible_to(person(request)).select_related("lead_unit")


@admin.register(AnnualTarget)
class AnnualTargetAdmin(SealedAdmin):
    """Targets, shown only."""

    list_display = ("area_code", "year", "villages", "households", "persons")
    list_filter = ("year",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the targets of the user's area."""
        return AnnualTarget.objects.visible_to(person(request))
