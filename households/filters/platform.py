"""What the platform check can be asked for."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.scope import TOWNSHIP
from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import Area, Household, PlatformDifference, PlatformLine

_SAID = [("0", "待说明"), ("1", "已说明")]


def villages_of(request: Any, *, township: str) -> list[tuple[str, str]]:
    """Give the villages the asking user sees in a township, his own unless he chose one."""
    if request is None or not getattr(request, "user", None):
        return []
    township = (township or getattr(request.user, "area_code", ""))[:TOWNSHIP]
    if len(township) < TOWNSHIP:
        return []
    villages = Area.objects.visible_to(request.user).villages().within(township)
    return list(villages.values_list("code", "short_name"))


class DifferenceFilter(TownshipFilterSet):
    """Differences by township, village, measure, kind, and whether somebody explained them."""

    area = AreaChoice(field_name="area_code")
    village = django_filters.ChoiceFilter(
        label="村", field_name="area_code", choices=[], empty_label="全部"
    )
    measure = django_filters.ChoiceFilter(
        label="四个一批", choices=Household.Measure.choices, empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(
        label="差异", choices=PlatformDifference.Kind.choices, empty_label="全部"
    )
    explained = django_filters.ChoiceFilter(
        label="说明", choices=_SAID, empty_label="全部", method="filter_explained"
    )
    q = django_filters.CharFilter(label="户编号", field_name="household_no")

    class Meta:
        model = PlatformDifference
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = (self.data or {}).get("area", "")
        choices = villages_of(self.request, township=asked)
        self.form.fields["village"].choices = choices
        if not choices:
            del self.form.fields["village"]

    def filter_explained(
        self, rows: "QuerySet[PlatformDifference]", name: str, value: str
    ) -> "QuerySet[PlatformDifference]":
        """Keep the explained ones, or those that wait."""
        return rows.filter(explained_at__isnull=value == "0")


class LineFilter(TownshipFilterSet):
    """Lines of the latest extract by place, measure and household."""

    area = AreaChoice(field_name="area_code")
    measure = django_filters.ChoiceFilter(label="四个一批", choices=Household.Measure.choices)
    household_no = django_filters.CharFilter(label="户编号")

    class Meta:
        model = PlatformLine
        fields: list[str] = []
