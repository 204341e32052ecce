import re
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from households.checking.columns import known_names
from households.reading import xlsx as spreadsheet_xlsx
from households.reading.book import Book, SpreadsheetRefused, guard, read_book
from households.reading.header import find_header, guess_header
from households.reading.pack import text_of
from households.reading.xlsx import SheetFacts, XlsxReader
from tests.households import sheets

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXTS = {
    "这是网页文件": b"<html><table><tr><td>1</td></tr></table></html>",
    "这是PDF文件": b"%PDF-1.7 ...",
    "文件是空的": b"",
    "这是XML文件": b"<?xml version='1.0'?><Workbook/>",
    "不是表格文件": b"\x00\x01\x02\x03",
    "文件已损坏": b"PK\x03\x04" + bytes(100),
}


def read(path, **options) -> Book:
    return read_book(path, name=path.name, known=known_names(), **options)


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


def merged(ref: bytes) -> bytes:
    """Give a sheet with one merged range."""
    return (
        b'<worksheet %b><sheetData/><mergeCells><mergeCell ref="%b"/></mergeCells></worksheet>'
        % (NAMESPACE, ref)
    )


BOMBS = {
    "合并单元格范围过大": {SHEET: merged(b"A1:XFD1048576")},
    "合并单元格过多": {
        SHEET: merged(b"A1:A2").replace(
            b"<mergeCells>", b"<mergeCells>" + b"<mergeCell />" * 601_000
        )
    },
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
        read(path, seconds=0.01)


def book_of(path, *rows, sheet=None):
    """Write rows into an .xlsx whose sheet `sheet` may arrange."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if sheet:
        sheet(book.active)
    book.save(path)
    return path


def test_a_sheet_without_known_columns_gives_its_best_guess_of_a_header(tmp_path):
    rows = (["化肥发放表"], ["序号", "品名", "单价", "数量"], [1, "化肥", 2.5, 3])

    (table,) = read(book_of(tmp_path / "其他.xlsx", *rows)).tables

    assert (table.known, table.head_row, table.header) == (False, 2, tuple(rows[1]))
    assert [table.column(index) for index in range(4)] == [["1"], ["化肥"], ["2.5"], ["3"]]


def test_a_workbook_without_words_is_refused(tmp_path):
    with pytest.raises(SpreadsheetRefused, match="没有找到表头"):
        read(book_of(tmp_path / "空.xlsx", [1, 2], [3, 4]))


HEADER = ["户编号", "姓名", "证件号码", "首次识别时间", "人数", "危房户"]


def test_every_cell_is_read_as_text_below_title_rows(tmp_path):
    row = ["001", " 李四 ", 123456789012345678, date(2014, 4, 1), 3.0, True]
    path = book_of(tmp_path / "a.xlsx", ["贫困户底册"], HEADER, row, [], [None, "王五", "&<"])

    (table,) = read(path).tables

    assert (table.sheet, table.head_row, list(table.rows)) == ("Sheet", 2, [3, 4, 5])
    cells = [table.column(index) for index in range(6)]
    assert [column[0].strip() for column in cells] == [
        *("001", "李四", "\x021.23457E+17", "2014-04-01", "3", "是")
    ]
    assert [column[2] for column in cells] == ["", "王五", "&<", "", "", ""]


def test_hidden_parts_and_filters_are_told(tmp_path):
    def arrange(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.auto_filter.ref = "A1:C3"
        sheet.auto_filter.add_filter_column(0, ["1"])
        sheet.parent.create_sheet("旧表").sheet_state = "hidden"

    path = book_of(tmp_path / "a.xlsx", HEADER, ["1"], ["2"], sheet=arrange)

    assert read(path).hidden == (
        "隐藏的工作表“旧表”没有读取",
        "工作表“Sheet”有1行隐藏，已一并读取",
        "工作表“Sheet”有1列隐藏，已一并读取",
        "工作表“Sheet”设有筛选，被筛掉的行已一并读取",
    )


def test_merged_cells_are_filled_down_and_formulas_without_a_value_are_told(tmp_path):
    rows = (["底册"], HEADER, ["001", "李"], ["", "王"], ["2", "=A3"])
    path = book_of(tmp_path / "a.xlsx", *rows, sheet=lambda sheet: sheet.merge_cells("A3:A4"))

    (table,) = read(path).tables

    assert (table.column(0), table.no_value) == (["001", "001", "2"], ((5, 1),))


def test_the_first_sheet_is_read_and_another_can_be_chosen(tmp_path):
    def add(sheet):
        for name in ("说明", "二镇"):
            sheet.parent.create_sheet(name).append(HEADER if name == "二镇" else ["请填写"])
        sheet.parent["二镇"].append(["2"])

    path = book_of(tmp_path / "a.xlsx", HEADER, ["1"], sheet=add)

    assert [(t.sheet, t.column(0)) for t in read(path).tables] == [("Sheet", ["1"])]
    assert read(path).sheets == ("Sheet", "二镇")
    chosen = read(path, sheet="二镇")
    assert [(t.sheet, t.column(0)) for t in chosen.tables] == [("二镇", ["2"])]
    assert chosen.sheets == ("Sheet", "二镇")


def test_a_sheet_of_households_and_one_of_people_are_both_read(tmp_path):
    def add(sheet):
        sheet.parent.create_sheet("人").append(["户编号", "人编号", "姓名", "证件号码"])

    path = book_of(tmp_path / "a.xlsx", ["户编号", "乡", "行政村", "人数"], sheet=add)

    assert [table.sheet for table in read(path).tables] == ["Sheet", "人"]


ROWS = b"".join(
    b'<row r="%d"><c t="str" r="A%d"><v>%d</v></c><c r="C%d" t=\'s\'><v>1</v></c></row>'
    % (n, n, n, n)
    for n in range(2, 50)
)
TEXTS_XML = (
    "<sst><si><t>户编号</t></si><si><r><t>李</t></r><r><t xml:space='preserve'>&amp;四 </t></r>"
)
TEXTS_XML += (
    "<rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>姓名</t></si><si><t>证件号码</t></si></sst>"
)
FIRST = b"".join(
    b'<c r="%b1" t="s"><v>%d</v></c>' % (letter, n)
    for letter, n in ((b"A", 0), (b"B", 2), (b"C", 3))
)


@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_sheet_is_read_in_pieces_however_it_is_written(tmp_path, prefix, numbered, monkeypatch):
    body = (
        b"<worksheet><sheetData><row r='1'>"
        + FIRST
        + b"</row>"
        + ROWS
        + b"</sheetData></worksheet>"
    )
    texts = TEXTS_XML.encode()
    if not numbered:
        body = re.sub(rb" r=[\"'][A-Z]*[0-9]+[\"']", b"", body).replace(b"C%d", b"")
    if prefix:
        body, texts = (re.sub(rb"<(/?)(\w)", rb"<\1x:\2", text) for text in (body, texts))
        body = body.replace(b"<x:worksheet", b'<x:worksheet xmlns:x="urn:x"')
    changes = {SHEET: body, "xl/sharedStrings.xml": texts}
    path = sheets.rewrite(tmp_path / "a.xlsx", changes)
    monkeypatch.setattr(spreadsheet_xlsx, "_PIECE", 200)
    reader = XlsxReader(str(path))

    pieces = list(reader.pieces("底册", SheetFacts()))

    assert len(pieces) > 5
    assert pieces[0].row == 0
    assert sum(len(piece.rows) for piece in pieces) == 49
    assert pieces[-1].row + len(pieces[-1].rows) == 49
    assert reader.texts == [
        "户编号".encode(),
        "李&四".encode(),
        "姓名".encode(),
        "证件号码".encode(),
    ]
    assert pieces[-1].rows[-1][0] == "49"


def test_a_second_header_row_fills_the_gaps_of_the_first():
    known = frozenset({"户编号", "姓名", "乡", "行政村"})
    top = [["底册", "", "", ""], ["户编号", "姓名", "乡", "地址"], ["", "", "", "行政村"]]

    assert find_header(top, known) == (["户编号", "姓名", "乡", "行政村"], 3, True)


def test_a_first_header_row_names_what_is_merged_down():
    known = frozenset({"户编号", "姓名", "乡", "行政村", "组"})
    top = [
        ["户编号", "地址", "", "", "姓名"],
        ["", "乡", "行政村", "组", ""],
        ["1", "", "", "", ""],
    ]

    assert find_header(top, known) == (["户编号", "乡", "行政村", "组", "姓名"], 2, True)


def test_a_row_of_numbers_is_no_header():
    assert guess_header([["1", "2"], ["3", "李"]]) is None


def test_text_of_keeps_separators_out():
    assert text_of("a\x1fb\x1ec\x02") == "a b c"
