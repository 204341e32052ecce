"""What the list of exits can be asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts import clock
from accounts.models import User
from households.filters.register import AreaChoice, VillageChoice, VillageFilterSet
from households.models import Household
from households.selectors.exits import STAGES, at_stage, of_year, papers_complete
from households.selectors.places import plan_year
from households.services.facts import FIRST_YEAR, LAST_YEAR


def exit_year(user: User, asked: str) -> int:
    """Give the year an address asks for, else the one the plan is about."""
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        return int(asked)
    return plan_year(user, this_year=clock.today().year)


class ExitFilter(VillageFilterSet):
    """Households on their way out by place, stage and archive; the year is the page's own."""

    year = django_filters.NumberFilter(label="退出年度", method="keep")
    area = AreaChoice(field_name="area_code")
    village = VillageChoice(field_name="area_code")
    stage = django_filters.ChoiceFilter(
        label="进度", choices=list(STAGES.items()), empty_label="全部", method="filter_stage"
    )
    papers = django_filters.ChoiceFilter(
        label="档案",
        choices=[("missing", "不齐"), ("complete", "齐全")],
        empty_label="全部",
        method="filter_papers",
    )
    q = django_filters.CharFilter(label="户编号", field_name="household_no")

    class Meta:
        model = Household
        fields: list[str] = []

    def keep(self, rows: "QuerySet[Household]", name: str, value: int) -> "QuerySet[Household]":
        """Leave the rows: the page has chosen the year's already."""
        return rows

    def filter_stage(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep those that have come exactly so far."""
        return rows.filter(at_stage(value))

    def filter_papers(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep those whose archive is whole, or lacks something."""
        if value == "complete":
            return rows.filter(papers_complete())
        return rows.exclude(pk__in=rows.filter(papers_complete()).order_by().values("pk"))


class ExitListFilter(ExitFilter):
    """The same where no page has chosen the year: for the export and for a step of all."""

    def filter_queryset(self, queryset: "QuerySet[Household]") -> "QuerySet[Household]":
        """Take the year's households, then filter."""
        year = exit_year(self.request.user, (self.data or {}).get("year", ""))
        rows: Any = super().filter_queryset(of_year(queryset, year=year))
        return rows
