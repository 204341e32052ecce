"""A problem made of an accepted form's answer by a person, prefilled from the question."""

from datetime import date

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from inspections.models import Answer, Problem, ProblemCategory, Visit
from inspections.selectors.about import About
from inspections.selectors.answer_entries import (
    is_over,
    may_enter_from,
    photos_with,
    question_of,
)
from inspections.selectors.answer_facts import basis_of
from inspections.selectors.facts_in_words import clean_fact
from inspections.services.entries import severity_of
from inspections.services.numbering import create_numbered
from inspections.services.recurrence import link
from inspections.services.responsible import responsible_unit as unit_that_answers
from inspections.services.transitions import moment_of, write_down


@transaction.atomic
def enter_from_answer(
    *,
    answer: Answer,
    fact: str,
    category: ProblemCategory,
    severity: str,
    track: str,
    responsible_unit: Unit | None = None,
    by: User,
    on: date,
) -> Problem:
    """Make a problem of an answer of an accepted form: item, rule and photos come with it.

    An answer is one problem: a second call is refused. What is added to a finished round belongs
    to the present month, so that the finished one's figures stay. Raises RuleBroken
    "not_accepted", "already_problem", "filled_by_system", "not_asked", "no_fact",
    "fact_too_long", "no_responsible_unit".
    """
    visit = answer.visit
    refuse_unfit(answer, by=by)
    question = question_of(answer)
    about = About(visit.subject_kind, visit.subject_code, visit.subject_name, visit.area_code)
    problem = create_numbered(
        period=on.replace(day=1) if is_over(visit) else visit.round.period,
        area_code=visit.area_code,
        twin=lambda: _raise_known(answer),
        subject_kind=about.kind,
        subject_code=about.code,
        subject_name=about.name,
        round=visit.round,
        visit=visit,
        answer=answer,
        item=question.item,
        fact=clean_fact(fact, about),
        basis=basis_of(question),
        category=category,
        severity=severity_of(category, severity),
        track=track,
        responsible_unit=responsible_unit or proposed_unit(answer),
        found_on=visit.visited_on or on,
    )
    problem.photos.set(photos_with(answer))
    link(problem=problem)
    write_down(problem=problem, by=by, at=moment_of(on), note=problem.fact)
    record(by=by, action="enter_problem", about=problem, number=problem.number)
    return problem


def proposed_unit(answer: Answer) -> Unit:
    """Give the unit the question names as responsible; raises RuleBroken "no_responsible_unit"."""
    return unit_that_answers(parties=answer.question.responsible, visit=answer.visit)


def refuse_unfit(answer: Answer, *, by: User) -> None:
    """Refuse an answer that cannot be made a problem now, or not by this person."""
    if answer.visit.state != Visit.State.ACCEPTED:
        raise RuleBroken("督查表审核通过后才能记为问题，请先完成审核。", code="not_accepted")
    if not may_enter_from(answer.visit, by):
        raise RuleBroken("您无权把督查表的答复记为问题，请由督查办登记。", code="not_yours")
    if answer.question.default_fact:
        raise RuleBroken("这一项由系统预填，不能记为问题。", code="filled_by_system")
    _raise_known(answer)


def _raise_known(answer: Answer) -> None:
    known = Problem.objects.filter(answer=answer).first()
    if known:
        raise RuleBroken(f"这一项已记为问题{known.number}，不再重复登记。", code="already_problem")
