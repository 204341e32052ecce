"""The pledges as a workbook: text stays text, the first row says who took it when."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from accounts.models import User
from accounts.scope import TOWNSHIP
from projects.models import Pledge
from projects.selectors.names import names_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADER = (
    "年度",
    "层级",
    "签订方",
    "区划代码",
    "应签日期",
    "签订日期",
    "签订人职务",
    "状态",
    "扫描件",
)
_WIDTHS = (8, 12, 26, 16, 12, 12, 20, 12, 10)


def pledges_xlsx(
    pledges: "QuerySet[Pledge]", *, year: int, user: User, at: datetime
) -> tuple[bytes, int]:
    """Write the pledges as .xlsx, overdue as of `at`; gives content and row count."""
    rows = list(pledges)
    names = names_of(row.area_code for row in rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{year}年责任书")
    for column, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A3"
    sheet.append(_cells(sheet, [f"导出：{user} {at:%Y-%m-%d %H:%M}"]))
    sheet.append(_cells(sheet, _HEADER, bold=True))
    for row in rows:
        sheet.append(_cells(sheet, _row(row, names, at)))
    out = BytesIO()
    book.save(out)
    return out.getvalue(), len(rows)


def _row(row: Pledge, names: dict[str, str], at: datetime) -> list[Any]:
    overdue = row.signed_on is None and row.due_on < at.date()
    return [
        row.year,
        "区→乡镇" if len(row.area_code) == TOWNSHIP else "乡镇→村",
        names.get(row.area_code, ""),
        row.area_code,
        f"{row.due_on:%Y-%m-%d}",
        f"{row.signed_on:%Y-%m-%d}" if row.signed_on else "",
        row.signer,
        "已签" if row.signed_on else "逾期未签" if overdue else "未签",
        "有" if row.file else "",
    ]


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
