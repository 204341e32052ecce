import io
from datetime import date

import pytest
from openpyxl import load_workbook

from accounts.xlsx_official import OfficialColumn, OfficialSheet
from accounts.xlsx_stream import write_xlsx
from tests.accounts.test_xlsx_stream import SIGNS, by_calamine

COLUMNS = (
    OfficialColumn("编号", 20),
    OfficialColumn("村", 10, "位置", "center"),
    OfficialColumn("户", 10, "位置", "center"),
    OfficialColumn("日期", 12, "发现"),
    OfficialColumn("个数", 8, kind="num"),
)
ROW = ["A1", "燎原村", None, date(2016, 7, 1), 3]


def written(rows, **given):
    sheet = OfficialSheet(**{"name": "台账", "title": "大安区台账", "columns": COLUMNS} | given)
    out = io.BytesIO()
    write_xlsx(out, sheet, rows, first_line=lambda count: f"行数：{count}")
    return out


def read(out):
    return load_workbook(out).active


def test_rows_are_numbered_under_a_two_row_header():
    rows = [list(row) for row in read(written([ROW, ROW])).values]
    assert rows[0][:1] + rows[1][:1] == ["大安区台账", "行数：2"]
    assert rows[2] == ["序号", "编号", "位置", None, "发现", "个数"]
    assert rows[3] == [None, None, "村", "户", "日期", None]
    assert [row[:3] for row in rows[4:]] == [[1, "A1", "燎原村"], [2, "A1", "燎原村"]]
    assert rows[4][4].date() == date(2016, 7, 1)


def test_headings_are_merged_across_and_down():
    sheet = read(written([ROW], notes=["统计范围：全部", "未计入：无"]))
    areas = {str(area) for area in sheet.merged_cells.ranges}
    head = {"A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:D3", "F3:F4"}
    assert areas == head | {"A6:F6", "A7:F7"}
    assert (sheet["A6"].value, sheet["A7"].value) == ("统计范围：全部", "未计入：无")
    assert sheet.auto_filter.ref == "A4:F5"


def test_a_header_without_groups_is_one_row():
    sheet = read(written([["A1"]], columns=[OfficialColumn("编号", 20)]))
    assert (sheet["B3"].value, sheet["B4"].value) == ("编号", "A1")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")


def test_the_sum_stands_behind_the_rows_without_a_number():
    rows = list(read(written([ROW], total=["合计", "", "", None, 3], notes=["注"])).values)
    assert rows[5] == (None, "合计", None, None, None, 3)
    assert rows[6][0] == "注"


@pytest.mark.parametrize(("paper", "number"), [("A4", 9), ("A3", 8)])
def test_the_page_is_landscape_as_wide_as_the_sheet_with_page_numbers(paper, number):
    sheet = read(written([ROW], paper=paper, foot="导出1"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (number, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        0,
        True,
    )
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("导出1", "第&P页 共&N页")


@pytest.mark.parametrize("text", SIGNS)
def test_text_that_begins_like_a_formula_stays_text(text):
    out = written([[text, text, text, None, text]])
    cells = read(out)[5][1:]
    kept = [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells if cell.value]
    assert kept == [(text, "s", True)] * 4
    assert by_calamine(out)[4][1] == text


def test_every_cell_is_ruled_and_long_text_makes_its_row_high_enough():
    sheet = read(written([ROW, ["长" * 95, "", "", None, 1]]))
    assert {cell.border.left.style for row in sheet["A5:F6"] for cell in row} == {"thin"}
    assert {cell.alignment.wrap_text for row in sheet["A5:F6"] for cell in row} == {True}
    heights = [sheet.row_dimensions[at].height for at in (5, 6)]
    assert heights == [24, 11 * 16.5 + 6]


def test_no_row_is_a_ledger_too():
    sheet = read(written([], notes=["统计范围：无"]))
    assert (sheet["A5"].value, sheet.max_row) == ("统计范围：无", 5)
