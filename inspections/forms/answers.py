"""The questions of one part of a visit as the page shows them, kept or just typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspections.answers import GIVEN, NOT_APPLICABLE, UNCHECKED, YES_NO_TEXT, Reply, shown
from inspections.models import Question

CHOICES = {"yes_no", "select_one", "select_multiple"}
NUMBER_PADS = {"integer": "numeric", "decimal": "decimal"}
Post = Mapping[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One large button of a choice."""

    value: str
    label: str
    picked: bool


@dataclass(frozen=True)
class Item:
    """One question with what stands in it and what is said about it."""

    question: Question
    opens_item: bool
    asked: bool
    reply: Reply | None
    reckoned: Any = None
    error: str = ""
    failing: str = ""

    @property
    def status(self) -> str:
        """given, not_applicable or unchecked; given as long as nothing is said."""
        return self.reply.status if self.reply else GIVEN

    @property
    def reason(self) -> str:
        """Why it was put aside."""
        return self.reply.reason if self.reply else ""

    @property
    def value(self) -> Any:
        """What stands in the field."""
        if self.reply and self.reply.status == GIVEN and self.reply.value is not None:
            return self.reply.value
        return ""

    @property
    def text(self) -> str:
        """The answer in words, with its unit; what the system reckoned where it does."""
        if self.reply is None:
            value = self.reckoned
            return shown(self.question, value) if value not in (None, "") else ""
        if self.reply.status != GIVEN:
            word = {NOT_APPLICABLE: "不适用", UNCHECKED: "未查"}[self.reply.status]
            return f"{word}：{self.reply.reason}" if self.reply.reason else word
        return f"{shown(self.question, self.reply.value)}{self.question.unit}"

    @property
    def control(self) -> str:
        """The kind of input: choice, rate, number, date, long, text, image or shown."""
        kind = self.question.type
        if kind in CHOICES:
            return "choice"
        if kind in NUMBER_PADS:
            return "number"
        if kind == "text":
            return "long"
        return kind if kind in {"rate", "date", "image"} else "shown"

    @property
    def inputmode(self) -> str:
        """The pad a phone should show."""
        return NUMBER_PADS.get(self.question.type, "text")

    @property
    def options(self) -> list[Option]:
        """The choices with the picked ones marked."""
        is_yes_no = self.question.type == "yes_no"
        offered = YES_NO_TEXT.items() if is_yes_no else self.question.choices
        picked = self.value if isinstance(self.value, list) else [self.value]
        return [Option(value, label, value in picked) for value, label in offered]


def items_of(
    questions: Sequence[Question],
    *,
    asked: Sequence[Question],
    replies: Mapping[str, Reply],
    reckoned: Mapping[str, Any],
    errors: Mapping[str, str],
    failing: Mapping[str, str],
    post: Post | None = None,
) -> list[Item]:
    """Give the questions in order; one with an error shows what was typed, others what is kept."""
    names = {question.name for question in asked}
    items: list[Item] = []
    for number, question in enumerate(questions):
        before = questions[number - 1].item if number else None
        wrong = post is not None and question.name in errors
        reply = typed(question, post or {}) if wrong else replies.get(question.name)
        items.append(
            Item(
                question=question,
                opens_item=bool(question.item) and question.item != before,
                asked=question.name in names,
                reply=reply,
                reckoned=reckoned.get(question.name),
                error=errors.get(question.name, ""),
                failing=failing.get(question.name, ""),
            )
        )
    return items


def typed(question: Question, post: Post) -> Reply:
    """What was typed, right or wrong, to be shown again."""

    def last(suffix: str = "") -> str:
        return (post.get(question.name + suffix) or [""])[-1]

    status = last("__status") or GIVEN
    if status in {NOT_APPLICABLE, UNCHECKED}:
        return Reply(status, None, last("__reason"))
    if question.type == "rate":
        return Reply(GIVEN, {"num": last("__num"), "den": last("__den")})
    if question.type == "select_multiple":
        return Reply(GIVEN, list(post.get(question.name, [])))
    return Reply(GIVEN, last())
