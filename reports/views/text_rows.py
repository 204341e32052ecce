"""A draft's text as fields: one passage a row, as it is kept and as it was typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from reports.content import BODY, FIRST, printable
from reports.drafting.editing import Edit, mark_of
from reports.drafting.numbers import Change, changes
from reports.passages import KeptPassage

LONGEST = 3000  # characters of one passage; longer than any paragraph of a document
LONGEST_REASON = 200
PREFIX = "seen:"


@dataclass(frozen=True)
class Row:
    """One passage on the page: what is kept, what stands in its fields, what differs."""

    kept: KeptPassage
    text: str
    run_in: str
    reason: str
    dropped: bool
    after: str
    seen: str
    name: str
    changes: Sequence[Change]
    clashes: bool = False

    @property
    def key(self) -> str:
        """The passage's key, the end of its fields' names."""
        return self.kept.key

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading on a line of its own."""
        return self.kept.level > BODY and not self.kept.run_in and self.kept.level <= FIRST + 1

    @property
    def begins_part(self) -> bool:
        """Whether a part of the text begins with it."""
        return self.kept.level == FIRST

    @property
    def needs_reason(self) -> bool:
        """Whether its numbers differ without a reason."""
        return bool(self.changes) and not self.reason.strip()


class TextForm(forms.Form):
    """All passages of a draft at once; what is sent becomes `edits`."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.edits: list[Edit] = []

    def clean(self) -> dict[str, Any]:
        """Read one edit for each passage that was on the page; refuse what is too long."""
        self.edits = [self._edit(key) for key in self.sent]
        for edit in self.edits:
            if max(len(edit.text), len(edit.run_in), len(edit.after)) > LONGEST:
                self.add_error(None, f"“{edit.text[:12]}…”段超过{LONGEST}字，请分成几段。")
            if len(edit.reason) > LONGEST_REASON:
                self.add_error(None, f"“{edit.text[:12]}…”段的理由超过{LONGEST_REASON}字。")
        return {}

    @property
    def sent(self) -> list[str]:
        """The keys of the passages that were on the page, in its order."""
        return [name.removeprefix(PREFIX) for name in self.data if name.startswith(PREFIX)]

    def _edit(self, key: str) -> Edit:
        def said(field: str) -> str:
            return printable(str(self.data.get(f"{field}:{key}", "")).replace("\r\n", "\n"))

        return Edit(
            key=key,
            seen=said("seen"),
            text=said("text"),
            run_in=said("run_in"),
            reason=said("reason"),
            dropped=bool(said("dropped")),
            checked=bool(said("checked")),
            reset=self.data.get("reset") == key,
            after=said("after"),
        )


def rows_of(
    kept: Iterable[KeptPassage],
    edits: Sequence[Edit],
    *,
    known: Collection[tuple[str, str]],
    names: Mapping[str, str],
) -> Iterator[Row]:
    """Give the page's rows: as kept, or as typed where something was typed and not kept.

    A passage that was typed in and has left the draft meanwhile comes last; it is kept as one of
    the office's own when it is sent again.
    """
    typed = {edit.key: edit for edit in edits}
    here = list(kept)
    keys = {passage.key for passage in here}
    lost = [edit for edit in edits if edit.key not in keys and (edit.is_touched or edit.after)]
    typed |= {edit.key: replace(edit, text="", run_in="") for edit in lost if not edit.is_touched}
    gone = [KeptPassage(edit.key, "", run_in=edit.run_in and " ") for edit in lost]
    for passage in [*here, *gone]:
        edit = typed.get(passage.key)
        seen = mark_of(passage) if passage.key in keys else ""
        name = names.get(passage.key) or names.get(passage.key.split(".", 1)[0], "")
        if edit is None or not (edit.is_touched or edit.after):
            yield _as_kept(passage, seen, name, known)
        else:
            yield _as_typed(passage, edit, seen, name, known)


def _as_kept(
    passage: KeptPassage, seen: str, name: str, known: Collection[tuple[str, str]]
) -> Row:
    return Row(
        kept=passage,
        text=passage.text,
        run_in=passage.run_in,
        reason=passage.reason,
        dropped=passage.dropped,
        after="",
        seen=seen,
        name=name,
        changes=changes(passage, known),
    )


def _as_typed(
    passage: KeptPassage, edit: Edit, seen: str, name: str, known: Collection[tuple[str, str]]
) -> Row:
    typed = replace(passage, text=edit.text, run_in=edit.run_in, dropped=edit.dropped)
    return Row(
        kept=passage,
        text=edit.text,
        run_in=edit.run_in,
        reason=edit.reason,
        dropped=edit.dropped,
        after=edit.after,
        seen=seen,
        name=name,
        changes=changes(typed, known),
        clashes=edit.is_touched and edit.seen != seen,
    )
