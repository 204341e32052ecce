"""The child process that parses one workbook: `python -m households.spreadsheet_worker`.

Arguments: path and memory limit in bytes; known column names as JSON on stdin. Writes one line
of JSON, then the columns as text. Imports nothing of the product but constants.
"""

import json
import resource
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from households.identity import normal_text
from households.spreadsheet import CELL, COLUMN, LOST_DIGITS

_LOOK = 20
_ENOUGH = 3
_EXACT = 10**15
_PIECE = 5000
_MARKS = str.maketrans(dict.fromkeys((CELL, COLUMN, LOST_DIGITS), " "))
_CPU_SECONDS = 60

Cell = str | float | int | bool | date | datetime | time | timedelta


def text_of(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, days as 2016-07-31, blanks trimmed."""
    if isinstance(cell, str):
        return cell.translate(_MARKS).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def joined(cells: tuple[Cell, ...]) -> str:
    """Return the cells of a column as one text; a column of nothing but text is joined at once."""
    try:
        text = CELL.join(cast("tuple[str, ...]", cells))
    except TypeError:
        return CELL.join(map(text_of, cells))
    if text.count(CELL) == len(cells) - 1 and COLUMN not in text and LOST_DIGITS not in text:
        return text
    return CELL.join(map(text_of, cells))


def _number(value: float) -> str:
    """Return a number as text; one beyond 15 digits has lost some and is marked."""
    if abs(value) >= _EXACT:
        return f"{LOST_DIGITS}{value:.5E}"
    return str(int(value)) if value == int(value) else repr(value)


def main(path: str, memory: int, known: frozenset[str]) -> None:
    """Write the register sheet to stdout, or why there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        _write_sheet(path, known)
    except CalamineError:
        _say({"refused": "文件已损坏，请用表格软件打开后另存为.xlsx再上传。"})


def _write_sheet(path: str, known: frozenset[str]) -> None:
    """Find the first visible sheet with a header and write it."""
    workbook = CalamineWorkbook.from_path(path)
    sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    hidden = [s.name for s in sheets if s.visible != SheetVisibleEnum.Visible]
    for name in (s.name for s in sheets if s.name not in hidden):
        sheet = workbook.get_sheet_by_name(name)
        rows = iter(sheet.iter_rows())
        top = list(islice(rows, _LOOK))
        found = find_header([[text_of(cell) for cell in row] for row in top], known)
        if found:
            header, used = found
            body: Iterable[Sequence[Cell]] = chain(top[used:], rows)
            _write_columns(name, header, used + 1, body, hidden)
            return
    _say({"refused": "没有找到底册表头：前20行内至少要有户编号、姓名、证件号码等列名。"})


def find_header(top: list[list[str]], known: frozenset[str]) -> tuple[list[str], int] | None:
    """Return the column names and how many rows they end after; a second row may fill gaps."""
    for number, row in enumerate(top):
        names = [normal_text(cell) for cell in row]
        if sum(name in known for name in names) < _ENOUGH:
            continue
        below = [normal_text(cell) for cell in top[number + 1]] if number + 1 < len(top) else []
        if not any(name in known for name in below):
            return names, number + 1
        pairs = zip(names, below, strict=True)
        return [low if low in known else high for high, low in pairs], number + 2
    return None


def _write_columns(
    name: str, header: list[str], first: int, body: Iterable[Sequence[Cell]], hidden: list[str]
) -> None:
    """Write the rows below the header column by column; pieces keep the memory low."""
    pieces: list[list[str]] = [[] for _ in header]
    count = 0
    rest = iter(body)
    while rows := list(islice(rest, _PIECE)):
        count += len(rows)
        for column, cells in zip(pieces, zip(*rows, strict=True), strict=True):
            column.append(joined(cells))
    _say({"sheet": name, "header": header, "first": first, "count": count, "hidden": hidden})
    for number, column in enumerate(pieces):
        sys.stdout.write((COLUMN if number else "") + CELL.join(column))


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), frozenset(json.loads(sys.stdin.read())))
