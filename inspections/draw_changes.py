"""What a pool has that the one before had not, and the other way round. Pure; draw/1 §2."""

from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """A unit that came (no ``before``), went (no ``parent_id``) or stands elsewhere now."""

    stage: str
    unit_id: str
    before: str
    parent_id: str

    @property
    def act(self) -> str:
        """added, removed or moved."""
        if not self.before:
            return "added"
        return "moved" if self.parent_id else "removed"


def pool_changes(before: Iterable[str], now: Iterable[str]) -> tuple[Change, ...]:
    """Compare two pools line by line: units added, removed, moved, in order of stage and id.

    A unit that has another tier or other lots only is not a change of the frame.
    """
    old, new = set(before), set(now)
    gone, come = _parents(old - new), _parents(new - old)
    return tuple(
        Change(*key, gone.get(key, ""), come.get(key, ""))
        for key in sorted(gone.keys() | come.keys())
        if gone.get(key) != come.get(key)
    )


def _parents(lines: Iterable[str]) -> dict[tuple[str, str], str]:
    """Parent by stage and id."""
    rows = (line.split("\t") for line in lines)
    return {(stage, unit): parent for stage, unit, parent, *_ in rows}
