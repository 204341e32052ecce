"""Reading the standards in force, and units by any of their names."""

from datetime import date
from decimal import Decimal

from accounts.models import Parameter, Unit, UnitAlias


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


def units_by_name(county: str) -> dict[str, Unit]:
    """Give a county's own units by their names and aliases; a name goes before an alias."""
    aliases = UnitAlias.objects.filter(area_code=county).select_related("unit")
    named = {alias.name: alias.unit for alias in aliases}
    return named | {unit.name: unit for unit in Unit.objects.filter(area_code=county)}


def unit_named(*, name: str, county: str) -> Unit | None:
    """Give a county's own unit of a name, else the one it is an alias of."""
    unit = Unit.objects.filter(area_code=county, name=name).first()
    if unit is None:
        aliases = UnitAlias.objects.filter(area_code=county, name=name)
        alias = aliases.select_related("unit").first()
        unit = alias.unit if alias else None
    return unit
