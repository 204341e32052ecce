"""The month's problems and last month's, as lines of plain values."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from households.models import Area
from inspections.models import Problem, Visit
from inspections.models.subjects import SubjectKind
from reports.facts import DEPARTMENTS, ProblemLine, SampleLine, block_of

COUNTY_DIGITS, VILLAGE_DIGITS = 6, 12
ENDED = (Problem.State.CLOSED, Problem.State.NOT_UPHELD)
Lines = tuple[ProblemLine, ...]


def problem_lines(
    county: str, period: date, on: date, areas: dict[str, Area]
) -> tuple[ProblemLine, ...]:
    """Give all problems of a county's month in the order of their numbers, one query.

    Those found not upheld (不属实) are among them; overdue is as of `on`.
    """
    rows = (
        Problem.objects.within(county)
        .filter(period=period)
        .select_related("category", "responsible_unit", "order")
        .order_by("area_code", "number")
    )
    return tuple(_line(row, on, areas) for row in rows)


def apart(lines: Lines) -> tuple[Lines, Lines]:
    """Give the lines that stand, and those found not upheld (不属实)."""
    rejected = Problem.State.NOT_UPHELD
    stand = tuple(line for line in lines if line.state != rejected)
    return stand, tuple(line for line in lines if line.state == rejected)


def _line(row: Problem, on: date, areas: dict[str, Area]) -> ProblemLine:
    is_open = row.state not in ENDED
    township, village = _places(row.area_code, areas)
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
    )


def _places(code: str, areas: dict[str, Area]) -> tuple[Area | None, Area | None]:
    """Give the township and the village of a code; a county's own code has neither."""
    township = areas.get(code[:9]) if len(code) > COUNTY_DIGITS else None
    return township, areas.get(code) if len(code) == VILLAGE_DIGITS else None


def by_programme(problems: Iterable[ProblemLine]) -> dict[str, int]:
    """Count problems by programme code: C01.2 belongs to C01."""
    return dict(Counter(line.item.partition(".")[0] for line in problems if line.block == "C"))


def sample_lines(
    county: str, period: date, areas: dict[str, Area], problems: Iterable[ProblemLine]
) -> tuple[tuple[SampleLine, ...], dict[str, date | None]]:
    """Give the units whose visit is accepted, and the day of each village's visit by code."""
    found = Counter((line.area_code, line.subject) for line in problems)
    rows = Visit.objects.within(county).accepted().filter(round__period=period)
    order = list(SubjectKind.values)
    lines, villages = [], {}
    visits = sorted(rows, key=lambda visit: (visit.area_code, order.index(visit.subject_kind)))
    for visit in visits:
        township, village = _places(visit.area_code, areas)
        if visit.subject_kind == SubjectKind.VILLAGE:
            villages[visit.subject_code] = visit.visited_on
        lines.append(
            SampleLine(
                kind=visit.subject_kind,
                kind_label=visit.get_subject_kind_display(),
                township=township.short_name if township else "",
                village=village.short_name if village else "",
                name=visit.subject_name,
                is_poor_village=bool(village and village.is_poor),
                visited_on=visit.visited_on,
                failing=found[visit.area_code, visit.subject_name],
            )
        )
    return tuple(lines), villages
