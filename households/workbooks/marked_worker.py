"""The child process that gives an upload back marked: `python -m` this module.

Arguments: the stored file, memory limit in bytes. What is wrong comes as JSON on stdin; the marked
workbook goes to stdout, written row by row. Imports nothing of the product but pure modules.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

from households.identity import normal_text
from households.workbooks.marked_writer import BAD, DOUBT, HEAD, Line, SheetWriter

TITLE = "问题说明"
HOUSEHOLD = "户编号"
_LOOK = 20
_SEPARATORS = (",", ";", "\t")
_CPU_SECONDS = 120
_SEVERE = "block"


class Remarks:
    """What is said about one sheet: by row, the column names with level and reason."""

    def __init__(self, said: Sequence[Sequence[Any]], names: Sequence[Sequence[str]]) -> None:
        self.rows: dict[int, list[tuple[str, str, str]]] = {}
        for row, column, level, reason in said:
            self.rows.setdefault(int(row), []).append((column, level, reason))
        self.severe = {int(row) for row, _, level, _ in said if level == _SEVERE}
        self.headers = {normal_text(header) for header, _ in names}
        self.header_of = {name: normal_text(header) for header, name in names if name}
        self.header_row = 1
        self.at: dict[str, int] = {}

    def find_header(self, top: Sequence[Sequence[Any]]) -> None:
        """Find the header among the first rows: the one that holds most of the read columns."""
        wanted = self.headers | {column for said in self.rows.values() for column, _, _ in said}
        named = [[normal_text(str(cell)) for cell in row] for row in top]
        held = [sum(cell in wanted for cell in row if cell) for row in named]
        if not any(held):
            return
        self.header_row = held.index(max(held)) + 1
        for row in named[self.header_row - 1 : self.header_row + 1]:
            for index, cell in enumerate(row):
                if cell in wanted:
                    self.at.setdefault(cell, index)

    def place_of(self, column: str) -> int | None:
        """Give where a column of this name of ours stands, None where it does not."""
        return self.at.get(self.header_of.get(column, normal_text(column)))

    def households(self, rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, str]]:
        """Give row and household number of each row; a blank one is the number above."""
        place, last = self.place_of(HOUSEHOLD), ""
        for number, row in enumerate(rows, start=1):
            if place is None or number <= self.header_row:
                continue
            last = normal_text(str(row[place])) or last if place < len(row) else last
            yield number, last

    def mark(self, number: int) -> tuple[dict[int, int], str, bool]:
        """Give a row's cell styles by place, what is said of it, and whether it stays out."""
        said = self.rows.get(number, ())
        styles: dict[int, int] = {}
        for column, level, _ in said:
            index = self.place_of(column)
            if index is not None and styles.get(index) != BAD:
                styles[index] = BAD if level == _SEVERE else DOUBT
        words = "；".join(
            f"{column}：{reason}" if column else reason for column, _, reason in said
        )
        return styles, words, number in self.severe


def write_marked(path: Path, told: dict[str, Any], out: io.BufferedIOBase) -> None:
    """Write every sheet of the file, or its failed rows only, with what is wrong."""
    every = {name: _remarks(name, rows, told) for name, _, rows in sheets_of(path)}
    _add_whole_households(path, every)
    with SheetWriter(out) as writer:
        for name, width, rows in sheets_of(path):
            remarks = every[name]
            if told["failed_only"] and not remarks.severe:
                continue
            top = list(islice(rows, _LOOK))
            widths = [_width(cells) for cells in _columns(top[remarks.header_row - 1 :], width)]
            writer.begin(name, [*widths, 60])
            lines = enumerate(chain(top, rows), start=1)
            writer.write(_lines(lines, width, remarks, failed_only=told["failed_only"]))


def _remarks(name: str, rows: Iterator[Sequence[Any]], told: dict[str, Any]) -> Remarks:
    """Gather what is said of a sheet, with its header found."""
    remarks = Remarks(told["said"].get(name, told["said"].get("", ())), told["names"])
    remarks.find_header(list(islice(rows, _LOOK)))
    return remarks


def _add_whole_households(path: Path, every: dict[str, Remarks]) -> None:
    """A row that stays out keeps its household out: say so on the household's other rows."""
    first: dict[str, int] = {}
    for name, _, rows in sheets_of(path):
        for number, household in every[name].households(rows):
            if household and number in every[name].severe:
                first.setdefault(household, number)
    if not first:
        return
    for name, _, rows in sheets_of(path):
        remarks = every[name]
        for number, household in remarks.households(rows):
            if household in first and number not in remarks.severe:
                reason = f"同户第{first[household]}行须改正，整户不导入"
                remarks.rows.setdefault(number, []).append(("", _SEVERE, reason))
                remarks.severe.add(number)


def _lines(
    rows: Iterator[tuple[int, Sequence[Any]]], width: int, remarks: Remarks, *, failed_only: bool
) -> Iterator[Line]:
    """Give the rows to write, each with the remark beyond its last column."""
    for number, row in rows:
        styles, words, severe = remarks.mark(number)
        head = number <= remarks.header_row
        if failed_only and not (severe or head):
            continue
        if number == remarks.header_row and remarks.rows:
            words = f"{TITLE}（{words}）" if words else TITLE
            styles = dict.fromkeys(range(width + 1), HEAD) | styles
        elif words:
            styles[width] = BAD if severe else DOUBT
        cells = [*row, *[""] * (width - len(row)), words]
        yield Line(number, cells, styles)


def _columns(top: Sequence[Sequence[Any]], width: int) -> Iterator[list[str]]:
    for index in range(width):
        yield [str(row[index]) for row in top if index < len(row)]


def _width(cells: Sequence[str]) -> int:
    """Give a column's width in characters: Chinese ones count twice."""
    longest = max((sum(1 if c.isascii() else 2 for c in cell) for cell in cells), default=8)
    return min(max(longest + 2, 6), 40)


def sheets_of(path: Path) -> Iterator[tuple[str, int, Iterator[Sequence[Any]]]]:
    """Give name, number of columns and rows of each sheet; a text file is one sheet."""
    with path.open("rb") as file:
        text = file.read(4) not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    if text:
        rows = _text_rows(path.read_bytes())
        yield "数据", max(map(len, rows), default=0), iter(rows)
        return
    workbook = CalamineWorkbook.from_path(str(path))
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            yield about.name, sheet.end[1] + 1 if sheet.end else 0, sheet.iter_rows()


def _text_rows(content: bytes) -> list[list[str]]:
    """Read a text file as UTF-8, else GB18030, split by whatever its first lines hold most of."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    head = "\n".join(text.splitlines()[:_LOOK])
    separator = max(_SEPARATORS, key=head.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def main(path: str, memory: int) -> None:
    """Write the marked workbook to stdout within a limit of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    told = json.loads(sys.stdin.buffer.read())
    write_marked(Path(path), told, sys.stdout.buffer)  # type: ignore[arg-type]  # a binary stream


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
