"""The questions of one part of a visit as the page shows them, kept or just typed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspections.answers import GIVEN, NOT_APPLICABLE, UNCHECKED, YES_NO_TEXT, Reply, shown
from inspections.checklists import PARTS
from inspections.models import Question
from inspections.selectors.gathered import GATHERED, LATER
from inspections.wording import percent_text

CHOICES = {"yes_no", "select_one", "select_multiple"}
NUMBER_PADS = {"integer": "numeric", "decimal": "decimal"}
SIGNATURE = "signature"
LINE, PADDING = 19, 1.5  # letters in a line of a phone, and what a button needs around its own
HALF, BOX_HALF = 7, 6  # letters in half a line, and beside a box to tick
Post = Mapping[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One large button of a choice."""

    value: str
    label: str
    picked: bool


@dataclass(frozen=True)
class Known:
    """What the register says of a question, as it is kept and in words, beside the answer."""

    value: Any
    text: str
    state: str  # open: nothing answered yet; same; differs

    @property
    def json(self) -> str:
        """The kept value for the page's script."""
        return json.dumps(self.value, ensure_ascii=False)


@dataclass(frozen=True)
class Sides:
    """Two answers to one question: what was typed on this page and what somebody else saved."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Said:
    """What is said beside the questions of a part, by their names."""

    errors: Mapping[str, str] = field(default_factory=dict)
    failing: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    sides: Mapping[str, Sides] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One question with what stands in it and what is said about it."""

    question: Question
    evidence: str  # what to look at; said once where questions that follow need the same
    asked: bool
    reply: Reply | None
    reckoned: Any = None
    error: str = ""
    failing: str = ""
    warning: str = ""
    known: Known | None = None
    sides: Sides | None = None

    @property
    def status(self) -> str:
        """given, not_applicable or unchecked; given as long as nothing is said."""
        return self.reply.status if self.reply else GIVEN

    @property
    def reason(self) -> str:
        """Why it was put aside."""
        return self.reply.reason if self.reply else ""

    @property
    def explanation(self) -> str:
        """What was said to a warning."""
        return self.reply.explanation if self.reply else ""

    @property
    def value(self) -> Any:
        """What stands in the field."""
        if self.reply and self.reply.status == GIVEN and self.reply.value is not None:
            return self.reply.value
        return ""

    @property
    def text(self) -> str:
        """The answer in words, with its unit; what the system reckoned where it does."""
        if self.reply is None or self.is_reckoned:
            value = self.reckoned
            if self.question.default_fact in GATHERED:
                return LATER
            return shown(self.question, value) if value not in (None, "") else ""
        if self.reply.status != GIVEN:
            word = {NOT_APPLICABLE: "不适用", UNCHECKED: "未查"}[self.reply.status]
            return f"{word}：{self.reply.reason}" if self.reply.reason else word
        return f"{shown(self.question, self.reply.value)}{self.question.unit}"

    @property
    def reckoned_text(self) -> str:
        """What the system works out, where it is more than a yes or no for the rules."""
        return self.text if self.text not in {"", *YES_NO_TEXT.values()} else ""

    @property
    def share(self) -> str:
        """A rate as a percentage; "" while a part of it is missing."""
        if not isinstance(self.value, dict):
            return ""
        return percent_text(str(self.value.get("num")), str(self.value.get("den")))

    @property
    def control(self) -> str:
        """The input: choice, rate, number, date, long, text, image, signature, geopoint, shown."""
        kind = self.question.type
        if kind in CHOICES:
            return "choice"
        if kind in NUMBER_PADS:
            return "number"
        if kind == "text":
            return "long"
        if kind == "image" and SIGNATURE in self.question.appearance.split():
            return "signature"
        return kind if kind in {"rate", "date", "image", "geopoint"} else "shown"

    @property
    def is_upload(self) -> bool:
        """Whether its answer is a file."""
        return self.question.type == "image"

    @property
    def is_reckoned(self) -> bool:
        """Whether the system works it out from other answers."""
        return bool(self.question.calculation)

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

    @property
    def layout(self) -> str:
        """How the buttons of a choice lie on a phone: side by side, in pairs, or stacked."""
        options, several = self.options, self.question.type == "select_multiple"
        longest = max((len(one.label) for one in options), default=0)
        if not several and len(options) * (longest + PADDING) <= LINE:
            return "side"
        return "pairs" if longest <= (BOX_HALF if several else HALF) else "stacked"


def items_of(
    questions: Sequence[Question],
    *,
    asked: Sequence[Question],
    replies: Mapping[str, Reply],
    reckoned: Mapping[str, Any],
    said: Said | None = None,
    post: Post | None = None,
) -> list[Item]:
    """Give the questions in order; one with an error shows what was typed, others what is kept."""
    names, said = {question.name for question in asked}, said or Said()
    items: list[Item] = []
    for number, question in enumerate(questions):
        name = question.name
        before = questions[number - 1] if number else None
        wrong = post is not None and (name in said.errors or name in said.sides)
        reply = typed(question, post or {}) if wrong else replies.get(name)
        items.append(
            Item(
                question=question,
                evidence=evidence_of(question, before),
                asked=name in names,
                reply=reply,
                reckoned=reckoned.get(name),
                error=said.errors.get(name, ""),
                failing=said.failing.get(name, ""),
                warning=said.warnings.get(name, ""),
                known=known_of(question, said.known, reply),
                sides=said.sides.get(name),
            )
        )
    return items


def evidence_of(question: Question, before: Question | None) -> str:
    """The papers to look at; "" where the question before, of the same item, has said so."""
    told = before and before.item == question.item and not before.relevant
    return "" if told and before and before.evidence == question.evidence else question.evidence


def known_of(question: Question, facts: Mapping[str, Any], reply: Reply | None) -> Known | None:
    """What the register says of a question beside its answer; None where it says nothing."""
    value = facts.get(question.name)
    if value in (None, "", []) or question.type in {"calculate", "note", "image"}:
        return None
    state = "open" if reply is None else "differs"
    if reply and reply.status == GIVEN and reply.value == value:
        state = "same"
    return Known(value, f"{shown(question, value)}{question.unit}", state)


def typed(question: Question, post: Post) -> Reply:
    """What was typed, right or wrong, to be shown again."""

    def last(suffix: str = "") -> str:
        return (post.get(question.name + suffix) or [""])[-1]

    status = last("__status") or GIVEN
    if status in {NOT_APPLICABLE, UNCHECKED}:
        return Reply(status, None, last("__reason"))
    value: Any = last()
    if parts := PARTS.get(question.type):
        value = {part: last(f"__{part}") for part in parts}
    elif question.type == "select_multiple":
        value = list(post.get(question.name, []))
    return Reply(GIVEN, value, "", last("__explain"))
