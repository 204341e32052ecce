"""What the list of people can be asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.masking import Show, show_of
from accounts.sealing import search_key
from households.checking.words import HEALTH
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Household, Member

_YES_NO = [("1", "是"), ("0", "否")]


class MemberFilter(TownshipFilterSet):
    """People by place, schooling, work, insurance, and what their household is.

    The state of health is offered only to who may see it in full: a filter tells as much.
    """

    area = AreaChoice(field_name="area_code")
    head = django_filters.ChoiceFilter(
        label="与户主关系",
        choices=[("1", "户主"), ("0", "其他成员")],
        empty_label="全部",
        method="filter_head",
    )
    health = django_filters.ChoiceFilter(
        label="健康状况",
        choices=[(word, word) for word in HEALTH],
        empty_label="全部",
        method="filter_health",
    )
    pupil = django_filters.ChoiceFilter(
        label="在校生", choices=_YES_NO, empty_label="全部", method="filter_pupil"
    )
    worker = django_filters.ChoiceFilter(
        label="外出务工", choices=_YES_NO, empty_label="全部", method="filter_worker"
    )
    insured = django_filters.ChoiceFilter(
        label="大病保险", choices=_YES_NO, empty_label="全部", method="filter_insured"
    )
    status = django_filters.ChoiceFilter(
        label="户脱贫状态",
        field_name="household__status",
        choices=Household.Status.choices,
        empty_label="全部",
    )
    attribute = django_filters.ChoiceFilter(
        label="户属性",
        field_name="household__attribute",
        choices=Household.Attribute.choices,
        empty_label="全部",
    )
    planned_exit_year = django_filters.NumberFilter(
        label="计划脱贫年度", field_name="household__planned_exit_year"
    )

    class Meta:
        model = Member
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request and show_of(self.request.user, "illness") is not Show.FULL:
            self.filters.pop("health")
            self.form.fields.pop("health", None)

    def filter_head(self, rows: "QuerySet[Member]", name: str, value: str) -> "QuerySet[Member]":
        """Keep householders, or the others."""
        heads = {"relation": Member.HEAD}
        return rows.filter(**heads) if value == "1" else rows.exclude(**heads)

    def filter_health(self, rows: "QuerySet[Member]", name: str, value: str) -> "QuerySet[Member]":
        """Keep people of one state of health, by its keyed index."""
        return rows.filter(health_key=search_key(value))

    def filter_pupil(self, rows: "QuerySet[Member]", name: str, value: str) -> "QuerySet[Member]":
        """Keep those at school, or the others."""
        none = {"schooling__in": ["", "无", "否", "非在校生"]}
        return rows.exclude(**none) if value == "1" else rows.filter(**none)

    def filter_worker(self, rows: "QuerySet[Member]", name: str, value: str) -> "QuerySet[Member]":
        """Keep those who worked away from home for a month or more, or the others."""
        away = {"work_months__gt": 0}
        return rows.filter(**away) if value == "1" else rows.exclude(**away)

    def filter_insured(
        self, rows: "QuerySet[Member]", name: str, value: str
    ) -> "QuerySet[Member]":
        """Keep those insured, or the others."""
        return rows.filter(insured=True) if value == "1" else rows.exclude(insured=True)
