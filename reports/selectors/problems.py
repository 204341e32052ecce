"""The month's problems and last month's, as lines of plain values."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from households.models import Area
from inspections.models import Problem
from reports.facts.month import DEPARTMENTS, ProblemLine, block_of

COUNTY_DIGITS, VILLAGE_DIGITS = 6, 12
Lines = tuple[ProblemLine, ...]


def problem_lines(
    county: str, period: date, on: date, areas: dict[str, Area]
) -> tuple[ProblemLine, ...]:
    """Give all problems of a county's month in the order of their numbers, one query.

    Those found not upheld (不属实) are among them; overdue is as of `on`.
    """
    return lines_of(Problem.objects.within(county).filter(period=period), on, areas)


def lines_of(rows: "QuerySet[Problem]", on: date, areas: dict[str, Area]) -> Lines:
    """Give problems as lines in the order of their numbers, one query; overdue is as of `on`."""
    kept = ("category", "responsible_unit", "order", "origin", "repeats")
    read = rows.select_related(*kept).order_by("area_code", "number")
    return tuple(_line(row, on, areas) for row in read)


def earlier_lines(
    county: str, before: date, since: date, on: date, areas: dict[str, Area]
) -> tuple[ProblemLine, ...]:
    """Give the problems of the months before `before` that are open, or closed since a day.

    One query; those found not upheld since are left out, they were never owed. There are as many
    as a county has open: the closed past is not read.
    """
    open_or_just_closed = ~Q(state__in=Problem.ENDED) | Q(closed_on__gte=since)
    rows = Problem.objects.within(county).filter(open_or_just_closed, period__lt=before)
    return lines_of(rows, on, areas)


def _line(row: Problem, on: date, areas: dict[str, Area]) -> ProblemLine:
    is_open = row.state not in Problem.ENDED
    township, village = places(row.area_code, areas)
    names = [area.short_name for area in (township, village) if area is not None]
    return ProblemLine(
        number=row.number,
        area_code=row.area_code,
        township=township.short_name if township else DEPARTMENTS,
        block=block_of(row.item),
        item=row.item,
        place="".join(dict.fromkeys(names)) or DEPARTMENTS,
        subject=row.subject_name,
        fact=row.fact,
        basis=row.basis,
        category=row.category.name,
        severity=row.get_severity_display(),
        scope=row.scope,
        track=row.get_track_display(),
        unit=row.responsible_unit.name,
        state=row.state,
        state_label=row.get_state_display(),
        found_on=row.found_on,
        due_on=row.due_on,
        closed_on=row.closed_on,
        overdue=is_open and row.due_on is not None and row.due_on < on,
        requirement=row.order.requirement if row.order else "",
        **_handling(row),
    )


def _handling(row: Problem) -> dict[str, Any]:
    """Give what the offices wrote about finding and handling a problem."""
    return {
        "source": row.origin.name if row.origin else row.get_source_display(),
        "found_in": row.get_found_in_display(),
        "found_by": row.found_by,
        "person": row.responsible_person,
        "order": row.order.number if row.order else "",
        "measure": row.planned_measure,
        "planned_on": row.planned_on,
        "village_can_solve": row.village_can_solve,
        "handed_up_on": row.handed_up_on,
        "repeats": row.repeats.number if row.repeats else "",
        "reopened": row.reopened,
    }


def places(code: str, areas: dict[str, Area]) -> tuple[Area | None, Area | None]:
    """Give the township and the village of a code; a county's own code has neither."""
    township = areas.get(code[:9]) if len(code) > COUNTY_DIGITS else None
    return township, areas.get(code) if len(code) == VILLAGE_DIGITS else None


def by_programme(problems: Iterable[ProblemLine]) -> dict[str, int]:
    """Count problems by programme code: C01.2 belongs to C01."""
    return dict(Counter(line.item.partition(".")[0] for line in problems if line.block == "C"))
