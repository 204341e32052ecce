"""What the lists of documents and of numbers can be narrowed by; the same for the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from inspections.filters import flag
from inspections.months import MonthFilter
from reports.models import Bulletin, DocumentNumber
from reports.selectors.acts import waits_for


class BulletinFilter(django_filters.FilterSet):
    """Month, kind, state, and what waits for the reader."""

    period = MonthFilter(field_name="period", label="期次")
    kind = django_filters.ChoiceFilter(
        choices=Bulletin.Kind.choices, label="文种", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        choices=Bulletin.State.choices, label="状态", empty_label="全部"
    )
    mine = flag("待办", "只看待我办理", "waiting")

    class Meta:
        model = Bulletin
        fields: list[str] = []

    def waiting(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep what the reader is to review, countersign, sign, number or issue."""
        return rows.filter(waits_for(self.request.user))


class NumberFilter(django_filters.FilterSet):
    """Year, series, and whether the number was withdrawn."""

    year = django_filters.NumberFilter(label="年度")
    series = django_filters.CharFilter(label="机关代字", lookup_expr="contains")
    state = django_filters.ChoiceFilter(
        choices=DocumentNumber.State.choices, label="状态", empty_label="全部"
    )

    class Meta:
        model = DocumentNumber
        fields: list[str] = []
