"""What the lists of 举一反三 and 回头看 can be narrowed by; the same for the API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts import clock
from accounts.forms import DayInput
from accounts.models import Unit
from inspections.filters import ALL, UnitNumberFilter, flag, number_of
from inspections.models import LookBack, Problem, SelfCheck


class UnitOfferFilter(django_filters.FilterSet):
    """A list with a unit among its filters, offered from the user's own place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.form.fields:
            units = Unit.objects.within(self.request.user.area_code).values_list("pk", "name")
            self.form.fields["unit"].widget.choices = [("", ALL), *units]

    def only_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what is not done and past its day."""
        return rows.open().filter(due_on__lt=clock.today())  # type: ignore[attr-defined]

    def of_number(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one record's; what is no number is nobody's."""
        return rows.filter(**{name: number_of(value)})


class SelfCheckFilter(UnitOfferFilter):
    """Self-checks by state, result, unit and the problem they came of."""

    state = django_filters.ChoiceFilter(
        choices=SelfCheck.State.choices, label="状态", empty_label=ALL
    )
    result = django_filters.ChoiceFilter(
        choices=SelfCheck.Result.choices, label="结果", empty_label=ALL
    )
    unit = UnitNumberFilter(field_name="unit")
    item = django_filters.CharFilter(label="条目")
    overdue = flag("超期", "只看超期", "only_overdue")
    problem = django_filters.CharFilter(widget=forms.HiddenInput, method="of_number")

    class Meta:
        model = SelfCheck
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["unit"].label = "自查单位"


class LookBackFilter(UnitOfferFilter):
    """Look backs by state, responsible unit, lot and problem."""

    state = django_filters.ChoiceFilter(
        choices=LookBack.State.choices, label="状态", empty_label=ALL
    )
    unit = UnitNumberFilter(field_name="problem__responsible_unit")
    overdue = flag("超期", "只看超期", "only_overdue")
    mine = flag("回访人", "只看由我回访", "only_mine")
    draw = django_filters.CharFilter(widget=forms.HiddenInput, method="of_number")
    problem = django_filters.CharFilter(widget=forms.HiddenInput, method="of_number")

    class Meta:
        model = LookBack
        fields: list[str] = []

    def only_mine(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what the reader is to visit."""
        return rows.filter(inspector=self.request.user)


class ClosedFilter(UnitOfferFilter):
    """Closed problems by the days they were closed on, severity and responsible unit."""

    closed_from = django_filters.DateFilter(
        field_name="closed_on", lookup_expr="gte", label="销号日期从", widget=DayInput
    )
    closed_to = django_filters.DateFilter(
        field_name="closed_on", lookup_expr="lte", label="到", widget=DayInput
    )
    severity = django_filters.ChoiceFilter(
        choices=Problem.Severity.choices, label="严重程度", empty_label=ALL
    )
    unit = UnitNumberFilter(field_name="responsible_unit")
    item = django_filters.CharFilter(label="条目")

    class Meta:
        model = Problem
        fields: list[str] = []
