"""What the ledgers are narrowed by: a problem list's filters, a stage and a level."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length

from inspections.filters import ALL, ProblemFilter
from inspections.models import Problem
from inspections.months import MonthFilter
from inspections.selectors.ledgers import LEVEL_WORDS, LEVELS
from inspections.selectors.rollups import STAGES


class LedgerFilter(ProblemFilter):
    """Problems as the ledgers narrow them; every figure of a roll-up is a list of this filter."""

    stage = django_filters.ChoiceFilter(
        choices=[(key, stage.label) for key, stage in STAGES.items()],
        label="进展",
        empty_label=ALL,
        method="at_stage",
    )
    level = django_filters.ChoiceFilter(
        choices=list(LEVEL_WORDS.items()), label="问题层级", empty_label=ALL, method="of_level"
    )

    def at_stage(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems of a roll-up's column."""
        return rows.filter(state__in=STAGES[value].states)

    def of_level(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems found at a level itself, not those of the places below it."""
        return rows.alias(digits=Length("area_code")).filter(digits=LEVELS[value])


class RollupFilter(django_filters.FilterSet):
    """What a roll-up counts: a month, a source."""

    period = MonthFilter(field_name="period", label="期次")
    source = django_filters.ChoiceFilter(
        choices=Problem.Source.choices, label="来源", empty_label=ALL
    )

    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", widget=forms.HiddenInput
    )

    class Meta:
        model = Problem
        fields: list[str] = []
