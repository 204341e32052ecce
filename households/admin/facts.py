"""What is true of a household in a year, what was found and decided: shown only."""

from django.contrib import admin

from households.admin.people import PeopleAdmin
from households.models import (
    BatchDifference,
    ConcernFlag,
    ExitProcedure,
    HouseholdIncome,
    HouseholdYear,
    RegisterConflict,
)


@admin.register(HouseholdIncome)
class HouseholdIncomeAdmin(PeopleAdmin):
    """Incomes by year."""

    list_display = ("household", "year", "net_income_pc")
    list_select_related = ("household",)
    list_filter = ("year",)
    search_fields = ("household__household_no",)


@admin.register(HouseholdYear)
class HouseholdYearAdmin(PeopleAdmin):
    """Households by year."""

    list_display = ("household", "year", "status", "attribute", "measure")
    list_select_related = ("household",)
    list_filter = ("year", "status")
    search_fields = ("household__household_no",)


@admin.register(ExitProcedure)
class ExitProcedureAdmin(PeopleAdmin):
    """The steps out of poverty."""

    list_display = ("household", "year", *ExitProcedure.STEPS)
    list_select_related = ("household",)
    list_filter = ("year",)
    search_fields = ("household__household_no",)


@admin.register(ConcernFlag)
class ConcernFlagAdmin(PeopleAdmin):
    """Key households and why."""

    list_display = ("household", "code", "flagged_on")
    list_select_related = ("household",)
    list_filter = ("code",)
    search_fields = ("household__household_no",)
    fields = ("household", "code", "flagged_on")  # the working names people's states


@admin.register(RegisterConflict)
class RegisterConflictAdmin(PeopleAdmin):
    """Conflicts and how they were decided, without what was found: it names people."""

    list_display = ("kind", "here_no", "there_no", "decision", "decided_by", "decided_at")
    list_select_related = ("decided_by",)
    list_filter = ("kind", "decision")
    search_fields = ("here_no", "there_no")
    fields = ("kind", "here_no", "there_no", "person_no", "found_at", "decision", "decided_at")


@admin.register(BatchDifference)
class BatchDifferenceAdmin(PeopleAdmin):
    """What an upload changed: which field of which record, without its values."""

    list_display = ("batch", "act", "subject", "key", "field")
    list_select_related = ("batch",)
    list_filter = ("act", "subject")
    search_fields = ("key", "household_no")
    fields = ("batch", "act", "subject", "key", "household_no", "field")
