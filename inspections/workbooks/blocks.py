"""A block written out once per programme, folded back into one block with its placeholders.

The loader writes a `begin_repeat programmes` block out for every programme; what it stores is the
written-out form. The block is found again by reading the programmes' lines side by side.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from inspections.scheme_data import Programme

KEYS = ("code", "name", "lead_unit", "category")
BEGIN, END = "begin_repeat programmes", "end_repeat"


class Line(NamedTuple):
    """One line of the survey sheet and the programme whose copy it is, "" for none."""

    cells: dict[str, str]
    programme: str


def folded(lines: Sequence[Line], programmes: Sequence[Programme]) -> list[dict[str, str]]:
    """Give the lines with every programme block folded; raises ValueError where it cannot be."""
    runs = [
        (code, [line.cells for line in run])
        for code, run in groupby(lines, key=lambda line: line.programme)
    ]
    rows: list[dict[str, str]] = []
    while runs:
        code, run = runs.pop(0)
        if not code:
            rows += run
            continue
        others = [runs.pop(0) for _ in programmes[1:] if runs]
        if [code, *(other for other, _ in others)] != [one.code for one in programmes]:
            raise ValueError("programme blocks do not follow the programmes sheet")
        rows += block([run, *(cells for _, cells in others)], programmes)
    return rows


def block(
    copies: Sequence[Sequence[dict[str, str]]], programmes: Sequence[Programme]
) -> Iterator[dict[str, str]]:
    """Give the one block that, written out per programme, gives these copies."""
    last = len(copies[0]) - 1
    for number, rows in enumerate(zip(*copies, strict=True)):
        cells = {column: template([row[column] for row in rows], programmes) for column in rows[0]}
        yield cells | ({"type": BEGIN} if number == 0 else {"type": END} if number == last else {})


def template(texts: Sequence[str], programmes: Sequence[Programme]) -> str:
    """Give the text that becomes each of the texts when a programme's words are filled in.

    Reads all texts at once from the left: a place where each goes on with its own programme's
    word is a placeholder, one where all go on with the same letter is that letter.
    """
    if len(set(texts)) == 1:
        return texts[0]
    start = (0,) * len(texts)
    seen = {start}
    waiting = [(start, "")]
    while waiting:
        at, made = waiting.pop()
        if all(place == len(text) for place, text in zip(at, texts, strict=True)):
            return made
        for step, piece in ways(texts, at, programmes):
            if step not in seen:
                seen.add(step)
                waiting.append((step, made + piece))
    raise ValueError(f"not one text for all programmes: {texts[0]}")


def ways(
    texts: Sequence[str], at: tuple[int, ...], programmes: Sequence[Programme]
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Give how all texts may go on from a place; the last one given is tried first."""
    letters = {text[place : place + 1] for place, text in zip(at, texts, strict=True)}
    if len(letters) == 1 and letters != {""}:
        yield tuple(place + 1 for place in at), letters.pop()
    for key in KEYS:
        words = [getattr(programme, key) for programme in programmes]
        pairs = zip(texts, at, words, strict=True)
        if all(word and text.startswith(word, place) for text, place, word in pairs):
            ends = (place + len(word) for place, word in zip(at, words, strict=True))
            yield tuple(ends), f"{{{key}}}"
