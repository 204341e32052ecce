"""What the list of villages can be asked for; its rows carry what they count (lists.villages)."""

import django_filters
from django.db.models import QuerySet

from households.filters.register import VillageFilter
from households.models import Area


class VillageListFilter(VillageFilter):
    """Villages by place, kind and plan, and by what they lack."""

    vacant = django_filters.ChoiceFilter(
        label="五个一",
        choices=[("1", "有缺岗"), ("0", "齐全")],
        empty_label="全部",
        method="filter_vacant",
    )
    unmet = django_filters.ChoiceFilter(
        label="退出指标",
        choices=[("1", "有未达标"), ("0", "全部达标")],
        empty_label="全部",
        method="filter_lack",
    )
    unhelped = django_filters.ChoiceFilter(
        label="无帮扶人的户",
        choices=[("1", "有"), ("0", "没有")],
        empty_label="全部",
        method="filter_lack",
    )

    class Meta:
        model = Area
        fields: list[str] = []

    def filter_vacant(self, rows: "QuerySet[Area]", name: str, value: str) -> "QuerySet[Area]":
        """Keep poor villages with an empty one of the five posts, or with all five filled."""
        return self.filter_lack(rows.filter(is_poor=True), name, value)

    def filter_lack(self, rows: "QuerySet[Area]", name: str, value: str) -> "QuerySet[Area]":
        """Keep villages that lack something, or nothing; those never asked are neither."""
        return rows.filter(**{f"{name}__gt" if value == "1" else name: 0})
