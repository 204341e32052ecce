"""Reading the annual plan beside the register it is carried out by."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.scope import COUNTY
from households.selectors.places import PlaceLine, township_lines
from projects.models import AnnualTarget, Programme


@dataclass(frozen=True)
class PlanLine:
    """A township's share of the plan and what the register has marked for the year."""

    code: str
    name: str
    villages: int
    households: int
    persons: int
    marked_villages: int
    marked_households: int
    marked_persons: int

    @property
    def agrees(self) -> bool:
        """Whether the register marks exactly what the plan asks."""
        asked = (self.villages, self.persons)
        return asked == (self.marked_villages, self.marked_persons)


@dataclass(frozen=True)
class Plan:
    """A year's plan: county targets, the townships' shares, their sums."""

    year: int
    county: AnnualTarget | None
    lines: tuple[PlanLine, ...]
    total: PlanLine

    @property
    def checks(self) -> list[tuple[bool, str, str]]:
        """Give ok, label and detail of each check that parts add up to the whole."""
        if self.county is None:
            return []
        county, total = self.county, self.total
        return [
            _check("各乡镇摘帽村之和等于全区任务", total.villages, county.villages, "村"),
            _check("各乡镇脱贫人口之和等于全区任务", total.persons, county.persons, "人"),
            _check("底册标注的摘帽村等于全区任务", total.marked_villages, county.villages, "村"),
            _check("底册标注的脱贫人口等于全区任务", total.marked_persons, county.persons, "人"),
        ]


def _check(label: str, parts: int, whole: int, unit: str) -> tuple[bool, str, str]:
    return parts == whole, label, f"{parts}{unit}，任务{whole}{unit}"


def years_of(user: User) -> list[int]:
    """Give the years that have targets, the latest first."""
    years = AnnualTarget.objects.visible_to(user).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def plan_of(user: User, *, year: int) -> Plan:
    """Give a year's plan by township as the user may see it."""
    targets = {
        target.area_code: target
        for target in AnnualTarget.objects.visible_to(user).filter(year=year)
    }
    lines = tuple(_line(place, targets) for place in township_lines(user, year=year))
    county = next((t for code, t in targets.items() if len(code) == COUNTY), None)
    return Plan(year, county, lines, _total(lines))


def _line(place: PlaceLine, targets: dict[str, AnnualTarget]) -> PlanLine:
    target = targets.get(place.code) or AnnualTarget()
    return PlanLine(
        place.code,
        place.name,
        target.villages,
        target.households,
        target.persons,
        place.exit_villages,
        place.plan_households,
        place.plan_persons,
    )


_SUMMED = (
    *("villages", "households", "persons"),
    *("marked_villages", "marked_households", "marked_persons"),
)


def _total(lines: Sequence[PlanLine]) -> PlanLine:
    return PlanLine("", "合计", *(sum(getattr(line, name) for line in lines) for name in _SUMMED))


def programmes_of(user: User, *, year: int) -> list[Programme]:
    """Give a year's special programmes in their order; a township sees its county's."""
    within = user.area_code[:COUNTY]
    rows = Programme.objects.within(within).filter(year=year).select_related("lead_unit")
    return list(rows)
