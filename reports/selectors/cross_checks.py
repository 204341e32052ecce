"""Cross-checks beside the self-checks made before them, item by item. Source: plan 003 (53)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.errors import RuleBroken
from accounts.masking import mask_name
from households.models import Area, HelperPairing
from inspections.answers import shown
from inspections.models import Answer, FoundIn, Problem, Question, Round, Visit
from inspections.models.sources import SourceKind
from inspections.models.subjects import SubjectKind
from reports.documents.cross_check import CrossFacts, Difference, NamedProblem
from reports.selectors.chosen import place_of
from reports.selectors.problems import lines_of
from reports.selectors.register import areas_of

SCHEME, METHOD = "checks", "MZ_X5_method"
SELF, CROSS = "self", "cross"
ASIDE = {Answer.Status.NOT_APPLICABLE: "不适用", Answer.Status.UNCHECKED: "未查"}
TYPES = (
    Question.Type.YES_NO,
    Question.Type.INTEGER,
    Question.Type.DECIMAL,
    Question.Type.RATE,
    Question.Type.SELECT_ONE,
    Question.Type.SELECT_MULTIPLE,
    Question.Type.DATE,
)
"""Answers that can be laid side by side; words, photos and positions cannot."""

Key = tuple[str, str]
Answers = dict[tuple[str, int], Answer]


def cross_facts(*, county: str, period: date, on: date) -> CrossFacts:
    """Lay a month's accepted cross-checks beside the newest self-check of each subject.

    Raises RuleBroken "no_cross_checks" where the month has none.
    """
    areas = areas_of(county)
    cross = list(_visits(county, CROSS).filter(round__period=period))
    if not cross:
        raise RuleBroken(
            f"{period.year}年{period.month}月没有已审核的互查记录，不能起草互查通报。"
            "请先按自查互查方案完成互查。",
            code="no_cross_checks",
        )
    own = _newest_self_checks(county, cross)
    helpers = _helpers(county, cross, own, areas)
    answers = _answers([*cross, *own.values()])
    differences, items = _differences(cross, own, answers, helpers, areas)
    kinds = Counter(visit.get_subject_kind_display() for visit in cross)
    return CrossFacts(
        county_code=county,
        county=areas[county].name,
        place=place_of(county, areas),
        period=period,
        as_of=on,
        checked=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        compared=len(own),
        items=items,
        differences=differences,
        problems=_problems(county, period, on, areas, helpers),
        without_self_check=tuple(
            _named(visit, areas) for visit in cross if _key(visit) not in own
        ),
    )


def cross_check_months(county: str) -> list[date]:
    """Give the months with an accepted cross-check, the newest first."""
    rows = _visits(county, CROSS).order_by("-round__period")
    return list(dict.fromkeys(rows.values_list("round__period", flat=True)))


def _visits(county: str, method: str) -> "QuerySet[Visit]":
    """Give the accepted forms of the scheme that say they are a self-check, or a cross-check."""
    rows = Visit.objects.within(county).accepted().filter(round__scheme__code=SCHEME)
    said = Answer.objects.filter(question__name=METHOD, value=method)
    rows = rows.filter(pk__in=said.values("visit")).exclude(round__in=Round.objects.hidden())
    return rows.order_by("area_code", "subject_code", "pk")


def _key(visit: Visit) -> Key:
    return (visit.subject_kind, visit.subject_code)


def _newest_self_checks(county: str, cross: Iterable[Visit]) -> dict[Key, Visit]:
    """Give the newest self-check of each subject not later than its cross-check."""
    days = {_key(visit): visit.visited_on or date.max for visit in cross}
    codes = [code for _, code in days]
    rows = _visits(county, SELF).filter(subject_code__in=codes).order_by("visited_on", "pk")
    return {
        _key(visit): visit
        for visit in rows
        if _key(visit) in days and visit.visited_on and visit.visited_on <= days[_key(visit)]
    }


def _answers(visits: Iterable[Visit]) -> dict[int, Answers]:
    rows = Answer.objects.filter(
        visit__in=[visit.pk for visit in visits], question__type__in=TYPES
    )
    found: dict[int, Answers] = {}
    for answer in rows.select_related("question").order_by("question__position", "row"):
        found.setdefault(answer.visit_id, {})[answer.question.name, answer.row] = answer
    return found


def _differences(
    cross: Iterable[Visit],
    own: dict[Key, Visit],
    answers: dict[int, Answers],
    helpers: dict[Key, str],
    areas: dict[str, Area],
) -> tuple[tuple[Difference, ...], int]:
    """Give the items answered otherwise, and how many were compared.

    What either form does not hold is not compared; neither are the particulars of the visit.
    """
    found, compared = [], 0
    for visit in cross:
        before = own.get(_key(visit))
        if before is None:
            continue
        said, told = answers.get(before.pk, {}), answers.get(visit.pk, {})
        for key in (key for key in told if key in said and _is_checked(told[key])):
            compared += 1
            if _words(said[key]) != _words(told[key]):
                helper = helpers[_key(visit)]
                found.append(_difference(visit, said[key], told[key], helper, areas))
    return tuple(found), compared


def _is_checked(answer: Answer) -> bool:
    """Whether it answers an item to be checked, not where and when the visit was (X1—X8)."""
    return "-X" not in answer.question.item


def _words(answer: Answer) -> str:
    if answer.status in ASIDE:
        return ASIDE[Answer.Status(answer.status)]
    return shown(answer.question, answer.value) or "未答"


def _difference(
    visit: Visit, own: Answer, cross: Answer, helper: str, areas: dict[str, Area]
) -> Difference:
    question = cross.question
    return Difference(
        helper=helper,
        township=areas[visit.area_code[:9]].short_name if visit.area_code[:9] in areas else "",
        subject=visit.subject_name,
        item=question.item,
        label=question.label,
        own=f"{_words(own)}{_unit(own)}",
        cross=f"{_words(cross)}{_unit(cross)}",
        failed=cross.failed,
    )


def _unit(answer: Answer) -> str:
    return answer.question.unit if answer.status == Answer.Status.GIVEN else ""


def _helpers(
    county: str, cross: Iterable[Visit], own: dict[Key, Visit], areas: dict[str, Area]
) -> dict[Key, str]:
    """Name by post who answers for each subject. Source: plan 003 (47, 48, 49).

    A household has whoever helped it on the day of its self-check, or of the cross-check where
    there was none; without a helper, and for a village, it is the cadres of the village.
    """
    days = {_key(it): own.get(_key(it), it).visited_on or date.max for it in cross}
    codes = [code for kind, code in days if kind == SubjectKind.HOUSEHOLD]
    pairs = HelperPairing.objects.within(county).filter(household__household_no__in=codes)
    posts: dict[Key, str] = {}
    for pair in pairs.select_related("household").order_by("starts_on", "pk"):
        key = (str(SubjectKind.HOUSEHOLD), pair.household.household_no)
        if pair.starts_on <= days[key] <= (pair.ends_on or date.max):
            posts[key] = f"{pair.unit_name}帮扶责任人{mask_name(pair.name)}"
    return {_key(it): posts.get(_key(it), "") or _answering(it, areas) for it in cross}


def _answering(visit: Visit, areas: dict[str, Area]) -> str:
    if visit.subject_kind == SubjectKind.HELPER:
        return f"帮扶责任人{mask_name(visit.subject_name)}"
    place = areas.get(visit.area_code)
    name = place.short_name if place else visit.subject_name
    in_village = visit.subject_kind in {SubjectKind.HOUSEHOLD, SubjectKind.VILLAGE}
    return f"{name}包村干部、村干部" if in_village else name


def _named(visit: Visit, areas: dict[str, Area]) -> str:
    place = areas.get(visit.area_code)
    at = place.short_name if place and place.short_name not in visit.subject_name else ""
    return f"{at}{visit.subject_name}"


def _problems(
    county: str, period: date, on: date, areas: dict[str, Area], helpers: dict[Key, str]
) -> tuple[NamedProblem, ...]:
    """Give the ledger's problems that a cross-check of the month found and that stand."""
    rows: Any = Problem.objects.within(county).filter(period=period)
    by_source = Q(source=SourceKind.CROSS_CHECK) | Q(found_in=FoundIn.CROSS_CHECK)
    by_visit = Q(visit__in=_visits(county, CROSS).filter(round__period=period).values("pk"))
    rows = rows.filter(by_source | by_visit).exclude(state=Problem.State.NOT_UPHELD)
    kept = ("number", "subject_kind", "subject_code")
    subjects = {number: (kind, code) for number, kind, code in rows.values_list(*kept)}
    return tuple(
        NamedProblem(helpers.get(subjects[line.number], "") or line.unit, line)
        for line in lines_of(rows, on, areas)
    )
