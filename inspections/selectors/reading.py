"""A form to read: every question that is asked, in its exact wording, with its answer in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from accounts.models import User
from inspections.answers import GIVEN, NOT_APPLICABLE, UNCHECKED, shown
from inspections.checklists import Check
from inspections.models import Question, Visit
from inspections.selectors.gathered import gathered_for
from inspections.selectors.names import words_for
from inspections.selectors.visits import Form

PUT_ASIDE = {NOT_APPLICABLE: "不适用", UNCHECKED: "未查"}
ROW_WORDS = {"members": "人"}
SIGNATURE = "signature"
Words = Callable[[Question, str], str]


@dataclass(frozen=True)
class Line:
    """One question and what was said: words, or photos; why it was put aside or explained."""

    question: Question
    text: str
    status: str = ""
    reason: str = ""
    explanation: str = ""
    failed: bool = False
    photos: tuple[int, ...] = ()

    @property
    def is_signature(self) -> bool:
        """Whether its picture is a signature."""
        return SIGNATURE in self.question.appearance.split()


@dataclass(frozen=True)
class Block:
    """Lines that belong together: the questions between repeats, or one row of a repeat group."""

    repeat: str
    row: int
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReadPart:
    """One part of the form."""

    code: str
    label: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[Line]:
        """All lines of the part."""
        return [line for block in self.blocks for line in block.lines]


def row_label(visit: Visit, question: Question) -> str:
    """Name the row of a repeat group by its place, never by a person: 第2人; "" for none."""
    if not question.row:
        return ""
    rows: Sequence[int] = visit.rows.get(question.repeat, [])
    place = list(rows).index(question.row) + 1 if question.row in rows else question.row
    return f"第{place}{ROW_WORDS.get(question.repeat, '项')}"


def failing_in(visit: Visit, form: Form) -> list[Question]:
    """Give what fails: as it was sealed, or as a draft stands."""
    if not visit.is_sealed:
        return list(form.failing)
    failed = set(visit.answers.filter(failed=True).values_list("question_id", "row"))
    return [q for q in form.questions.values() if (q.pk, q.row) in failed]


def coming_problems(visit: Visit, form: Form, *, user: User | None) -> list[tuple[Question, str]]:
    """Give what fails in a form with the words of the problem it will be."""
    words = words_for(user, visit)
    facts = []
    for question in failing_in(visit, form):
        row, fact = row_label(visit, question), words(question, form.fact(question))
        facts.append((question, f"{row}：{fact}" if row else fact))
    return facts


def raised_checks(form: Form) -> list[tuple[Check, str]]:
    """Give the checks a form raises, each with the explanation that was written."""
    return [
        (check, reply.explanation if (reply := form.replies.get(check.question.name)) else "")
        for check in form.checks
    ]


def read_form(visit: Visit, form: Form, *, user: User | None) -> list[ReadPart]:
    """Give the asked questions part by part, as far as the reader may see; no empty parts."""
    words, gathered = words_for(user, visit), gathered_for(visit, user)
    asked = {question.name for question in form.standing.asked}
    failed = {question.name for question in failing_in(visit, form)}
    parts = []
    for section in form.sections():
        lines = [
            Line(question, words(question, text))
            if (text := gathered(question))
            else line_of(question, form, words=words, failed=question.name in failed)
            for question in section.questions
            if question.name in asked
        ]
        if lines:
            parts.append(ReadPart(section.code, section.label, tuple(blocks_of(visit, lines))))
    return parts


def blocks_of(visit: Visit, lines: Sequence[Line]) -> Iterator[Block]:
    """Part the lines where a repeat group or one of its rows begins."""

    def place(line: Line) -> tuple[str, int]:
        return line.question.repeat if line.question.row else "", line.question.row

    for (repeat, row), held in groupby(lines, key=place):
        block = tuple(held)
        yield Block(repeat, row, row_label(visit, block[0].question), block)


def line_of(question: Question, form: Form, *, words: Words, failed: bool) -> Line:
    """Put one question's answer in words."""
    reply = form.replies.get(question.name)
    if reply is None:
        value = form.standing.reckoned.get(question.name)
        text = shown(question, value) if value not in (None, "") else ""
        return Line(question, words(question, text), failed=failed)
    explanation = reply.explanation
    if reply.status != GIVEN:
        text = PUT_ASIDE[reply.status]
        return Line(question, text, reply.status, reply.reason, explanation, failed=failed)
    if question.type == Question.Type.IMAGE:
        photos = tuple(number for number in reply.value or [] if isinstance(number, int))
        return Line(question, "", GIVEN, explanation=explanation, photos=photos)
    text = words(question, value_text(question, reply.value))
    return Line(question, text, GIVEN, explanation=explanation, failed=failed)


def value_text(question: Question, value: Any) -> str:
    """Give a kept value in words with its unit."""
    if question.type == Question.Type.GEOPOINT:
        return position_text(value)
    text = shown(question, value)
    return f"{text}{question.unit}" if text else ""


def position_text(value: Any) -> str:
    """Give a position in words: 北纬29.35135 东经104.81020（精度约12米）."""
    if not isinstance(value, dict):
        return ""
    place = f"北纬{value.get('lat')} 东经{value.get('lon')}"
    if value.get("manual"):
        return f"{place}（手工填写）"
    return f"{place}（精度约{value['accuracy']}米）" if value.get("accuracy") else place
