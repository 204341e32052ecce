"""What the lists of the register can be asked for. No names: addresses end up in logs."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.scope import TOWNSHIP
from households.facts.income_bands import CHOICES
from households.models import Area, HelperPairing, Household
from households.selectors.income_bands import in_band, income_year

_YES_NO = [("1", "是"), ("0", "否")]
NO_MEASURE = "none"  # 四个一批未定


def places_of(request: Any, *, asked: str) -> list[tuple[str, str]]:
    """Give the townships the asking user sees, and the place asked for, as choices."""
    if request is None:
        return []
    wanted = Q(level=Area.Level.TOWNSHIP) | Q(code=asked)
    areas = Area.objects.visible_to(request.user).filter(wanted)
    return list(areas.values_list("code", "short_name"))


def villages_of(request: Any, *, township: str) -> list[tuple[str, str]]:
    """Give the villages of a township that the asking user sees, as choices."""
    if request is None or len(township) != TOWNSHIP:
        return []
    areas = Area.objects.visible_to(request.user).villages().filter(code__startswith=township)
    return list(areas.values_list("code", "short_name"))


class AreaChoice(django_filters.ChoiceFilter):
    """Rows inside a place: the select offers townships and the place the address names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="乡镇", empty_label="全部", lookup_expr="startswith", choices=[], **kwargs
        )


class TownshipFilterSet(django_filters.FilterSet):
    """A filter set whose area filter offers the user's places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = (self.data or {}).get("area", "")
        # on this form's own field: the API's schema leaves a field on the class for all to come
        self.form.fields["area"].choices = places_of(self.request, asked=asked)


class VillageChoice(django_filters.ChoiceFilter):
    """Rows of one village: offered once a township is chosen, and left out before."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="村", empty_label="全部", choices=[], **kwargs)


class VillageFilterSet(TownshipFilterSet):
    """A filter set with `area` and `village`; an address may name a village as its area too."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        asked = QueryDict(mutable=True)
        asked.update(data or {})
        area, village = asked.get("area", ""), asked.get("village", "")
        if not village.startswith(area):  # of the township chosen before
            asked["village"] = ""
        super().__init__(asked if data is not None else None, *args, **kwargs)
        found = villages_of(self.request, township=area)
        if found:
            self.form.fields["village"].choices = found
        else:
            self.filters.pop("village")
            self.form.fields.pop("village", None)


class VillageFilter(TownshipFilterSet):
    """Villages by township, poor or not, year planned off the list."""

    area = AreaChoice(field_name="code")
    poor = django_filters.ChoiceFilter(
        label="贫困村",
        field_name="is_poor",
        choices=[("1", "是"), ("0", "否")],
        empty_label="全部",
        method="filter_poor",
    )
    exit_year = django_filters.NumberFilter(label="计划摘帽年度", field_name="planned_exit_year")

    class Meta:
        model = Area
        fields: list[str] = []

    def filter_poor(self, rows: "QuerySet[Area]", name: str, value: str) -> "QuerySet[Area]":
        """Keep poor villages, or the others."""
        return rows.filter(is_poor=value == "1")


class HouseholdFilter(TownshipFilterSet):
    """Households by place, plan, measure, state, cause, and whether anybody helps them."""

    area = AreaChoice(field_name="area_code")
    measure = django_filters.ChoiceFilter(
        label="四个一批",
        choices=[*Household.Measure.choices, (NO_MEASURE, "未定")],
        empty_label="全部",
        method="filter_measure",
    )
    status = django_filters.ChoiceFilter(
        label="脱贫状态", choices=Household.Status.choices, empty_label="全部"
    )
    still_poor = django_filters.ChoiceFilter(
        label="未脱贫（含返贫）", choices=_YES_NO, empty_label="全部", method="filter_poor"
    )
    planned_exit_year = django_filters.NumberFilter(label="计划脱贫年度")
    attribute = django_filters.ChoiceFilter(
        label="贫困户属性", choices=Household.Attribute.choices, empty_label="全部"
    )
    cause = django_filters.ChoiceFilter(
        label="致贫原因", choices=Household.Cause.choices, empty_label="全部"
    )
    without_helper = django_filters.ChoiceFilter(
        label="帮扶责任人",
        choices=[("1", "未落实"), ("0", "已落实")],
        empty_label="全部",
        method="filter_helper",
    )
    unsafe_house = django_filters.ChoiceFilter(
        label="危房户", choices=_YES_NO, empty_label="全部", method="filter_truth"
    )
    safe_water = django_filters.ChoiceFilter(
        label="饮水安全", choices=_YES_NO, empty_label="全部", method="filter_truth"
    )
    watch = django_filters.ChoiceFilter(
        label="监测对象", choices=Household.Watch.choices, empty_label="全部"
    )
    persons_from = django_filters.NumberFilter(
        label="人数不少于", field_name="person_count", lookup_expr="gte"
    )
    persons_to = django_filters.NumberFilter(
        label="人数不多于", field_name="person_count", lookup_expr="lte"
    )
    income = django_filters.ChoiceFilter(
        label="人均纯收入", choices=CHOICES, empty_label="全部", method="filter_income"
    )
    income_year = django_filters.NumberFilter(
        label="收入年度", min_value=2000, max_value=2100, method="keep_all"
    )

    class Meta:
        model = Household
        fields: list[str] = []

    def filter_measure(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep households of one main measure, or those without any."""
        return rows.filter(measure="" if value == NO_MEASURE else value)

    def filter_poor(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep those still poor, or those that have left poverty."""
        poor = Q(status__in=[Household.Status.POOR, Household.Status.RELAPSED])
        return rows.filter(poor if value == "1" else ~poor)

    def filter_truth(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep what is so, or what is not so."""
        return rows.filter(**{name: value == "1"})

    def filter_income(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep households of one band of income, of the year asked for or else the newest."""
        year = self.form.cleaned_data.get("income_year") or income_year(self.request.user)
        return rows.filter(in_band(value, int(year)))

    def keep_all(
        self, rows: "QuerySet[Household]", name: str, value: Any
    ) -> "QuerySet[Household]":
        """Leave the rows: the year belongs to the band of income."""
        return rows

    def filter_helper(
        self, rows: "QuerySet[Household]", name: str, value: str
    ) -> "QuerySet[Household]":
        """Keep households with or without a running helper."""
        helped = Exists(HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None))
        return rows.filter(~helped if value == "1" else helped)


class NumberedHouseholdFilter(HouseholdFilter):
    """The same for programs, with the household's number as far as it is known."""

    q = django_filters.CharFilter(
        label="户编号", field_name="household_no", lookup_expr="startswith"
    )


class AreaFilter(VillageFilter):
    """Places of any level."""

    level = django_filters.ChoiceFilter(label="级别", choices=Area.Level.choices)
