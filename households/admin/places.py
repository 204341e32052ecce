"""The register in the admin: places can be marked, the rest is shown; people are not."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import AuditedAdmin, SealedAdmin
from accounts.pages import person
from households.models import Area, AreaAlias, RegisterBatch


@admin.register(Area)
class AreaAdmin(AuditedAdmin):
    """Places: which villages are poor and in which year they are planned off the list."""

    list_display = ("code", "short_name", "level", "is_poor", "planned_exit_year")
    list_filter = ("level", "is_poor", "planned_exit_year")
    search_fields = ("code", "name")
    readonly_fields = ("code", "parent", "level")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the places inside the user's area."""
        return Area.objects.visible_to(person(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Places are loaded from files, under their codes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History names places for ever."""
        return False


@admin.register(AreaAlias)
class AreaAliasAdmin(AuditedAdmin):
    """Other and former names of places; the code follows the place."""

    list_display = ("name", "area", "valid_from", "valid_to")
    list_select_related = ("area",)
    search_fields = ("name", "area_code", "area__name")
    autocomplete_fields = ("area",)
    fields = ("area", "name", "valid_from", "valid_to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the names of places inside the user's area."""
        return AreaAlias.objects.visible_to(person(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Keep the place's code with the name."""
        obj.area_code = obj.area_id
        super().save_model(request, obj, form, change)


@admin.register(RegisterBatch)
class RegisterBatchAdmin(SealedAdmin):
    """Uploads and what came of them."""

    list_display = ("file_name", "area_code", "state", "uploaded_by", "uploaded_at", "applied_at")
    list_filter = ("state",)
    list_select_related = ("uploaded_by",)
    fields = ("file_name", "area_code", "state", "sha256", "counts", "uploaded_by", "uploaded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the uploads of the user's area."""
        return RegisterBatch.objects.visible_to(person(request))
