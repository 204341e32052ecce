"""Where a sheet's header stands: the row that holds known column names, or the best guess."""

from collections.abc import Sequence
from typing import NamedTuple

from households.identity import normal_text

LOOK = 20
ENOUGH = 3
_LONG = 30


class Header(NamedTuple):
    """The column names, the number of the row they end in (from 1), whether they are known."""

    names: list[str]
    row: int
    known: bool


def find_header(top: Sequence[Sequence[str]], known: frozenset[str]) -> Header | None:
    """Return the first row with three known names, joined with the other row of a double header.

    In a double header the lower row stands below merged group titles, and the upper row names
    the columns that are merged down; each fills the gaps of the other.
    """
    lines = [[normal_text(cell) for cell in row] for row in top]
    for number, names in enumerate(lines):
        if sum(name in known for name in names) < ENOUGH:
            continue
        above = lines[number - 1] if number else [""] * len(names)
        upper = [
            high if not name and high in known else name
            for name, high in zip(names, above, strict=True)
        ]
        below = lines[number + 1] if number + 1 < len(lines) else []
        fills = [
            low in known and name not in known for name, low in zip(upper, below, strict=False)
        ]
        if not any(fills):
            return Header(upper, number + 1, known=True)
        pairs = zip(upper, below, fills, strict=True)
        return Header([low if fill else name for name, low, fill in pairs], number + 2, known=True)
    return None


def guess_header(top: Sequence[Sequence[str]]) -> Header | None:
    """Return the row that looks most like column names: many different short words, no numbers."""
    best: tuple[int, list[str], int] | None = None
    for number, row in enumerate(top):
        names = [normal_text(cell) for cell in row]
        words = {name for name in names if name and len(name) <= _LONG and not _is_figure(name)}
        if len(words) > 1 and (best is None or len(words) > best[0]):
            best = (len(words), names, number + 1)
    return Header(best[1], best[2], known=False) if best else None


def _is_figure(text: str) -> bool:
    return all(letter in "0123456789.-:/%Xx" for letter in text)
