"""Reading the special programmes."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.scope import COUNTY
from projects.models import Programme


def programmes_of(user: User, *, year: int) -> "QuerySet[Programme]":
    """Give a year's special programmes in their order; a township sees its county's."""
    if not user.is_active:
        return Programme.objects.none()
    within = user.area_code[:COUNTY]
    return Programme.objects.within(within).filter(year=year).select_related("lead_unit")


def programme_years(user: User) -> list[int]:
    """Give the years that have programmes, the latest first."""
    if not user.is_active:
        return []
    rows = Programme.objects.within(user.area_code[:COUNTY]).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
