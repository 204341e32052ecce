"""What a failing answer says as a problem: its fact, its basis, its category and weight."""

from typing import Any

from django.db.models import Q

from inspections.models import Answer, Problem, ProblemCategory, Question, Visit
from inspections.selectors.names import names_in, without_names
from inspections.selectors.reading import row_label
from inspections.wording import Said, fact_of

FACT_LENGTH, BASIS_LENGTH = 500, 300


def fact_in(visit: Visit, question: Question) -> str:
    """Word the fact; in a repeat group it begins with the row's place: 第2人：…."""
    answers = visit.answers.select_related("question").order_by("question__position", "row")
    said = {name: _said(answer, name) for answer in answers if (name := _name(answer))}
    order = [
        _name(a) for a in answers if a.question.item == question.item and a.row == question.row
    ]
    failed = Said(question.name, question.type, question.label, question.unit, (), None)
    text = fact_of(wording=question.problem, said=said, failed=failed, order=order)
    row = row_label(visit, question)
    worded = f"{row}：{text}" if row else text
    return without_names(worded, names_in(visit))[:FACT_LENGTH]


def _name(answer: Answer) -> str:
    """Give the name under which a form has the answer: M01_name.2 in row 2 of a repeat group."""
    return f"{answer.question.name}.{answer.row}" if answer.row else answer.question.name


def _said(answer: Answer, name: str) -> Said:
    asked = answer.question
    value = answer.value if answer.status == Answer.Status.GIVEN else None
    return Said(name, asked.type, asked.label, asked.unit, asked.choices, value)


def basis_of(question: Question) -> str:
    """Give the rule that was not kept: the item, its title and where it is written."""
    basis = f"{question.item} {question.item_title or question.label}".strip()
    return (f"{basis}（{question.source}）" if question.source else basis)[:BASIS_LENGTH]


def category_of(question: Question) -> ProblemCategory | None:
    """Give the question's category, named in the scheme by its slug or by its two letters."""
    named = ProblemCategory.objects.filter(Q(slug=question.category) | Q(code=question.category))
    return named.first() if question.category else None


def severity_in(question: Question, category: ProblemCategory) -> str:
    """Give the severity the question names; 严重 where the category always is."""
    if category.always_severe:
        return Problem.Severity.SEVERE
    return _choice(question.severity, Problem.Severity, Problem.Severity.ORDINARY)


def _choice(named: str, choices: Any, default: str) -> str:
    """Give a choice by its value or by its Chinese label."""
    by_label = {label: value for value, label in choices.choices}
    return named if named in choices.values else by_label.get(named, default)


def track_in(question: Question) -> str:
    """Give the way of rectification the question names, else 限期整改."""
    return _choice(question.track, Problem.Track, Problem.Track.FIX_BY_DATE)
