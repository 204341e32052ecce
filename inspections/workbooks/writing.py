"""The workbook of a checklist as an office edits it: styled, explained, with lists to choose from.

Every cell is text, so that nothing is turned into a date, a number or a formula. Choosing a cell
shows in Chinese what its column is, and each header shows its Chinese name behind the name that
XLSForm knows; colours follow the type of the row, new rows included.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inspections.scheme_data import SchemeData
from inspections.workbooks.explained import HOW, SHEETS, column_of
from inspections.workbooks.lists import WORDS_SHEET, Offer, offers
from inspections.workbooks.xlsform import Sheet, xlsform_sheets

TEXT = "@"
LAST = 2000  # as far down as prompts and colours go
LINE, ACROSS = 17, 56  # points of a line; Chinese letters the explanation's column takes
MOST_PROMPT, MOST_TITLE = 250, 31  # letters the format has room for
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
EDGE = Side(style="thin", color="FFD5DAE0")
GRID = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
WRAP = Alignment(vertical="top", wrap_text=True)
FACE = "微软雅黑"
LOOKS = {  # named styles: one assignment a cell instead of four
    "内容": {"font": Font(name=FACE, size=10)},
    "列名": {
        "font": Font(name=FACE, size=10, bold=True, color="FFFFFFFF"),
        "fill": PatternFill("solid", fgColor="FF8F1A20"),
    },
    "小标题": {
        "font": Font(name=FACE, size=10, bold=True),
        "fill": PatternFill("solid", fgColor="FFF6DEDC"),
    },
    "大标题": {"font": Font(name=FACE, size=15, bold=True, color="FF85141A")},
}
PLAIN, HEAD, PART, TITLE = LOOKS
COLOURS = (  # the first that holds wins: a condition on a row of survey, its fill, whether bold
    ('LEFT($A2,12)="begin_repeat"', "FFD9E8F6", True),
    ('LEFT($A2,5)="begin"', "FFF6DEDC", True),
    ('LEFT($A2,3)="end"', "FFF3F4F6", False),
    ('OR($A2="calculate",$A2="note")', "FFF7F4E6", False),
)
BANDS = "=ISODD(SUMPRODUCT(--($A$2:$A2<>$A$1:$A1)))"
BAND = PatternFill("solid", bgColor="FFF3F6FA")


def checklist_workbook(data: SchemeData, *, version: int) -> bytes:
    """Give the .xlsx of a scheme; read back unchanged it is the same scheme."""
    book = Workbook()
    for name, look in LOOKS.items():
        style = NamedStyle(name, alignment=WRAP, border=GRID, number_format=TEXT, **look)
        book.add_named_style(style)
    intro = book.active
    intro.title = "说明"
    sheets = xlsform_sheets(data, version)
    explain(intro, data, version, sheets)
    offered = offers(data)
    for sheet in sheets:
        write(book.create_sheet(sheet.name), sheet, offered)
    write_words(book.create_sheet(WORDS_SHEET), offered.values())
    book.active = 1
    intro.sheet_view.tabSelected = False
    book.properties.title, book.properties.creator = data.setting("title"), "督查通"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write(page: Worksheet, sheet: Sheet, offered: dict[tuple[str, str], Offer]) -> None:
    """Write a sheet: header, rows, prompts, colours."""
    for at, name in enumerate(sheet.columns, start=1):
        column, letter = column_of(sheet.name, name), get_column_letter(at)
        put(page.cell(1, at), name, HEAD)
        page.cell(1, at).number_format = f'{TEXT}" {column.label}"'  # shown behind the name
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = TEXT
        prompt(
            page,
            f"{letter}2:{letter}{LAST}",
            f"{column.label}（{name}）",
            column.text,
            offered.get((sheet.name, name)),
        )
    for number, row in enumerate(sheet.rows, start=2):
        for at, name in enumerate(sheet.columns, start=1):
            put(page.cell(number, at), row[name])
    page.freeze_panes = "D2" if sheet.name == "survey" else "A2"
    page.row_dimensions[1].height = 2 * LINE
    page.sheet_properties.tabColor = "8F1A20" if sheet.name == "survey" else "7A8490"
    colour(page, sheet)


def put(cell: Cell, text: str, look: str = PLAIN) -> None:
    """Write a text, never taken for a formula."""
    cell.value = text or None
    cell.style = look
    if text:
        cell.data_type = "s"
        if text.startswith(FORMULA_SIGNS):
            cell.quotePrefix = True


def prompt(page: Worksheet, cells: str, title: str, text: str, offer: Offer | None) -> None:
    """Show what a column is beside the chosen cell, and its words to choose from."""
    check = DataValidation(
        type="list" if offer else None,
        formula1=offer.cells if offer else None,
        allow_blank=True,
        showErrorMessage=bool(offer and offer.closed),
        showInputMessage=True,
        promptTitle=title[:MOST_TITLE],
        prompt=text[:MOST_PROMPT] or title,
        errorTitle="不能这样填",
        error="请从列表中选择。",
    )
    check.add(cells)
    page.add_data_validation(check)


def colour(page: Worksheet, sheet: Sheet) -> None:
    """Colour the rows of survey by their type, those of other sheets in bands by their list."""
    last = get_column_letter(len(sheet.columns))
    area = f"A2:{last}{LAST}"
    rules = page.conditional_formatting
    if sheet.name == "choices":
        rules.add(area, FormulaRule(formula=[BANDS[1:]], fill=BAND))
    if sheet.name != "survey":
        return
    for condition, fill, bold in COLOURS:
        look = PatternFill("solid", bgColor=fill)
        font = Font(bold=True) if bold else None
        rules.add(area, FormulaRule(formula=[condition], fill=look, font=font, stopIfTrue=True))


def explain(page: Worksheet, data: SchemeData, version: int, sheets: Sequence[Sheet]) -> None:
    """Write the first sheet: how to edit, then every sheet and column."""
    title = f"{data.setting('title')} 第{version}版 检查表工作簿"
    put(page.cell(1, 1), title, TITLE)
    page.merge_cells("A1:D1")
    page.row_dimensions[1].height = 30
    lines: list[tuple[str, ...]] = [("怎么改",), *(("", what, how) for what, how in HOW)]
    for sheet in sheets:
        label, text = SHEETS[sheet.name]
        lines.append((f"{sheet.name} {label}", "", text))
        lines += [
            ("", column_of(sheet.name, name).label, column_of(sheet.name, name).text, name)
            for name in sheet.columns
        ]
    for number, line in enumerate(lines, start=2):
        cells = (*line, *[""] * (4 - len(line)))
        for at, text in enumerate((cells[0], cells[3], cells[1], cells[2]), start=1):
            put(page.cell(number, at), text, PART if line[0] else PLAIN)
        page.row_dimensions[number].height = LINE * ceil(len(cells[2]) / ACROSS or 1)
    for letter, width in zip("ABCD", (24, 20, 14, 96), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def write_words(page: Worksheet, offered: Iterable[Offer]) -> None:
    """Write the words the lists offer, one column each."""
    for at, offer in enumerate(offered, start=1):
        put(page.cell(1, at), offer.title, HEAD)
        for number, word in enumerate(offer.words, start=2):
            put(page.cell(number, at), word)
        page.column_dimensions[get_column_letter(at)].width = 28
    page.freeze_panes = "A2"
