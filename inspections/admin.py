"""Inspection records in the admin: shown, never touched. An office works on its pages."""

from django.contrib import admin
from django.db.models import Q

from accounts.admin import AuditedAdmin, SealedAdmin
from accounts.pages import person
from accounts.scope import COUNTY
from inspections.forms.escalations import EscalationStepForm
from inspections.models import (
    CalendarDay,
    Checklist,
    Draw,
    EscalationStep,
    Problem,
    ProblemCategory,
    ProblemSource,
    Question,
    Scheme,
    Visit,
)


@admin.register(Scheme)
class SchemeAdmin(SealedAdmin):
    """Published versions of schemes; a change is a new version loaded from files."""

    list_display = ("title", "code", "version", "area_code", "published_at", "published_by")
    list_filter = ("code",)
    list_select_related = ("published_by",)
    search_fields = ("title", "area_code")


@admin.register(Checklist)
class ChecklistAdmin(SealedAdmin):
    """Checklists of the schemes."""

    list_display = ("title", "code", "scheme")
    list_select_related = ("scheme",)


@admin.register(Question)
class QuestionAdmin(SealedAdmin):
    """Questions in their exact wording."""

    list_display = ("item", "label", "type", "levels", "section", "responsible")
    list_filter = ("type", "section_code")
    search_fields = ("item", "name", "label")
    list_select_related = ("checklist",)


@admin.register(ProblemCategory)
class ProblemCategoryAdmin(SealedAdmin):
    """Kinds of problems."""

    list_display = ("code", "name", "slug", "always_severe")


@admin.register(ProblemSource)
class ProblemSourceAdmin(AuditedAdmin):
    """Bodies whose findings enter the ledger; one that was used is put out of use, not deleted."""

    list_display = ("name", "kind", "area_code", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "area_code")

    def get_queryset(self, request):
        """Give the sources of the user's own area and those of everywhere."""
        county = person(request).area_code[:COUNTY]
        rows = super().get_queryset(request)
        return rows.filter(area_code__in={"", county}) if county else rows

    def has_delete_permission(self, request, obj=None):
        """A problem names its source for ever."""
        return False


@admin.register(CalendarDay)
class CalendarDayAdmin(AuditedAdmin):
    """Days worked or not against the published calendar; due days already given stay."""

    list_display = ("day", "is_working", "name")
    list_filter = ("is_working",)
    search_fields = ("name",)
    date_hierarchy = "day"


@admin.register(EscalationStep)
class EscalationStepAdmin(AuditedAdmin):
    """The timetable of escalation; a step is switched off, not deleted: records name it."""

    form = EscalationStepForm
    list_display = ("title", "area_code", "basis", "days", "in_working_days", "audience", "active")
    list_filter = ("basis", "audience", "active")
    search_fields = ("title", "code", "area_code")

    def get_queryset(self, request):
        """Give the steps of everywhere and those of the user's own county."""
        county = person(request).area_code[:COUNTY]
        rows = super().get_queryset(request)
        own = Q(area_code="") | Q(area_code__startswith=county)
        return rows.filter(own) if county else rows

    def has_delete_permission(self, request, obj=None):
        """What was told names its step for ever."""
        return False


class ScopedSealedAdmin(SealedAdmin):
    """A sealed record of a place: only what the reader may see."""

    def get_queryset(self, request):
        """Give the rows through the gate."""
        seen = self.model.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=seen)


@admin.register(Draw)
class DrawAdmin(ScopedSealedAdmin):
    """Draws with their seals and results."""

    list_display = ("draw_id", "round", "state", "sealed_at", "drawn_at", "seal")
    list_filter = ("state",)
    list_select_related = ("round",)
    search_fields = ("draw_id", "seal")


@admin.register(Visit)
class VisitAdmin(ScopedSealedAdmin):
    """Visits; their answers stand on the visit's own page."""

    list_display = ("subject_name", "subject_kind", "round", "state", "visited_on", "area_code")
    list_filter = ("state", "subject_kind")
    list_select_related = ("round",)
    fields = (
        *("subject_kind", "subject_name", "area_code", "round", "checklist"),
        *("state", "visited_on", "started_by", "submitted_by", "submitted_at"),
    )


@admin.register(Problem)
class ProblemAdmin(ScopedSealedAdmin):
    """Problems with their states."""

    list_display = ("number", "subject_name", "item", "state", "responsible_unit", "due_on")
    list_filter = ("state", "severity")
    list_select_related = ("responsible_unit",)
    search_fields = ("number", "subject_name", "fact")
