"""Entering problems that no form raised by itself: by hand, from an answer, from a list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from inspections.models import (
    Attachment,
    Problem,
    ProblemCategory,
    ProblemSource,
    ProblemUpload,
)
from inspections.models.sources import FoundIn, SourceKind
from inspections.selectors.about import About
from inspections.selectors.facts_in_words import clean_fact
from inspections.selectors.sources import OWN_FINDINGS
from inspections.services.numbering import create_numbered
from inspections.services.recurrence import link
from inspections.services.responsible import responsible_unit as unit_that_answers
from inspections.services.transitions import moment_of, write_down

BY_SOURCE = {
    SourceKind.SELF_CHECK: FoundIn.VILLAGE_CHECK,
    SourceKind.CROSS_CHECK: FoundIn.CROSS_CHECK,
}


@transaction.atomic
def enter_problem(  # noqa: PLR0913 -- a problem's own fields; most have a default
    *,
    subject: About | tuple[str, str, str, str],
    source: str,
    fact: str,
    category: ProblemCategory,
    found_on: date,
    by: User,
    on: date,
    origin: ProblemSource | None = None,
    found_in: str = "",
    found_by: str = "",
    item: str = "",
    basis: str = "",
    severity: str = "",
    track: str = "",
    responsible_unit: Unit | None = None,
    period: date | None = None,
    photos: Sequence[Attachment] = (),
    village_can_solve: bool | None = None,
    entry_key: str = "",
    upload: ProblemUpload | None = None,
) -> Problem:
    """Enter a problem of any source, state 新发现, with its number for life; gives it.

    `subject` is (kind, code, name, area_code), a household's name masked. `on` is today: the
    problem belongs to that month unless `period` says otherwise, so that an earlier month's
    figures stay. Severity, way and unit come from the category and the place where not given.
    People's names, phones and identity numbers are taken out of the fact. The same `entry_key`
    gives the problem that is there. Raises RuleBroken "no_fact", "fact_too_long", "outside_area",
    "source_not_yours", "wrong_source", "future_day", "no_responsible_unit".
    """
    about = About(*subject)
    if found := entered(entry_key):
        return found
    refuse_entry(about=about, source=source, origin=origin, found_on=found_on, by=by, on=on)
    problem = create_numbered(
        period=(period or on).replace(day=1),
        area_code=about.area_code,
        twin=lambda: entered(entry_key),
        entry_key=entry_key or None,
        **subject_of(about),
        **_found(source, origin, found_in, found_by),
        item=item,
        fact=clean_fact(fact, about),
        basis=basis,
        category=category,
        severity=severity_of(category, severity),
        track=track or Problem.Track.FIX_BY_DATE,
        responsible_unit=responsible_unit
        or default_unit(about, village_can_solve=village_can_solve),
        found_on=found_on,
        village_can_solve=village_can_solve,
        upload=upload,
    )
    _settle(problem, photos, by=by, on=on)
    return problem


def refuse_entry(
    *,
    about: About,
    source: str,
    origin: ProblemSource | None,
    found_on: date,
    by: User,
    on: date,
) -> None:
    """Refuse what a person may not enter: another's place, another's source, a day to come."""
    if not about.area_code.startswith(by.area_code):
        raise RuleBroken(
            f"“{about.name}”不在您负责的区域，请由当地或上级单位登记。", code="outside_area"
        )
    if source not in SourceKind.values:
        raise RuleBroken("请选择问题来源。", code="wrong_source")
    if by.is_inspected and source not in OWN_FINDINGS:
        raise RuleBroken(
            "被督查单位只登记自查、互查发现的问题，其他来源请由督查办登记。",
            code="source_not_yours",
        )
    if origin is not None and origin.kind != source:
        raise RuleBroken(
            f"来源单位“{origin}”属于“{origin.get_kind_display()}”，与所选来源不符，请重新选择。",
            code="wrong_source",
        )
    if found_on > on:
        raise RuleBroken("发现日期晚于今天，请更正。", code="future_day")


def severity_of(category: ProblemCategory, asked: str = "") -> str:
    """Give the severity: always 严重 where the category says so, 一般 where nothing is asked."""
    if category.always_severe:
        return Problem.Severity.SEVERE
    return asked or Problem.Severity.ORDINARY


def default_unit(about: About, *, village_can_solve: bool | None = None) -> Unit:
    """Give the unit that answers for a place: the department itself, the village, the township.

    A village answers for what it can solve itself. Raises RuleBroken "no_responsible_unit".
    """
    subject = Problem(**subject_of(about), area_code=about.area_code)
    return unit_that_answers(parties="village" if village_can_solve else "", visit=subject)


def subject_of(about: About) -> dict[str, Any]:
    """Give the fields of a record that say what it is about."""
    return {
        "subject_kind": about.kind,
        "subject_code": about.code,
        "subject_name": about.name[:60],
    }


def _found(
    source: str, origin: ProblemSource | None, found_in: str, found_by: str
) -> dict[str, Any]:
    where = found_in or BY_SOURCE.get(SourceKind(source), "")
    return {"source": source, "origin": origin, "found_in": where, "found_by": found_by}


def entered(entry_key: str) -> Problem | None:
    """Give the problem that was entered with a key, if it was."""
    return Problem.objects.filter(entry_key=entry_key).first() if entry_key else None


def _settle(problem: Problem, photos: Sequence[Attachment], *, by: User, on: date) -> None:
    """Write down a problem that was just made, with its photos and what it repeats."""
    if problem.entries.exists():  # another call was faster with the same key
        return
    problem.photos.set(photos)
    link(problem=problem)
    write_down(problem=problem, by=by, at=moment_of(on), note=problem.fact)
    record(by=by, action="enter_problem", about=problem, number=problem.number)
