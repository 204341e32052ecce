"""What the office typed put into the kept text, without losing what another typed meanwhile."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reports.passages import OWN, KeptPassage


@dataclass(frozen=True)
class Edit:
    """What was sent for one passage: `seen` marks it as it was shown, "" where it was gone.

    `after` is a further paragraph typed to follow it; `checked` says that the office looked at a
    stale one again; `reset` goes back to what was drafted.
    """

    key: str
    seen: str
    text: str
    run_in: str = ""
    reason: str = ""
    dropped: bool = False
    checked: bool = False
    reset: bool = False
    after: str = ""

    @property
    def is_touched(self) -> bool:
        """Whether anything in it differs from what was shown."""
        said = mark(self.text, self.run_in, self.reason, dropped=self.dropped)
        return self.reset or self.checked or said != self.seen


def mark(text: str, run_in: str, reason: str, *, dropped: bool) -> str:
    """Give a short mark that differs whenever any of these differ."""
    said = json.dumps([text, run_in, reason, dropped], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def mark_of(passage: KeptPassage) -> str:
    """Give the mark of a passage as it is kept."""
    return mark(passage.text, passage.run_in, passage.reason, dropped=passage.dropped)


def clashes(kept: Iterable[KeptPassage], edits: Iterable[Edit]) -> list[Edit]:
    """Give the edits of passages that another changed, or that left the draft, since shown."""
    marks = {passage.key: mark_of(passage) for passage in kept}
    return [edit for edit in edits if edit.is_touched and edit.seen != marks.get(edit.key, "")]


def edited(kept: Iterable[KeptPassage], edits: Iterable[Edit]) -> list[KeptPassage]:
    """Give the text with the edits in it; call it only where there are no clashes.

    A line break begins a paragraph of the office's own. An emptied passage is dropped, an
    emptied one of the office's own is taken out.
    """
    before = list(kept)
    by_key = {edit.key: edit for edit in edits}
    number = _numbers(before)
    text = []
    for passage in before:
        edit = by_key.pop(passage.key, None)
        made = _made(passage, edit) if edit else passage
        more = edit.after if edit else ""
        if made is not None:
            made, rest = _split(made)
            text.append(made)
            more = f"{rest}\n{more}"
        text += _own_lines(more, number)
    for edit in by_key.values():  # their passages have left the draft
        said = edit.text + edit.run_in if edit.is_touched else ""
        text += _own_lines(f"{said}\n{edit.after}", number)
    return text


def _own_lines(text: str, number: Iterator[int]) -> list[KeptPassage]:
    """Make each line that says something a paragraph of the office's own."""
    lines = (line.strip() for line in text.splitlines())
    return [KeptPassage(f"{OWN}{next(number)}", line) for line in lines if line]


def _made(passage: KeptPassage, edit: Edit) -> KeptPassage | None:
    """Give the passage as edited; None for an own one that was emptied."""
    if not edit.is_touched:
        return passage
    if edit.reset and not passage.is_own:
        return replace(
            passage,
            text=passage.drafted_text,
            run_in=passage.drafted_run_in,
            reason="",
            dropped=False,
            stale=False,
        )
    empty = not (edit.text.strip() if not passage.run_in else edit.run_in.strip())
    if empty and passage.is_own:
        return None
    text, run_in = (edit.text.strip() or passage.text), (edit.run_in.strip() or passage.run_in)
    rewritten = (text, run_in) != (passage.text, passage.run_in)
    return replace(
        passage,
        text=text,
        run_in=run_in,
        reason=edit.reason.strip(),
        dropped=edit.dropped or empty,
        stale=passage.stale and not (edit.checked or rewritten),
    )


def _split(passage: KeptPassage) -> tuple[KeptPassage, str]:
    """Keep the first line in the passage; give the further ones apart."""
    heading, _, _ = passage.text.partition("\n")
    if passage.run_in:
        body, _, rest = passage.run_in.partition("\n")
        return replace(passage, text=heading.strip(), run_in=body.strip()), rest
    _, _, rest = passage.text.partition("\n")
    return replace(passage, text=heading.strip()), rest


def _numbers(kept: Iterable[KeptPassage]) -> Iterator[int]:
    tails = (passage.key.removeprefix(OWN) for passage in kept if passage.is_own)
    number = max((int(tail) for tail in tails if tail.isdigit()), default=0)
    while True:
        number += 1
        yield number
