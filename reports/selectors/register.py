"""What the register says of a county's townships and villages on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Substr

from households.models import Area, HelperPairing, Household, Posting
from projects.models import AnnualTarget
from reports.facts.month import PostLine, ProblemLine, TownshipLine, VillageLine
from reports.facts.rows import Targets

MEASURES = [*Household.Measure.values, ""]
MEASURE_LABELS = {str(value): str(label) for value, label in Household.Measure.choices}
UNDECIDED = "未定"


def areas_of(county: str) -> dict[str, Area]:
    """Give the county and all places in it by code, one query."""
    return {area.code: area for area in Area.objects.within(county)}


def targets_of(county: str, year: int) -> dict[str, AnnualTarget]:
    """Give the year's targets of the county and its townships by code."""
    rows = AnnualTarget.objects.within(county).filter(year=year)
    return {row.area_code: row for row in rows}


def county_target(targets: dict[str, AnnualTarget], county: str) -> Targets:
    """Give the county's own targets; zeros where none are set."""
    row = targets.get(county)
    return Targets(row.villages, row.households, row.persons) if row else Targets()


def households_by_township(county: str, year: int) -> dict[str, dict[str, int]]:
    """Count households and persons by township, all, planned for the year, and by measure."""
    counts: dict[str, Any] = {
        "households": Count("pk"),
        "persons": Sum("person_count", default=0),
        "planned_households": Count("pk", filter=Q(planned_exit_year=year)),
        "planned_persons": Sum("person_count", filter=Q(planned_exit_year=year), default=0),
    }
    for measure in MEASURES:
        chosen = Q(measure=measure)
        counts[f"measure_{measure}_households"] = Count("pk", filter=chosen)
        counts[f"measure_{measure}_persons"] = Sum("person_count", filter=chosen, default=0)
    return _by_township(Household.objects.registered().within(county), counts)


def without_helper_by_township(county: str, on: date) -> dict[str, dict[str, int]]:
    """Count by township the households that nobody is assigned to help on the day."""
    helped = HelperPairing.objects.serving_on(on).filter(household=OuterRef("pk"))
    alone = Household.objects.registered().within(county).filter(~Exists(helped))
    return _by_township(alone, {"without_helper": Count("pk")})


def _by_township(rows: Any, counts: dict[str, Any]) -> dict[str, dict[str, int]]:
    grouped = rows.annotate(township=Substr("area_code", 1, 9)).order_by().values("township")
    return {row.pop("township"): row for row in grouped.annotate(**counts)}


def posts_by_village(county: str, on: date) -> dict[str, list[PostLine]]:
    """Give who holds which post in which village on the day."""
    found: dict[str, list[PostLine]] = defaultdict(list)
    rows = Posting.objects.within(county).serving_on(on).select_related("unit")
    for row in rows.order_by("area_code", "post"):
        found[row.area_code].append(
            PostLine(
                post=row.post,
                label=row.get_post_display(),
                person=row.person_name,
                unit=row.unit.name if row.unit else "",
                since=row.starts_on,
            )
        )
    return found


def township_lines(
    county: str,
    year: int,
    on: date,
    areas: dict[str, Area],
    targets: dict[str, AnnualTarget],
    problems: Iterable[ProblemLine],
) -> tuple[TownshipLine, ...]:
    """Give each township's plan, register and problems of the month; two queries."""
    register = households_by_township(county, year)
    alone = without_helper_by_township(county, on)
    found, closed = _problem_counts(problems)
    poor: dict[str, int] = defaultdict(int)
    for area in areas.values():
        poor[area.code[:9]] += area.is_poor
    lines = []
    for code, area in sorted(areas.items()):
        if area.level != Area.Level.TOWNSHIP:
            continue
        target, people = targets.get(code), register.get(code, {})
        lines.append(
            TownshipLine(
                code=code,
                name=area.short_name,
                target_villages=target.villages if target else 0,
                target_households=target.households if target else 0,
                target_persons=target.persons if target else 0,
                poor_villages=poor[code],
                households=people.get("households", 0),
                persons=people.get("persons", 0),
                planned_households=people.get("planned_households", 0),
                planned_persons=people.get("planned_persons", 0),
                without_helper=alone.get(code, {}).get("without_helper", 0),
                visited=False,
                problems=found[code],
                closed=closed[code],
                measures=_measures(people),
            )
        )
    return tuple(lines)


def _problem_counts(problems: Iterable[ProblemLine]) -> tuple[dict[str, int], dict[str, int]]:
    found: dict[str, int] = defaultdict(int)
    closed: dict[str, int] = defaultdict(int)
    for problem in problems:
        found[problem.area_code[:9]] += 1
        closed[problem.area_code[:9]] += problem.state == "closed"
    return found, closed


def _measures(people: dict[str, int]) -> tuple[tuple[str, int, int], ...]:
    labels = {**MEASURE_LABELS, "": UNDECIDED}
    return tuple(
        (
            labels[measure],
            people.get(f"measure_{measure}_households", 0),
            people.get(f"measure_{measure}_persons", 0),
        )
        for measure in MEASURES
    )


def village_lines(
    county: str,
    on: date,
    areas: dict[str, Area],
    answers: dict[str, tuple[tuple[str, str], ...]],
    visited: dict[str, date | None],
    problems: Iterable[ProblemLine],
) -> tuple[VillageLine, ...]:
    """Give the poor villages and the others inspected, with posts, answers and problems."""
    posts = posts_by_village(county, on)
    facts: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.item.startswith("E1"):
            facts[problem.area_code].append(problem.fact)
    return tuple(
        VillageLine(
            code=code,
            township=areas[code[:9]].short_name if code[:9] in areas else "",
            name=area.short_name,
            is_poor=area.is_poor,
            exit_year=area.planned_exit_year,
            posts=tuple(posts.get(code, [])),
            visited_on=visited.get(code),
            answers=answers.get(code, ()),
            problems=tuple(facts[code]),
        )
        for code, area in sorted(areas.items())
        if area.level == Area.Level.VILLAGE and (area.is_poor or code in visited)
    )
