"""A ledger as .xlsx the way an office prints it: title, ruled heading, borders, page set-up."""

from io import BytesIO
from itertools import groupby
from math import ceil

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.content import Cell, Sheet, SheetColumn, Workbook, printable
from reports.renderers.fixed import repacked

THIN = Side(style="thin", color="000000")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TITLE_FONT = Font(name="方正小标宋简体", size=18)
PLAIN_FONT = Font(name="仿宋_GB2312", size=11)
HEAD_FONT = Font(name="黑体", size=11)
HEAD_FILL = PatternFill("solid", fgColor="EDEDED")
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
PAPERS = {"A4": Worksheet.PAPERSIZE_A4, "A3": Worksheet.PAPERSIZE_A3}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
LONGEST_TEXT = 32767
LINE_POINTS = 15
HIGHEST_ROW = 409


def render_workbook(workbook: Workbook) -> bytes:
    """Write the workbook as .xlsx; text is never taken for a formula."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet in workbook.sheets:
        _write(made.create_sheet(sheet.name[:31]), sheet)
    made.properties.title = printable(workbook.title)
    made.properties.creator = "督查通"
    out = BytesIO()
    made.save(out)
    return repacked(out.getvalue(), day=workbook.made_on)


def _write(page: Worksheet, sheet: Sheet) -> None:
    width = len(sheet.columns)
    _line(page, 1, sheet.title, width, TITLE_FONT, height=34)
    top = 2
    if sheet.subtitle:
        _line(page, 2, sheet.subtitle, width, PLAIN_FONT, height=20, align="right")
        top = 3
    last_head = _heading(page, sheet.columns, top)
    looks = [_alignment(column) for column in sheet.columns]
    widths = [column.width for column in sheet.columns]
    for offset, row in enumerate(sheet.rows, start=1):
        page.row_dimensions[last_head + offset].height = _height(row, widths)
        for column, (value, look) in enumerate(zip(row, looks, strict=True), start=1):
            cell = page.cell(last_head + offset, column)
            _put(cell, value)
            cell.font, cell.border, cell.alignment = PLAIN_FONT, GRID, look
    below = last_head + len(sheet.rows) + 1
    for offset, text in enumerate(sheet.footer):
        _line(page, below + offset, text, width, PLAIN_FONT, height=20, align="left")
    _set_up(page, sheet, top=top, last_head=last_head)


def _put(cell: SheetCell, value: Cell) -> None:
    if not isinstance(value, str):
        cell.value = value
        if hasattr(value, "year"):
            cell.number_format = "yyyy-mm-dd"
        return
    text = printable(value)[:LONGEST_TEXT]
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _height(row: tuple[Cell, ...], widths: list[float]) -> float:
    """Estimate the points a row of wrapped text needs; a Chinese character is two units wide."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            needed = 0
            for line in value.split("\n"):
                units = sum(1 if mark.isascii() else 2 for mark in line) * 1.08
                needed += max(1, ceil(units / width))
            lines = max(lines, needed)
    return min(HIGHEST_ROW, lines * LINE_POINTS + 5)


def _line(
    page: Worksheet, row: int, text: str, width: int, font: Font, *, height: int, align: str = ""
) -> None:
    cell = page.cell(row, 1)
    _put(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=align or "center", vertical="center", wrap_text=True)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    page.row_dimensions[row].height = height


def _heading(page: Worksheet, columns: tuple[SheetColumn, ...], top: int) -> int:
    """Write one heading row, or two where columns are grouped; return the last one."""
    deep = any(column.group for column in columns)
    bottom = top + 1 if deep else top
    place = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        names = [column.name for column in members]
        first, place = place + 1, place + len(names)
        if group:
            _put(page.cell(top, first), group)
            page.merge_cells(start_row=top, start_column=first, end_row=top, end_column=place)
        for column, name in enumerate(names, start=first):
            _put(page.cell(bottom if group else top, column), name)
            if deep and not group:
                _merge_down(page, column, top, bottom)
    for row in page.iter_rows(min_row=top, max_row=bottom, max_col=len(columns)):
        for cell in row:
            cell.font, cell.border, cell.alignment = HEAD_FONT, GRID, CENTER
            cell.fill = HEAD_FILL
    page.row_dimensions[bottom].height = _head_height(columns, deep=deep)
    return bottom


def _head_height(columns: tuple[SheetColumn, ...], *, deep: bool) -> float:
    """Estimate the points the last heading row needs; an ungrouped name has two rows to itself."""
    named = [column for column in columns if column.group or not deep]
    return _height(tuple(column.name for column in named), [column.width for column in named])


def _merge_down(page: Worksheet, column: int, top: int, bottom: int) -> None:
    page.merge_cells(start_row=top, start_column=column, end_row=bottom, end_column=column)


def _alignment(column: SheetColumn) -> Alignment:
    return Alignment(horizontal=column.align, vertical="center", wrap_text=True)


def _set_up(page: Worksheet, sheet: Sheet, *, top: int, last_head: int) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{last_head + 1}"
    page.print_title_rows = f"{top}:{last_head}"
    page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.page_setup.paperSize = PAPERS[sheet.paper]
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
