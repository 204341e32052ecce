"""A text drafted again from newer facts: what the office wrote in it stays, word for word."""

from collections.abc import Iterable
from dataclasses import replace

from reports.passages import OWN, KeptPassage


def merged(drafted: Iterable[KeptPassage], kept: Iterable[KeptPassage]) -> list[KeptPassage]:
    """Give the newly drafted passages with what the office made of the old ones.

    A passage it left alone takes the new draft. One it edited or dropped keeps its words and
    takes the new draft beside them, marked stale where that differs from the old. An edited one
    that is drafted no more stays as a passage of the office's own, and so do its own ones, each
    after the passage it stood after. Such a one takes its place again when it is drafted again.
    """
    before = list(kept)
    by_key = {passage.key.removeprefix(OWN): passage for passage in before if passage.is_edited}
    made = [_remade(new, by_key.get(new.key)) for new in drafted]
    keys = {passage.key for passage in made}
    return _with_strays(made, [_orphaned(old, keys) for old in before], keys)


def _remade(new: KeptPassage, old: KeptPassage | None) -> KeptPassage:
    if old is None:
        return new
    same = (new.drafted_text, new.drafted_run_in) == (old.drafted_text, old.drafted_run_in)
    return replace(
        new,
        text=old.text,
        run_in=old.run_in,
        reason=old.reason,
        dropped=old.dropped,
        stale=old.stale or not same,
    )


def _orphaned(old: KeptPassage, drafted: set[str]) -> KeptPassage:
    """Make an edited passage that is drafted no more one of the office's own."""
    if old.key in drafted or old.is_own or not old.is_edited:
        return old
    return replace(old, key=OWN + old.key, drafted_text="", drafted_run_in="", stale=True)


def _with_strays(
    made: list[KeptPassage], before: list[KeptPassage], keys: set[str]
) -> list[KeptPassage]:
    """Put each passage of the office's own after the one it stood after."""
    text = list(made)
    at = 0
    for old in before:
        if old.key in keys or old.key.removeprefix(OWN) in keys:
            place = old.key.removeprefix(OWN)
            at = next(i for i, passage in enumerate(text) if passage.key == place) + 1
        elif old.is_own:
            text.insert(at, old)
            at += 1
    return text
