"""举一反三: who else may have the problem, read from visits, problems and the register.

Source: plan 003 (57); issue 5 point 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.scope import COUNTY
from households.models import Area, Household
from inspections.models import Answer, Assignment, Problem, Question, Round, SelfCheck, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.checkers import CheckerUnits

Why = SelfCheck.Why
BACK = timedelta(days=365)  # an older visit says nothing about today
PLACES = {SubjectKind.TOWNSHIP: Area.Level.TOWNSHIP, SubjectKind.VILLAGE: Area.Level.VILLAGE}
FIELDS = ("subject_kind", "subject_code", "subject_name", "area_code")
Key = tuple[str, str]  # kind and code of a subject
INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class Candidate:
    """A subject that could look for the problem: why, and the unit that would look."""

    subject_kind: str
    subject_code: str
    subject_name: str
    area_code: str
    why: str
    unit: Unit | None = None  # None: no unit of the place is registered, nobody can be asked
    asked: bool = False

    @property
    def key(self) -> Key:
        """What names the subject."""
        return self.subject_kind, self.subject_code

    @property
    def reason(self) -> str:
        """The reason in words."""
        return Why(self.why).label

    @property
    def kind(self) -> str:
        """The kind of subject in words."""
        return SubjectKind(self.subject_kind).label


def others_to_check(problem: Problem, user: User, *, on: date) -> list[Candidate]:
    """Give the other subjects where the item failed, was not checked, or that nobody visited.

    Townships and villages are all of the county, of households those handed out for the round and
    then the villages that look at the rest; what a user may not see and what an unannounced round
    found before it is done is left out. Without an item: those with a problem of the category.
    The number of queries does not grow. Reasons are taken in the order 不合格, 未查, 未督查.
    """
    found: dict[Key, Candidate] = {}
    for candidate in _found(problem, user, on):
        found.setdefault(candidate.key, candidate)
    found.pop((problem.subject_kind, problem.subject_code), None)
    asked = set(problem.self_checks.values_list("subject_kind", "subject_code"))
    units = CheckerUnits(problem.area_code[:COUNTY])
    return [
        replace(one, unit=units.of(*one.key, one.area_code), asked=one.key in asked)
        for one in sorted(found.values(), key=_place)
    ]


def how_listed(problem: Problem) -> str:
    """Say plainly what the list was made from."""
    kind = problem.get_subject_kind_display()
    if not problem.item:
        return f"该问题没有对应条目，只能列出一年内出现过“{problem.category}”类问题的其他{kind}。"
    rest = {
        SubjectKind.TOWNSHIP: "，以及本期未督查的乡镇",
        SubjectKind.VILLAGE: "，以及本期未督查的村",
        SubjectKind.HOUSEHOLD: "、本期已分派未查的户，以及有贫困户的各村（自查其余户）",
    }.get(SubjectKind(problem.subject_kind), "、本期已分派未查的对象")
    return f"列出一年内条目{problem.item}不合格或未查的其他{kind}{rest}。"


def proposed_matter(problem: Problem) -> str:
    """Word what is to be looked for; nothing of a household's own circumstances is passed on."""
    about = (problem.basis or problem.category.name).translate(INNER_QUOTES)
    if problem.subject_kind == SubjectKind.HOUSEHOLD:
        return f"对照“{about}”，逐户自查有无同类问题。"[:300]
    return f"对照“{about}”，自查有无同类问题（如：{problem.fact.rstrip('。')}）。"[:300]


def _found(problem: Problem, user: User, on: date) -> Iterable[Candidate]:
    """Give all there are, the stronger reason first; a subject may come twice."""
    yield from _failed_elsewhere(problem, user, on)
    if not problem.item:
        return
    looked = _Looked(problem, user, on)
    yield from looked.failed_or_unchecked()
    yield from _left_out(problem, user, looked.this_round)


