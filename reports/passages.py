"""The text of a document as passages: what the facts gave, and what the office made of it.

Passages are kept as JSON with the document (`Bulletin.passages`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.content import BODY, Paragraph

OWN = "own."


@dataclass(frozen=True)
class Passage:
    """One drafted paragraph or heading under a lasting key, such as opening or common.A203."""

    key: str
    text: str
    level: int = BODY
    run_in: str = ""


@dataclass(frozen=True)
class KeptPassage:
    """A passage as the office left it beside what was drafted; `reason` explains changed numbers.

    `dropped` ones are not printed; a key that begins with "own." was added by the office, or was
    edited by it and then drafted no more. `stale` ones were drafted anew after the office wrote.
    """

    key: str
    text: str
    level: int = BODY
    run_in: str = ""
    drafted_text: str = ""
    drafted_run_in: str = ""
    reason: str = ""
    dropped: bool = False
    stale: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is the office's own and not drafted."""
        return self.key.startswith(OWN)

    @property
    def is_edited(self) -> bool:
        """Whether it says something else than was drafted."""
        said = (self.text, self.run_in)
        return self.dropped or said != (self.drafted_text, self.drafted_run_in)


def fresh(passage: Passage) -> KeptPassage:
    """Keep a drafted passage unchanged."""
    return KeptPassage(
        key=passage.key,
        text=passage.text,
        level=passage.level,
        run_in=passage.run_in,
        drafted_text=passage.text,
        drafted_run_in=passage.run_in,
    )


def read_passages(data: Iterable[Mapping[str, Any]]) -> tuple[KeptPassage, ...]:
    """Read what `write_passages` wrote."""
    return tuple(KeptPassage(**line) for line in data)


def write_passages(passages: Iterable[KeptPassage]) -> list[dict[str, Any]]:
    """Give the passages as plain JSON values."""
    return [asdict(passage) for passage in passages]


def blocks_of(passages: Iterable[KeptPassage]) -> tuple[Paragraph, ...]:
    """Give what is printed, in order."""
    return tuple(
        Paragraph(passage.text, passage.level, passage.run_in)
        for passage in passages
        if not passage.dropped
    )
