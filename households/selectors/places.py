"""Reading the register: sums by place, the five posts of a village, one household's file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Substr

from accounts.models import User
from households.models import Area, Household, Posting

TOWNSHIP, VILLAGE = 9, 12


@dataclass(frozen=True)
class PlaceLine:
    """A place with the sums of what it holds; the plan's figures are those of one year."""

    code: str
    name: str
    villages: int
    poor_villages: int
    exit_villages: int
    households: int
    persons: int
    still_poor: int
    plan_households: int
    plan_persons: int


@dataclass(frozen=True)
class Slot:
    """One post of a village and who is in it; None is a gap."""

    post: str
    label: str
    posting: Posting | None


def plan_year(user: User, *, this_year: int) -> int:
    """Give the year the overview plans for: this one, or the latest before it with a plan."""
    planned = Area.objects.visible_to(user).filter(planned_exit_year__lte=this_year)
    years = planned.order_by("-planned_exit_year").values_list("planned_exit_year", flat=True)
    return years.first() or this_year


def _household_sums(
    households: "QuerySet[Household]", *, length: int, year: int
) -> dict[str, tuple[int, ...]]:
    """Count households and people by the first digits of the place: all, poor, planned."""
    planned = Q(planned_exit_year=year)
    poor = Q(status__in=[Household.Status.POOR, Household.Status.RELAPSED])
    rows = (
        households.order_by()
        .values_list(Substr("area_code", 1, length))
        .annotate(
            sum_households=Count("pk"),
            sum_persons=Sum("person_count"),
            sum_poor=Count("pk", filter=poor),
            sum_planned=Count("pk", filter=planned),
            sum_plan_persons=Sum("person_count", filter=planned, default=0),
        )
    )
    return {code: tuple(sums) for code, *sums in rows}


def township_lines(user: User, *, year: int) -> list[PlaceLine]:
    """Give the townships a user sees, each with the sums over its villages."""
    areas = Area.objects.visible_to(user)
    villages = {
        code: tuple(counts)
        for code, *counts in areas.villages()
        .order_by()
        .values_list(Substr("code", 1, TOWNSHIP))
        .annotate(
            sum_villages=Count("pk"),
            sum_poor=Count("pk", filter=Q(is_poor=True)),
            sum_exit=Count("pk", filter=Q(planned_exit_year=year)),
        )
    }
    counted = Household.objects.counted_for(user).registered()
    households = _household_sums(counted, length=TOWNSHIP, year=year)
    townships = areas.townships().values_list("code", "short_name")
    return [
        PlaceLine(code, name, *villages.get(code, (0,) * 3), *households.get(code, (0,) * 5))
        for code, name in townships
    ]


def total_line(lines: Sequence[PlaceLine]) -> PlaceLine:
    """Add the lines up."""
    sums = (sum(getattr(line, name) for line in lines) for name in _SUMMED)
    return PlaceLine("", "合计", *sums)


_SUMMED = (
    *("villages", "poor_villages", "exit_villages", "households", "persons"),
    *("still_poor", "plan_households", "plan_persons"),
)


def village_lines(
    user: User, villages: Iterable[Area], *, year: int
) -> list[tuple[Area, PlaceLine]]:
    """Give the sums of some villages, such as one page of them."""
    villages = list(villages)
    codes = [village.code for village in villages]
    households = Household.objects.counted_for(user).registered().filter(area_code__in=codes)
    sums = _household_sums(households, length=VILLAGE, year=year)
    return [
        (
            village,
            PlaceLine(
                village.code,
                village.short_name,
                1,
                int(village.is_poor),
                int(village.planned_exit_year == year),
                *sums.get(village.code, (0,) * 5),
            ),
        )
        for village in villages
    ]


def five_ones(village: Area, *, on: date) -> list[Slot]:
    """Give the posts a village must have and who serves on a day. Source: plan 000 §5.

    A poor village has five, another village its paired unit.
    """
    posts = Posting.FIVE if village.is_poor else (Posting.Post.PAIRED_UNIT,)
    serving = Posting.objects.filter(village=village).serving_on(on).select_related("unit")
    by_post = {posting.post: posting for posting in serving}
    return [Slot(post.value, str(post.label), by_post.get(post.value)) for post in posts]


def vacant_posts(codes: Sequence[str], *, on: date) -> dict[str, int]:
    """Count the empty ones of the five posts, by code, for poor villages among these."""
    poor = Area.objects.filter(code__in=codes).poor_villages().values_list("code", flat=True)
    filled = dict(
        Posting.objects.filter(area_code__in=codes, post__in=Posting.FIVE)
        .serving_on(on)
        .order_by()
        .values_list("area_code")
        .annotate(filled=Count("post", distinct=True))
    )
    return {code: len(Posting.FIVE) - filled.get(code, 0) for code in poor}
