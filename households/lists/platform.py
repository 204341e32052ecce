"""平台比对: the differences between register and platform that still stand."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from accounts.lists import ListColumn, Listing
from accounts.models import User
from households.filters.platform import DifferenceFilter
from households.lists import words
from households.models import Area, Household, PlatformDifference
from households.selectors.platform import latest_extract_for, standing

_PAGE = ("households:platform_difference", "pk")
_VILLAGE = ("households:village_detail", "area_code")
_KIND = dict(PlatformDifference.Kind.choices)
_SAID = {True: "已说明", False: "待说明"}
_IS_SAID = ExpressionWrapper(Q(explained_at__isnull=False), output_field=BooleanField())


def _household(name: str) -> Subquery:
    """Give a field of the register's household of that number."""
    rows = Household.objects.registered().filter(household_no=OuterRef("household_no"))
    return Subquery(rows.values(name)[:1])


def _area(name: str) -> Subquery:
    """Give a field of the place."""
    return Subquery(Area.objects.filter(pk=OuterRef("area_code")).values(name)[:1])


def said_tone(value: Any) -> str:
    """Colour what waits orange, what is explained green."""
    return "green" if value else "orange"


def kind_tone(value: Any) -> str:
    """Colour a household that one side lacks red."""
    return "grey" if value == PlatformDifference.Kind.PERSONS else "red"


COLUMNS = (
    ListColumn("household_no", "户编号", sort="household_no", link=_PAGE, width=22),
    ListColumn("head_name", "户主", _household("head_name"), field="name", width=10),
    ListColumn("township", "乡镇", _area("parent__short_name")),
    ListColumn("village", "村", _area("short_name"), sort="area_code", link=_VILLAGE, width=14),
    ListColumn("measure", "四个一批", words=words.MEASURE, sort="measure", width=16),
    ListColumn("kind", "差异", words=_KIND, tone=kind_tone, width=10),
    ListColumn("here_persons", "登记册人数", sort="here_persons", kind="num", width=10),
    ListColumn("there_persons", "平台人数", sort="there_persons", kind="num", width=10),
    ListColumn("said", "状态", _IS_SAID, words=_SAID, tone=said_tone, width=10),
    ListColumn("explanation", "说明", width=40),
    ListColumn("explained_by", "说明人", "explained_by__name", width=12, chosen=False),
    ListColumn("explained_at", "说明时间", sort="explained_at", width=16),
)


def rows(user: User) -> "QuerySet[PlatformDifference]":
    """Give the standing differences of the latest extract in the user's area."""
    batch = latest_extract_for(user)
    found = PlatformDifference.objects.visible_to(user).filter(batch=batch)
    return standing(found)


PLATFORM = Listing(
    name="platform",
    label="平台比对",
    permission="households.view_platformdifference",
    columns=COLUMNS,
    order=("area_code", "household_no", "measure"),
    rows=rows,
    filterset=DifferenceFilter,
)
