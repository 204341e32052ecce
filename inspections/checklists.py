"""A checklist before a unit: which questions it is asked, what is missing, what fails.

Questions come in as rows in the checklist's order, answers as replies by question name; nothing
here touches the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.answers import (
    COMPUTED,
    GIVEN,
    AnswerError,
    Reply,
    computed,
    kept,
    parse,
)
from inspections.models import Question
from inspections.models.subjects import SubjectKind
from inspections.rules import (
    Known,
    RuleError,
    Value,
    evaluate,
    holds,
    is_relevant,
    schedule_progress,
)

LEVELS: dict[str, frozenset[str]] = {
    SubjectKind.DEPARTMENT: frozenset("Q"),
    SubjectKind.TOWNSHIP: frozenset("T"),
    SubjectKind.VILLAGE: frozenset("VSWJ"),
    SubjectKind.HOUSEHOLD: frozenset("HR"),
    SubjectKind.HELPER: frozenset("R"),
    SubjectKind.FIRST_SECRETARY: frozenset("S"),
    SubjectKind.WORK_TEAM: frozenset("W"),
    SubjectKind.PROJECT: frozenset("J"),
}
Replies = Mapping[str, Reply]


@dataclass(frozen=True)
class Section:
    """A part of the form (A–E, header, footer) or one programme of C, with its questions."""

    code: str
    label: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Standing:
    """A form as it stands: what is asked now, what each rule sees, what the system reckoned."""

    asked: tuple[Question, ...]
    values: dict[str, Value]
    reckoned: dict[str, Any] = field(default_factory=dict)


def asked_of(
    questions: Iterable[Question], *, kind: str, unit_names: Collection[str] = ()
) -> list[Question]:
    """The questions put to a kind of unit; a department gets what is asked of it by name."""
    levels = LEVELS.get(kind, frozenset())
    return [
        question
        for question in questions
        if levels & set(question.levels.split(","))
        and (
            kind != SubjectKind.DEPARTMENT
            or not question.asked_of
            or question.asked_of in unit_names
        )
    ]


def sections(questions: Iterable[Question]) -> list[Section]:
    """The questions by part of the form, in order; each programme of C is a part of its own."""
    parts: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        part = question.section_code, question.section
        if question.programme:
            part = question.programme, question.group
        parts.setdefault(part, []).append(question)
    return [Section(code, label, tuple(rows)) for (code, label), rows in parts.items()]


def standing(questions: Iterable[Question], replies: Replies) -> Standing:
    """Go through the form in order: what is not relevant has no value for what comes after."""
    asked: list[Question] = []
    values: dict[str, Value] = {}
    reckoned: dict[str, Any] = {}
    for question in questions:
        if not is_relevant(question.relevant, values):
            continue
        asked.append(question)
        if question.calculation:
            value = evaluate(question.calculation, Known(values))
            values[question.name], reckoned[question.name] = value, kept(value)
        else:
            values[question.name] = computed(question, replies.get(question.name))
    return Standing(tuple(asked), values, reckoned)


def missing(form: Standing, replies: Replies) -> list[Question]:
    """The questions that must be answered and are not; 不适用 and 未查 are answers."""
    return [
        question
        for question in form.asked
        if question.required and question.type not in COMPUTED and question.name not in replies
    ]


def failing(
    form: Standing, replies: Replies, *, parameters: Mapping[str, str], on: date
) -> list[Question]:
    """The questions whose rule says the answer fails, judged by that day's thresholds."""
    known = Known(form.values, parameters, schedule_progress(on))
    return [
        question
        for question in form.asked
        if question.fail_if
        and (question.type in COMPUTED or is_given(replies.get(question.name)))
        and holds(question.fail_if, known)
    ]


def is_given(reply: Reply | None) -> bool:
    """Whether there is an answer and it is a value."""
    return reply is not None and reply.status == GIVEN


def read_answers(
    questions: Mapping[str, Question], posted: Mapping[str, object], stored: Replies
) -> tuple[dict[str, Reply | None], dict[str, str]]:
    """Posted answers in one flat pass: what to keep by name (None clears), and errors by name.

    A constraint is judged with the other posted and stored answers; one it cannot judge passes.
    """
    replies: dict[str, Reply | None] = {}
    errors: dict[str, str] = {}
    for name, raw in posted.items():
        question = questions.get(name)
        if question is None:
            errors[name] = "没有这个检查项，或不问这个对象。"
            continue
        try:
            replies[name] = parse(question, raw)
        except AnswerError as reason:
            errors[name] = str(reason)
    merged = {**stored, **replies}
    values = {n: computed(q, merged.get(n)) for n, q in questions.items() if n in merged}
    for name in list(replies):
        if not obeys(questions[name], values):
            errors[name] = questions[name].constraint_message or "填写的内容不合要求。"
            del replies[name]
    return replies, errors


def obeys(question: Question, values: Mapping[str, Value]) -> bool:
    """Whether an answer keeps its constraint, as far as can be told."""
    if not question.constraint or values.get(question.name) is None:
        return True
    try:
        return holds(question.constraint, Known(values)) is not False
    except RuleError:
        return False


def from_post(post: Mapping[str, list[str]], questions: Mapping[str, Question]) -> dict[str, Any]:
    """A posted page as answers: `name`, `name__num`, `name__den`, `name__status`, `name__reason`.

    A page names every question it shows in hidden `asked` fields, so that a cleared box counts;
    photos and computed fields are passed over.
    """
    names = [name for name in post.get("asked", []) if name in questions]
    return {
        name: posted_answer(questions[name], post)
        for name in dict.fromkeys(names)
        if questions[name].type not in COMPUTED | {"image"}
    }


def posted_answer(question: Question, post: Mapping[str, list[str]]) -> Any:
    """One question's answer from a posted page."""

    def last(suffix: str = "") -> str:
        return (post.get(question.name + suffix) or [""])[-1]

    if last("__status") not in {"", GIVEN}:
        return {"status": last("__status"), "reason": last("__reason")}
    if question.type == "rate":
        return {"num": last("__num").strip(), "den": last("__den").strip()}
    if question.type == "select_multiple":
        return list(post.get(question.name, []))
    return last().strip()
