"""The child process that parses one upload: `python -m households.reading.worker`.

Arguments: path, format, memory limit in bytes; on stdin JSON of the known column names and the
sheet that was chosen. Writes the columns as text, then JSON that says where they stand, then the
length of that JSON in 8 bytes. Imports nothing of the product but its own readers.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from households.reading.guard import DAMAGED, SpreadsheetRefused
from households.reading.header import ENOUGH, LOOK, Header, find_header, guess_header
from households.reading.old_format import look_into
from households.reading.pack import SEPARATOR, packed, resolved
from households.reading.text_file import csv_pieces
from households.reading.xlsx import Piece, SheetFacts, XlsxReader

_FLUSH = 4 * 1024 * 1024
_CPU_SECONDS = 60
_MOST_TEXT = 256 * 1024 * 1024  # one shared text may stand in a million cells
_MACRO = "工作簿带宏，请另存为不带宏的.xlsx再上传。"


@dataclass
class Looked:
    """One sheet whose top has been looked at."""

    name: str
    header: Header | None
    guess: Header | None
    pieces: Iterator[Piece]
    facts: SheetFacts


@dataclass
class Source:
    """A workbook of any format: visible and hidden sheets, how their rows are had."""

    names: list[str]
    pieces: Callable[[str, SheetFacts], Iterator[Piece]]
    texts: Callable[[], list[bytes]] = list
    hidden: list[str] = field(default_factory=list)
    mac_epoch: bool = False


# ---- formats


def open_xlsx(path: str, known: frozenset[str]) -> Source:
    """Open an .xlsx that is read in pieces."""
    del known
    book = XlsxReader(path)
    return Source(
        book.names(hidden=False),
        book.pieces,
        lambda: book.texts,
        book.names(hidden=True),
        book.mac_epoch,
    )


def open_xls(path: str, known: frozenset[str]) -> Source:
    """Open an .xls, which the parser holds whole: it has no more than 65,536 rows."""
    del known
    seen = look_into(Path(path).read_bytes(), deep=True)
    book = CalamineWorkbook.from_path(path)
    sheets = book.sheets_metadata
    if any(sheet.typ == SheetTypeEnum.MacroSheet for sheet in sheets):
        raise SpreadsheetRefused(_MACRO)
    sheets = [sheet for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]

    def pieces(name: str, facts: SheetFacts) -> Iterator[Piece]:
        sheet = book.get_sheet_by_name(name)
        if name in seen.sheets:
            vars(facts).update(vars(seen.sheets[name]))
        facts.merged = [
            (left, top + 1, bottom + 1)
            for (top, left), (bottom, _) in sheet.merged_cell_ranges or ()
            if bottom > top
        ]
        if sheet.start is not None:
            yield Piece(sheet.start[0], sheet.start[1], sheet.to_python())

    visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    hidden = [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]
    return Source(visible, pieces, hidden=hidden, mac_epoch=seen.mac_epoch)


def open_csv(path: str, known: frozenset[str]) -> Source:
    """Open a text table as a workbook of one sheet."""
    return Source(["CSV"], lambda _name, _facts: csv_pieces(path, known))


FORMATS = {"xlsx": open_xlsx, "xls": open_xls, "csv": open_csv}


# ---- choosing


def look(source: Source, name: str, known: frozenset[str]) -> Looked:
    """Read the top of a sheet and find its header there."""
    facts = SheetFacts()
    pieces = source.pieces(name, facts)
    read: list[Piece] = []
    while (not read or read[-1].row + len(read[-1].rows) < LOOK) and (piece := next(pieces, None)):
        read.append(piece)
    texts = source.texts()
    width = max((piece.column + len(piece.rows[0]) for piece in read), default=0)
    top = [[""] * width for _ in range(LOOK)]
    for piece in read:
        for number, row in enumerate(piece.rows[: max(LOOK - piece.row, 0)], piece.row):
            cells = [resolved(cell, texts) for cell in row]
            top[number][piece.column : piece.column + len(cells)] = cells
    return Looked(name, find_header(top, known), guess_header(top), chain(read, pieces), facts)


def choose(looked: list[Looked], known: frozenset[str]) -> list[Looked]:
    """Return the sheets to read: the first with known names and those that add to them."""
    chosen: list[Looked] = []
    have: set[str] = set()
    for sheet in looked:
        names = known.intersection(sheet.header.names) if sheet.header else frozenset()
        if len(names - have) >= ENOUGH:
            chosen.append(sheet)
            have |= names
    return chosen or [sheet for sheet in looked if sheet.guess][:1]


# ---- writing


class Writer:
    """Writes the columns of tables in pieces of rows and keeps where they stand."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.at = out, 0

    def table(self, sheet: Looked, texts: list[bytes]) -> dict[str, Any]:
        """Write the rows below a sheet's header; return what is to be told of it."""
        header = cast("Header", sheet.header or sheet.guess)
        runs: list[tuple[int, int]] = []
        pieces: list[list[int]] = []
        start, held = self.at, 0
        waiting: list[list[bytes]] = []
        for piece in sheet.pieces:
            rows = piece.rows[max(header.row - piece.row, 0) :]
            if not rows:
                continue
            first = max(piece.row, header.row) + 1
            if runs and sum(runs[-1]) == first:
                runs[-1] = (runs[-1][0], runs[-1][1] + len(rows))
            else:
                runs.append((first, len(rows)))
            waiting.append(_columns(piece, rows, len(header.names), texts))
            held += sum(map(len, waiting[-1]))
            if held > _FLUSH:
                pieces.append(self._flush(waiting))
                held = 0
        if waiting:
            pieces.append(self._flush(waiting))
        return {
            "sheet": sheet.name,
            "header": header.names,
            "known": header.known,
            "head_row": header.row,
            "start": start,
            "runs": runs,
            "pieces": pieces,
            "merged": [place for place in sheet.facts.merged if place[2] > header.row],
            "no_value": [place for place in sheet.facts.no_value if place[0] > header.row],
        }

    def _flush(self, waiting: list[list[bytes]]) -> list[int]:
        """Write some pieces of rows as one and return how long each column is."""
        lengths = []
        for parts in zip(*waiting, strict=True):
            text = SEPARATOR.join(parts)
            lengths.append(len(text))
            self.out.write(text)
        self.at += sum(lengths)
        waiting.clear()
        return lengths

    def told(self, facts: dict[str, Any]) -> None:
        """Write what is told and its length."""
        text = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
        self.out.write(text + len(text).to_bytes(8, "big"))


