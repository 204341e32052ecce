"""What the lists of the inspections can be narrowed by; the same for the API."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.choices import CallableChoiceIterator

from accounts import clock
from accounts.models import Unit, User
from households.models import Area
from inspections.counted_filters import CountedMethods, counted_filters
from inspections.duty_filters import DutyMethods, duty_filters
from inspections.earlier_filters import earlier_filters
from inspections.models import (
    Assignment,
    FoundIn,
    Problem,
    ProblemCategory,
    RectificationOrder,
    Round,
    Team,
)
from inspections.models.subjects import SubjectKind
from inspections.months import MonthFilter
from inspections.selectors import orders, problems
from inspections.selectors.tasks import OVERDUE, STANDING, TASK_STATES

ALL = "全部"
NUMBER = re.compile(r"[0-9]{1,9}")
Options = Iterable[tuple[str, str]]


def number_of(value: str) -> int:
    """A row's number as it was asked for; 0, which is nobody's, for what none can be."""
    return int(value) if NUMBER.fullmatch(value) else 0


def flag(label: str, yes: str, method: str) -> django_filters.ChoiceFilter:
    """Give a filter that is either off or 1."""
    return django_filters.ChoiceFilter(
        label=label, choices=[("1", yes)], empty_label=ALL, method=method
    )


class FieldworkFilter(django_filters.FilterSet):
    """Month and place, common to all field lists; a place is the beginning of its code."""

    period = MonthFilter(field_name="round__period", label="期次")
    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="乡镇", widget=forms.Select
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "area" in self.form.fields:
            self.offer("area", self._townships)

    def offer(self, name: str, options: Callable[[], Options]) -> None:
        """Fill a field's choices when it is shown; a value that is no choice is shown as it is."""

        @cache
        def choices() -> list[tuple[str, str]]:
            offered = [("", ALL), *options()]
            asked = (self.data or {}).get(name, "")
            known = {value for value, _ in offered}
            return offered if asked in known else [*offered, (asked, self._named(asked))]

        self.form.fields[name].widget.choices = CallableChoiceIterator(choices)

    def _townships(self) -> Options:
        areas = Area.objects.visible_to(self.request.user).townships()
        return areas.values_list("code", "short_name")

    def _named(self, code: str) -> str:
        seen = Area.objects.visible_to(self.request.user).filter(code=code)
        return seen.values_list("short_name", flat=True).first() or code


class RoundFilter(django_filters.FilterSet):
    """Month, state and form of a round."""

    period = MonthFilter(field_name="period", label="期次")
    state = django_filters.ChoiceFilter(choices=Round.State.choices, label="状态", empty_label=ALL)
    mode = django_filters.ChoiceFilter(
        choices=Round.Mode.choices, label="组织形式", empty_label=ALL
    )
    area = django_filters.CharFilter(
        field_name="area_code", lookup_expr="startswith", label="区县", widget=forms.HiddenInput
    )

    class Meta:
        model = Round
        fields: list[str] = []


