"""What the lists of helpers and postings can be asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import HelperPairing, Household, Posting

_NOW = [("1", "现任"), ("0", "历任")]
_YES_NO = [("1", "是"), ("0", "否")]


class _TermFilter(TownshipFilterSet):
    """Terms that run, or are over."""

    now = django_filters.ChoiceFilter(
        label="任期", choices=_NOW, empty_label="全部", method="filter_now"
    )

    def filter_now(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the terms without an end, or those with one."""
        return rows.filter(ends_on__isnull=value == "1")


class PairingFilter(_TermFilter):
    """Pairings by place, unit, term, account and the household's state."""

    area = AreaChoice(field_name="area_code")
    unit = django_filters.CharFilter(
        label="帮扶单位", field_name="unit_name", lookup_expr="startswith"
    )
    account = django_filters.ChoiceFilter(
        label="登录账号",
        choices=[("1", "已对应"), ("0", "未对应")],
        empty_label="全部",
        method="filter_account",
    )
    status = django_filters.ChoiceFilter(
        label="户脱贫状态",
        field_name="household__status",
        choices=Household.Status.choices,
        empty_label="全部",
    )
    planned_exit_year = django_filters.NumberFilter(
        label="计划脱贫年度", field_name="household__planned_exit_year"
    )

    class Meta:
        model = HelperPairing
        fields: list[str] = []

    def filter_account(
        self, rows: "QuerySet[HelperPairing]", name: str, value: str
    ) -> "QuerySet[HelperPairing]":
        """Keep helpers who can log in, or the others."""
        return rows.filter(user__isnull=value == "0")


class PostingFilter(_TermFilter):
    """Postings by place, post, unit, term and kind of village."""

    area = AreaChoice(field_name="area_code")
    post = django_filters.ChoiceFilter(
        label="岗位", choices=Posting.Post.choices, empty_label="全部"
    )
    unit = django_filters.CharFilter(
        label="单位", field_name="unit__name", lookup_expr="startswith"
    )
    poor = django_filters.ChoiceFilter(
        label="贫困村", choices=_YES_NO, empty_label="全部", method="filter_poor"
    )

    class Meta:
        model = Posting
        fields: list[str] = []

    def filter_poor(self, rows: "QuerySet[Posting]", name: str, value: str) -> "QuerySet[Posting]":
        """Keep poor villages, or the others."""
        return rows.filter(village__is_poor=value == "1")
