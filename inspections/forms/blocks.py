"""One part of a form as it lies on the screen: facts, items, and groups asked once per row."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from inspections.answers import Reply
from inspections.forms.answers import Item
from inspections.models import Question
from inspections.visit_rows import GONE, rows_now

BLANK = "__ROW__"  # stands for the number of a row that a script adds
ONE_ANSWER = re.compile(r"\$\{(\w+)\} = '(\w+)'")
FACTS, ITEM, REPEAT = "facts", "item", "repeat"


@dataclass(frozen=True)
class Row:
    """One person, one place: a card of a repeat group."""

    number: str
    title: str
    items: list[Item]


@dataclass(frozen=True)
class Block:
    """What stands together: the facts of the head, the questions of one item, a repeat group."""

    kind: str
    items: list[Item] = field(default_factory=list)
    name: str = ""
    label: str = ""
    rows: list[Row] = field(default_factory=list)
    blank: Row | None = None
    last: int = 0  # the highest number a row of the group has ever had
    shown_if: str = ""  # an empty group shows for one answer: F1_K6_unsold=yes
    holds: bool = True  # and that answer was given

    @property
    def first(self) -> Item:
        """What it begins with, be it only on the blank of a new row."""
        return self.items[0] if self.items else (self.blank or self.rows[0]).items[0]

    @property
    def code(self) -> str:
        """The item of the scheme the questions belong to."""
        return self.items[0].question.item if self.items else ""

    @property
    def title(self) -> str:
        """The title of that item."""
        titles = [item.question.item_title for item in self.items if item.question.item_title]
        return titles[0] if titles else ""

    @property
    def has_head(self) -> bool:
        """Whether the item says more than its first question does."""
        return bool(self.code and self.title) and self.title != self.items[0].question.label

    @property
    def is_asked(self) -> bool:
        """Whether any of it is asked as the form stands."""
        if self.kind == REPEAT:
            return bool(self.rows) or self.holds
        return any(item.asked for item in self.items)

    @property
    def numbers(self) -> str:
        """The numbers of the rows as the page posts them."""
        return ",".join(row.number for row in self.rows)


def blocks_of(
    items: Sequence[Item],
    *,
    repeats: Mapping[str, Sequence[Question]],
    rows: Mapping[str, Sequence[int]],
    replies: Mapping[str, Reply],
) -> list[Block]:
    """Lay out the items of a part in the order of the form.

    `repeats` holds the questions of the part's repeat groups as the checklist has them, `rows`
    the visit's rows. A group without rows stands in its place: there is something to add.
    """
    starts = [position(asked[0]) for asked in repeats.values()]

    def place(item: Item) -> tuple[str, str, str, int]:
        return *place_of(item), sum(start <= position(item.question) for start in starts)

    found: list[Block] = []
    for (repeat, _, kind, _), group in groupby(items, key=place):
        members = list(group)
        if repeat:
            found.append(repeat_block(repeat, members, repeats.get(repeat, ()), rows))
        else:
            found.append(Block(kind, members))
    placed = {block.name for block in found if block.kind == REPEAT}
    empty = [name for name in repeats if name not in placed]
    found += [repeat_block(name, [], repeats[name], rows) for name in empty]
    in_order = sorted(found, key=lambda block: position(block.first.question))
    return [conditioned(block, repeats.get(block.name, ()), replies) for block in in_order]


def position(question: Question) -> int:
    """Where a question stands in the checklist."""
    return question.position or 0


def conditioned(block: Block, asked: Sequence[Question], replies: Mapping[str, Reply]) -> Block:
    """A repeat group that as a whole hangs on one answer, with whether that was given."""
    rules = {question.relevant for question in asked}
    match = ONE_ANSWER.fullmatch(rules.pop()) if len(rules) == 1 else None
    if block.kind != REPEAT or match is None:
        return block
    name, value = match.groups()
    given = replies.get(name)
    return replace(block, shown_if=f"{name}={value}", holds=bool(given and given.value == value))


def place_of(item: Item) -> tuple[str, str, str]:
    """What stands together: a repeat group, or an item's questions, or given facts."""
    question = item.question
    if question.repeat:
        return question.repeat, "", REPEAT
    if item.control == "shown" and not item.is_reckoned:
        return "", "", FACTS
    return "", question.item, ITEM


def repeat_block(
    name: str, items: Sequence[Item], asked: Sequence[Question], rows: Mapping[str, Sequence[int]]
) -> Block:
    """A repeat group with a card for each of its rows and the blank of a new one."""
    first = asked[0] if asked else items[0].question
    label = first.group or first.item_title or "逐项填写"
    cards = [
        card(str(number), [item for item in items if item.question.row == number])
        for number in rows_now(rows).get(name, ())
    ]
    last = last_row(rows, name)
    return Block(REPEAT, name=name, label=label, rows=cards, blank=blank_row(asked), last=last)


def last_row(rows: Mapping[str, Sequence[int]], name: str) -> int:
    """The highest number a row of a group has had, those that are gone included."""
    return max([0, *rows.get(name, ()), *rows.get(GONE + name, ())])


def card(number: str, items: list[Item]) -> Row:
    """A row under the name of who or what it is about."""
    named = next((item.text for item in items if item.question.type == "text"), "")
    return Row(number, named, items)


def blank_row(asked: Sequence[Question]) -> Row:
    """An empty row for the script to copy."""
    items: list[Item] = []
    for question in asked:
        blank = copy.copy(question)
        blank.name = f"{question.name}.{BLANK}"
        asked_now = not question.relevant
        items.append(Item(blank, question.evidence, asked=asked_now, reply=None))
    return Row(BLANK, "", items)
