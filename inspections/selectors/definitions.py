"""A form as a client needs it to ask without the server: questions, rules, answers, thresholds."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from inspections.answers import Reply, shown
from inspections.merging import Conflict
from inspections.models import Question, Visit
from inspections.selectors.progress import parts_of
from inspections.selectors.register_facts import register_facts
from inspections.selectors.visits import (
    Form,
    questions_for,
    replies_of,
    thresholds,
    unexpanded,
)
from inspections.visit_rows import rows_now

PLAIN = (
    *("name", "item", "item_title", "type", "label", "hint", "unit", "choices", "required"),
    *("relevant", "constraint", "constraint_message", "warning", "warning_message"),
    *("calculation", "fail_if", "repeat", "section", "section_code", "group", "programme"),
    *("appearance", "evidence"),
)


def definition_of(visit: Visit, *, on: date) -> dict[str, Any]:
    """Everything a client needs to show, check and save one form without asking again.

    Questions stand as the checklist has them, a repeat group once; replies by their full name,
    `M01_name.2` for row 2. Eleven queries at most.
    """
    questions, checklist = questions_for(visit), visit.checklist
    scheme = visit.round.scheme
    replies = replies_of(visit, questions)
    known = known_words(visit, questions, on=on)
    return {
        "visit": visit.pk,
        "version": visit.version,
        "edition": visit.edition,
        "state": visit.state,
        "returned_for": visit.returned_for,
        "subject": {
            "kind": visit.subject_kind,
            "name": visit.subject_name,
            "area_code": visit.area_code,
        },
        "checklist": {"id": checklist.pk, "title": checklist.title, "version": scheme.version},
        "parameters": thresholds(scheme=scheme, area_code=visit.area_code, on=on),
        "on": on.isoformat(),
        "strengths": visit.round.strengths,
        "rows": rows_now(visit.rows),
        "questions": [
            {**{field: getattr(question, field) for field in PLAIN}, "known": known.get(name, "")}
            for name, question in unexpanded(visit).items()
        ],
        "replies": {name: asdict(reply) for name, reply in replies.items()},
    }


def known_words(
    visit: Visit, questions: Mapping[str, Question], *, on: date
) -> dict[str, str | dict[str, str]]:
    """What the register says beside each question, in words; by row for a repeat group."""
    words: dict[str, Any] = {}
    for name, value in register_facts(visit, on=on).items():
        question = questions[name]
        text = f"{shown(question, value)}{question.unit}"
        if question.row:
            words.setdefault(name.rpartition(".")[0], {})[str(question.row)] = text
        else:
            words[name] = text
    return words


def told_of(form: Form) -> dict[str, Any]:
    """How a form stands after a save: what is asked, what fails, what is warned of, how far."""
    return {
        "asked": [question.name for question in form.standing.asked],
        "failing": {q.name: f"将记为问题：{form.fact(q)}" for q in form.failing},
        "warnings": {
            check.question.name: {"message": check.message, "strength": check.strength}
            for check in form.checks
        },
        "done": form.done,
        "total": form.total,
        "parts": {part.code: [part.done, part.total] for part in parts_of(form)},
    }


def conflict_told(conflict: Conflict) -> dict[str, Any]:
    """Both sides of a conflict."""
    return {
        "mine": reply_told(conflict.mine),
        "theirs": reply_told(conflict.theirs),
        "theirs_text": conflict.theirs_text,
    }


def reply_told(reply: Reply | None) -> dict[str, Any] | None:
    """A reply as the form's definition gives it."""
    return asdict(reply) if reply else None
