"""Read the register sheet of an uploaded workbook: guarded, in a child process, by columns.

The child (households.spreadsheet_worker) has its own limit of memory and time; whatever the
parser does there, this process only waits for text or refuses.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from households.spreadsheet_guard import MAX_BYTES, SpreadsheetRefused, guard

CELL, COLUMN = "\x1f", "\x1e"
LOST_DIGITS = "\x02"
SECONDS = 30
MEMORY = 512 * 1024 * 1024
_ROOT = Path(__file__).resolve().parent.parent

__all__ = ["LOST_DIGITS", "SpreadsheetRefused", "Table", "guard", "make_table", "read_table"]


@dataclass(frozen=True)
class Table:
    """One sheet below its header; every cell is text, and a column is unpacked when asked for.

    A number too long to be exact begins with LOST_DIGITS. `rows` holds each line's number in the
    sheet, counted from 1.
    """

    sheet: str
    header: tuple[str, ...]
    rows: Sequence[int]
    packed: tuple[str, ...]
    hidden: tuple[str, ...] = ()

    def column(self, index: int) -> list[str]:
        """Return the cells of the column at this place of the header."""
        return self.packed[index].split(CELL) if len(self.rows) else []


def make_table(
    header: Sequence[str], lines: Sequence[Sequence[str]], *, sheet: str = "底册"
) -> Table:
    """Make a table from lines of text, as if read from a sheet whose first row is the header."""
    columns = zip(*lines, strict=True) if lines else ((),) * len(header)
    return Table(
        sheet=sheet,
        header=tuple(header),
        rows=range(2, len(lines) + 2),
        packed=tuple(CELL.join(column) for column in columns),
    )


def read_table(
    path: Path, *, known: Iterable[str], max_bytes: int = MAX_BYTES, seconds: float = SECONDS
) -> Table:
    """Return the first visible sheet whose header row holds at least three of the known names.

    Raises SpreadsheetRefused with a Chinese reason for anything else.
    """
    guard(path, max_bytes=max_bytes)
    answer = _ask_worker(path, sorted(known), seconds)
    head, _, body = answer.partition("\n")
    told = json.loads(head)
    if "refused" in told:
        raise SpreadsheetRefused(told["refused"])
    first, count = told["first"], told["count"]
    return Table(
        sheet=told["sheet"],
        header=tuple(told["header"]),
        rows=range(first, first + count),
        packed=tuple(body.split(COLUMN)),
        hidden=tuple(told["hidden"]),
    )


def _ask_worker(path: Path, known: list[str], seconds: float) -> str:
    """Run the reader as a child of its own and return what it wrote."""
    command = [sys.executable, "-m", "households.spreadsheet_worker", str(path), str(MEMORY)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell, the path is an argument
            command,
            input=json.dumps(known).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise SpreadsheetRefused(f"读取超过{seconds:.0f}秒，请按乡镇分开上传。") from late
    if done.returncode:
        raise SpreadsheetRefused("表格无法读取：范围过大或内容损坏，请另存为.xlsx并删除多余行列。")
    return done.stdout.decode()
