"""Cells of a streamed workbook: text is typed as text, so that nothing is ever a formula.

Text that begins like a formula carries the mark Excel itself puts before such text (quotePrefix)
and stays text when it is edited.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_TEXT = 32767
_NO_KEYS = {list, dict}
_TRUTHS = {bool, str, type(None)}  # beside numbers, True would stand for 1
_DAY_ONE = date(1899, 12, 30).toordinal()
_ODD = re.compile(
    r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)"
)
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "_x": "_x005F_x"}


@dataclass(frozen=True)
class Look:
    """The numbers of the cell styles a column's values take, as the style sheet lists them."""

    plain: int
    quoted: int
    day: int
    number: int


def cells(column: Sequence[Any], look: Look) -> Iterable[str]:
    """Write a column's cells; most lists repeat few values, so each different one once."""
    return once_each(partial(_cell, look), column)


def once_each(make: Callable[[Any], Any], values: Sequence[Any]) -> Iterator[Any]:
    """Apply a function to values, once to each different one where that is safe."""
    kinds = set(map(type, values))
    if not kinds.isdisjoint(_NO_KEYS) or (bool in kinds and not kinds <= _TRUTHS):
        return map(make, values)
    made = {value: make(value) for value in set(values)}
    return map(made.__getitem__, values)


def text_cell(text: str, style: int) -> str:
    """Write text as text in a style."""
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def empty_cell(style: int) -> str:
    """Write a cell with nothing but its border."""
    return f'<c s="{style}"/>'


def escaped(text: str) -> str:
    """Give a text as it stands in XML, without what XML cannot hold."""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    return _ODD.sub(lambda found: _WRITTEN.get(found[0], ""), text) if _ODD.search(text) else text


def column_letters(number: int) -> str:
    """Give a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell(look: Look, value: Any) -> str:
    if value is None:
        return empty_cell(look.plain)
    return _text(value, look) if isinstance(value, str) else _other(value, look)


def _text(value: str, look: Look) -> str:
    """Write text as text; blanks before a sign do not hide it."""
    if not value:
        return empty_cell(look.plain)
    quoted = value.lstrip(" \u3000").startswith(FORMULA_SIGNS)
    return text_cell(value, look.quoted if quoted else look.plain)


def _other(value: Any, look: Look) -> str:
    """Write a day, a truth, a decimal number; anything else as its text."""
    if isinstance(value, bool):
        return _text("是" if value else "否", look)
    if isinstance(value, date):
        return f'<c s="{look.day}"><v>{value.toordinal() - _DAY_ONE}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return f'<c s="{look.number}"><v>{value}</v></c>'
    return _text(str(value), look)
