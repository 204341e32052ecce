import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from accounts import xlsx_stream
from accounts.xlsx_cells import column_letters, escaped
from accounts.xlsx_stream import Sheet, write_xlsx

SHEET = Sheet("贫困户", [("户编号", 22), ("金额", 10)], foot="导出2016070001")
SIGNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "　＠x"]


def written(rows, sheet=SHEET):
    out = io.BytesIO()
    count = write_xlsx(out, sheet, rows, first_line=lambda rows: f"行数：{rows}")
    return count, out


def by_calamine(out):
    out.seek(0)
    return CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()


def by_openpyxl(out):
    return load_workbook(out)["贫困户"]


def test_both_readers_read_what_was_written():
    rows = [["510304", 3], ["a&b<c>", Decimal("2800.50")], ["", None], ["是", date(2016, 7, 1)]]
    count, out = written(rows)
    assert count == 4
    head = [["行数：4", None], ["户编号", "金额"]]
    found = [list(row) for row in by_openpyxl(out).values]
    assert [row[:1] for row in found[:2]] == [["行数：4"], ["户编号"]]
    assert found[2:4] == [["510304", 3], ["a&b<c>", 2800.5]]
    assert found[5][1].date() == date(2016, 7, 1)
    other = by_calamine(out)
    assert [other[0][0], other[1], other[2]] == [head[0][0], head[1], ["510304", 3.0]]
    assert [other[3], other[5][1]] == [["a&b<c>", 2800.5], date(2016, 7, 1)]


@pytest.mark.parametrize("text", SIGNS)
def test_text_that_begins_like_a_formula_stays_text(text):
    _, out = written([[text, 1]])
    cell = by_openpyxl(out)["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert by_calamine(out)[2][0] == text


def test_what_xml_cannot_hold_is_left_out_and_long_text_is_cut():
    _, out = written([["a\x00b\ud800c\x0b", 1], ["长" * 40_000, 3]])
    sheet = by_openpyxl(out)
    assert (sheet["A3"].value, len(sheet["A4"].value)) == ("abc", 32767)


def test_text_that_looks_like_an_escape_of_excel_is_escaped_itself():
    assert escaped("_x0041_ 与 _x") == "_x005F_x0041_ 与 _x"


def test_the_page_prints_with_its_head_on_every_sheet():
    _, out = written([["1", 1]])
    sheet = by_openpyxl(out)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$1:$2")
    assert sheet.auto_filter.ref == "A2:B3"
    assert sheet.oddFooter.left.text == "导出2016070001"


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(xlsx_stream, "MOST_ROWS", 2)
    count, out = written([[str(at), at] for at in range(5)])
    book = load_workbook(out)
    assert (count, book.sheetnames) == (5, ["贫困户", "贫困户2", "贫困户3"])
    assert [sheet.max_row for sheet in book] == [4, 4, 3]
    assert book["贫困户2"]["A1"].value == "行数：5"


def test_no_row_is_a_workbook_too():
    count, out = written([])
    assert (count, by_openpyxl(out).max_row) == (0, 2)
    assert zipfile.ZipFile(out).testzip() is None


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(number, letters):
    assert column_letters(number) == letters
