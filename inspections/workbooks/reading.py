"""An uploaded checklist workbook read: guarded first, then parsed in a child process of its own.

The guard is the register's own (households.reading.guard). The child has limits of memory, time
and output, so that no file, however strange, harms this process.
"""

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from households.reading.child import MEMORY, run_child
from households.reading.guard import SpreadsheetRefused, guard
from inspections.scheme_data import SchemeData
from inspections.scheme_files import scheme_of
from inspections.scheme_sheets import MAX_ROWS, NAMES, Complaint, sheets_of
from inspections.workbooks.plain import PARAMETERS

MAX_BYTES = 5 * 1024 * 1024
SECONDS = 20
VERSION = re.compile(r"[0-9]{1,8}")

Book = dict[str, list[list[str]]]


class Read(NamedTuple):
    """What an upload gave: its scheme, or every complaint; and the version it was made from."""

    data: SchemeData | None
    complaints: list[Complaint]
    version: int | None


def read_upload(content: bytes, *, name: str) -> Read:
    """Read an uploaded .xlsx; raises SpreadsheetRefused, in Chinese, for what is no plain one."""
    if len(content) > MAX_BYTES:
        raise SpreadsheetRefused(f"文件过大，上限{MAX_BYTES // 1048576}兆。检查表工作簿不到1兆。")
    with tempfile.NamedTemporaryFile(prefix="checklist-", suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        if guard(Path(copy.name), name=name) != "xlsx":
            raise SpreadsheetRefused("检查表只收.xlsx工作簿，请用表格软件另存为.xlsx再上传。")
        book = ask_worker(copy.name)
    if not book:
        raise SpreadsheetRefused(
            "这不是检查表工作簿：没有 survey、choices、settings 等工作表。请先下载工作簿再修改。"
        )
    data, complaints = scheme_of(*sheets_of(book))
    return Read(data, placed(complaints, book), version_of(book))


def ask_worker(path: str) -> Book:
    """Give the lines of the sheets that are wanted; raises SpreadsheetRefused."""
    with tempfile.TemporaryFile() as out:
        try:
            read = run_child(
                "inspections.workbooks.worker",
                [path, str(MEMORY), str(MAX_ROWS)],
                told=json.dumps(sorted(NAMES)).encode(),
                out=out,
                seconds=SECONDS,
            )
        except TimeoutError as late:
            raise SpreadsheetRefused(f"读取超过{SECONDS}秒，请删除多余的行列后再上传。") from late
        if not read:
            raise SpreadsheetRefused(
                "工作簿无法读取：请用表格软件打开后另存为.xlsx，并删除多余的行列。"
            )
        out.seek(0)
        book: Book = json.load(out)
    return book


def placed(complaints: list[Complaint], book: Book) -> list[Complaint]:
    """Complaints under the name the sheet has in the workbook: our settings stand elsewhere."""
    if PARAMETERS not in book:
        return complaints
    return [
        replace(one, sheet=PARAMETERS) if one.sheet == "settings" else one for one in complaints
    ]


def version_of(book: Book) -> int | None:
    """The version a workbook says it was downloaded from; None where it does not say."""
    header, line = [*book.get("settings", []), [], []][:2]
    told = dict(zip(header, line, strict=False)).get("version", "")
    return int(told) if PARAMETERS in book and VERSION.fullmatch(told) else None
