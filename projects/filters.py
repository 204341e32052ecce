"""What the lists of the plan can be asked for."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length

from accounts import clock
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Area
from projects.models import AnnualTarget, PlanDocument, Pledge, Programme

_DIGITS = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
TIERS = [("township", "区→乡镇"), ("village", "乡镇→村")]
LEVELS = [("county", "区县"), ("township", "乡镇"), ("village", "村")]
STATES = [("signed", "已签"), ("unsigned", "未签"), ("overdue", "逾期未签")]


class _Place(django_filters.FilterSet):
    """Rows inside a place, of one level."""

    area = django_filters.CharFilter(
        label="区划", field_name="area_code", lookup_expr="startswith"
    )
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS, method="filter_level")

    def filter_level(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the rows of one level by the digits of their place."""
        return rows.annotate(digits=Length("area_code")).filter(digits=_DIGITS[value])


class TargetFilter(_Place):
    """Targets by year and place (code prefix)."""

    class Meta:
        model = AnnualTarget
        fields = ["year"]


class ProgrammeFilter(django_filters.FilterSet):
    """Programmes by year and lead unit."""

    class Meta:
        model = Programme
        fields = ["year", "lead_unit", "is_supplement"]


class _PledgeRules(django_filters.FilterSet):
    """Pledges by tier and by whether they are signed."""

    tier = django_filters.ChoiceFilter(
        label="层级", choices=TIERS, empty_label="全部", method="filter_tier"
    )
    state = django_filters.ChoiceFilter(
        label="签订", choices=STATES, empty_label="全部", method="filter_state"
    )

    def filter_tier(self, rows: "QuerySet[Pledge]", name: str, value: str) -> "QuerySet[Pledge]":
        """Keep townships or villages."""
        return rows.of_tier(_DIGITS[value])  # type: ignore[attr-defined]  # PledgeQuerySet

    def filter_state(self, rows: "QuerySet[Pledge]", name: str, value: str) -> "QuerySet[Pledge]":
        """Keep signed, unsigned or overdue ones."""
        asked: Any = rows
        if value == "overdue":
            return asked.overdue(on=clock.today())
        return asked.signed() if value == "signed" else asked.unsigned()


class _YearAbove(TownshipFilterSet):
    """A page whose year is chosen above the list: the filter form only carries it along."""

    year = django_filters.NumberFilter(method="keep_all", widget=forms.HiddenInput)

    def keep_all(self, rows: "QuerySet[Any]", name: str, value: Any) -> "QuerySet[Any]":
        """Leave the rows to the page, which has asked for the year."""
        return rows


class PledgeFilter(_PledgeRules, _YearAbove):
    """The page's pledges by township, tier and state."""

    area = AreaChoice(field_name="area_code")

    class Meta:
        model = Pledge
        fields: list[str] = []


class PledgeListFilter(PledgeFilter):
    """The same with the year as a filter, for the export."""

    year = django_filters.NumberFilter(label="年度")


class PledgeApiFilter(_PledgeRules, _Place):
    """Pledges by year, place, tier and state."""

    class Meta:
        model = Pledge
        fields = ["year"]


class DocumentFilter(_Place):
    """Plan documents by year, place, level; current=true leaves out the replaced ones."""

    current = django_filters.BooleanFilter(
        label="现行", field_name="replaced_by", lookup_expr="isnull"
    )

    class Meta:
        model = PlanDocument
        fields = ["year"]


class MissingPlanFilter(_YearAbove):
    """Places without a plan, by township and level."""

    area = AreaChoice(field_name="code")
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS[1:], empty_label="全部")

    class Meta:
        model = Area
        fields: list[str] = []
