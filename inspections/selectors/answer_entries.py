"""Making a problem of an answer by hand: who may, of which answers, and what is proposed."""

from collections.abc import Mapping
from typing import Any

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Answer, Attachment, Problem, Question, Round, Visit
from inspections.selectors.answer_facts import (
    basis_of,
    category_of,
    fact_in,
    severity_in,
    track_in,
)
from inspections.selectors.visits import questions_for

SILENT = (Question.Type.IMAGE, Question.Type.GEOPOINT)
RIGHTS = ("inspections.enter_problem", "inspections.review_visit")


def may_enter_from(visit: Visit, user: User) -> bool:
    """Whether the user may make problems of a form's answers: accepted, and not the inspected."""
    if visit.state != Visit.State.ACCEPTED or user.is_inspected:
        return False
    return any(user.has_perm(right) for right in RIGHTS)


def enterable(visit: Visit, user: User) -> Mapping[str, int]:
    """Give the answers that are no problem yet, by the name of their question; {} for a reader."""
    if not may_enter_from(visit, user):
        return {}
    places = {(q.pk, q.row): q.name for q in questions_for(visit).values()}
    items = visit.problems.values("item")
    rows = visit.answers.filter(status=Answer.Status.GIVEN, problem=None)
    # failing answers of one item are one problem; what the round itself says is none
    plain = rows.exclude(failed=True, question__item__in=items).filter(question__default_fact="")
    plain = plain.exclude(question__type__in=SILENT)
    found = plain.values_list("pk", "question_id", "row")
    return {places[asked, row]: pk for pk, asked, row in found if (asked, row) in places}


def question_of(answer: Answer) -> Question:
    """Give the question as the answer's row asks it; raises RuleBroken "not_asked"."""
    for question in questions_for(answer.visit).values():
        if (question.pk, question.row) == (answer.question_id, answer.row):
            return question
    raise RuleBroken("这一项已不在督查表中，请刷新页面。", code="not_asked")


def proposed(answer: Answer) -> dict[str, Any]:
    """Give what the form begins with: the fact in words, item, rule, category, weight and way."""
    question = question_of(answer)
    category = category_of(question)
    return {
        "fact": fact_in(answer.visit, question),
        "item": question.item,
        "basis": basis_of(question),
        "category": category,
        "severity": severity_in(question, category) if category else Problem.Severity.ORDINARY,
        "track": track_in(question),
    }


def photos_with(answer: Answer) -> "list[Attachment]":
    """Give the photos the form took for the answer's item, in the same row."""
    pictures = Answer.objects.filter(
        visit=answer.visit,
        row=answer.row,
        question__item=answer.question.item,
        question__type=Question.Type.IMAGE,
    )
    numbers = [pk for value in pictures.values_list("value", flat=True) for pk in value or []]
    return list(Attachment.objects.filter(pk__in=numbers))


def is_over(visit: Visit) -> bool:
    """Whether the visit's month is closed: what is added now belongs to the present month."""
    return visit.round.state == Round.State.DONE
