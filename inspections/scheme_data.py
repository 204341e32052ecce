"""A scheme as plain frozen values: what its files say, before it is stored."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One line of settings: a name, a threshold or a calendar day, and when it holds."""

    key: str
    value: str
    label: str
    unit: str
    valid_from: str
    valid_to: str
    source: str

    def holds_on(self, on: date) -> bool:
        """Whether the line holds on that day; both ends are included."""
        day = on.isoformat()
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True)
class Choice:
    """One answer of a list."""

    list_name: str
    name: str
    label: str


@dataclass(frozen=True)
class Category:
    """One problem category."""

    code: str
    slug: str
    name: str
    severe: bool


@dataclass(frozen=True)
class Programme:
    """One special programme; a supplement is one that the plan counts but does not name."""

    code: str
    name: str
    lead_unit: str
    category: str
    supplement: bool
    source: str


@dataclass(frozen=True)
class Sighting:
    """A question whose 是 or 否 says whether the holder of a village's post is in place."""

    question: str
    post: str
    source: str


@dataclass(frozen=True)
class Group:
    """A heading of the form: its name, what stands above it, and its programme if it is one.

    Under a repeat heading the questions are asked once for each person or place.
    """

    name: str
    label: str
    parent: str
    programme: str
    repeat: bool = False


@dataclass(frozen=True)
class Question:
    """One question of the form as it is asked, with what a failing answer leads to."""

    kind: str
    list_name: str
    name: str
    label: str
    hint: str
    required: bool
    relevant: str
    constraint: str
    constraint_message: str
    warning: str
    warning_message: str
    appearance: str
    default: str
    calculation: str
    section: str
    group: str
    repeat: str
    programme: str
    item: str
    item_title: str
    levels: tuple[str, ...]
    asked_of: str
    fail_if: str
    info: bool
    problem: str
    category: str
    severity: str
    responsible: tuple[str, ...]
    evidence: str
    track: str
    unit: str
    source: str
    row: int


@dataclass(frozen=True)
class SchemeData:
    """All of a scheme's data, as loaded."""

    settings: tuple[Setting, ...]
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    choices: tuple[Choice, ...]
    categories: tuple[Category, ...]
    programmes: tuple[Programme, ...]
    sightings: tuple[Sighting, ...] = ()

    def setting(self, key: str, on: date | None = None) -> str:
        """The value of a setting (on a day, for those with a term); "" if there is none."""
        lines = [s for s in self.settings if s.key == key and (on is None or s.holds_on(on))]
        return lines[0].value if lines else ""

    def parameters(self, on: date) -> dict[str, str]:
        """The thresholds of a day by key."""
        return {s.key: s.value for s in self.settings if s.holds_on(on)}

    def choices_of(self, list_name: str) -> dict[str, str]:
        """The answers of a list: name to label, in order."""
        return {c.name: c.label for c in self.choices if c.list_name == list_name}

    def items(self) -> dict[str, str]:
        """The items of the form: code to title, in order."""
        return {q.item: q.item_title for q in self.questions if q.item}

    def fingerprint(self) -> str:
        """SHA-256 over all content; row numbers do not count."""
        content = asdict(replace(self, questions=tuple(replace(q, row=0) for q in self.questions)))
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def to_json(data: SchemeData) -> dict[str, Any]:
    """All of a scheme as JSON, as a version keeps it."""
    return asdict(data)


def from_json(content: Mapping[str, Any]) -> SchemeData:
    """The scheme a version keeps as JSON; raises ValueError for one that kept nothing."""
    if not content:
        raise ValueError("该版本没有保存内容。")
    questions = (
        {**one, "levels": tuple(one["levels"]), "responsible": tuple(one["responsible"])}
        for one in content["questions"]
    )
    return SchemeData(
        settings=tuple(Setting(**one) for one in content["settings"]),
        groups=tuple(Group(**one) for one in content["groups"]),
        questions=tuple(Question(**one) for one in questions),
        choices=tuple(Choice(**one) for one in content["choices"]),
        categories=tuple(Category(**one) for one in content["categories"]),
        programmes=tuple(Programme(**one) for one in content["programmes"]),
        sightings=tuple(Sighting(**one) for one in content["sightings"]),
    )
