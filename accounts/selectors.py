"""Reading the standards in force, and units by any of their names."""

from collections.abc import Iterable
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
    return parameters(keys=[key], area_code=area_code, on=on).get(key, default)


def parameters(*, keys: Iterable[str], area_code: str, on: date) -> dict[str, Decimal]:
    """Give several standards as `parameter` does, in one query; a key without a value is left out.

    Rows of wider places and earlier days come first, so that the last one read wins.
    """
    places = {"", *(area_code[:digits] for digits in (6, 9, 12) if len(area_code) >= digits)}
    rows = Parameter.objects.valid_on(on).filter(key__in=list(keys), area_code__in=places)
    ordered = sorted(rows, key=lambda row: (len(row.area_code), row.valid_from))
    return {row.key: row.value for row in ordered}


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
