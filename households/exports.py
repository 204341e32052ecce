"""The household list as a workbook: text stays text, personal data as the reader may see it."""

from collections.abc import Iterable, Iterator
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

from accounts.masking import shown
from accounts.models import User
from households.models import BatchComplaint, Household
from households.selectors.places import open_helpers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 2000
_HEADER = (
    *("户编号", "乡镇", "村", "自然村（组）", "户主", "人数", "贫困户属性", "主要致贫原因"),
    *("四个一批", "脱贫状态", "计划脱贫年度", "帮扶责任人", "帮扶责任人单位"),
)
_WIDTHS = (22, 12, 14, 12, 10, 6, 12, 14, 16, 12, 12, 12, 20)


def households_xlsx(
    households: "QuerySet[Household]", *, user: User, at: datetime
) -> tuple[bytes, int]:
    """Write the households as .xlsx with who took them and when; gives content and row count."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("贫困户")
    for column, width in zip("ABCDEFGHIJKLM", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A3"
    sheet.append(_cells(sheet, [f"导出：{user} {at:%Y-%m-%d %H:%M}"]))
    sheet.append(_cells(sheet, _HEADER, bold=True))
    count = 0
    for row in _rows(households, user):
        sheet.append(_cells(sheet, row))
        count += 1
    out = BytesIO()
    book.save(out)
    return out.getvalue(), count


def _rows(households: "QuerySet[Household]", user: User) -> Iterator[list[Any]]:
    """Give the rows piece by piece, each with its running helper."""
    piece: list[Household] = []
    for household in households.iterator(chunk_size=_PIECE):
        piece.append(household)
        if len(piece) == _PIECE:
            yield from _piece_rows(piece, user)
            piece = []
    yield from _piece_rows(piece, user)


def _piece_rows(piece: list[Household], user: User) -> Iterator[list[Any]]:
    helpers = open_helpers([household.pk for household in piece])
    for row in piece:
        helper = helpers.get(row.pk)
        yield [
            row.household_no,
            row.village.parent.short_name if row.village.parent else "",
            row.village.short_name,
            row.group_name,
            shown(row.head_name, field="name", user=user),
            row.person_count,
            row.get_attribute_display(),
            row.get_cause_display(),
            row.get_measure_display(),
            row.get_status_display(),
            row.planned_exit_year,
            helper.name if helper else "",
            helper.unit_name if helper else "",
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
