"""汇总: problems counted by place and by responsible unit, every figure a list of the ledger.

A problem found in a village counts for the village and for its township (plan 001, 46); what
concerns a department stands in a row of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from accounts.models import Unit, User
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.models import Area
from inspections.models import Problem

State = Problem.State
Counts = Mapping[str, int]
NEXT = {0: COUNTY, COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE}  # digits of a place → of those in it
OWN_ROW = {COUNTY: ("区级部门", "county"), TOWNSHIP: ("镇本级", "township")}


@dataclass(frozen=True)
class Stage:
    """A column of the roll-up: the states that count for it."""

    label: str
    states: tuple[str, ...]


# every state stands in exactly one of them, so that they add up to what was found
STAGES = {
    "found": Stage("待认定", (State.FOUND,)),
    "confirmed": Stage("待下达", (State.CONFIRMED,)),
    "working": Stage("整改中", (State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)),
    "reported": Stage("已报结", (State.REPORTED, State.VERIFIED)),
    "closed": Stage("已销号", (State.CLOSED,)),
    "not_upheld": Stage("不属实", (State.NOT_UPHELD,)),
}
TOTAL, OVERDUE = "total", "overdue"
_STAGE_OF = {state: key for key, stage in STAGES.items() for state in stage.states}


@dataclass(frozen=True)
class Line:
    """One row: its name, the filters of its list, its figures, the place to open."""

    label: str
    query: Mapping[str, str]
    counts: Counts
    opens: str = ""

    @property
    def upheld(self) -> int:
        """Give what a rate is of: all that was found without 不属实."""
        return self.counts[TOTAL] - self.counts["not_upheld"]

    @property
    def rate(self) -> str:
        """Give 销号率 as numerator, denominator and percent."""
        if not self.upheld:
            return "—"
        closed = self.counts["closed"]
        return f"{closed}/{self.upheld}（{closed * 100 / self.upheld:.1f}%）"


def counted(rows: "QuerySet[Problem]", key: str, *, on: date) -> dict[Any, Counts]:
    """Count the rows of each key by stage, and those past their day; one query."""
    lines = rows.order_by().values_list(key, "state")
    counts: dict[Any, dict[str, int]] = {}
    for part, state, number, late in lines.annotate(
        number=Count("*"), late=Count("due_on", filter=Q(due_on__lt=on))
    ):
        line = counts.setdefault(part, dict.fromkeys((TOTAL, *STAGES, OVERDUE), 0))
        line[TOTAL] += number
        line[_STAGE_OF[state]] += number
        line[OVERDUE] += 0 if state in Problem.ENDED else late
    return dict(counts)


def added(each: Iterable[Counts]) -> Counts:
    """Add figures up."""
    lines = list(each)
    return {key: sum(line[key] for line in lines) for key in (TOTAL, *STAGES, OVERDUE)}


def by_place(
    rows: "QuerySet[Problem]", user: User, *, place: str, on: date
) -> tuple[list[Line], Line]:
    """Give the lines of the places in a place, and their sum; two queries.

    `place` is a place's code, "" for all counties. A place without a problem has its line too.
    """
    digits = NEXT.get(len(place), VILLAGE)
    inside = rows.within(place).annotate(part=Left("area_code", digits))  # type: ignore[attr-defined]
    counts = {str(key): line for key, line in counted(inside, "part", on=on).items()}
    names = _names(user, place, digits)
    nothing = added([])
    lines = [
        _line(code, place, names.get(code, code), counts.get(code, nothing))
        for code in sorted({*counts, *names})
    ]
    return lines, Line("合计", {"area": place}, added(counts.values()))


def _names(user: User, place: str, digits: int) -> dict[str, str]:
    level = {COUNTY: "county", TOWNSHIP: "township", VILLAGE: "village"}[digits]
    areas = Area.objects.visible_to(user).within(place).filter(level=level)
    return dict(areas.values_list("code", "short_name"))


def _line(code: str, place: str, name: str, counts: Counts) -> Line:
    """Give a place's line; what belongs to none of the places below has a line of its own."""
    if code == place and len(place) < VILLAGE:
        label, level = OWN_ROW[len(place)]
        return Line(label, {"area": code, "level": level}, counts)
    return Line(name, {"area": code}, counts, opens=code if len(code) < VILLAGE else "")


def by_unit(rows: "QuerySet[Problem]", *, on: date) -> tuple[list[Line], Line]:
    """Give the lines of the responsible units that have a problem, and their sum; two queries."""
    counts = counted(rows, "responsible_unit", on=on)
    units = Unit.objects.filter(pk__in=counts).order_by("area_code", "kind", "name")
    lines = [Line(unit.name, {"unit": str(unit.pk)}, counts[unit.pk]) for unit in units]
    return lines, Line("合计", {}, added(counts.values()))
