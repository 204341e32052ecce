"""The plan in the admin: programmes can be corrected, all else is set on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AuditedAdmin, SealedAdmin
from accounts.pages import person
from projects.models import AnnualTarget, Meeting, MeetingTask, PlanDocument, Pledge, Programme
from projects.selectors.meetings import sees_whole


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


@admin.register(Pledge)
class PledgeAdmin(SealedAdmin):
    """Pledges, shown only."""

    list_display = ("area_code", "year", "due_on", "signed_on", "signer")
    list_filter = ("year",)
    exclude = ("file",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the pledges of the user's area."""
        return Pledge.objects.visible_to(person(request))


@admin.register(PlanDocument)
class PlanDocumentAdmin(SealedAdmin):
    """Plan documents, shown only; the files are handed out on their own page."""

    list_display = ("area_code", "year", "title", "dated_on", "uploaded_at")
    list_filter = ("year",)
    exclude = ("file",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the documents of the user's area."""
        return PlanDocument.objects.visible_to(person(request))


@admin.register(Meeting)
class MeetingAdmin(SealedAdmin):
    """Meetings, shown only."""

    list_display = ("title", "kind", "planned_on", "held_on", "state", "area_code")
    list_filter = ("kind", "state")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the minutes from a unit that is only charged with a task, as everywhere."""
        return [] if sees_whole(person(request)) else ["minutes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the meetings the user sees."""
        return Meeting.objects.visible_to(person(request))


@admin.register(MeetingTask)
class MeetingTaskAdmin(SealedAdmin):
    """Tasks of meetings, shown only."""

    list_display = ("matter", "unit", "due_on", "state", "meeting")
    list_filter = ("state",)
    list_select_related = ("unit", "meeting")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the tasks the user sees."""
        return MeetingTask.objects.visible_to(person(request))
