"""What the API's rows of a year can be asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import ExitProcedure, Household, HouseholdYear, VillageIndicator
from households.selectors.exits import STAGES, at_stage


class OfYear(TownshipFilterSet):
    """Rows by place and year."""

    area = AreaChoice(field_name="area_code")
    year = django_filters.NumberFilter(label="年度")


class IncomeFilter(OfYear):
    """Incomes by household and net per person."""

    household = django_filters.CharFilter(label="户编号", field_name="household__household_no")
    below = django_filters.NumberFilter(
        label="人均纯收入低于", field_name="net_income_pc", lookup_expr="lt"
    )


class YearFilter(OfYear):
    """Years by household, class and what is assured."""

    household = django_filters.CharFilter(label="户编号", field_name="household__household_no")
    status = django_filters.ChoiceFilter(label="脱贫状态", choices=Household.Status.choices)
    closed = django_filters.BooleanFilter(
        label="已封存", field_name="closed_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = HouseholdYear
        fields = [
            *("food", "clothing", "schooling", "medical", "housing", "water"),
            *("only_house", "near_hazard", "industry", "employment", "relapse_risk"),
        ]


class ExitRowFilter(OfYear):
    """Exits by household and stage."""

    household = django_filters.CharFilter(label="户编号", field_name="household__household_no")
    stage = django_filters.ChoiceFilter(
        label="进度", choices=list(STAGES.items()), method="filter_stage"
    )

    class Meta:
        model = ExitProcedure
        fields: list[str] = []

    def filter_stage(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep those that have come exactly so far."""
        return rows.filter(at_stage(value, through=""))


class IndicatorFilter(OfYear):
    """Indicators by code and whether met."""

    class Meta:
        model = VillageIndicator
        fields = ["code", "met"]
