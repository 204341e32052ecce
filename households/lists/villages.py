"""村: the villages, what they count, which posts are empty and how far they are."""

from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from accounts import clock
from accounts.lists import ListColumn, Listing
from accounts.models import User
from accounts.searches import Search
from households.facts.standards import standard_of
from households.filters.villages import VillageListFilter
from households.identity import normal_text
from households.lists import words
from households.models import (
    Area,
    AreaAlias,
    ExitProcedure,
    HelperPairing,
    Household,
    Posting,
    VillageIndicator,
)
from households.selectors.places import plan_year

_VILLAGE = ("households:village_detail", "code")
_HOUSEHOLDS, _SEES = "households:household_list", "households.view_household"
_POOR = [Household.Status.POOR, Household.Status.RELAPSED]


def lack_tone(value: Any) -> str:
    """Colour a number of what lacks red."""
    return "red" if value else ""


def _figure(key: str, label: str, query: str, of: str = "code", **how: Any) -> ListColumn:
    """Give a column of a number of households, or their people, that leads to the households."""
    given: dict[str, Any] = {"link": (_HOUSEHOLDS, of), "needs": _SEES, "query": query, "width": 9}
    given |= how
    return ListColumn(key, label, sort=key, kind="num", **given)


COLUMNS = (
    ListColumn("name", "村（社区）", "short_name", sort="short_name", link=_VILLAGE, width=14),
    ListColumn("code", "区划代码", sort="code", width=15, chosen=False),
    ListColumn("township", "乡镇", "parent__short_name"),
    ListColumn("is_poor", "贫困村", words=words.YES_NO, width=8),
    ListColumn(
        "exit_year", "计划摘帽", "planned_exit_year", sort="planned_exit_year", kind="num", width=9
    ),
    _figure("households_here", "贫困户", "area={}"),
    _figure("persons_here", "人口", "area={}"),
    _figure("still_poor", "未脱贫户", "area={}&still_poor=1"),
    _figure("planned_here", "计划脱贫户", "area={}", "of_plan", width=11),
    _figure("plan_persons", "计划脱贫人口", "area={}", "of_plan", width=12, chosen=False),
    _figure(
        "marked_here",
        "已标注户",
        "area={}&stage=marked_on",
        link=("households:exit_list", "code"),
        needs="households.view_exitprocedure",
        chosen=False,
    ),
    _figure("unhelped", "无帮扶人", "area={}&without_helper=1", tone=lack_tone),
    _figure(
        "vacant",
        "五个一缺岗",
        "area={}&gap=any",
        link=("households:board", "code"),
        needs="households.view_posting",
        tone=lack_tone,
        width=11,
    ),
    ListColumn("met", "退出指标达标", sort="met", kind="num", width=12, chosen=False),
    ListColumn("unmet", "指标未达标", sort="unmet", kind="num", tone=lack_tone, width=11),
)


def rows(user: User) -> "QuerySet[Area]":
    """Give the villages a user sees with what the columns count of them, as of today.

    The plan's figures are those of `plan_year`; households are the ones the user may count. Posts
    and indicators are asked of poor villages only, as the board and the standards do.
    """
    today = clock.today()
    year = plan_year(user, this_year=today.year)
    here = Household.objects.counted_for(user).registered().filter(area_code=OuterRef("code"))
    planned = here.planned_for(year)
    helped = HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None)
    marked = ExitProcedure.objects.filter(household=OuterRef("pk"), year=year)
    posts = Posting.objects.serving_on(today).filter(
        area_code=OuterRef("code"), post__in=Posting.FIVE
    )
    indicators = VillageIndicator.objects.filter(area_code=OuterRef("code"), year=year, met=True)
    filled, met = _count(posts, Count("post", distinct=True)), _count(indicators)
    asked = len(standard_of(user.area_code or _any_code(user)).indicators)
    villages = Area.objects.visible_to(user).villages()
    return villages.annotate(
        households_here=_count(here),
        persons_here=_count(here, Sum("person_count")),
        still_poor=_count(here.filter(status__in=_POOR)),
        planned_here=_count(planned),
        plan_persons=_count(planned, Sum("person_count")),
        of_plan=Concat("code", Value(f"&planned_exit_year={year}")),
        marked_here=_count(here.filter(Exists(marked.exclude(marked_on=None)))),
        unhelped=_count(here.exclude(Exists(helped))),
        vacant=_of_poor(Value(len(Posting.FIVE)) - filled, otherwise=0),
        met=_of_poor(met),
        unmet=_of_poor(Value(asked) - met),
    )


def _count(found: "QuerySet[Any]", what: Any = None) -> Coalesce:
    """Count, or sum up, what stands under a village's code."""
    sums = found.order_by().values("area_code").annotate(sum_here=what or Count("pk"))
    return Coalesce(Subquery(sums.values("sum_here"), output_field=IntegerField()), 0)


def _of_poor(value: Any, *, otherwise: int | None = None) -> Case:
    return Case(
        When(is_poor=True, then=value), default=Value(otherwise), output_field=IntegerField()
    )


def _any_code(user: User) -> str:
    return Area.objects.visible_to(user).values_list("code", flat=True).first() or ""


def read_place(user: User, text: str) -> Search | None:
    """Read the name or the code of a village; names of places are nobody's secret."""
    word = normal_text(text)
    if word.isascii() and word.isdigit():
        return Search("number", word, f"代码 {word}…")
    return Search("place", word, f"村名含“{word}”") if word else None


def search(rows: "QuerySet[Area]", asked: Search) -> "QuerySet[Area]":
    """Find villages by how the code begins, or by a part of a name, an alias or former name."""
    if asked.kind == "number":
        return rows.filter(code__startswith=asked.value)
    if asked.kind != "place":
        return rows.none()
    alias = AreaAlias.objects.filter(area=OuterRef("pk"), name__contains=asked.value)
    named = Q(short_name__contains=asked.value) | Q(name__contains=asked.value)
    return rows.filter(named | Exists(alias))


VILLAGES = Listing(
    name="villages",
    label="村",
    permission="households.view_area",
    columns=COLUMNS,
    order=("code",),
    rows=rows,
    filterset=VillageListFilter,
    hint="村名、曾用名或区划代码",
    read_search=read_place,
    search=search,
)
