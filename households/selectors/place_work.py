"""What is under way in places: helpers found, exits taken, posts filled; sums equal parts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from accounts.models import User
from households.models import Area, ExitProcedure, HelperPairing, Household, Posting
from households.selectors.places import TOWNSHIP, VILLAGE, vacant_posts


@dataclass(frozen=True)
class PlaceWork:
    """What is under way in a place, in households and posts; the plan's figures are one year's."""

    households: int = 0
    helped: int = 0
    plan_households: int = 0
    announced: int = 0
    marked: int = 0
    gaps: int = 0
    unpaired: int = 0

    @property
    def unhelped(self) -> int:
        """Count the households without a helper."""
        return self.households - self.helped

    @property
    def helped_percent(self) -> int | None:
        """Give the helpers' coverage in whole percent, rounded down; None without households."""
        return self.helped * 100 // self.households if self.households else None


def add_up(parts: Sequence[PlaceWork]) -> PlaceWork:
    """Add the work of places up."""
    names = [each.name for each in fields(PlaceWork)]
    return PlaceWork(*(sum(getattr(part, name) for part in parts) for name in names))


def work_of_villages(
    user: User, codes: Sequence[str], *, year: int, on: date
) -> dict[str, PlaceWork]:
    """Give the work of some villages by code."""
    return _work(user, codes, length=VILLAGE, year=year, on=on)


def work_of_townships(user: User, *, year: int, on: date) -> dict[str, PlaceWork]:
    """Give the work of the townships a user sees by code, over all their villages."""
    codes = Area.objects.visible_to(user).townships().values_list("code", flat=True)
    return _work(user, list(codes), length=TOWNSHIP, year=year, on=on)


def _work(
    user: User, codes: Sequence[str], *, length: int, year: int, on: date
) -> dict[str, PlaceWork]:
    households = _households(user, codes, length=length, year=year)
    gaps, unpaired = _posts(codes, length=length, on=on)
    nothing = (0,) * 5
    return {
        code: PlaceWork(
            *(*households.get(code, nothing), gaps.get(code, 0), unpaired.get(code, 0))
        )
        for code in codes
    }


def _households(
    user: User, codes: Sequence[str], *, length: int, year: int
) -> dict[str, tuple[int, ...]]:
    """Count by place: households, helped ones, those planned, announced and marked."""
    running = HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None)
    exits = ExitProcedure.objects.filter(household=OuterRef("pk"), year=year)
    counted = Household.objects.counted_for(user).registered()
    if length == VILLAGE:
        counted = counted.filter(area_code__in=codes)  # by the index, not the whole county
    rows = (
        counted.annotate(place=Substr("area_code", 1, length))
        .filter(place__in=codes)
        .order_by()
        .values_list("place")
        .annotate(
            sum_all=Count("pk"),
            sum_helped=Count("pk", filter=Exists(running)),
            sum_planned=Count("pk", filter=Q(planned_exit_year=year)),
            sum_announced=Count("pk", filter=Exists(exits.exclude(announced_on=None))),
            sum_marked=Count("pk", filter=Exists(exits.exclude(marked_on=None))),
        )
    )
    return {code: tuple(counts) for code, *counts in rows}


def _posts(
    codes: Sequence[str], *, length: int, on: date
) -> tuple[dict[str, int], dict[str, int]]:
    """Count by place: empty ones of the five posts, other villages without their paired unit."""
    villages = Area.objects.villages().annotate(place=Substr("code", 1, length))
    inside = villages.filter(place__in=codes)
    poor = list(inside.filter(is_poor=True).values_list("code", flat=True))
    gaps: dict[str, int] = {}
    for code, empty in vacant_posts(poor, on=on).items():
        gaps[code[:length]] = gaps.get(code[:length], 0) + empty
    paired = Posting.objects.serving_on(on).filter(
        village=OuterRef("pk"), post=Posting.Post.PAIRED_UNIT
    )
    others = inside.filter(~Exists(paired), is_poor=False).order_by().values_list("place")
    return gaps, dict(others.annotate(count=Count("pk")))
