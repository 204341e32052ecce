"""The child process that reads a checklist workbook: `python -m inspections.workbooks.worker`.

Arguments: path, memory limit in bytes, the most rows of a sheet; on stdin JSON of the sheets that
are wanted. Writes JSON of their lines as text. Imports nothing of the product.
"""

import json
import resource
import sys
from datetime import date, datetime
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

_CPU_SECONDS = 20
_MOST_TEXT = 32 * 1024 * 1024
_MOST_COLUMNS, _MOST_SIGNS = 60, 4000


def text_of(cell: Any) -> str:
    """A cell as text: 3.0 reads 3, a day reads 2016-07-05, empty reads empty."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:_MOST_SIGNS].strip()


def lines_of(path: str, wanted: set[str], most: int) -> dict[str, list[list[str]]]:
    """The lines of the wanted sheets, cut where no checklist goes on."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: [
            [text_of(cell) for cell in line[:_MOST_COLUMNS]]
            for line in islice(book.get_sheet_by_name(name).iter_rows(), most + 1)
        ]
        for name in book.sheet_names
        if name in wanted
    }


def main(path: str, memory: int, most: int) -> None:
    """Write the lines within a limit of memory, time and output."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_TEXT, _MOST_TEXT))
    wanted = set(json.loads(sys.stdin.read()))
    try:
        told = lines_of(path, wanted, most)
    except (CalamineError, ValueError, KeyError, OSError):
        sys.exit(1)
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
