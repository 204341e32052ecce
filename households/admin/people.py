"""Records of people in the admin: read only, and masked for whoever reads them here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import SealedAdmin
from accounts.masking import MASKS
from accounts.pages import person
from households.models import HelperPairing, Household, Member, Posting


def masked(field: str, label: str, registered_as: str) -> Any:
    """Give a column that shows a registered field masked, whoever reads."""

    @admin.display(description=label)
    def column(self: admin.ModelAdmin, row: Any) -> str:
        return MASKS[registered_as](getattr(row, field) or "") or "—"

    return column


class PeopleAdmin(SealedAdmin):
    """Rows inside the reader's area, found by the register's own numbers."""

    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the rows the reader sees."""
        rows: QuerySet[Any] = self.model._default_manager.visible_to(person(request))  # noqa: SLF001 -- Django's documented API
        return rows


@admin.register(Household)
class HouseholdAdmin(PeopleAdmin):
    """Households."""

    head = masked("head_name", "户主", "name")
    telephone = masked("phone", "联系电话", "phone")
    account = masked("bank_account", "银行账号", "bank_account")
    list_display = ("household_no", "head", "area_code", "person_count", "status", "registered")
    list_filter = ("status", "registered")
    search_fields = ("household_no", "area_code")
    fields = (
        *("household_no", "registered", "village", "group_name", "head", "person_count"),
        *("attribute", "cause", "measure", "status", "planned_exit_year", "telephone", "account"),
    )
    readonly_fields = ("head", "telephone", "account")


@admin.register(Member)
class MemberAdmin(PeopleAdmin):
    """People of the households."""

    shown_name = masked("name", "姓名", "name")
    identity = masked("identity_number", "证件号码", "identity_number")
    state = masked("health", "健康状况", "illness")
    list_display = ("person_no", "shown_name", "relation", "area_code", "identity")
    search_fields = ("person_no", "area_code")
    fields = (
        *("person_no", "shown_name", "identity", "relation", "ethnicity", "education"),
        *("schooling", "state", "labour", "work_months", "insured", "marriage"),
    )
    readonly_fields = ("shown_name", "identity", "state")


@admin.register(HelperPairing)
class HelperPairingAdmin(PeopleAdmin):
    """Who helps which household."""

    list_display = ("household", "name", "unit_name", "starts_on", "ends_on")
    list_select_related = ("household",)
    search_fields = ("household__household_no", "unit_name")
    fields = ("household", "name", "unit_name", "user", "starts_on", "ends_on")


@admin.register(Posting)
class PostingAdmin(PeopleAdmin):
    """Who serves in which village."""

    telephone = masked("phone", "联系电话", "phone")
    list_display = ("village", "post", "person_name", "unit", "starts_on", "ends_on")
    list_select_related = ("village", "unit")
    list_filter = ("post",)
    search_fields = ("area_code",)
    fields = (
        *("village", "post", "person_name", "title", "unit", "telephone"),
        *("starts_on", "ends_on"),
    )
    readonly_fields = ("telephone",)
