"""What a 督查专报 is written from: the problems and the round the office chose."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.errors import RuleBroken
from accounts.models import User
from households.models import Area
from inspections.models import Problem, Reply, Round, Visit
from inspections.models.subjects import SubjectKind
from reports.documents.special import Cause, RoundLine, SpecialFacts
from reports.facts.month import ProblemLine
from reports.selectors.months import METHODS, SCHEME
from reports.selectors.problems import lines_of
from reports.selectors.register import areas_of


def place_of(county: str, areas: Mapping[str, Area]) -> str:
    """Give the county's name as the head of a document has it: 自贡市大安区."""
    newest = Round.objects.filter(area_code=county, scheme__code=SCHEME).select_related("scheme")
    round_ = newest.order_by("-period").first()
    named = str(round_.scheme.options.get("bulletin_place") or "") if round_ else ""
    return named or areas[county].name


def offered_problems(*, county: str, user: User, where: Mapping[str, Any]) -> "QuerySet[Problem]":
    """Give the problems a report may tell of, the newest first; `where` narrows them."""
    rows = Problem.objects.visible_to(user).within(county)
    rows = rows.exclude(state=Problem.State.NOT_UPHELD)
    given = {name: value for name, value in where.items() if value}
    if given.pop("open", ""):
        rows = rows.open()
    return rows.filter(**given).select_related("responsible_unit").order_by("-period", "number")


def special_facts(
    *, county: str, period: date, on: date, asked: Mapping[str, Any]
) -> SpecialFacts:
    """Gather what a report tells of. Raises RuleBroken "nothing_chosen" where that is nothing."""
    areas = areas_of(county)
    rows = Problem.objects.within(county).filter(number__in=asked.get("numbers", ()))
    lines = lines_of(rows.exclude(state=Problem.State.NOT_UPHELD), on, areas)
    round_ = _round(county, asked.get("round"))
    if round_ is None and not lines:
        raise RuleBroken("请勾选问题，或者选一个督查期次。", code="nothing_chosen")
    return SpecialFacts(
        county_code=county,
        county=areas[county].name,
        place=place_of(county, areas),
        period=period,
        as_of=on,
        title=str(asked.get("title", "")),
        to=str(asked.get("to", "")),
        source=str(asked.get("source", "")),
        round_id=round_.pk if round_ else None,
        round=_round_line(round_, areas) if round_ else None,
        problems=lines,
        causes=_causes(lines),
        suggestions=tuple(asked.get("suggestions", ())),
    )


def _round(county: str, pk: Any) -> Round | None:
    if not pk:
        return None
    return Round.objects.filter(area_code=county, pk=pk).select_related("scheme").first()


def _round_line(round_: Round, areas: Mapping[str, Area]) -> RoundLine:
    """Say how much of a round is accepted; a township counts when anything in it was visited."""
    visits = Visit.objects.filter(round=round_).accepted()
    rows = list(visits.values_list("subject_kind", "area_code").order_by("area_code"))
    kinds = [kind for kind, _ in rows]
    townships = [areas[code[:9]].short_name for _, code in rows if code[:9] in areas]
    counties = {area.short_name for code, area in areas.items() if len(code) == len("510304")}
    return RoundLine(
        title=round_.title,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        methods=tuple(METHODS.get(method, method) for method in round_.methods),
        townships=tuple(dict.fromkeys(name for name in townships if name not in counties)),
        villages=kinds.count(SubjectKind.VILLAGE),
        households=kinds.count(SubjectKind.HOUSEHOLD),
        departments=kinds.count(SubjectKind.DEPARTMENT),
    )


def _causes(lines: Iterable[ProblemLine]) -> tuple[Cause, ...]:
    """Give the cause each unit wrote in its newest reply."""
    units = {line.number: line.unit for line in lines}
    replies = Reply.objects.filter(problem__number__in=units).order_by("id")
    newest = dict(replies.values_list("problem__number", "cause"))
    return tuple(
        Cause(number, unit, newest[number]) for number, unit in units.items() if number in newest
    )
