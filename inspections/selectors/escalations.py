"""The timetable (催办时间表): which steps hold where, on which day, and what still waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.selectors import parameter
from inspections.models import Escalation, EscalationStep, Problem
from inspections.selectors.calendar import working_calendar
from inspections.working_days import ONE, IsWorking, add_working_days

Basis, Audience, State = EscalationStep.Basis, EscalationStep.Audience, Problem.State

# 已报结 and 复核通过 wait for others: what is late there is not the unit's delay
UNIT_WORKS = (State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)
STATES = {Basis.DUE: UNIT_WORKS, Basis.ORDERED: (State.ORDERED,)}
STARTS = {Basis.DUE: "due_on", Basis.ORDERED: "order__issued_on"}
HIDDEN = Q(round__mode="unannounced") & ~Q(round__state="done")
NOT_VISITED_DAYS, DEFAULT_DAYS = "not_visited_days", Decimal(10)
HOLIDAY = 20  # days: longer than any holiday with the weekends around it


@dataclass(frozen=True)
class Timetable:
    """The steps of one basis that hold in a place, but for the places inside with their own."""

    basis: str
    area_code: str
    apart: tuple[str, ...]
    steps: tuple[EscalationStep, ...]
    is_working: IsWorking

    @cached_property
    def place(self) -> Q:
        """The problems it is for, by their place."""
        inside = Q(area_code__startswith=self.area_code)
        for code in self.apart:
            inside &= ~Q(area_code__startswith=code)
        return inside


def timetables(county: str) -> list[Timetable]:
    """Give the timetables that hold in a county; the nearest place's own goes before any other.

    A place has its own for a basis as soon as one active step of that basis names it.
    """
    active = EscalationStep.objects.filter(active=True).order_by(
        "basis", "area_code", "days", "pk"
    )
    near = [step for step in active if _touches(step.area_code, county)]
    places: dict[str, set[str]] = {}
    is_working = working_calendar()
    for step in near:
        places.setdefault(step.basis, set()).add(step.area_code)
    return [
        Timetable(basis, area, _inside(area, places[basis]), tuple(steps), is_working)
        for (basis, area), steps in groupby(near, key=lambda step: (step.basis, step.area_code))
    ]


def day_of(step: EscalationStep, start: date, is_working: IsWorking) -> date:
    """Give the day of a step, counted from a day: the day itself is step 0, the next is 1."""
    if not step.in_working_days:
        return start + timedelta(days=step.days)
    if step.days >= 0:
        return add_working_days(start, step.days, is_working=is_working)
    day = start
    for _ in range(-step.days):
        day -= ONE
        while not is_working(day):
            day -= ONE
    return day


def last_start(step: EscalationStep, on: date, is_working: IsWorking) -> date:
    """Give the latest day to count from for which the step has come on a day.

    Later starts have later days, so that one comparison finds every problem of a step.
    """
    start = on - timedelta(days=step.days)
    if not step.in_working_days:
        return start
    start += timedelta(days=max(0, -step.days) + HOLIDAY)
    while day_of(step, start, is_working) > on:
        start -= ONE
    return start


def in_hand(timetable: Timetable, *, county: str) -> "QuerySet[Any]":
    """Give the problems of a timetable, each with the `start` its steps are counted from.

    Only what the responsible unit has in hand, and nothing of a 暗访 that is not done.
    """
    basis = Basis(timetable.basis)
    rows = Problem.objects.within(county).filter(timetable.place, order__isnull=False)
    mine = rows.filter(state__in=STATES[basis]).exclude(HIDDEN)
    return mine.annotate(start=F(STARTS[basis])).order_by("pk")


def waiting(timetable: Timetable, *, county: str, on: date) -> dict[int, list[int]]:
    """Give by unit the problems with a step that has come and is not written down.

    One pass over a county's problems; whoever tells them looks again behind the unit's lock.
    """
    come = Q(pk__in=[])
    for step in timetable.steps:
        written = Escalation.objects.filter(
            step=step, problem=OuterRef("pk"), counted_from=OuterRef("start")
        )
        has_come = Q(start__lte=last_start(step, on, timetable.is_working))
        come |= has_come & Q(~Exists(written))
    units: dict[int, list[int]] = defaultdict(list)
    rows = in_hand(timetable, county=county).filter(come)
    for unit, problem in rows.values_list("responsible_unit", "pk"):
        units[unit].append(problem)
    return dict(sorted(units.items()))


def steps_due(
    timetable: Timetable, *, start: date, on: date, written: Iterable[int]
) -> list[tuple[EscalationStep, bool]]:
    """Give the steps that have come and are not written, each with whether it is told.

    Each audience is told its furthest step only; a reminder is not sent once the day is past.
    """
    days = ((step, day_of(step, start, timetable.is_working)) for step in timetable.steps)
    come = [(step, day) for step, day in days if day <= on]
    furthest: dict[str, date] = {}
    for step, day in come:
        furthest[step.audience] = max(day, furthest.get(step.audience, day))
    known = set(written)
    return [
        (step, day == furthest[step.audience] and (step.days >= 0 or on <= start))
        for step, day in come
        if step.pk not in known
    ]


def unvisited_days(*, county: str, on: date) -> int:
    """Give after how many days past its day an assignment never handed in is proposed."""
    given = parameter(key=NOT_VISITED_DAYS, area_code=county, on=on, default=DEFAULT_DAYS)
    return int(DEFAULT_DAYS if given is None else given)


def _touches(area_code: str, county: str) -> bool:
    return county.startswith(area_code) or area_code.startswith(county)


def _inside(area_code: str, places: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(p for p in places if p != area_code and p.startswith(area_code)))
