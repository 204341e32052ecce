"""The complaints about an upload as a workbook: text stays text."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from households.models import BatchComplaint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 2000


def _cells(
    sheet: WriteOnlyWorksheet, values: Iterable[Any], *, bold: bool = False
) -> list[WriteOnlyCell]:
    """Make cells whose text is never a formula, whatever it begins with."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells


def xlsx_response(content: bytes, *, name: str) -> HttpResponse:
    """Answer with a workbook to be saved under a Chinese name."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def complaints_xlsx(complaints: "QuerySet[BatchComplaint]") -> bytes:
    """Write the complaints about an upload as .xlsx."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题清单")
    for column, width in zip("ABCDEF", (12, 8, 18, 24, 50, 10), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append(_cells(sheet, ("工作表", "行", "列", "内容", "原因", "处理"), bold=True))
    for row in complaints.iterator(chunk_size=_PIECE):
        deal = row.get_level_display()
        sheet.append(_cells(sheet, (row.sheet, row.row, row.column, row.value, row.reason, deal)))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