class AssignmentFilter(FieldworkFilter):
    """Assignments by kind of unit, state, team and owner, and those not yet submitted."""

    kind = django_filters.ChoiceFilter(
        field_name="subject_kind", choices=SubjectKind.choices, label="对象", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        choices=TASK_STATES, label="状态", empty_label=ALL, method="in_state"
    )
    team = django_filters.CharFilter(label="督查组", widget=forms.Select, method="of_number")
    owner = django_filters.CharFilter(label="负责人", widget=forms.Select, method="of_number")
    unfinished = flag("进度", "只看未完成", "only_unfinished")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("team", self._teams)
        self.offer("owner", self._owners)

    def _teams(self) -> Options:
        return teams_of(self.request.user)

    def _owners(self) -> Options:
        seen = Assignment.objects.visible_to(self.request.user).order_by()
        owners = User.objects.filter(pk__in=seen.values("owner")).order_by("name", "pk")
        return [(str(person.pk), str(person)) for person in owners]

    def only_unfinished(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the assignments whose visit is not submitted."""
        return rows.unfinished()  # type: ignore[attr-defined]  # AssignmentQuerySet

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the assignments whose form stands there, or that are past their day."""
        if value == OVERDUE:
            return rows.overdue(on=clock.today())  # type: ignore[attr-defined]
        return rows.filter(STANDING[value])

    def of_number(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one team's or one person's; what is no number is nobody's."""
        return rows.filter(**{name: number_of(value)})


class UnitNumberFilter(django_filters.CharFilter):
    """A responsible unit by its number, shown as a select."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="责任单位", widget=forms.Select, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep one unit's rows; what is no number is nobody's."""
        if not value:
            return qs
        return qs.filter(**{f"{self.field_name}_id": number_of(value)})


class ProblemFilter(DutyMethods, CountedMethods, FieldworkFilter):
    """Problems by month, place, item, kind, unit and state, and those past their day."""

    period = MonthFilter(field_name="period", label="期次")
    state = django_filters.ChoiceFilter(
        choices=Problem.State.choices, label="状态", empty_label=ALL
    )
    scope = django_filters.ChoiceFilter(
        choices=Problem.Scope.choices, label="共性/个性", empty_label=ALL
    )
    severity = django_filters.ChoiceFilter(
        choices=Problem.Severity.choices, label="严重程度", empty_label=ALL
    )
    category = django_filters.ModelChoiceFilter(
        queryset=ProblemCategory.objects.all(), label="类别", empty_label=ALL
    )
    item = django_filters.CharFilter(label="条目")
    unit = UnitNumberFilter(field_name="responsible_unit")
    source = django_filters.ChoiceFilter(
        choices=Problem.Source.choices, label="来源", empty_label=ALL
    )
    found_in = django_filters.ChoiceFilter(
        choices=FoundIn.choices, label="发现环节", empty_label=ALL
    )
    repeated = flag("屡查屡犯", "只看屡查屡犯", "only_repeated")
    overdue = django_filters.ChoiceFilter(
        choices=[("1", "只看超期"), ("0", "只看未超期")],
        label="超期",
        empty_label=ALL,
        method="only_overdue",
    )
    open = flag("销号", "只看未销号", "only_open")
    ordered = flag("整改单", "只看已下达", "only_ordered")
    q = django_filters.CharFilter(label="编号或内容", method="search")
    whose, due, unplanned = duty_filters()
    before, closed_from = earlier_filters()
    year, block, reopened, subject = counted_filters()

    class Meta:
        model = Problem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", self._units)

    def _units(self) -> Options:
        return _numbered_units(self.request.user.area_code)

    def only_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the open problems whose day is past, or all the others."""
        today = clock.today()
        if value == "1":
            return rows.overdue(on=today)  # type: ignore[attr-defined]  # ProblemQuerySet
        return rows.not_overdue(on=today)  # type: ignore[attr-defined]  # as above

    def only_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems that are neither closed nor rejected."""
        return rows.open()  # type: ignore[attr-defined]  # ProblemQuerySet

    def only_repeated(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems of an item that failed at the same unit before."""
        return rows.exclude(repeats=None)

    def only_ordered(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems with a rectification order."""
        return rows.under_order()  # type: ignore[attr-defined]  # ProblemQuerySet

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems whose number, object or fact holds the words."""
        return problems.holding(rows, value.strip())


class OrderFilter(django_filters.FilterSet):
    """Orders by unit and year, those not yet signed for, unfinished, past their day."""

    year = django_filters.NumberFilter(label="年度", min_value=2000, max_value=2100)
    unit = UnitNumberFilter(field_name="unit")
    waiting = flag("签收", "只看未签收", "only_waiting")
    overdue = flag("超期", "只看超期", "only_overdue")
    open = flag("销号", "只看未全部销号", "only_open")

    class Meta:
        model = RectificationOrder
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = cache(lambda: [("", ALL), *_numbered_units(self.request.user.area_code)])
        self.form.fields["unit"].widget.choices = CallableChoiceIterator(asked)

    def only_waiting(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the orders nobody has signed for."""
        return orders.waiting(rows)

    def only_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the orders with an open problem past its day."""
        return orders.overdue(rows, on=clock.today())

    def only_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the orders with a problem that is neither closed nor rejected."""
        return orders.unfinished(rows)


def teams_of(user: User) -> Options:
    """Give the teams of the rounds a person sees, the newest month first, for a select."""
    teams = Team.objects.filter(round__in=Round.objects.visible_to(user)).select_related("round")
    ordered = teams.order_by("-round__period", "name")
    return [(str(team.pk), f"{team.round.period:%Y-%m} {team.name}") for team in ordered]


def _numbered_units(area_code: str) -> Options:
    """Give the units of a place by number, for a select."""
    units = Unit.objects.within(area_code).order_by("area_code", "kind", "name")
    return [(str(number), name) for number, name in units.values_list("pk", "name")]
