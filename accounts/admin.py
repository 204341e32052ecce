"""The settings pages: people, units, standards; the trail and the jobs are shown only."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy

from accounts.details import listed
from accounts.fields import SealedTextField
from accounts.models import AuditEvent, Export, Job, Parameter, Unit, UnitAlias, User
from accounts.pages import person
from accounts.services.people import change_roles
from accounts.services.trail import record
from accounts.wording import act_name, kind_name, permission_name


class AuditedAdmin(admin.ModelAdmin):
    """Writes every change made here to the trail as well, by the names of the fields."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write down that a record was added."""
        record(by=person(request), action=f"add_{self.opts.model_name}", about=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write down which fields were changed, never their values."""
        action = f"change_{self.opts.model_name}"
        record(by=person(request), action=action, about=obj, changes=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Write down which records were deleted."""
        for obj in queryset:
            record(by=person(request), action=f"delete_{self.opts.model_name}", about=obj)
        return super().log_deletions(request, queryset)


class SealedAdmin(admin.ModelAdmin):
    """A record that the admin shows and never touches."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one here."""
        return False


class WordedFilter(admin.AllValuesFieldListFilter):
    """A filter over codes that shows the words people use."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Give the choices, each code as words; a count behind it stays."""
        for choice in super().choices(changelist):
            code, gap, count = str(choice["display"]).partition(" ")
            word = kind_name(code) if "." in code else act_name(code)
            yield {**choice, "display": f"{word}{gap}{count}"}


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """People: a place, a unit, roles. A person who leaves is made inactive, never deleted."""

    list_display = ("username", "name", "unit", "roles", "area_code", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_staff")
    list_select_related = ("unit",)
    search_fields = ("username", "name", "unit__name")
    autocomplete_fields = ("unit",)
    formfield_overrides = {
        SealedTextField: {"widget": AdminTextInputWidget(attrs={"type": "tel"})}
    }
    ordering = ("username",)
    filter_horizontal = ()
    add_form_template = "admin/change_form.html"
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("身份", {"fields": ("name", "unit", "area_code", "phone")}),
        ("角色", {"fields": ("groups", "is_active", "is_staff")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        ("身份", {"fields": ("name", "unit", "area_code", "phone")}),
        ("角色", {"fields": ("groups", "is_staff")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Read the roles with the people."""
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Show the roles as a list to tick."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None:
            field.label = "角色"
            field.help_text = "可勾选多个；角色决定能办什么，数据范围决定能看哪里。"
        return field

    @admin.display(description="角色")
    def roles(self, user: User) -> str:
        """Give the roles' names."""
        return "、".join(sorted(group.name for group in user.groups.all())) or "—"

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who is no superuser cannot take over one by setting his password."""
        if obj is not None and obj.is_superuser and not person(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The trail names people for ever."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Write down which roles were given and taken."""
        user = form.instance
        before = set(user.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(user.groups.values_list("name", flat=True))
        change_roles(
            user=user,
            added=sorted(after - before),
            removed=sorted(before - after),
            by=person(request),
        )


class UnitForm(forms.ModelForm):
    """A unit; its head is one of its own people."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "head" in self.fields:
            own = User.objects.filter(unit=self.instance.pk or 0, is_active=True)
            head = self.fields["head"]
            head.queryset = own.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice


class UnitAliasInline(admin.TabularInline):
    """Other names of the unit."""

    model = UnitAlias
    extra = 0


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    """Units and their other names."""

    form = UnitForm
    list_display = ("name", "kind", "area_code", "head", "people_count")
    list_filter = ("kind",)
    list_select_related = ("head",)
    search_fields = ("name", "aliases__name", "area_code")
    inlines = (UnitAliasInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """Count the people with the units."""
        return super().get_queryset(request).annotate(number=Count("people"))

    @admin.display(description="人数", ordering="number")
    def people_count(self, unit: Any) -> int:
        """Give the number of accounts in the unit."""
        return int(unit.number)


@admin.register(Parameter)
class ParameterAdmin(AuditedAdmin):
    """Standards with their terms."""

    list_display = ("label", "plain", "area_code", "valid_from", "valid_to", "source")
    search_fields = ("label", "key", "source")
    date_hierarchy = "valid_from"
    plain = admin.display(description="数值", ordering="value")(lambda _, row: row.plain_value)


@admin.register(AuditEvent)
class AuditEventAdmin(SealedAdmin):
    """The trail."""

    list_display = ("at", "actor", "act", "kind", "object_id", "area_code")
    list_filter = (("action", WordedFilter), ("object_kind", WordedFilter))
    fields = ("at", "actor", "act", "kind", "object_id", "area_code", "told")
    list_select_related = ("actor",)
    search_fields = ("object_id", "actor__username", "actor__name", "area_code")
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the acts inside the reader's area."""
        return super().get_queryset(request) & AuditEvent.objects.visible_to(person(request))

    @admin.display(description="动作", ordering="action")
    def act(self, event: AuditEvent) -> str:
        """Give the act in words."""
        return act_name(event.action)

    @admin.display(description="对象类别", ordering="object_kind")
    def kind(self, event: AuditEvent) -> str:
        """Give the kind of record in words."""
        return kind_name(event.object_kind)

    @admin.display(description="说明")
    def told(self, event: AuditEvent) -> str:
        """Give the detail without what somebody wrote in his own words: it may name people."""
        kept = {key: value for key, value in event.detail.items() if key != "reason"}
        if isinstance(kept.get("changes"), list):
            log = LogEntry(change_message=json.dumps(kept["changes"]))
            kept["changes"] = log.get_change_message()
        return listed(kept, event.object_kind)


@admin.register(Job)
class JobAdmin(SealedAdmin):
    """Background work."""

    list_display = ("work", "key", "state", "progress", "attempts", "requested_by", "created_at")
    list_filter = (("kind", WordedFilter), "state")
    list_select_related = ("requested_by",)
    search_fields = ("key",)
    fields = (
        *("work", "key", "asked", "state", "progress", "attempts", "found", "error", "url"),
        *("requested_by", "created_at", "lease_until", "finished_at"),
    )

    @admin.display(description="类别", ordering="kind")
    def work(self, job: Job) -> str:
        """Give the kind of work in words."""
        return act_name(job.kind)

    @admin.display(description="参数")
    def asked(self, job: Job) -> str:
        """Give what was asked for."""
        return listed(job.payload)

    @admin.display(description="结果")
    def found(self, job: Job) -> str:
        """Give what came of it."""
        return listed(job.result)


@admin.register(Export)
class ExportAdmin(SealedAdmin):
    """What was taken out, by whom; the files are for their owners only."""

    list_display = ("serial", "list_name", "rows", "requested_by", "requested_at")
    list_select_related = ("requested_by",)
    list_filter = ("list_name",)
    search_fields = ("serial", "requested_by__name")
    fields = ("serial", "list_name", "query", "columns", "rows", "requested_by", "requested_at")


admin.site.unregister([Group, TokenProxy])  # a token is shown to nobody but its owner
# Django's groups are our roles; only what is read changes, migrations keep what was declared
apps.get_app_config("auth").verbose_name = "角色管理"
Group._meta.verbose_name = Group._meta.verbose_name_plural = "角色"  # noqa: SLF001 -- documented
User._meta.get_field("groups").verbose_name = "角色"  # noqa: SLF001 -- documented


@admin.register(Group)
class RoleAdmin(SealedAdmin, DjangoGroupAdmin):
    """Roles are data in the apps' `roles.py`; `sync_roles` fills them, nobody edits them here."""

    list_display = ("name", "permission_count")
    fields = ("name", "permission_names")
    readonly_fields = ("permission_names",)
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the permissions with the roles."""
        return super().get_queryset(request).annotate(number=Count("permissions"))

    @admin.display(description="权限数")
    def permission_count(self, group: Any) -> int:
        """Give the number of permissions of the role."""
        return int(group.number)

    @admin.display(description="权限")
    def permission_names(self, group: Any) -> str:
        """List what the role may do."""
        held = group.permissions.select_related("content_type")
        return "、".join(permission_name(permission) for permission in held) or "—"
