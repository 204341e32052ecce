"""What the lists of key households and of the five posts can be asked for."""

import django_filters
from django.db.models import QuerySet

from accounts import clock
from households.concerns.facts import KINDS
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Area, ConcernFlag, Posting
from households.selectors.postings import lacking

_YES_NO = [("1", "是"), ("0", "否")]


class ConcernFilter(TownshipFilterSet):
    """Flags by place, kind, and whether the household is registered."""

    area = AreaChoice(field_name="area_code")
    code = django_filters.ChoiceFilter(
        label="类别",
        choices=[(code, f"{code} {kind.short}") for code, kind in KINDS.items()],
        empty_label="全部",
    )
    registered = django_filters.ChoiceFilter(
        label="建档立卡", choices=_YES_NO, empty_label="全部", method="filter_registered"
    )

    class Meta:
        model = ConcernFlag
        fields: list[str] = []

    def filter_registered(
        self, rows: "QuerySet[ConcernFlag]", name: str, value: str
    ) -> "QuerySet[ConcernFlag]":
        """Keep flags of registered households, or of the others."""
        return rows.filter(household__registered=value == "1")


class BoardFilter(TownshipFilterSet):
    """Villages by township, poor or not, and those where a post is empty today."""

    area = AreaChoice(field_name="code")
    kind = django_filters.ChoiceFilter(
        label="村类别",
        choices=[("other", "非贫困村")],
        empty_label="贫困村",
        method="filter_kind",
    )
    gap = django_filters.ChoiceFilter(
        label="缺岗",
        choices=[("any", "只看缺岗"), *Posting.Post.choices],
        empty_label="全部",
        method="filter_gap",
    )

    class Meta:
        model = Area
        fields: list[str] = []

    def filter_kind(self, rows: "QuerySet[Area]", name: str, value: str) -> "QuerySet[Area]":
        """Keep the villages that are not poor; the page itself keeps the poor ones otherwise."""
        return rows.filter(is_poor=False)

    def filter_gap(self, rows: "QuerySet[Area]", name: str, value: str) -> "QuerySet[Area]":
        """Keep villages where a post, or any of those they must have, is empty today."""
        return rows.filter(lacking(value, on=clock.today()))
