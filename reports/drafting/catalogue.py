"""The shipped wording of a kind of document (reports/wordings/*.yaml), and drafting from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reports.content import BODY
from reports.drafting.language import complaints, fill, parse
from reports.drafting.slots import Slot, SlotGroup, Vocabulary
from reports.passages import Passage

HOME = Path(__file__).resolve().parents[1] / "wordings"
HEADING = ".heading"


@dataclass(frozen=True)
class Entry:
    """One wording: where it stands, what it is called, its shipped text, the slots it may use.

    `repeat` writes it once for each of something; a `hidden` one is only used inside another.
    """

    key: str
    part: str
    name: str
    text: str
    level: int = BODY
    uses: tuple[str, ...] = ()
    repeat: str = ""
    hidden: bool = False
    heading: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All wordings of one kind in the order of the document, and what they can say."""

    kind: str
    entries: tuple[Entry, ...]
    vocabulary: Vocabulary

    def entry(self, key: str) -> Entry:
        """Give the wording of that key; KeyError for an unknown one."""
        return {entry.key: entry for entry in self.worded}[key]

    @property
    def worded(self) -> tuple[Entry, ...]:
        """Every text an office may word: passages, and their headings under their own keys."""
        return tuple(one for entry in self.entries for one in _with_heading(entry))

    def groups_of(self, entry: Entry) -> tuple[SlotGroup, ...]:
        """Give the slots an entry may use, by group."""
        if entry.repeat:
            return (self.vocabulary.repeats[entry.repeat].group,)
        return tuple(self.vocabulary.groups[use] for use in (*entry.uses, ""))

    def slots_of(self, entry: Entry) -> dict[str, Slot]:
        """Give the slots an entry may use, by name."""
        return {slot.name: slot for group in self.groups_of(entry) for slot in group.slots}

    def wrong_with(self, key: str, text: str) -> list[str]:
        """Say in Chinese what is wrong with a wording of that key; [] where it may be kept."""
        return complaints(text, self.slots_of(self.entry(key)))

    def draft(self, facts: Any, own: Mapping[str, str]) -> tuple[Passage, ...]:
        """Write the whole text from the facts; what the office did not word is as shipped."""
        writer = _Writer(self, facts, own)
        shown = (entry for entry in self.entries if not entry.hidden)
        return tuple(passage for entry in shown for passage in writer.passages(entry))

    def passages_of(self, key: str, facts: Any, own: Mapping[str, str]) -> tuple[Passage, ...]:
        """Write what one wording gives of the facts, for a look before it is kept."""
        entry = self.entry(key.removesuffix(HEADING))
        return tuple(_Writer(self, facts, own).passages(entry))

    def first_subject(self, key: str, facts: Any, own: Mapping[str, str]) -> Any:
        """Give what the slots of a wording are said of; None where the facts have none of it."""
        subjects = _Writer(self, facts, own).subjects(self.entry(key))
        return next((subject for _, subject in subjects), None)


class _Writer:
    """One document being written from its facts in one wording."""

    def __init__(self, catalogue: Catalogue, facts: Any, own: Mapping[str, str]) -> None:
        self.catalogue, self.facts, self.own = catalogue, facts, own
        self.by_key = {entry.key: (entry, catalogue.slots_of(entry)) for entry in catalogue.worded}

    def passages(self, entry: Entry) -> Iterator[Passage]:
        """Give the entry's passages; one with nothing to say vanishes, with its heading."""
        for tail, subject in self.subjects(entry):
            key = f"{entry.key}.{tail}" if tail else entry.key
            said = self.say(entry.key, subject).strip()
            if not said:
                continue
            if entry.heading:
                heading = self.say(entry.key + HEADING, subject)
                yield Passage(key, heading, entry.level, said)
            else:
                yield Passage(key, said, entry.level)

    def subjects(self, entry: Entry) -> Iterator[tuple[str, Any]]:
        """Give what the entry is said of, each with the end of its key."""
        if not entry.repeat:
            yield "", self.facts
            return
        yield from self.catalogue.vocabulary.repeats[entry.repeat].subjects(self.facts, self.say)

    def say(self, key: str, subject: Any) -> str:
        """Word a subject by the office's own text of that key, else the shipped one."""
        entry, slots = self.by_key[key]
        text = self.own.get(key) or entry.text
        names = {hole.name for piece in parse(text) for hole in piece.holes}
        return fill(text, {name: slots[name].said(subject) for name in names})


def _with_heading(entry: Entry) -> Iterator[Entry]:
    if entry.heading:
        name = f"{entry.name}（小标题）"
        key = entry.key + HEADING
        yield Entry(key, entry.part, name, entry.heading, entry.level, entry.uses, entry.repeat)
    yield entry


def catalogue_of(kind: str, vocabulary: Vocabulary) -> Catalogue:
    """Read the shipped wording of a kind; KeyError or a YAML error where the file is wrong."""
    data = yaml.safe_load((HOME / f"{kind}.yaml").read_text(encoding="utf-8"))
    entries = tuple(
        Entry(
            key=line["key"],
            part=part["part"],
            name=line["name"],
            text=line["text"].strip(),
            level=line.get("level", BODY),
            uses=tuple(line.get("uses", ())),
            repeat=line.get("each", ""),
            hidden=line.get("hidden", False),
            heading=line.get("heading", ""),
        )
        for part in data
        for line in part["passages"]
    )
    return Catalogue(kind, entries, vocabulary)
