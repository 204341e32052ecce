"""Read a text table: UTF-8 with or without its mark, UTF-16 with it, else GB18030; `,` `;` tab.

Runs in the child process only.
"""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice

from households.identity import normal_text
from households.reading.guard import MAX_ROW, SpreadsheetRefused
from households.reading.header import LOOK
from households.reading.xlsx import Piece

_PIECE = 1024 * 1024
_ROWS = 2000
_MOST_COLUMNS = 702
_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))


def encoding_of(path: str) -> str:
    """Return the encoding the whole file can be read in; raises SpreadsheetRefused for none."""
    with open(path, "rb") as file:  # noqa: PTH123 -- the child is given a plain path
        head = file.read(3)
    marked = [name for mark, name in _MARKED if head.startswith(mark)]
    for name in marked or ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    raise SpreadsheetRefused("CSV文件的编码无法识别，请另存为UTF-8编码的CSV或.xlsx再上传。")


def _decodes(path: str, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- as above
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def csv_pieces(path: str, known: frozenset[str]) -> Iterator[Piece]:
    """Yield the rows of a text table in pieces; every cell is text, rows are equally long."""
    encoding = encoding_of(path)
    with open(path, encoding=encoding, newline="") as file:  # noqa: PTH123 -- as above
        delimiter = _delimiter(list(islice(file, LOOK)), known)
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter)
        width, at = 0, 0
        try:
            while piece := list(islice(rows, _ROWS)):
                width = max(width, *map(len, piece))
                if width > _MOST_COLUMNS or at > MAX_ROW:
                    raise SpreadsheetRefused("表格范围过大，请删除多余的行和列后再上传。")
                yield Piece(at, 0, [row + [""] * (width - len(row)) for row in piece])
                at += len(piece)
        except csv.Error as damage:
            raise SpreadsheetRefused("CSV文件内容有误，请另存为.xlsx再上传。") from damage


def _delimiter(top: list[str], known: frozenset[str]) -> str:
    """Choose the mark that finds the most known names, then the most cells."""

    def worth(mark: str) -> tuple[int, int]:
        rows = list(csv.reader(top, delimiter=mark))
        names = max((sum(normal_text(cell) in known for cell in row) for row in rows), default=0)
        return names, sum(map(len, rows))

    return max(",;\t", key=worth)
