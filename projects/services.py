"""The annual plan and the special programmes: set by the poverty office, written to the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from projects.models import AnnualTarget, Programme

_FIRST_YEAR, _LAST_YEAR = 2014, 2035


@dataclass(frozen=True)
class TargetRow:
    """What one place must achieve in a year: villages off the list, households and people out."""

    area_code: str
    villages: int
    households: int
    persons: int


@transaction.atomic
def set_targets(*, year: int, rows: Iterable[TargetRow], by: User | None) -> list[AnnualTarget]:
    """Set the targets of places for a year; places that are not named keep theirs.

    Whether the townships add up to the county is shown, not enforced, while the plan is being
    broken down. Source: plan 000 §4(1).
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleBroken(f"年度应在{_FIRST_YEAR}至{_LAST_YEAR}之间。", code="target_year")
    targets = []
    for row in rows:
        if min(row.villages, row.households, row.persons) < 0:
            raise RuleBroken("任务数不能为负数。", code="target_negative")
        figures: dict[str, Any] = {
            "villages": row.villages,
            "households": row.households,
            "persons": row.persons,
        }
        target, _ = AnnualTarget.objects.update_or_create(
            area_code=row.area_code, year=year, defaults=figures
        )
        record(by=by, action="set_target", about=target, year=year, **figures)
        targets.append(target)
    return targets


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
                "lead_unit": _unit(area_code, str(row["lead_unit"]), str(row["name"])),
                "is_supplement": row.get("supplement") in (True, "yes"),
            },
        )
        programmes.append(programme)
    if programmes:
        record(by=by, action="load_programmes", about=programmes[0], count=len(programmes))
    return programmes


def _unit(area_code: str, name: str, programme: str) -> Unit:
    """Find a county's unit by its name or another name of it."""
    named = Q(name=name) | Q(aliases__name=name)
    unit = Unit.objects.within(area_code).filter(named).order_by("pk").first()
    if unit is None:
        raise RuleBroken(
            f"{programme}的牵头单位“{name}”不在单位名录中，请先登记单位。", code="unknown_unit"
        )
    found: Unit = unit
    return found
