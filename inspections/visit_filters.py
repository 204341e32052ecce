"""What the list of forms can be narrowed by; the same for the API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from inspections.filters import ALL, FieldworkFilter, Options, flag, number_of, teams_of
from inspections.models import Answer, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.findings import FINDING_CHOICES, found_so


class VisitFilter(FieldworkFilter):
    """Visits by kind of unit, state and team, and those with a failing answer."""

    kind = django_filters.ChoiceFilter(
        field_name="subject_kind", choices=SubjectKind.choices, label="对象", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(choices=Visit.State.choices, label="状态", empty_label=ALL)
    team = django_filters.CharFilter(
        field_name="assignment__team", label="督查组", widget=forms.Select, method="of_team"
    )
    failed = flag("结果", "有不合格项", "only_failed")
    finding = django_filters.ChoiceFilter(
        label="入户情况", choices=FINDING_CHOICES, empty_label=ALL, method="with_finding"
    )

    class Meta:
        model = Visit
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("team", self._teams)

    def _teams(self) -> Options:
        return teams_of(self.request.user)

    def of_team(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one team's visits; what is no number is nobody's."""
        return rows.filter(assignment__team=number_of(value))

    def only_failed(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the visits with at least one failing answer."""
        return rows.filter(Exists(Answer.objects.filter(visit=OuterRef("pk"), failed=True)))

    def with_finding(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the visits of households that were found so."""
        return rows.filter(found_so(value))


class ReviewFilter(VisitFilter):
    """Forms that wait for review: all are in one state."""

    state = None