def _columns(piece: Piece, rows: list[list[Any]], width: int, texts: list[bytes]) -> list[bytes]:
    """Return the columns of a header's width, whatever part of it the piece has."""
    empty = SEPARATOR * (len(rows) - 1)
    found = [packed(cells, texts) for cells in zip(*rows, strict=True)]
    columns = [empty] * piece.column + found[: max(width - piece.column, 0)]
    return (columns + [empty] * (width - len(columns)))[:width]


def hidden_parts(source: Source, sheets: list[Looked]) -> list[str]:
    """Tell in Chinese what is hidden or filtered."""
    notes = [f"隐藏的工作表“{name}”没有读取" for name in source.hidden]
    for sheet in sheets:
        facts = sheet.facts
        for count, what in ((facts.hidden_rows, "行"), (facts.hidden_columns, "列")):
            if count:
                notes.append(f"工作表“{sheet.name}”有{count}{what}隐藏，已一并读取")
        if facts.filtered:
            notes.append(f"工作表“{sheet.name}”设有筛选，被筛掉的行已一并读取")
    return notes


def main(path: str, kind: str, memory: int) -> None:
    """Write the tables of an upload to stdout, or why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_TEXT, _MOST_TEXT))
    asked = json.loads(sys.stdin.read())
    known = frozenset(asked["known"])
    writer = Writer(sys.stdout.buffer)
    try:
        writer.told(read(FORMATS[kind](path, known), writer, known, asked["sheet"]))
    except SpreadsheetRefused as refusal:
        writer.told({"refused": str(refusal)})
    except (CalamineError, ValueError, KeyError, OSError):
        writer.told({"refused": DAMAGED})


def read(source: Source, writer: Writer, known: frozenset[str], chosen: str) -> dict[str, Any]:
    """Write the tables of a workbook and return what is to be told of it."""
    looked = [look(source, name, known) for name in source.names]
    sheets = choose([sheet for sheet in looked if chosen in ("", sheet.name)], known)
    if not sheets:
        raise SpreadsheetRefused("没有找到表头：前20行内至少要有户编号、姓名、证件号码等列名。")
    return {
        "tables": [writer.table(sheet, source.texts()) for sheet in sheets],
        "sheets": [sheet.name for sheet in looked if sheet.header or sheet in sheets],
        "hidden": hidden_parts(source, sheets),
        "mac_epoch": source.mac_epoch,
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
