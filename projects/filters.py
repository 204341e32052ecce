"""What the lists of the plan and of the meetings can be asked for."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length

from accounts import clock
from accounts.models import Unit
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Area
from projects.models import AnnualTarget, Meeting, MeetingTask, PlanDocument, Pledge, Programme
from projects.selectors.meetings import chargeable_units, due_soon

_MONTH, _NUMBER = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])"), re.compile(r"[0-9]{1,9}")
_DIGITS = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
TIERS = [("township", "区→乡镇"), ("village", "乡镇→村")]
LEVELS = [("county", "区县"), ("township", "乡镇"), ("village", "村")]
STATES = [("signed", "已签"), ("unsigned", "未签"), ("overdue", "逾期未签")]


class _Place(django_filters.FilterSet):
    """Rows inside a place, of one level."""

    area = django_filters.CharFilter(
        label="区划", field_name="area_code", lookup_expr="startswith"
    )
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS, method="filter_level")

    def filter_level(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the rows of one level by the digits of their place."""
        return rows.annotate(digits=Length("area_code")).filter(digits=_DIGITS[value])


class TargetFilter(_Place):
    """Targets by year and place (code prefix)."""

    class Meta:
        model = AnnualTarget
        fields = ["year"]


class ProgrammeFilter(django_filters.FilterSet):
    """Programmes by year and lead unit."""

    class Meta:
        model = Programme
        fields = ["year", "lead_unit", "is_supplement"]


class _PledgeRules(django_filters.FilterSet):
    """Pledges by tier and by whether they are signed."""

    tier = django_filters.ChoiceFilter(
        label="层级", choices=TIERS, empty_label="全部", method="filter_tier"
    )
    state = django_filters.ChoiceFilter(
        label="签订", choices=STATES, empty_label="全部", method="filter_state"
    )

    def filter_tier(self, rows: "QuerySet[Pledge]", name: str, value: str) -> "QuerySet[Pledge]":
        """Keep townships or villages."""
        return rows.of_tier(_DIGITS[value])  # type: ignore[attr-defined]  # PledgeQuerySet

    def filter_state(self, rows: "QuerySet[Pledge]", name: str, value: str) -> "QuerySet[Pledge]":
        """Keep signed, unsigned or overdue ones."""
        asked: Any = rows
        if value == "overdue":
            return asked.overdue(on=clock.today())
        return asked.signed() if value == "signed" else asked.unsigned()


class _YearAbove(TownshipFilterSet):
    """A page whose year is chosen above the list: the filter form only carries it along."""

    year = django_filters.NumberFilter(method="keep_all", widget=forms.HiddenInput)

    def keep_all(self, rows: "QuerySet[Any]", name: str, value: Any) -> "QuerySet[Any]":
        """Leave the rows to the page, which has asked for the year."""
        return rows


class PledgeFilter(_PledgeRules, _YearAbove):
    """The page's pledges by township, tier and state."""

    area = AreaChoice(field_name="area_code")

    class Meta:
        model = Pledge
        fields: list[str] = []


class PledgeListFilter(PledgeFilter):
    """The same with the year as a filter, for the export."""

    year = django_filters.NumberFilter(label="年度")


class PledgeApiFilter(_PledgeRules, _Place):
    """Pledges by year, place, tier and state."""

    class Meta:
        model = Pledge
        fields = ["year"]


class DocumentFilter(_Place):
    """Plan documents by year, place, level; current=true leaves out the replaced ones."""

    current = django_filters.BooleanFilter(
        label="现行", field_name="replaced_by", lookup_expr="isnull"
    )

    class Meta:
        model = PlanDocument
        fields = ["year"]


class MissingPlanFilter(_YearAbove):
    """Places without a plan, by township and level."""

    area = AreaChoice(field_name="code")
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS[1:], empty_label="全部")

    class Meta:
        model = Area
        fields: list[str] = []


ALL = "全部"
MEETING_STATES = [*Meeting.State.choices, ("overdue", "到期未开")]
TASK_STATES = [
    *MeetingTask.State.choices,
    *(("soon", "3日内到期"), ("overdue", "逾期"), ("confirm", "待本单位确认")),
]


class MeetingFilter(django_filters.FilterSet):
    """Meetings by kind, state and month; 到期未开 are those planned for a day that has passed."""

    kind = django_filters.ChoiceFilter(
        label="会议类别", choices=Meeting.Kind.choices, empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=MEETING_STATES, empty_label=ALL, method="by_state"
    )
    month = django_filters.CharFilter(label="月份", widget=forms.Select, method="of_month")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the months that have a meeting the reader sees."""
        super().__init__(*args, **kwargs)
        months: Any = []
        if self.request is not None:
            seen = Meeting.objects.visible_to(self.request.user).order_by("-period")
            months = seen.values_list("period", flat=True).distinct()
        offered = [(f"{day:%Y-%m}", f"{day.year}年{day.month}月") for day in months]
        self.form.fields["month"].widget.choices = [("", ALL), *offered]

    def by_state(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep those of a state; 到期未开 is a part of 待召开."""
        if value == "overdue":
            return rows.filter(state=Meeting.State.PLANNED, planned_on__lt=clock.today())
        return rows.filter(state=value)

    def of_month(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep a month's; what is no month is nobody's."""
        found = _MONTH.fullmatch(value)
        return rows.filter(period=f"{value}-01") if found else rows.none()


class MeetingTaskFilter(django_filters.FilterSet):
    """Tasks by state, unit and meeting; 逾期 are those without a report after their day."""

    state = django_filters.ChoiceFilter(
        label="状态", choices=TASK_STATES, empty_label=ALL, method="by_state"
    )
    unit = django_filters.CharFilter(label="责任单位", widget=forms.Select, method="of_unit")
    meeting = django_filters.CharFilter(widget=forms.HiddenInput, method="of_meeting")

    class Meta:
        model = MeetingTask
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units that can be charged; a unit that is charged itself, only itself."""
        super().__init__(*args, **kwargs)
        units: Any = []
        if self.request is not None:
            user = self.request.user
            units = chargeable_units(user.area_code).values_list("pk", "name")
            if user.is_inspected:
                units = Unit.objects.filter(pk=user.unit_id or 0).values_list("pk", "name")
        self.form.fields["unit"].widget.choices = [("", ALL), *units]

    def by_state(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep those of a state; 逾期 and 3日内到期 are parts of 办理中."""
        asked: Any = rows
        if value == "overdue":
            return asked.overdue(on=clock.today())
        if value == "soon":
            return rows.filter(due_soon(clock.today()))
        if value == "confirm":
            own = self.request.user.unit_id or 0
            return rows.filter(state=MeetingTask.State.REPORTED).exclude(unit=own)
        return rows.filter(state=value)

    def of_unit(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep one unit's; what is no number is nobody's."""
        return rows.filter(unit=_number(value))

    def of_meeting(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep one meeting's."""
        return rows.filter(meeting=_number(value))


def _number(value: str) -> int:
    return int(value) if _NUMBER.fullmatch(value) else 0
