"""What the lists of requests and of 问责 can be narrowed by; the same for the API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.choices import CallableChoiceIterator

from accounts import clock
from accounts.forms import DayInput
from accounts.models import Unit
from inspections.filters import ALL, UnitNumberFilter, flag
from inspections.models import (
    AccountabilityCase,
    Extension,
    InterviewSummons,
    Objection,
    Sanction,
    Trigger,
)
from inspections.models.requests import Request
from inspections.selectors.requests import decidable


class OfUnitsFilter(django_filters.FilterSet):
    """A list of units' matters: the units offered are those of the reader's place."""

    unit_label = "责任单位"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(self.request.user.area_code)

        def offered() -> list[tuple[str, str]]:
            rows = units.order_by("area_code", "kind", "name").values_list("pk", "name")
            return [("", ALL), *((str(pk), name) for pk, name in rows)]

        unit = self.form.fields["unit"]
        unit.label = self.unit_label
        unit.widget.choices = CallableChoiceIterator(offered)


class RequestFilter(OfUnitsFilter):
    """Requests by state and unit, and by the problem's number or the reason."""

    state = django_filters.ChoiceFilter(
        choices=Request.State.choices, label="状态", empty_label=ALL
    )
    unit = UnitNumberFilter(field_name="problem__responsible_unit")
    q = django_filters.CharFilter(label="编号或理由", method="search")
    mine = flag("审批人", "只看待我审批", "only_mine")

    def only_mine(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what waits for the reader's own decision."""
        return rows.filter(pk__in=decidable(rows.model, self.request.user).values("pk"))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those whose problem has the number, or whose reason holds the words."""
        words = value.strip()
        return rows.filter(Q(problem__number__icontains=words) | Q(reason__contains=words))


class ExtensionFilter(RequestFilter):
    """Also those whose day is past while they wait."""

    late = flag("时限", "原时限已到", "only_late")

    class Meta:
        model = Extension
        fields: list[str] = []

    def only_late(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what still waits after the day it asks to move."""
        return rows.filter(state=Request.State.PENDING, due_before__lt=clock.today())


class ObjectionFilter(RequestFilter):
    """Objections, in their own words for the states."""

    state = django_filters.ChoiceFilter(
        choices=list(Objection.WORDS.items()), label="状态", empty_label=ALL
    )

    class Meta:
        model = Objection
        fields: list[str] = []


class CaseFilter(OfUnitsFilter):
    """Cases by state, failure, unit, and who proposed them."""

    unit_label = "涉及单位"
    state = django_filters.ChoiceFilter(
        choices=AccountabilityCase.State.choices, label="状态", empty_label=ALL
    )
    trigger = django_filters.ChoiceFilter(choices=Trigger.choices, label="情形", empty_label=ALL)
    unit = UnitNumberFilter(field_name="unit")
    by = django_filters.ChoiceFilter(
        label="提请",
        choices=[("timetable", "按时间表自动提请"), ("person", "人工提请")],
        empty_label=ALL,
        method="proposed_by_kind",
    )

    class Meta:
        model = AccountabilityCase
        fields: list[str] = []

    def proposed_by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what the timetable proposed, or what a person did."""
        return rows.filter(proposed_by__isnull=value == "timetable")


class SanctionFilter(OfUnitsFilter):
    """Measures by target, kind, unit and days; a name is sealed and cannot be looked for."""

    unit_label = "单位"
    target_kind = django_filters.ChoiceFilter(
        choices=Sanction.TargetKind.choices, label="对象类别", empty_label=ALL
    )
    measure = django_filters.ChoiceFilter(
        choices=Sanction.Measure.choices, label="处理方式", empty_label=ALL
    )
    unit = UnitNumberFilter(field_name="unit")
    first = django_filters.DateFilter(
        field_name="decided_on", lookup_expr="gte", label="决定日期自", widget=DayInput
    )
    last = django_filters.DateFilter(
        field_name="decided_on", lookup_expr="lte", label="决定日期至", widget=DayInput
    )
    standing = flag("撤销", "只看未撤销", "only_standing")

    class Meta:
        model = Sanction
        fields: list[str] = []

    def only_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what is not revoked."""
        return rows.filter(revoked_at=None)


class SummonsFilter(OfUnitsFilter):
    """约谈 by unit, days and what stands; a name is sealed and cannot be looked for."""

    unit_label = "被约谈单位"
    unit = UnitNumberFilter(field_name="unit")
    first = django_filters.DateFilter(
        field_name="held_on", lookup_expr="gte", label="约谈日期自", widget=DayInput
    )
    last = django_filters.DateFilter(
        field_name="held_on", lookup_expr="lte", label="约谈日期至", widget=DayInput
    )
    standing = flag("作废", "只看有效", "only_standing")

    class Meta:
        model = InterviewSummons
        fields: list[str] = []

    def only_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Leave out what was set aside."""
        return rows.filter(annulled_at=None)
