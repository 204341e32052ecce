import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from reports.content import Lines, Sheet, SheetColumn, Workbook
from reports.renderers.xlsx import render_workbook
from tests.reports.samples import LEDGER


@pytest.fixture(scope="module")
def page():
    return openpyxl.load_workbook(BytesIO(render_workbook(LEDGER))).active


def one_cell(value) -> openpyxl.cell.Cell:
    sheet = Sheet("表", "表", (SheetColumn("栏"),), ((value,),))
    return openpyxl.load_workbook(BytesIO(render_workbook(Workbook((sheet,))))).active["A4"]


def test_the_ledger_reads_as_it_was_written(page):
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows()]
    assert rows == [
        ("督查工作台账", None, None, None),
        ("截至2016年7月31日", None, None, None),
        ("乡镇", "减贫", None, "问题"),
        (None, "任务", "完成", None),
        ("何市镇", 3073, 12.5, "=1+1"),
        ("牛佛镇", 1, None, "@链接"),
        ("填表单位：区扶贫移民办", None, None, None),
    ]


def test_grouped_headings_are_merged(page):
    merged = sorted(str(area) for area in page.merged_cells.ranges)
    assert merged == ["A1:D1", "A2:D2", "A3:A4", "A7:D7", "B3:C3", "D3:D4"]


def test_the_sheet_is_set_up_for_printing(page):
    setup = page.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToHeight) == ("landscape", 9, 0)
    assert (page.print_title_rows, page.freeze_panes) == ("$3:$4", "B5")


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = one_cell(text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_no_formula_is_written_anywhere():
    with zipfile.ZipFile(BytesIO(render_workbook(LEDGER))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_dates_numbers_and_plain_text_keep_their_kind():
    assert one_cell(date(2016, 7, 5)).number_format == "yyyy\\-mm\\-dd"
    assert one_cell(3073).value == 3073
    assert one_cell("何市镇").quotePrefix is False


def test_a_list_in_landscape_and_one_upright_keep_their_way():
    upright = replace(LEDGER, sheets=(replace(LEDGER.sheets[0], landscape=False, frozen=0),))
    page = openpyxl.load_workbook(BytesIO(render_workbook(upright))).active
    assert (page.page_setup.orientation, page.freeze_panes) == ("portrait", "A5")


def test_each_sheet_has_its_own_name_rows_and_repeated_heads():
    second = replace(LEDGER.sheets[0], name="第二张", rows=((1, 2, 3, 4),))
    book = openpyxl.load_workbook(
        BytesIO(render_workbook(replace(LEDGER, sheets=(LEDGER.sheets[0], second))))
    )
    told = [(sheet.title, sheet["A5"].value, sheet.print_title_rows) for sheet in book]
    assert told == [("督查台账", "何市镇", "$3:$4"), ("第二张", 1, "$3:$4")]


def test_the_file_bears_its_own_day_and_title():
    held = openpyxl.load_workbook(BytesIO(render_workbook(LEDGER))).properties
    assert (held.title, held.created.date()) == ("台账", date(2016, 8, 3))


def test_rows_of_lines_are_made_when_they_are_read():
    lines = Lines(("甲", "乙", "丙"), lambda place, line: (place, line))
    assert (len(lines), lines[-1], lines[:2]) == (3, (3, "丙"), [(1, "甲"), (2, "乙")])


def test_control_characters_do_not_break_the_file():
    assert one_cell("甲\x00乙\x0b").value == "甲乙"


def test_long_text_gets_a_row_high_enough(page):
    tall = Sheet("表", "表", (SheetColumn("栏", 10),), (("字" * 20,),))
    made = openpyxl.load_workbook(BytesIO(render_workbook(Workbook((tall,))))).active
    assert (made.row_dimensions[4].height, page.row_dimensions[5].height) == (88.5, 20)


def test_the_same_content_gives_the_same_bytes():
    assert render_workbook(LEDGER) == render_workbook(replace(LEDGER))
