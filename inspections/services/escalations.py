"""Escalation by timetable (催办): each step of each problem is told once, whoever runs it.

A unit's problems are one transaction behind a lock on the unit: a run that is killed leaves a unit
told or untold, never half, and a second run at the same moment waits and then finds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.models import Role, Unit, User
from accounts.services.notices import notify
from households.bulk import insert_columns
from inspections.models import Escalation, EscalationStep
from inspections.selectors.escalations import (
    Timetable,
    in_hand,
    steps_due,
    timetables,
    waiting,
)
from inspections.services.escalation_cases import propose_late, propose_unvisited
from inspections.services.escalation_words import Digest, address_of, words_of

AT_ONCE = 5_000  # problems of one unit in one transaction, and in one notice
Audience = EscalationStep.Audience


@dataclass(frozen=True)
class Told:
    """What a run did: problems with a new step, steps written, notices sent, cases proposed."""

    problems: int = 0
    steps: int = 0
    notices: int = 0
    cases: int = 0


class Line(NamedTuple):
    """A problem that waits for a step, and the day its steps are counted from."""

    pk: int
    number: str
    start: date


@dataclass(frozen=True)
class Run:
    """What does not change while a county is told."""

    county: str
    on: date
    at: datetime
    leaders: Sequence[User]
    discipline: Sequence[User]


Due = dict[EscalationStep, list[Line]]


def escalate(*, county: str, on: date, at: datetime) -> Told:
    """Tell a county's units, their heads, the leaders and the discipline office what has come.

    Counts the days of `on`; harmless any number of times, by any number of workers at once.
    Source: issue 5 (4); plan 001 (36), (41), (77); the days are data (`EscalationStep`).
    """
    run = Run(county, on, at, _holders(Role.LEADER, county), _holders(Role.DISCIPLINE, county))
    done: Counter[str] = Counter()
    for timetable in timetables(county):
        for unit, problems in waiting(timetable, county=county, on=on).items():
            for first in range(0, len(problems), AT_ONCE):
                done += _tell_unit(timetable, unit, problems[first : first + AT_ONCE], run)
    done["cases"] += propose_unvisited(county=county, on=on, at=at)
    return Told(**done)


@transaction.atomic
def _tell_unit(
    timetable: Timetable, unit_id: int, problems: Sequence[int], run: Run
) -> Counter[str]:
    """Write the steps that have come for problems of a unit, and tell them.

    They are read again behind the lock: another run may have told them, another unit have them.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    rows_now = in_hand(timetable, county=run.county).filter(pk__in=problems, responsible_unit=unit)
    lines = [Line(*row) for row in rows_now.values_list("pk", "number", "start")]
    told, passed = _sorted_out(timetable, lines, on=run.on)
    rows = [*_rows(told, said=True), *_rows(passed, said=False)]
    if not rows:
        return Counter()
    _write(rows, at=run.at)
    done = Counter(problems=len({problem for problem, *_ in rows}), steps=len(rows))
    for step, late in told.items():
        done += _tell(step, late, unit=unit, run=run)
    return done


def _sorted_out(timetable: Timetable, lines: list[Line], *, on: date) -> tuple[Due, Due]:
    """Give by step the problems that are told it, and those for which a further one is told."""
    written = Escalation.objects.filter(problem__in=[line.pk for line in lines])
    known: dict[tuple[int, date], set[int]] = defaultdict(set)
    for problem, start, step in written.values_list("problem", "counted_from", "step"):
        known[problem, start].add(step)
    decide = cache(partial(steps_due, timetable, on=on))  # the same for all of one day
    told: Due = defaultdict(list)
    passed: Due = defaultdict(list)
    for line in lines:
        already = frozenset(known[line.pk, line.start])
        for due, is_told in decide(start=line.start, written=already):
            (told if is_told else passed)[due].append(line)
    return told, passed


def _rows(due: Due, *, said: bool) -> Iterator[tuple[int, int, date, bool]]:
    for step, lines in due.items():
        for line in lines:
            yield line.pk, step.pk, line.start, said


def _write(rows: Sequence[tuple[int, int, date, bool]], *, at: datetime) -> None:
    names = ("problem_id", "step_id", "counted_from", "told")
    columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
    insert_columns(Escalation, columns | {"at": [at] * len(rows)})


def _tell(step: EscalationStep, lines: Sequence[Line], *, unit: Unit, run: Run) -> Counter[str]:
    """Send one notice to each person of the step's audience about all these problems.

    The key is the first problem's step, which is written once; so is the notice.
    """
    first, done = lines[0], Counter[str]()
    digest = Digest(step, unit, [line.number for line in lines], _days(lines, run.on))
    if step.proposes:
        cases = propose_late(step=step, lines=lines, unit=unit, on=run.on, at=run.at)
        digest = Digest(step, unit, [], (cases, cases))
        done["cases"] = cases
        if not cases:
            return done
    one = first.pk if len(lines) == 1 else None
    done["notices"] = notify(
        recipients=_audience(step, unit, run),
        key=f"escalation-{step.pk}-{first.pk}-{first.start:%Y%m%d}",
        text=words_of(digest),
        url=address_of(step, unit, problem=one),
        at=run.at,
    )
    return done


def _audience(step: EscalationStep, unit: Unit, run: Run) -> Iterable[User]:
    """Give whom a step tells; a unit without a head is told itself."""
    if step.proposes or step.audience == Audience.DISCIPLINE:
        return run.discipline
    if step.audience == Audience.LEADERS:
        return run.leaders
    if step.audience == Audience.HEAD and unit.head is not None and unit.head.is_active:
        return [unit.head]
    return unit.people.filter(is_active=True)


def _holders(role: Role, county: str) -> list[User]:
    people = User.objects.filter(is_active=True, groups__name=role.label)
    return list(people.filter(Q(area_code="") | Q(area_code=county)))


def _days(lines: Iterable[Line], on: date) -> tuple[int, int]:
    """Give the fewest and the most days between the problems' day and now."""
    days = [abs((on - line.start).days) for line in lines]
    return min(days), max(days)
