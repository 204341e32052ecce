"""Whether a month's round is complete: the minimum sample, and no failing answer left alone."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from households.models import Area
from inspections.models import Answer, Problem, Round, Visit
from inspections.models.subjects import SubjectKind

PLAN_000 = {"min_townships": 2, "min_villages": 1, "min_households": 3, "max_households": 5}


@dataclass(frozen=True)
class Check:
    """One line of the check: what is needed, what there is, and what falls short by name."""

    label: str
    needed: str
    found: str
    passed: bool
    missing: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Completeness:
    """The whole check of a round; `enough_drawn` is the minimum sample alone."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def enough_drawn(self) -> bool:
        return all(check.passed for check in self.checks[:3])

    @property
    def failing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)


def completeness(round_: Round) -> Completeness:
    """Check a round against its scheme's least numbers (plan 000 §4(1): 2 townships, 1 village).

    Only accepted visits count. A village with more than the most households passes with a note.
    Every form must be accepted, and every failing answer must have become a problem with a
    responsible unit. The number of queries does not grow with the round.
    """
    visits = list(
        Visit.objects.accepted()
        .filter(round=round_)
        .values_list("subject_kind", "subject_code", "area_code")
    )
    least = {key: int(round_.scheme.options.get(key, number)) for key, number in PLAN_000.items()}
    return Completeness(
        (
            _townships(visits, least["min_townships"]),
            _poor_villages(visits, least["min_villages"]),
            _households(visits, least["min_households"], least["max_households"]),
            _answered(round_),
            _raised(round_),
        )
    )


def _codes(visits: list[tuple[str, str, str]], kind: str) -> set[str]:
    return {code for found, code, _ in visits if found == kind}


def _townships(visits: list[tuple[str, str, str]], least: int) -> Check:
    count = len(_codes(visits, SubjectKind.TOWNSHIP))
    return Check(
        label="抽查乡镇",
        needed=f"不少于{least}个",
        found=f"{count}个",
        passed=count >= least,
    )


def _poor_villages(visits: list[tuple[str, str, str]], least: int) -> Check:
    count = (
        Area.objects.poor_villages().filter(code__in=_codes(visits, SubjectKind.VILLAGE)).count()
    )
    return Check(
        label="抽查贫困村",
        needed=f"不少于{least}个",
        found=f"{count}个",
        passed=count >= least,
    )


def _households(visits: list[tuple[str, str, str]], least: int, most: int) -> Check:
    visited = Counter(area for kind, _, area in visits if kind == SubjectKind.HOUSEHOLD)
    villages = Area.objects.in_bulk(_codes(visits, SubjectKind.VILLAGE) | set(visited))
    counts = {code: visited[code] for code in villages}
    few = [f"{villages[code]}{n}户" for code, n in sorted(counts.items()) if n < least]
    many = [f"{villages[code]}{n}户" for code, n in sorted(counts.items()) if n > most]
    return Check(
        label="每村走访贫困户",
        needed=f"每村{least}至{most}户",
        found=f"{len(counts)}个村共{sum(counts.values())}户",
        passed=bool(counts) and not few,
        missing=tuple(few),
        note=f"超过{most}户：{'、'.join(many)}" if many else "",
    )


def _answered(round_: Round) -> Check:
    assignments = round_.assignments.active()
    total = assignments.count()
    left = assignments.exclude(visit__state=Visit.State.ACCEPTED)
    open_names = tuple(left.values_list("subject_name", flat=True))
    unchecked = Answer.objects.filter(
        visit__round=round_, visit__state=Visit.State.ACCEPTED, status=Answer.Status.UNCHECKED
    ).count()
    return Check(
        label="督查表逐项作答",
        needed=f"{total}张全部审核",
        found=f"已审核{total - len(open_names)}张",
        passed=bool(total) and not open_names,
        missing=open_names,
        note=f"另有{unchecked}项记为“未查”" if unchecked else "",
    )


def _raised(round_: Round) -> Check:
    raised = Problem.objects.filter(visit=OuterRef("visit"), item=OuterRef("question__item"))
    failing = Answer.objects.filter(
        visit__round=round_, visit__state=Visit.State.ACCEPTED, failed=True
    )
    alone = failing.exclude(Exists(raised)).values_list("visit__subject_name", "question__item")
    missing = tuple(f"{name} {item}" for name, item in alone)
    count = failing.values("visit", "question__item").distinct().count()
    return Check(
        label="不合格项形成问题并落实责任单位",
        needed=f"{count}项",
        found=f"{count - len(set(missing))}项",
        passed=not missing,
        missing=missing,
    )
