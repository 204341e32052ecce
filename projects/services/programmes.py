"""The special programmes (扶贫专项) of a county and their lead units."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.selectors import unit_named
from accounts.services.trail import record
from projects.models import Programme


@transaction.atomic
def load_programmes(
    *, area_code: str, year: int, rows: Iterable[Mapping[str, Any]], by: User | None
) -> list[Programme]:
    """Set a county's special programmes of a year from a scheme's list; again changes nothing.

    Each row names `code`, `name`, `lead_unit` (a unit's name or other name) and `supplement`
    (not named in the plan itself). A unit that is not known refuses the whole list.
    """
    programmes = []
    for row in rows:
        programme, _ = Programme.objects.update_or_create(
            area_code=area_code,
            year=year,
            code=row["code"],
            defaults={
                "name": row["name"],
                "lead_unit": _lead_unit(area_code, str(row["lead_unit"]), str(row["name"])),
                "is_supplement": row.get("supplement") in (True, "yes"),
            },
        )
        programmes.append(programme)
    if programmes:
        record(by=by, action="load_programmes", about=programmes[0], count=len(programmes))
    return programmes


def _lead_unit(county: str, name: str, programme: str) -> Unit:
    """Find the county's own unit by any of its names; a township's unit leads no programme."""
    unit = unit_named(name=name, county=county)
    if unit is None:
        raise RuleBroken(
            f"{programme}的牵头单位“{name}”不在单位名录中，请先登记单位。", code="unknown_unit"
        )
    return unit
