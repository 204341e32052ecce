"""The exit indicators of a village in a year (贫困村退出指标)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.facts.standards import RATE, rate_met, standard_of
from households.models import Area, Household, VillageIndicator
from households.services.facts import FIRST_YEAR


@dataclass(frozen=True)
class Finding:
    """What was found of one indicator: met or not, None not yet looked at, and a remark."""

    met: bool | None
    note: str = ""


@transaction.atomic
def set_indicators(
    *,
    village: Area,
    year: int,
    findings: Mapping[str, Finding],
    population: int | None = None,
    by: User | None,
    on: date,
) -> list[VillageIndicator]:
    """Store a village's indicators of a year by code; those not named stay as they are.

    With the village's rural population the poverty rate is worked out: people of households still
    poor in the register ÷ population, against the standard's limit, which is included.
    """
    standard = standard_of(village.code)
    _check(village, year, findings, on)
    rows = []
    for indicator in standard.indicators:
        found = findings.get(indicator.code)
        numbers: tuple[int | None, int | None] = (None, None)
        if indicator.code == RATE and population:
            poor = still_poor_persons(village)
            if poor > population:
                raise RuleBroken(f"人口数少于未脱贫人口（{poor}人）。", code="population_small")
            met = rate_met(poor, population, limit=standard.rate_limit)
            found, numbers = Finding(met, found.note if found else ""), (poor, population)
        if found is not None:
            rows.append(_store(village, year, indicator.code, found, numbers))
    record(
        by=by,
        action="set_indicators",
        about=village,
        year=year,
        met=[row.code for row in rows if row.met],
        unmet=[row.code for row in rows if row.met is False],
    )
    return rows


def _check(village: Area, year: int, findings: Mapping[str, Finding], on: date) -> None:
    """Refuse other places than villages, years to come, and indicators of another standard."""
    if village.level != Area.Level.VILLAGE:
        raise RuleBroken("退出指标只登记到村。", code="indicator_needs_village")
    if not FIRST_YEAR <= year <= on.year:
        raise RuleBroken(f"年度应在{FIRST_YEAR}至{on.year}之间。", code="year_out_of_range")
    known = {indicator.code for indicator in standard_of(village.code).indicators}
    unknown = sorted(findings.keys() - known)
    if unknown:
        raise RuleBroken(f"本省标准没有这些指标：{'、'.join(unknown)}。", code="indicator_unknown")


def still_poor_persons(village: Area) -> int:
    """Count the people of a village's households that are still poor in the register."""
    poor = Household.objects.still_poor().filter(area_code=village.code)
    return sum(poor.values_list("person_count", flat=True))


def _store(
    village: Area, year: int, code: str, found: Finding, numbers: tuple[int | None, int | None]
) -> VillageIndicator:
    numerator, denominator = numbers
    row, _ = VillageIndicator.objects.update_or_create(
        village=village,
        year=year,
        code=code,
        defaults={
            "area_code": village.code,
            "met": found.met,
            "note": found.note,
            "numerator": numerator,
            "denominator": denominator,
        },
    )
    return row
