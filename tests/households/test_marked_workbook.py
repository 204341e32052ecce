import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from households.reading.guard import SpreadsheetRefused
from households.workbooks.marked import mark_workbook

RED, ORANGE = "FFF8C9C6", "FFFCE4C4"
HEADER = ["户编号", "姓名", "证件号", "人数", "识别时间"]
ROWS = [
    ["1001", "=1+1", "999999195603120011", 4, date(2016, 6, 17)],
    ["1002", "李四", "999999194807200019", "三", ""],
    ["1003", "王五", "", 2.5, ""],
]
NAMES = [["户编号", "户编号"], ["姓名", "姓名"], ["证件号", "证件号码"], ["人数", "人数"]]
SAID = [
    ("底册", 4, "人数", "block", "不是数字"),
    ("底册", 5, "证件号码", "warn", "空缺"),
]


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "底册"
    for row in (["某镇贫困户登记表"], HEADER, *ROWS):
        sheet.append(row)
    for row in sheet.iter_rows(max_col=3):
        for cell in row:
            cell.data_type = "s" if cell.value else cell.data_type
    book.create_sheet("说明").append(["填表须知"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marked(content: bytes, **options) -> Workbook:
    with mark_workbook(content, SAID, names=NAMES, **options) as out:
        return load_workbook(io.BytesIO(out.read()))


def filled(sheet) -> dict[str, str]:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fill_type]
    return {c.coordinate: c.fill.fgColor.rgb for c in cells if c.fill.fgColor.rgb in {RED, ORANGE}}


def test_every_row_and_column_comes_back_with_the_reason_in_a_last_column():
    sheet = marked(workbook())["底册"]

    rows = list(sheet.values)
    assert [row[:5] for row in rows[1:2]] == [tuple(HEADER)]
    assert [row[5] for row in rows] == [
        None, "问题说明", None, "人数：不是数字", "证件号码：空缺"
    ]  # fmt: skip
    assert (rows[0][0], rows[2][3], rows[4][3]) == ("某镇贫困户登记表", 4, 2.5)


def test_bad_cells_are_filled_by_how_bad_they_are():
    sheet = marked(workbook())["底册"]
    assert filled(sheet) == {"D4": RED, "F4": RED, "C5": ORANGE, "F5": ORANGE}


def test_text_is_never_a_formula_and_a_day_stays_a_day():
    sheet = marked(workbook())["底册"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["E3"].value.date() == date(2016, 6, 17)


def test_other_sheets_come_back_as_they_were():
    assert list(marked(workbook())["说明"].values) == [("填表须知",)]


def test_the_failed_rows_alone_keep_title_and_header():
    book = marked(workbook(), failed_only=True)
    assert book.sheetnames == ["底册"]
    assert [row[0] for row in book["底册"].values] == ["某镇贫困户登记表", "户编号", "1002"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_comes_back_as_a_marked_workbook(encoding, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([["登记表"], HEADER, *ROWS])
    sheet = marked(text.getvalue().encode(encoding)).active
    assert filled(sheet) == {"D4": RED, "F4": RED, "C5": ORANGE, "F5": ORANGE}


def test_a_file_that_cannot_be_read_again_is_refused():
    with pytest.raises(SpreadsheetRefused, match="问题清单"):
        mark_workbook(b"PK\x03\x04 broken", SAID, names=NAMES)


def test_a_household_stays_out_whole_and_every_row_of_it_says_so():
    book = Workbook()
    sheet = book.active
    sheet.title = "人"
    rows = [["户编号", "姓名"], ["1", "甲"], ["", "乙"], ["2", "丙"], ["1", "丁"]]
    for row in rows:
        sheet.append(row)
    homes = book.create_sheet("户")
    for row in (["户编号", "人数"], ["1", 3], ["2", 1]):
        homes.append(row)
    out = io.BytesIO()
    book.save(out)

    said = [("人", 3, "姓名", "block", "有误")]
    names = [["户编号", "户编号"], ["姓名", "姓名"], ["人数", "人数"]]
    with mark_workbook(out.getvalue(), said, names=names, failed_only=True) as failed:
        found = load_workbook(io.BytesIO(failed.read()))

    reason = "同户第3行须改正，整户不导入"
    assert [row[1:] for row in found["人"].values][1:] == [
        ("甲", reason), ("乙", "姓名：有误"), ("丁", reason)
    ]  # fmt: skip
    assert [row[0] for row in found["户"].values] == ["户编号", "1"]
