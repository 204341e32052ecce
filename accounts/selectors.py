"""Reading the standards in force."""

from datetime import date
from decimal import Decimal

from accounts.models import Parameter


def parameter(
    *, key: str, area_code: str, on: date, default: Decimal | None = None
) -> Decimal | None:
    """Give a standard in force on a day at a place, in the parameter's own unit.

    The most specific place wins: a village's own value, else its township's, its county's, and at
    last the one for everywhere; among several of one place the latest begun. `default` if none.
    """
    places = {"", *(area_code[:digits] for digits in (6, 9, 12) if len(area_code) >= digits)}
    values = {
        row.area_code: row.value
        for row in Parameter.objects.valid_on(on)
        .filter(key=key, area_code__in=places)
        .order_by("valid_from")
    }
    if not values:
        return default
    return values[max(values, key=len)]