class _Looked:
    """The newest accepted visit of each subject of the kind, and what it said of the item."""

    def __init__(self, problem: Problem, user: User, on: date) -> None:
        seen = Visit.objects.visible_to(user).accepted()
        self.item = problem.item
        self.rows = seen.filter(
            subject_kind=problem.subject_kind,
            area_code__startswith=problem.area_code[:COUNTY],
            visited_on__gte=on - BACK,
        ).exclude(round__in=Round.objects.hidden())
        fields = ("pk", "checklist", "round", "round__period", *FIELDS)
        self.visits = list(self.rows.order_by("visited_on", "pk").values(*fields))
        self.newest = {(row["subject_kind"], row["subject_code"]): row for row in self.visits}
        self.this_round = {
            (row["subject_kind"], row["subject_code"])
            for row in self.visits
            if _same_round(problem, row)
        }

    def failed_or_unchecked(self) -> list[Candidate]:
        """Give the subjects whose newest visit failed the item, or did not look at it."""
        answered = Answer.objects.filter(visit__in=self.rows.values("pk"))
        said: dict[int, set[str]] = {}
        for visit, failed, status in answered.filter(question__item=self.item).values_list(
            "visit", "failed", "status"
        ):
            said.setdefault(visit, set()).add("failed" if failed else status)
        asking = Question.objects.filter(item=self.item).values_list("checklist", flat=True)
        forms = set(asking.distinct())
        verdicts = (
            (row, _verdict(said.get(row["pk"], set()), is_asked=row["checklist"] in forms))
            for row in self.newest.values()
        )
        made = [_candidate(row, why) for row, why in verdicts if why]
        return sorted(made, key=lambda one: one.why != Why.FAILED)


def _verdict(said: set[str], *, is_asked: bool) -> str:
    """Give why the subject should look; blank where the item was in order or did not apply."""
    if "failed" in said:
        return Why.FAILED
    if said:
        return Why.NOT_CHECKED if said == {Answer.Status.UNCHECKED} else ""
    return "" if is_asked else Why.NOT_CHECKED


def _failed_elsewhere(problem: Problem, user: User, on: date) -> list[Candidate]:
    """Give the subjects with a problem of the item (or category), open or of the last year."""
    same = Q(item=problem.item) if problem.item else Q(category=problem.category_id)
    others = Problem.objects.visible_to(user).filter(
        same,
        subject_kind=problem.subject_kind,
        area_code__startswith=problem.area_code[:COUNTY],
    )
    recent = Q(found_on__gte=on - BACK) | ~Q(state=Problem.State.CLOSED)
    standing = others.filter(recent).exclude(state=Problem.State.NOT_UPHELD)
    announced = standing.exclude(round__in=Round.objects.hidden())
    return [_candidate(row, Why.FAILED) for row in announced.order_by("pk").values(*FIELDS)]


def _left_out(problem: Problem, user: User, visited: set[Key]) -> Iterable[Candidate]:
    """Give the places nobody visited in the round, and what was handed out and not done."""
    kind = SubjectKind(problem.subject_kind)
    if level := PLACES.get(kind):
        places = _areas(problem, user).filter(level=level)
        for code, name in places.values_list("code", "short_name"):
            if (kind, code) not in visited:
                yield Candidate(kind, code, name, code, Why.NOT_VISITED)
        return
    waiting = Assignment.objects.active().filter(_of_round(problem), subject_kind=kind)
    for row in waiting.order_by("area_code", "pk").values(*FIELDS):
        if (row["subject_kind"], row["subject_code"]) not in visited:
            yield _candidate(row, Why.NOT_VISITED)
    if kind == SubjectKind.HOUSEHOLD:
        yield from _villages_of_households(problem, user)


def _villages_of_households(problem: Problem, user: User) -> Iterable[Candidate]:
    """Give the villages with registered households: each looks at those nobody visited."""
    homes = Household.objects.visible_to(user).values("village")
    villages = _areas(problem, user).filter(level=Area.Level.VILLAGE, code__in=homes)
    for code, name in villages.values_list("code", "short_name"):
        yield Candidate(SubjectKind.VILLAGE, code, name, code, Why.NOT_CHECKED)


def _areas(problem: Problem, user: User) -> QuerySet[Area]:
    return Area.objects.visible_to(user).within(problem.area_code[:COUNTY])


def _of_round(problem: Problem) -> Q:
    """Give the problem's own round, or the month's rounds of the county."""
    if problem.round_id:
        return Q(round=problem.round_id)
    county = Q(round__area_code=problem.area_code[:COUNTY], round__period=problem.period)
    return county & ~Q(round__in=Round.objects.hidden())


def _same_round(problem: Problem, row: dict[str, object]) -> bool:
    if problem.round_id:
        return row["round"] == problem.round_id
    return row["round__period"] == problem.period


def _candidate(row: dict[str, Any], why: str) -> Candidate:
    return Candidate(**{name: row[name] for name in FIELDS}, why=why)


def _place(one: Candidate) -> tuple[int, str, str]:
    """Order by reason, then by place."""
    return list(Why).index(Why(one.why)), one.area_code, one.subject_code
