"""Bulletins and their files, shown only: they are made and issued by the office's own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import SealedAdmin
from accounts.pages import person
from reports.models import Bulletin, BulletinFile


class BulletinFileInline(admin.TabularInline):
    """The files by name and fingerprint; they are downloaded from the bulletin's page."""

    model = BulletinFile
    fields = ("kind", "name", "sha256")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds a file here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes a file here."""
        return False


@admin.register(Bulletin)
class BulletinAdmin(SealedAdmin):
    """The months' bulletins."""

    list_display = ("title", "area_code", "period", "state", "number", "issued_on")
    list_filter = ("state",)
    date_hierarchy = "period"
    exclude = ("facts",)
    inlines = (BulletinFileInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the bulletins inside the reader's area."""
        return super().get_queryset(request) & Bulletin.objects.visible_to(person(request))
