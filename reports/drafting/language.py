"""The language of wordings: Chinese text with slots {抽查乡镇数} and pieces [[…]] that may vanish.

A piece in [[ ]] vanishes when one of its slots is empty or 0. A slot whose name begins with 如
is a condition: it prints nothing and alone decides whether its piece stands. There is nothing
else: no code, no nesting. A text is checked when it is saved, so filling it in never fails.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

CONDITION = "如"
HALF = str.maketrans("｛｝［］", "{}[]")
MARK = re.compile(r"\[\[|\]\]|\{([^{}\[\]]*)\}|[{}]")
NEAR = 8  # characters shown of where something is wrong


@dataclass(frozen=True)
class Hole:
    """A place in the text for the slot of that name."""

    name: str

    @property
    def is_condition(self) -> bool:
        """Whether it prints nothing and decides whether its piece stands."""
        return self.name.startswith(CONDITION)


@dataclass(frozen=True)
class Piece:
    """A run of text and holes; an optional one stood in [[ ]]."""

    parts: tuple[str | Hole, ...]
    optional: bool = False

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The slots in it."""
        return tuple(part for part in self.parts if isinstance(part, Hole))


class Unreadable(ValueError):
    """A text whose marks do not match; the message says where, in Chinese."""


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Piece, ...]:
    """Read a text into its pieces. Raises Unreadable where a mark lacks its match."""
    text = text.translate(HALF)
    pieces: list[Piece] = []
    parts: list[str | Hole] = []
    opened: int | None = None
    at = 0
    for mark in MARK.finditer(text):
        parts.append(text[at : mark.start()])
        at = mark.end()
        if mark[1] is not None:
            parts.append(Hole(mark[1].strip()))
            continue
        _refuse(text, mark, opened)
        pieces.append(Piece(tuple(filter(None, parts)), optional=opened is not None))
        parts = []
        opened = mark.start() if mark[0] == "[[" else None
    if opened is not None:
        raise Unreadable(f"“{_near(text, opened)}”处的 [[ 没有配对的 ]]。")
    pieces.append(Piece(tuple(filter(None, [*parts, text[at:]]))))
    return tuple(piece for piece in pieces if piece.parts)


def _refuse(text: str, mark: re.Match[str], opened: int | None) -> None:
    """Refuse a mark that stands alone or inside another."""
    here = _near(text, mark.start())
    if mark[0] in "{}":
        raise Unreadable(f"“{here}”处的 {mark[0]} 没有配对，空要写成 {{名称}}。")
    if mark[0] == "[[" and opened is not None:
        raise Unreadable(f"“{here}”处的 [[ 在另一个 [[ ]] 里面，可省略的部分不能套着写。")
    if mark[0] == "]]" and opened is None:
        raise Unreadable(f"“{here}”处的 ]] 前面没有配对的 [[。")


def _near(text: str, at: int) -> str:
    start = max(0, at - NEAR // 2)
    return ("…" if start else "") + text[start : at + NEAR].replace("\n", " ") + "…"


def complaints(text: str, known: Mapping[str, object]) -> list[str]:
    """Say in Chinese what is wrong with a text; [] where it can be filled in."""
    try:
        pieces = parse(text)
    except Unreadable as wrong:
        return [str(wrong)]
    found = [line for piece in pieces for line in _wrong(piece, known)]
    return list(dict.fromkeys(found))


def _wrong(piece: Piece, known: Mapping[str, object]) -> Iterator[str]:
    for hole in piece.holes:
        if hole.name not in known:
            yield f"本段没有 {{{hole.name}}} 这个空{_near_names(hole.name, known)}"
        elif hole.is_condition and not piece.optional:
            yield f"{{{hole.name}}} 是条件，只能写在 [[ ]] 里面。"


def _near_names(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"，是不是{'或'.join(f'{{{one}}}' for one in close)}？" if close else "。"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Write the text with its slots filled; every slot it names must be in `values`.

    Raises Unreadable for marks that do not match and KeyError for an unknown slot: `complaints`
    names both before a text is kept.
    """
    return "".join(_filled(piece, values) for piece in parse(text))


def _filled(piece: Piece, values: Mapping[str, str]) -> str:
    if piece.optional and not _stands(piece, values):
        return ""
    return "".join(
        part if isinstance(part, str) else "" if part.is_condition else values[part.name]
        for part in piece.parts
    )


def _stands(piece: Piece, values: Mapping[str, str]) -> bool:
    deciding = [hole for hole in piece.holes if hole.is_condition] or piece.holes
    return all(values[hole.name] not in {"", "0"} for hole in deciding)
