"""What the register has marked for a year, by place; who counts is decided by the caller."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from accounts.models import User
from households.models import Area, Household


@dataclass(frozen=True)
class Figures:
    """Villages off the list, households and persons out of poverty."""

    villages: int = 0
    households: int = 0
    persons: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __iter__(self) -> Iterator[int]:
        return iter((self.villages, self.households, self.persons))


def planned_by_place(
    area_code: str, *, year: int, digits: int, user: User | None = None
) -> dict[str, Figures]:
    """Sum what the register marks for a year by the first digits of the place, two queries.

    Households: registered ones with planned_exit_year = year; villages: those planned off the
    list. With a user only what he may count (HouseholdQuerySet.counted_for).
    """
    counted = Household.objects.counted_for(user) if user else Household.objects.all()
    households = _by_place(counted.within(area_code).registered().planned_for(year), digits)
    villages = dict(
        Area.objects.within(area_code)
        .villages()
        .filter(planned_exit_year=year)
        .order_by()
        .values_list(Substr("code", 1, digits))
        .annotate(found=Count("pk"))
    )
    return {
        code: Figures(villages.get(code, 0), *households.get(code, (0, 0)))
        for code in villages.keys() | households.keys()
    }


def _by_place(households: "QuerySet[Household]", digits: int) -> dict[str, tuple[int, int]]:
    rows = (
        households.order_by()
        .values_list(Substr("area_code", 1, digits))
        .annotate(found=Count("pk"), people=Sum("person_count"))
    )
    return {code: (found, people) for code, found, people in rows}
