"""A checklist before a unit: which questions it is asked, what is missing, what fails.

Questions come in as rows in the checklist's order, answers as replies by question name; nothing
here touches the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from inspections.answers import COMPUTED, GIVEN, AnswerError, Reply, computed, kept, parse
from inspections.models import Question
from inspections.models.subjects import SubjectKind
from inspections.rule_language import names_in
from inspections.rules import (
    Known,
    Rows,
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
PARTS = {"rate": ("num", "den"), "geopoint": ("lat", "lon", "accuracy", "manual")}
CONSTRAINT, WARNING = "constraint", "warning"
BLOCK, EXPLAIN, IGNORE = "block", "explain", "ignore"
Replies = Mapping[str, Reply]
Strengths = Mapping[str, str]
NONE_SET: Mapping[str, str] = MappingProxyType({})


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


@dataclass(frozen=True)
class Check:
    """A check that was raised: of which question and kind, what it says, how strong it is."""

    question: Question
    kind: str
    message: str
    strength: str
    explained: bool


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
        if question.row:
            gather(values, question)
    return Standing(tuple(asked), values, reckoned)


def gather(values: dict[str, Value], question: Question) -> None:
    """Add a row's answer to those that rules outside the group see together."""
    name = plain_name(question)
    before = values.get(name)
    rows = before.values if isinstance(before, Rows) else ()
    values[name] = Rows((*rows, values[question.name]))


def plain_name(question: Question) -> str:
    """The name of a question without its row."""
    return question.name.rpartition(".")[0] if question.row else question.name


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
    questions: Mapping[str, Question],
    posted: Mapping[str, object],
    stored: Replies,
    strengths: Strengths = NONE_SET,
    parameters: Mapping[str, str] = NONE_SET,
) -> tuple[dict[str, Reply | None], dict[str, str]]:
    """Posted answers in one flat pass: what to keep by name (None clears), and errors by name.

    A constraint that blocks is judged with the other posted and stored answers; one it cannot
    judge passes, and one that asks for an explanation or is ignored lets the answer be kept.
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
    judged = [
        questions[name]
        for name, reply in replies.items()
        if questions[name].constraint
        and is_given(reply)
        and strength(questions[name], CONSTRAINT, strengths) == BLOCK
    ]
    if judged:
        known = Known(seen_by(judged, questions, {**stored, **replies}), parameters)
        for question in judged:
            if is_broken(question, CONSTRAINT, known):
                errors[question.name] = message_of(question, CONSTRAINT)
                del replies[question.name]
    return replies, errors


def seen_by(
    judged: Iterable[Question],
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply | None],
) -> dict[str, Value]:
    """What the constraints look at: answers, or the whole form where they need what it reckons."""
    names = {name for question in judged for name in names_in(question.constraint)}
    if all(name in questions and not questions[name].calculation for name in names):
        return {name: computed(questions[name], replies.get(name)) for name in names}
    given = {name: reply for name, reply in replies.items() if reply is not None}
    return standing(questions.values(), given).values


def checks(
    form: Standing,
    replies: Replies,
    strengths: Strengths = NONE_SET,
    parameters: Mapping[str, str] = NONE_SET,
) -> tuple[Check, ...]:
    """The checks that an answer or a reckoned value raises, in the form's order; ignored ones not.

    An explanation serves all checks of its answer. Source of the strengths: issue "The month in
    the field", point 1; a round may set each by "A101_done.constraint" or "A101_done.warning".
    """
    known = Known(form.values, parameters)
    raised: list[Check] = []
    for question in form.asked:
        if form.values.get(question.name) is None:
            continue
        reply = replies.get(question.name)
        for kind in (CONSTRAINT, WARNING):
            force = strength(question, kind, strengths)
            if getattr(question, kind) and force != IGNORE and is_broken(question, kind, known):
                said = bool(reply and reply.explanation)
                raised.append(Check(question, kind, message_of(question, kind), force, said))
    return tuple(raised)


def strength(question: Question, kind: str, strengths: Strengths) -> str:
    """How strong a check is in a round: as the round says, else a constraint blocks."""
    default = BLOCK if kind == CONSTRAINT else EXPLAIN
    return strengths.get(f"{plain_name(question)}.{kind}", default)


def is_broken(question: Question, kind: str, known: Known) -> bool:
    """Whether a constraint is not kept or a warning holds; what cannot be told is neither."""
    try:
        return holds(getattr(question, kind), known) is (kind == WARNING)
    except RuleError:
        return kind == CONSTRAINT


def message_of(question: Question, kind: str) -> str:
    """What a check says."""
    if kind == CONSTRAINT:
        return question.constraint_message or "填写的内容不合要求。"
    return question.warning_message or "请核对，属实的写明原因。"


def from_post(post: Mapping[str, list[str]], questions: Mapping[str, Question]) -> dict[str, Any]:
    """A posted page as answers: `name`, `name__num`, `name__den`, `name__status`, `name__reason`.

    And `name__explain`; a position has `name__lat`, `__lon`, `__accuracy` and `__manual`. A page
    names every question it shows in hidden `asked` fields, so that a cleared box counts; photos
    and computed fields are passed over, but for what is said about a computed one's warning.
    """
    names = [name for name in post.get("asked", []) if name in questions]
    return {
        name: posted_answer(questions[name], post)
        for name in dict.fromkeys(names)
        if is_posted(questions[name], post)
    }


def is_posted(question: Question, post: Mapping[str, list[str]]) -> bool:
    """Whether a page can answer a question, or say something about what was reckoned."""
    if question.type in COMPUTED:
        return bool(question.calculation) and question.name + "__explain" in post
    return question.type != "image"


def posted_answer(question: Question, post: Mapping[str, list[str]]) -> Any:
    """One question's answer from a posted page, with what is said about a check in it."""

    def last(suffix: str = "") -> str:
        return (post.get(question.name + suffix) or [""])[-1].strip()

    if last("__status") not in {"", GIVEN}:
        return {"status": last("__status"), "reason": last("__reason")}
    if question.type in COMPUTED:
        return {"explain": last("__explain")}
    value: Any = last()
    if parts := PARTS.get(question.type):
        value = {part: last(f"__{part}") for part in parts}
    elif question.type == "select_multiple":
        value = list(post.get(question.name, []))
    return {"value": value, "explain": last("__explain")} if last("__explain") else value
