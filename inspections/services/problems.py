"""Problems: raised from failing answers, sorted into 共性 and 个性, upheld or not."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from inspections.models import Answer, Problem, ProblemCategory, Question, Round, Visit
from inspections.selectors.answer_facts import (
    FACT_LENGTH,
    basis_of,
    category_of,
    fact_in,
    severity_in,
    track_in,
)
from inspections.selectors.common import common_items
from inspections.services.numbering import create_numbered
from inspections.services.recurrence import forget, link
from inspections.services.responsible import responsible_unit
from inspections.services.transitions import (
    moment_of,
    move,
    page_of,
    refuse_own_unit,
    tell_unit,
    write_down,
)


@transaction.atomic
def raise_problem(
    *, visit: Visit, question: Question, answer: Answer, by: User, on: date
) -> Problem | None:
    """Make the problem that a failing answer is, with its number for life, due day still open.

    Failing answers of one item and one category in a visit are one problem: a repeated call gives
    the problem that is there, a further fact of the item is added to it. None for a question
    without a problem category. Raises RuleBroken "no_responsible_unit".
    """
    category = category_of(question)
    if category is None:
        return None
    fact = fact_in(visit, question)
    known = visit.problems.filter(Q(answer=answer) | _same_matter(question, category))
    if found := known.order_by("pk").first():
        return _add_fact(found, fact)
    problem = _create(
        visit=visit,
        answer=answer,
        item=question.item,
        fact=fact,
        basis=basis_of(question),
        category=category,
        severity=severity_in(question, category),
        track=track_in(question),
        responsible_unit=responsible_unit(parties=question.responsible, visit=visit),
        found_on=on,
    )
    write_down(problem=problem, by=by, at=moment_of(on), note=problem.fact)
    record(by=by, action="raise_problem", about=problem, number=problem.number)
    return problem


@transaction.atomic
def propose_scope(*, round: Round) -> int:  # noqa: A002 -- the record's own name
    """Mark the round's unjudged problems as proposed 共性 or 个性; gives the number of 共性.

    An item is common when it fails in two townships of the month, or in half of the objects asked
    if at least four were asked; the scheme's options may set other numbers. A person confirms.
    """
    found = Problem.objects.filter(round=round, state=Problem.State.FOUND).order_by("pk")
    items = common_items(round=round)
    # rows are taken in one order, so that two visits submitted at once wait for each other
    rows = list(found.select_for_update().values_list("pk", "item"))
    common = [pk for pk, item in rows if item in items]
    alone = [pk for pk, item in rows if item not in items]
    Problem.objects.filter(pk__in=alone).update(proposed_scope=Problem.Scope.INDIVIDUAL)
    return Problem.objects.filter(pk__in=common).update(proposed_scope=Problem.Scope.COMMON)


@transaction.atomic
def confirm_problem(
    *, problem: Problem, scope: str, by: User, on: date, note: str = "", unit: Unit | None = None
) -> Problem:
    """Uphold a problem as 共性 or 个性, if need be with another responsible unit.

    Raises RuleBroken "wrong_scope", "wrong_state", "own_unit".
    """
    if scope not in Problem.Scope.values:
        raise RuleBroken("请选择共性或个性。", code="wrong_scope")
    refuse_own_unit(problem=problem, by=by, act="认定")
    fields: dict[str, Any] = {"scope": scope}
    words = [f"认定为{Problem.Scope(scope).label}问题。"]
    if unit is not None and unit.pk != problem.responsible_unit_id:
        fields["responsible_unit"] = unit
        words.append(f"责任单位改为{unit}。")
    move(
        problem=problem,
        came_from=[Problem.State.FOUND],
        to=Problem.State.CONFIRMED,
        by=by,
        at=moment_of(on),
        action="confirm_problem",
        note="".join([*words, note.strip()]),
        **fields,
    )
    return problem


@transaction.atomic
def confirm_problems(
    *, problems: Iterable[Problem], scope: str, by: User, on: date, note: str = ""
) -> int:
    """Uphold several problems at once, all or none; scope "proposed" takes what was proposed.

    Raises RuleBroken "nothing_chosen" and "no_proposal" beside those of confirm_problem.
    """
    chosen = list(problems)
    if not chosen:
        raise RuleBroken("请先勾选要认定的问题。", code="nothing_chosen")
    for problem in chosen:
        named = problem.proposed_scope if scope == "proposed" else scope
        if not named:
            raise RuleBroken(
                f"问题{problem.number}还没有系统建议，请直接选择共性或个性。", code="no_proposal"
            )
        confirm_problem(problem=problem, scope=named, by=by, on=on, note=note)
    return len(chosen)


@transaction.atomic
def reject_problem(*, problem: Problem, by: User, on: date, note: str) -> Problem:
    """Close a found problem as not upheld (不属实), with the reason.

    Raises RuleBroken "no_reason", "wrong_state", "own_unit".
    """
    if not note.strip():
        raise RuleBroken("认定不属实须写明理由。", code="no_reason")
    refuse_own_unit(problem=problem, by=by, act="认定")
    move(
        problem=problem,
        came_from=[Problem.State.FOUND],
        to=Problem.State.NOT_UPHELD,
        by=by,
        at=moment_of(on),
        action="reject_problem",
        note=f"认定不属实：{note.strip()}",
    )
    forget(problem=problem)
    if not Round.objects.hidden().filter(pk=problem.round_id).exists():
        tell_unit(
            unit=problem.responsible_unit,
            key=f"problem-{problem.pk}-not-upheld",
            text=f"问题{problem.number}经核实认定不属实。",
            url=page_of(problem),
            at=moment_of(on),
        )
    return problem


def _create(*, visit: Visit, answer: Answer, **fields: Any) -> Problem:
    """Insert the problem of an answer, once, with what was failing here before."""
    problem = create_numbered(
        period=visit.round.period,
        area_code=visit.area_code,
        twin=lambda: Problem.objects.filter(answer=answer).first(),
        round=visit.round,
        visit=visit,
        answer=answer,
        subject_kind=visit.subject_kind,
        subject_code=visit.subject_code,
        subject_name=visit.subject_name,
        **fields,
    )
    link(problem=problem)
    return problem


def _same_matter(question: Question, category: ProblemCategory) -> Q:
    if not question.item:
        return Q(pk=None)
    return Q(item=question.item, category=category)


def _add_fact(problem: Problem, fact: str) -> Problem:
    """Add a further fact to a problem that nobody has judged yet."""
    longer = f"{problem.fact}；{fact}"
    if fact in problem.fact or len(longer) > FACT_LENGTH:
        return problem
    found = Problem.objects.filter(pk=problem.pk, state=Problem.State.FOUND)
    if found.update(fact=longer):
        problem.fact = longer
    return problem
