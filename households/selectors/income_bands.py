"""Households by income per person of a year: one condition for the count and for the list."""

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import User
from households.facts.income_bands import BANDS, UNKNOWN
from households.models import HouseholdIncome


def of_band(key: str, field: str = "net_income_pc") -> Q:
    """Give the condition of an income of a band; KeyError for an unknown one."""
    _, least, below = BANDS[key]
    found = Q()
    if least is not None:
        found &= Q(**{f"{field}__gte": least})
    if below is not None:
        found &= Q(**{f"{field}__lt": below})
    return found


def in_band(key: str, year: int) -> Q:
    """Give the condition of a household whose income of the year is of a band, or unknown."""
    incomes = HouseholdIncome.objects.filter(household=OuterRef("pk"), year=year)
    if key == UNKNOWN:
        return ~Q(Exists(incomes))
    return Q(Exists(incomes.filter(of_band(key))))


def income_year(user: User) -> int:
    """Give the newest year with an income in the user's area; 0 where there is none."""
    newest = HouseholdIncome.objects.visible_to(user).aggregate(year=Max("year"))["year"]
    return int(newest or 0)
