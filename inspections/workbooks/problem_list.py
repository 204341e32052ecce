"""An empty list of problems to fill in: the columns of 附件5、附件6, an example, what each is."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspections.problem_columns import COLUMNS

_TEXT = "@"
_HEAD = PatternFill("solid", fgColor="FFF2F4F7")
_MUST = PatternFill("solid", fgColor="FFF8C9C6")
_GREY = Font(color="FF7A8490", italic=True)
_THIN = Side(style="thin", color="FF9AA3AD")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDE = {"fact": 36, "measure": 24, "household": 20, "township": 22, "unit": 20, "basis": 20}


def blank_list(
    *, categories: Sequence[str], units: Sequence[str], sources: Sequence[str]
) -> bytes:
    """Give the workbook; cells are text, so that long numbers stay whole.

    The example names a place that is nowhere, so that an example left in is complained about.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "问题清单"
    for at, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, column.name)
        head.font, head.fill, head.border = Font(bold=True), _MUST if column.must else _HEAD, _BOX
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        example = sheet.cell(2, at, column.example)
        example.font, example.border, example.number_format = _GREY, _BOX, _TEXT
        sheet.column_dimensions[letter].number_format = _TEXT
        width = max(len(column.name) * 2, len(column.example) * 2) + 2
        sheet.column_dimensions[letter].width = _WIDE.get(column.key, width)
    sheet.freeze_panes = "A2"
    _for_print(sheet)
    _explain(book.create_sheet("填写说明"), categories, units, sources)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _for_print(sheet: Worksheet) -> None:
    """Print on A3 landscape, the header on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "8"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _explain(
    sheet: Worksheet, categories: Sequence[str], units: Sequence[str], sources: Sequence[str]
) -> None:
    """Say what stands in each column, and list the words that are taken."""
    rows = [
        (column.name, "必填" if column.must else "", column.hint, "、".join(column.aliases))
        for column in COLUMNS
    ]
    _write(sheet, 1, ("列名", "必填", "填法", "也可以叫"), rows)
    lists = (("类别", categories), ("责任单位", units), ("来源", sources))
    for at, (title, words) in enumerate(lists, start=6):
        sheet.cell(1, at, title).font = Font(bold=True)
        for number, word in enumerate(words, start=2):
            sheet.cell(number, at, word)
    for letter, width in zip("ABCDEFGH", (16, 8, 40, 36, 4, 22, 28, 36), strict=True):
        sheet.column_dimensions[letter].width = width


def _write(
    sheet: Worksheet, first: int, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    for at, text in enumerate(head, start=1):
        sheet.cell(first, at, text).font = Font(bold=True)
    for number, row in enumerate(rows, start=first + 1):
        for at, text in enumerate(row, start=1):
            sheet.cell(number, at, text)
