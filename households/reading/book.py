"""Read an uploaded table: guarded, in a child process, by columns.

The child (households.reading.worker) has its own limit of memory and time; whatever the
parser does there, this process only waits for text or refuses. The text is kept in an unnamed
file that is mapped, so that a column takes memory only while it is looked at.
"""

import json
import mmap
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from households.reading.child import MEMORY, run_child
from households.reading.guard import MAX_BYTES, SpreadsheetRefused, guard

CELL = "\x1f"
LOST_DIGITS = "\x02"
SECONDS = 30
_LENGTH = 8

__all__ = [
    "LOST_DIGITS",
    "Book",
    "SpreadsheetRefused",
    "Table",
    "guard",
    "make_book",
    "make_table",
    "read_book",
]


@dataclass(frozen=True)
class Table:
    """One sheet below its header; every cell is text, and a column is unpacked when asked for.

    A number too long to be exact begins with LOST_DIGITS. `rows` holds each line's number in the
    sheet, counted from 1. `known` is False where the header row was only guessed. `merged` has
    for a column the first and last row of each merged range; `no_value` the (row, column) of
    formulas nobody has calculated; `mac_epoch` says that serial days begin in 1904.
    """

    sheet: str
    header: tuple[str, ...]
    rows: Sequence[int]
    packed: Sequence[str]
    head_row: int = 1
    known: bool = True
    merged: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    no_value: tuple[tuple[int, int], ...] = ()
    mac_epoch: bool = False

    def column(self, index: int) -> list[str]:
        """Return the cells of the column at this place; merged ranges repeat their first cell."""
        if not len(self.rows):
            return []
        cells = self.packed[index].split(CELL)
        if index in self.merged:
            self._fill_down(cells, self.merged[index])
        return cells

    def _fill_down(self, cells: list[str], ranges: Iterable[tuple[int, int]]) -> None:
        places = {row: at for at, row in enumerate(self.rows)}
        for top, bottom in ranges:
            first = places.get(top)
            if first is None:
                continue
            for row in range(top + 1, bottom + 1):
                if row in places:
                    cells[places[row]] = cells[first]


@dataclass(frozen=True)
class Book:
    """The tables an upload is read into; one, or a register's households and its people.

    `sheets` names every sheet that might be chosen; `hidden` tells in Chinese what of the
    workbook is hidden or filtered.
    """

    tables: tuple[Table, ...]
    sheets: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def make_table(
    header: Sequence[str], lines: Sequence[Sequence[str]], *, sheet: str = "底册", **facts: Any
) -> Table:
    """Make a table from lines of text, as if read from a sheet whose first row is the header."""
    columns = zip(*lines, strict=True) if lines else ((),) * len(header)
    return Table(
        sheet=sheet,
        header=tuple(header),
        rows=range(2, len(lines) + 2),
        packed=tuple(CELL.join(column) for column in columns),
        **facts,
    )


def make_book(*tables: Table) -> Book:
    """Make a book of tables, as if read from a file."""
    return Book(tables, tuple(table.sheet for table in tables))


class _Columns(Sequence[str]):
    """The packed columns of a table in the mapped text: pieces of rows, each column by column."""

    def __init__(self, text: mmap.mmap, start: int, pieces: Sequence[Sequence[int]]) -> None:
        self._text, self._start, self._pieces = text, start, pieces

    def __len__(self) -> int:
        return len(self._pieces[0]) if self._pieces else 0

    def __getitem__(self, index: Any) -> Any:
        parts, at = [], self._start
        for lengths in self._pieces:
            begin = at + sum(lengths[:index])
            parts.append(self._text[begin : begin + lengths[index]])
            at += sum(lengths)
        self._text.madvise(mmap.MADV_DONTNEED)
        return CELL.encode().join(parts).decode()


def read_book(
    path: Path,
    *,
    name: str,
    known: Iterable[str],
    sheet: str = "",
    max_bytes: int = MAX_BYTES,
    seconds: float = SECONDS,
) -> Book:
    """Read an upload that is called `name`: .xlsx, .xls or .csv.

    `known` are the column names a header may hold, headers that were mapped among them. Without
    a chosen `sheet` the first visible one whose first 20 rows have a row with three known names
    is read, and with it those that add three more. Where no sheet has one, the first sheet with
    the best-guess header row is returned. Raises SpreadsheetRefused with a Chinese reason.
    """
    kind = guard(path, name=name, max_bytes=max_bytes)
    asked = json.dumps({"known": sorted(known), "sheet": sheet})
    text = _ask_worker(path, kind, asked, seconds)
    length = int.from_bytes(text[-_LENGTH:], "big")
    told = json.loads(text[-_LENGTH - length : -_LENGTH])
    if "refused" in told:
        raise SpreadsheetRefused(told["refused"])
    tables = tuple(_table(text, facts, mac_epoch=told["mac_epoch"]) for facts in told["tables"])
    return Book(tables, tuple(told["sheets"]), tuple(told["hidden"]))


def _table(text: mmap.mmap, facts: dict[str, Any], *, mac_epoch: bool) -> Table:
    runs = [range(first, first + count) for first, count in facts["runs"]]
    merged: dict[int, list[tuple[int, int]]] = {}
    for column, top, bottom in facts["merged"]:
        merged.setdefault(column, []).append((top, bottom))
    return Table(
        sheet=facts["sheet"],
        header=tuple(facts["header"]),
        rows=runs[0] if len(runs) == 1 else list(chain.from_iterable(runs)),
        packed=_Columns(text, facts["start"], facts["pieces"]),
        head_row=facts["head_row"],
        known=facts["known"],
        merged=merged,
        no_value=tuple((row, column) for row, column in facts["no_value"]),
        mac_epoch=mac_epoch,
    )


def _ask_worker(path: Path, kind: str, asked: str, seconds: float) -> mmap.mmap:
    """Run the reader as a child of its own and return what it wrote, mapped."""
    with tempfile.TemporaryFile() as out:
        try:
            read = run_child(
                "households.reading.worker",
                [str(path.resolve()), kind, str(MEMORY)],
                told=asked.encode(),
                out=out,
                seconds=seconds,
            )
        except TimeoutError as late:
            raise SpreadsheetRefused(f"读取超过{seconds:.0f}秒，请按乡镇分开上传。") from late
        if not read or not out.seek(0, os.SEEK_END):
            raise SpreadsheetRefused(
                "表格无法读取：范围过大或内容损坏，请另存为.xlsx并删除多余行列。"
            )
        return mmap.mmap(out.fileno(), 0, access=mmap.ACCESS_READ)
