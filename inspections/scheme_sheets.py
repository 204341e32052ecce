"""The sheets of a scheme as rows of text, from a folder of .csv files or one .xlsx workbook."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from inspections.workbooks.plain import PARAMETERS, Lines, plain

COLUMNS: dict[str, tuple[str, ...]] = {
    "settings": ("key", "value", "label", "unit", "valid_from", "valid_to", "source"),
    "survey": (
        *("type", "name", "label", "hint", "required", "relevant", "constraint"),
        *("constraint_message", "warning", "warning_message", "appearance", "default"),
        *("calculation", "item", "item_title", "level", "asked_of", "fail_if", "problem"),
        *("category", "severity", "responsible", "evidence", "track", "unit", "source"),
    ),
    "choices": ("list_name", "name", "label"),
    "categories": ("code", "slug", "name", "severe"),
    "programmes": ("code", "name", "lead_unit", "category", "supplement", "source"),
    "postings": ("question", "post", "source"),
}
OPTIONAL = {"programmes", "postings"}
NAMES = {*COLUMNS, PARAMETERS}  # what a workbook is read for
MAX_ROWS = 5000


@dataclass(frozen=True)
class Complaint:
    """What is wrong and where: sheet, row as the office sees it (1 is the header), column."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.sheet} 第{self.row}行" if self.row else self.sheet
        return (
            f"{place} {self.column}：{self.reason}" if self.column else f"{place}：{self.reason}"
        )


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number and its cells by column, all text, none missing."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


Sheets = dict[str, list[Row]]


def cell_text(value: object) -> str:
    """A cell as text: 3.0 reads 3, a day reads 2016-07-05, empty reads empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def sheet_rows(sheet: str, lines: Iterable[Sequence[object]]) -> tuple[list[Row], list[Complaint]]:
    """Rows of a sheet under its header; unknown and missing columns are complaints."""
    rows: list[Row] = []
    header: list[str] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell_text(value) for value in line]
        if number == 1:
            header = cells
            if complaints := header_complaints(sheet, header):
                return [], complaints
        elif any(cells):
            blank = dict.fromkeys(COLUMNS[sheet], "")
            named = {name: text for name, text in zip(header, cells, strict=False) if name}
            rows.append(Row(number, blank | named))
        if number > MAX_ROWS:
            return [], [Complaint(sheet, number, "", f"行数超过{MAX_ROWS}行。")]
    return rows, [] if rows else [Complaint(sheet, 1, "", "没有内容。")]


def header_complaints(sheet: str, header: list[str]) -> list[Complaint]:
    """Columns a header lacks, has twice or has beyond the known ones; blank ones are passed."""
    named = [name for name in header if name]
    lacking = [name for name in COLUMNS[sheet] if name not in named]
    strange = [name for name in named if name not in COLUMNS[sheet]]
    double = sorted({name for name in named if named.count(name) > 1})
    return [
        *(Complaint(sheet, 1, name, "缺少这一列。") for name in lacking),
        *(Complaint(sheet, 1, name, "不认识这一列。") for name in strange),
        *(Complaint(sheet, 1, name, "这一列重复。") for name in double),
    ]


def read_folder(folder: Path) -> tuple[Sheets, list[Complaint]]:
    """The sheets of a folder of UTF-8 .csv files named after them."""
    sheets: Sheets = {}
    complaints: list[Complaint] = []
    for name in COLUMNS:
        path = folder / f"{name}.csv"
        if not path.is_file():
            if name not in OPTIONAL:
                complaints.append(Complaint(name, 0, "", f"没有文件 {name}.csv。"))
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                sheets[name], found = sheet_rows(name, csv.reader(lines))
        except (UnicodeDecodeError, csv.Error):
            found = [Complaint(name, 0, "", "文件不是 UTF-8 编码的 CSV。")]
        complaints += found
    return sheets, complaints


def read_workbook(path: Path) -> tuple[Sheets, list[Complaint]]:
    """The sheets of an .xlsx workbook; other sheets in it are left alone."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError):
        return {}, [Complaint(path.name, 0, "", "不是能读的 .xlsx 工作簿。")]
    try:
        lines = {
            name: [[cell_text(value) for value in line] for line in first_rows(book[name])]
            for name in book.sheetnames
            if name in NAMES
        }
    finally:
        book.close()
    return sheets_of(lines)


def first_rows(sheet: Any) -> Iterable[Sequence[object]]:
    """The rows of a sheet, one more than it may have."""
    return islice(sheet.iter_rows(values_only=True), MAX_ROWS + 1)


def sheets_of(book: Mapping[str, Lines]) -> tuple[Sheets, list[Complaint]]:
    """The sheets of a workbook given as lines of text; XLSForm's own ways are read as ours."""
    sheets: Sheets = {}
    complaints: list[Complaint] = []
    lines = plain(book)
    for name in COLUMNS:
        if name in OPTIONAL and not any(map(any, lines.get(name, ())[1:])):
            continue
        if name in lines:
            sheets[name], found = sheet_rows(name, lines[name])
            complaints += found
        else:
            complaints.append(Complaint(name, 0, "", "工作簿缺少这张表。"))
    return sheets, complaints


def read_sheets(path: Path) -> tuple[Sheets, list[Complaint]]:
    """The sheets of a scheme's folder or workbook, and what is wrong with their form."""
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        return read_workbook(path)
    return {}, [Complaint(path.name, 0, "", "没有这个文件或文件夹。")]
