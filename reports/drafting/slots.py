"""What a slot is, and where its values come from: the facts, or one group of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.drafting.language import CONDITION

Say = Callable[[str, Any], str]
"""Words a subject by the wording of that key, for slots made of further sentences."""


@dataclass(frozen=True)
class Slot:
    """A name the office writes in { }, what it stands for, an example, and how it is said."""

    name: str
    told: str
    example: str
    say: Callable[[Any], str | int | bool]

    @property
    def is_condition(self) -> bool:
        """Whether it prints nothing and decides whether its piece stands."""
        return self.name.startswith(CONDITION)

    def said(self, subject: Any) -> str:
        """Give the slot's words for a subject; a condition is 是 or empty."""
        value = self.say(subject)
        if isinstance(value, bool):
            return "是" if value else ""
        return str(value)


@dataclass(frozen=True)
class SlotGroup:
    """Slots that belong together, under a Chinese heading."""

    title: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Repeat:
    """A passage that is written once for each of something: its key's end, and the subject."""

    group: SlotGroup
    subjects: Callable[[Any, Say], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Vocabulary:
    """All a kind of document can say: slots of the facts by group, and what repeats.

    The group "" may be used in every passage that is not repeated.
    """

    groups: Mapping[str, SlotGroup]
    repeats: Mapping[str, Repeat]


def shown_value(slot: Slot, subject: Any) -> str:
    """Give what a slot says of a subject, as the list of slots shows it."""
    if slot.is_condition:
        return "成立" if slot.said(subject) else "不成立"
    return slot.said(subject) or "（空）"


def unlike_keys(keyed: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Number what would bear the same key twice: 新店镇, 新店镇.2."""
    seen: dict[str, int] = {}
    for key, subject in keyed:
        seen[key] = seen.get(key, 0) + 1
        yield (key if seen[key] == 1 else f"{key}.{seen[key]}"), subject
