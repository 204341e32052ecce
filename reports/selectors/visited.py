"""What a month visited, what was found of each household, and the draw they came out of."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from households.models import Area
from inspections.models import Answer, Draw, DrawnUnit, Round, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.findings import FINDINGS, SATISFACTION
from reports.facts.households import FAILING
from reports.facts.month import ProblemLine, SampleLine
from reports.facts.rows import DrawFrame, HouseholdRow
from reports.selectors.answers import accepted_answers
from reports.selectors.problems import places

HOUSEHOLD = "household"
LABELS = tuple((key, finding.label) for key, finding in FINDINGS.items())


class Visits(NamedTuple):
    """The month's accepted visits in the order of the lists, and those with a failing answer."""

    rows: tuple[Visit, ...]
    failing: frozenset[int]


class Found(NamedTuple):
    """What a visit's form answered: findings asked, those that are so, and the satisfaction."""

    answered: set[str]
    so: set[str]
    said: str


def findings_of(county: str, period: date) -> dict[int, Found]:
    """Read what the month's household forms say, by visit; one query.

    What is so is asked in the database by the condition of the list of forms itself.
    """
    named = {finding.question: key for key, finding in FINDINGS.items()}
    so = Q()
    for finding in FINDINGS.values():
        so |= Q(finding.so, question__name=finding.question)
    rows = (
        Answer.objects.filter(accepted_answers(county, period))
        .filter(visit__subject_kind=SubjectKind.HOUSEHOLD, question__name__in=list(named))
        .filter(status=Answer.Status.GIVEN)
        .annotate(so=ExpressionWrapper(so, output_field=BooleanField()))
        .order_by()
        .values_list("visit_id", "question__name", "value", "so")
    )
    found: dict[int, Found] = {}
    for visit, name, value, is_so in rows:
        had = found.get(visit, Found(set(), set(), ""))
        had.answered.add(named[name])
        if is_so:
            had.so.add(named[name])
        found[visit] = had._replace(said=str(value)) if name == SATISFACTION else had
    return found


def accepted_visits(county: str, period: date) -> Visits:
    """Read the month's accepted visits by place and kind of unit; one query."""
    failing = Exists(Answer.objects.filter(visit=OuterRef("pk"), failed=True))
    month = Visit.objects.within(county).accepted().filter(round__period=period)
    kinds = list(SubjectKind.values)
    rows = sorted(
        month.annotate(fails=failing),
        key=lambda visit: (visit.area_code, kinds.index(visit.subject_kind)),
    )
    return Visits(tuple(rows), frozenset(visit.pk for visit in rows if visit.fails))


def sample_lines(
    visits: Visits,
    households: dict[int, HouseholdRow],
    areas: dict[str, Area],
    problems: Iterable[ProblemLine],
) -> tuple[SampleLine, ...]:
    """Give the visited units as lines, a household masked; `households` by visit."""
    found = Counter((line.area_code, line.subject) for line in problems)
    lines = []
    for visit in visits.rows:
        township, village = places(visit.area_code, areas)
        household = households.get(visit.pk)
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
                findings=tuple(sorted(household.so)) if household else (),
            )
        )
    return tuple(lines)


def villages_seen(visits: Visits) -> dict[str, date | None]:
    """Give the day of each village's visit by its code."""
    return {
        visit.subject_code: visit.visited_on
        for visit in visits.rows
        if visit.subject_kind == SubjectKind.VILLAGE
    }


def household_rows(visits: Visits, found: dict[int, Found]) -> dict[int, HouseholdRow]:
    """Give the visited households by visit, with what was found of each."""
    rows = {}
    for visit in visits.rows:
        if visit.subject_kind != SubjectKind.HOUSEHOLD:
            continue
        told = found.get(visit.pk, Found(set(), set(), ""))
        so = told.so | ({FAILING} if visit.pk in visits.failing else set())
        rows[visit.pk] = HouseholdRow(
            number=visit.subject_code,
            village=visit.area_code,
            answered=frozenset(told.answered | {FAILING}),
            so=frozenset(so),
            said=told.said,
        )
    return rows


def draw_frame(round_: Round) -> DrawFrame | None:
    """Read the frame of the round's main draw and the households it drew; None before it.

    Two queries. The frame is the sealed pool itself, a line for each unit (docs/draw.md).
    """
    main: Any = Draw.objects.filter(round=round_, kind=Draw.Kind.MAIN, state=Draw.State.DRAWN)
    draw = main.values_list("pk", "pool").first()
    if draw is None:
        return None
    number, pool = draw
    fields = (line.split("\t", 3) for line in pool.split("\n") if line.startswith(HOUSEHOLD))
    households = Counter(parent for _, _, parent, _ in fields)
    drawn = DrawnUnit.objects.filter(draw=number, stage=HOUSEHOLD)
    return DrawFrame(households, frozenset(drawn.values_list("subject_code", flat=True)))
