import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from households.register_columns import known_names
from households.spreadsheet import SpreadsheetRefused, Table, guard, read_table
from households.spreadsheet_worker import find_header, text_of
from tests.households import sheets

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXTS = {
    "这是旧版.xls文件": OLE,
    "设有打开密码": OLE + "EncryptedPackage".encode("utf-16-le"),
    "这是CSV文本": "户编号,姓名\n1,李\n".encode("gb18030"),
    "这是网页文件": b"<html><table><tr><td>1</td></tr></table></html>",
    "这是PDF文件": b"%PDF-1.7 ...",
    "文件是空的": b"",
    "不是.xlsx工作簿": b"\x00\x01\x02\x03",
    "文件已损坏": b"PK\x03\x04" + bytes(100),
}


def read(path) -> Table:
    return read_table(path, known=known_names())


def far_cell(column: bytes, row: bytes) -> bytes:
    """Give a sheet of two cells: A1 and one far away."""
    return (
        b'<worksheet %b><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="%b"><c r="%b%b"><v>1</v></c></row></sheetData></worksheet>'
        % (NAMESPACE, row, column, row)
    )


@pytest.mark.parametrize("reason", TEXTS)
def test_a_file_that_is_no_workbook_is_refused_with_the_way_out(tmp_path, reason):
    path = tmp_path / "底册.xlsx"
    path.write_bytes(TEXTS[reason])

    with pytest.raises(SpreadsheetRefused, match=reason):
        guard(path)


BOMBS = {
    "ZZ列以外": {SHEET: far_cell(b"XFD", b"100000")},
    "行以后": {SHEET: far_cell(b"A", b"1048576")},
    "范围过大或内容损坏": {SHEET: far_cell(b"ZZ", b"499999")},
    "解压后过大": {SHEET: b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>"},
    "文档类型定义": {SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'},
    "带宏": {"xl/vbaProject.bin": b"macro"},
    "编码异常": {SHEET: "<worksheet/>".encode("utf-16")},
    "路径异常": {"../../etc/passwd": b"x"},
    "重名成员": {"XL/Workbook.xml": b"<x/>"},
    "成员过多": {f"xl/media/{n}.png": b"" for n in range(600)},
}


@pytest.mark.parametrize("reason", BOMBS)
def test_a_harmful_workbook_is_refused_within_two_seconds(tmp_path, reason):
    path = sheets.rewrite(tmp_path / "底册.xlsx", dict(BOMBS[reason]))
    began = time.monotonic()

    with pytest.raises(SpreadsheetRefused, match=reason):
        read(path)

    assert time.monotonic() - began < 2


def test_a_size_that_lies_is_found_by_inflating(tmp_path):
    path = sheets.rewrite(tmp_path / "底册.xlsx", {SHEET: b"<w>" + b" " * 60_000_000})
    size = (60_000_003).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))

    with pytest.raises(SpreadsheetRefused, match="解压后过大"):
        guard(path)


def test_a_workbook_cut_short_is_refused(tmp_path):
    path = sheets.write(tmp_path / "底册.xlsx", sheets.household())
    path.write_bytes(path.read_bytes()[:-400])

    with pytest.raises(SpreadsheetRefused, match="已损坏"):
        guard(path)


def test_an_archive_without_a_workbook_is_refused(tmp_path):
    path = tmp_path / "底册.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")

    with pytest.raises(SpreadsheetRefused, match="没有工作簿"):
        guard(path)


def test_a_file_over_the_limit_is_refused(tmp_path):
    path = sheets.write(tmp_path / "底册.xlsx", sheets.household())

    with pytest.raises(SpreadsheetRefused, match="文件过大"):
        guard(path, max_bytes=100)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path):
    path = sheets.write(tmp_path / "底册.xlsx", sheets.household())

    with pytest.raises(SpreadsheetRefused, match="读取超过"):
        read_table(path, known=known_names(), seconds=0.01)


def test_a_workbook_without_register_columns_is_refused(tmp_path):
    path = sheets.write(
        tmp_path / "其他.xlsx", [{"品名": "化肥"}], header=["品名", "单价", "数量"]
    )

    with pytest.raises(SpreadsheetRefused, match="没有找到底册表头"):
        read(path)


def test_read_table_gives_every_cell_as_text_below_title_rows(tmp_path):
    book = Workbook()
    book.active.append(["贫困户底册"])
    book.active.append(["户编号", "姓名", "证件号码", "首次识别时间", "人数", "危房户"])
    book.active.append(["001", " 李四 ", 123456789012345678, date(2014, 4, 1), 3.0, True])
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    table = read(tmp_path / "a.xlsx")

    assert (table.sheet, list(table.rows), table.hidden) == ("Sheet", [3], ("隐藏",))
    cells = [table.column(index)[0].strip() for index in range(6)]
    assert cells == ["001", "李四", "\x021.23457E+17", "2014-04-01", "3", "是"]


def test_a_second_header_row_fills_the_gaps_of_the_first():
    known = frozenset({"户编号", "姓名", "乡", "行政村"})
    top = [["底册", "", "", ""], ["户编号", "姓名", "乡", "地址"], ["", "", "", "行政村"]]

    assert find_header(top, known) == (["户编号", "姓名", "乡", "行政村"], 3)


def test_text_of_keeps_separators_out():
    assert text_of("a\x1fb\x1ec\x02") == "a b c"
