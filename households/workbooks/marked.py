"""An upload given back to its owner: every bad cell filled, its reason in a last column.

The stored file is read and written again by a child process with its own limit of memory and time
(households.workbooks.marked_worker), so that a large or strange file harms nobody else.
"""

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from households.reading.child import MEMORY, run_child
from households.reading.guard import SpreadsheetRefused

SECONDS = 120

Said = tuple[str, int, str, str, str]


def mark_workbook(
    content: bytes,
    said: Iterable[Said],
    *,
    names: Sequence[Sequence[str]],
    failed_only: bool = False,
) -> IO[bytes]:
    """Give the file as .xlsx with what is said of it, open at its beginning; the caller closes.

    `said` holds sheet, row, column name, level and reason; `names` pairs the file's headers with
    the column names they were read as. `failed_only` keeps the title, the header and the rows that
    stay out. A text file's complaints count whatever sheet they name. Raises SpreadsheetRefused
    when the file cannot be read again.
    """
    sheets: dict[str, list[tuple[int, str, str, str]]] = {}
    for sheet, row, column, level, reason in said:
        key = sheet if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else ""
        sheets.setdefault(key, []).append((row, column, level, reason))
    told = {"said": sheets, "names": list(names), "failed_only": failed_only}
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- handed to the caller, who closes it
    with tempfile.NamedTemporaryFile(prefix="marked-") as source:
        source.write(content)
        source.flush()
        if not _run(Path(source.name), json.dumps(told, ensure_ascii=False).encode(), out):
            out.close()
            raise SpreadsheetRefused("文件不能再次读取，请下载问题清单对照改正。")
    out.seek(0)
    return out


def _run(path: Path, told: bytes, out: IO[bytes]) -> bool:
    """Run the writer as a child of its own; say whether it wrote the whole file."""
    arguments = [str(path), str(MEMORY)]
    module = "households.workbooks.marked_worker"
    try:
        return run_child(module, arguments, told=told, out=out, seconds=SECONDS)
    except TimeoutError:
        return False
