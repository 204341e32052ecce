"""A ledger as .xlsx the way an office prints it, written row by row in flat memory.

The look and the writer are the house's own (`accounts.xlsx_official`, `accounts.xlsx_stream`).
"""

from io import BytesIO
from typing import IO

from accounts.xlsx_official import OfficialColumn, OfficialSheet
from accounts.xlsx_stream import write_book
from reports.content import Sheet, Workbook

ROW = 20  # points: a county's fifteen townships and their sum stand on one page
KINDS = {"left": "", "center": "center", "right": "num"}


def render_workbook(workbook: Workbook) -> bytes:
    """Give the workbook as .xlsx; text is never taken for a formula, equal content equal bytes."""
    out = BytesIO()
    write_workbook(out, workbook)
    return out.getvalue()


def write_workbook(out: IO[bytes], workbook: Workbook) -> int:
    """Write the workbook to a file as its rows are read; give how many rows there were."""
    sheets = [(_official(sheet), sheet.rows) for sheet in workbook.sheets]
    return write_book(out, sheets, title=workbook.title, made_on=workbook.made_on)


def _official(sheet: Sheet) -> OfficialSheet:
    """Give the look of a sheet whose rows bring their own number."""
    return OfficialSheet(
        name=sheet.name,
        title=sheet.title,
        meta=sheet.subtitle,
        columns=[
            OfficialColumn(column.name, column.width, column.group, KINDS[column.align])
            for column in sheet.columns
        ],
        notes=sheet.footer,
        paper=sheet.paper,
        landscape=sheet.landscape,
        frozen=sheet.frozen,
        numbered=False,
        filtered=sheet.filtered,
        lowest=ROW,
    )
