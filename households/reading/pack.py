"""Cells as text, and columns of them as one text; runs in the child process only."""

from datetime import date, datetime, time, timedelta
from typing import cast

from households.reading.book import CELL, LOST_DIGITS
from households.reading.xlsx import BLANKED, SHARED

_EXACT = 10**15
SEPARATOR = CELL.encode()
Cell = str | float | int | bool | date | datetime | time | timedelta


def text_of(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, days as 2016-07-31, blanks trimmed."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").translate(BLANKED).decode().strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def _number(value: float) -> str:
    """Return a number as text; one beyond 15 digits has lost some and is marked."""
    if abs(value) >= _EXACT:
        return f"{LOST_DIGITS}{value:.5E}"
    return str(int(value)) if value == int(value) else repr(value)


def packed(cells: tuple[Cell, ...], texts: list[bytes]) -> bytes:
    """Return the cells of a column as one text; columns of nothing but text are joined at once."""
    try:
        joined = CELL.join(cast("tuple[str, ...]", cells))
    except TypeError:
        return _mixed(cells, texts)
    shared = joined.count(SHARED)
    if not shared and LOST_DIGITS not in joined and joined.count(CELL) == len(cells) - 1:
        return joined.encode("utf-8", "replace")
    if shared == len(cells):
        return SEPARATOR.join([texts[n] for n in map(int, joined.replace(SHARED, "").split(CELL))])
    if shared and shared + cells.count("") == len(cells):
        return SEPARATOR.join(
            [texts[int(text[1:])] if text else b"" for text in joined.split(CELL)]
        )
    return CELL.join([resolved(cell, texts) for cell in cells]).encode("utf-8", "replace")


def _mixed(cells: tuple[Cell, ...], texts: list[bytes]) -> bytes:
    """Return a column with numbers or days as one text; each distinct cell is looked at once."""
    if bool in set(map(type, cells)):  # True equals 1
        return CELL.join([resolved(cell, texts) for cell in cells]).encode("utf-8", "replace")
    found = {cell: resolved(cell, texts) for cell in set(cells)}
    return CELL.join(map(found.__getitem__, cells)).encode("utf-8", "replace")


def resolved(cell: Cell, texts: list[bytes]) -> str:
    """Return a cell's text, looked up where it is the number of a shared text."""
    if isinstance(cell, str) and cell.startswith(SHARED):
        return texts[int(cell[1:])].decode()
    return text_of(cell)
