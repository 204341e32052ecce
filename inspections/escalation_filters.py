"""What the leaders' list and the records of the timetable can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts import clock
from accounts.models import Unit
from inspections.filters import ALL, FieldworkFilter, Options, UnitNumberFilter
from inspections.models import Escalation, EscalationStep, Problem

WAITING = [
    (state.value, state.label)
    for state in Problem.State
    if state not in {"found", "confirmed", "closed", "not_upheld"}
]


class LeadersFilter(FieldworkFilter):
    """The leaders' list by place, unit, severity, state, days past and words."""

    period = None  # type: ignore[assignment]  # a list of one day, not of a month
    unit = UnitNumberFilter(field_name="responsible_unit")
    severity = django_filters.ChoiceFilter(
        choices=Problem.Severity.choices, label="严重程度", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(choices=WAITING, label="状态", empty_label=ALL)
    late = django_filters.ChoiceFilter(
        choices=[("20", "超过20天"), ("30", "超过30天"), ("60", "超过60天")],
        label="超期天数",
        empty_label=ALL,
        method="long_late",
    )
    q = django_filters.CharFilter(label="编号或内容", method="search")

    class Meta:
        model = Problem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", self._units)

    def _units(self) -> Options:
        units = Unit.objects.visible_to(self.request.user).order_by("area_code", "kind", "name")
        return [(str(number), name) for number, name in units.values_list("pk", "name")]

    def long_late(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what is at least so many days past its day."""
        return rows.filter(due_on__lte=clock.today() - timedelta(days=int(value)))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems whose number, object or fact holds the words."""
        words = value.strip()
        found = Q(number__icontains=words) | Q(subject_name__contains=words)
        return rows.filter(found | Q(fact__contains=words))


class EscalationFilter(django_filters.FilterSet):
    """Records of the timetable by problem, unit and audience, and whether they were told."""

    problem = django_filters.NumberFilter(field_name="problem_id", label="问题")
    unit = UnitNumberFilter(field_name="problem__responsible_unit")
    audience = django_filters.ChoiceFilter(
        field_name="step__audience", choices=EscalationStep.Audience.choices, label="通知对象"
    )
    told = django_filters.BooleanFilter(label="已通知")

    class Meta:
        model = Escalation
        fields: list[str] = []
