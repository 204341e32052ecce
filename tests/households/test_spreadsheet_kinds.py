import struct
import zipfile

import pytest

from households.checking.columns import known_names
from households.reading.book import Book, SpreadsheetRefused, guard, read_book
from tests.households import sheets
from tests.households.xls import record, write_xls

LINES = [["户编号", "姓名", "证件号码"], ["001", "李四", "99999919620101005X"]]
TEXT = "\n".join(",".join(line) for line in LINES) + "\n"
FILEPASS = record(0x002F, struct.pack("<HHH", 0, 1, 2))
EPOCH_1904 = record(0x0022, struct.pack("<H", 1))


def read(path, *, name=None, **options) -> Book:
    return read_book(path, name=name or path.name, known=known_names(), **options)


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (TEXT.encode(), "001"),
        (TEXT.encode("utf-8-sig"), "001"),
        (TEXT.encode("gb18030"), "001"),
        (TEXT.replace(",", ";").encode("gb18030"), "001"),
        (TEXT.replace(",", "\t").encode(), "001"),
        (TEXT.replace(",", "\t").encode("utf-16"), "001"),
        (TEXT.replace("001", '"0\n01"').encode(), "0\n01"),
    ],
    ids=["utf-8", "bom", "gb18030", "semicolon", "tab", "utf-16", "quoted"],
)
def test_a_csv_is_read_in_any_usual_encoding_and_with_any_delimiter(tmp_path, content, first):
    path = tmp_path / "底册.csv"
    path.write_bytes(content)

    (table,) = read(path).tables

    assert table.header == ("户编号", "姓名", "证件号码")
    assert (table.column(0), table.column(1), list(table.rows)) == ([first], ["李四"], [2])


def test_a_csv_in_no_known_encoding_is_refused(tmp_path):
    path = tmp_path / "底册.csv"
    path.write_bytes(TEXT.encode() + b"\xff\xff,\xff")

    with pytest.raises(SpreadsheetRefused, match="编码无法识别"):
        read(path)


def test_rare_characters_of_a_csv_stay(tmp_path):
    path = tmp_path / "底册.csv"
    path.write_bytes(TEXT.replace("李四", "王\U00020bb7㛃·").encode("gb18030"))

    assert read(path).tables[0].column(1) == ["王\U00020bb7㛃·"]


def test_an_xls_is_read_with_what_is_hidden_and_merged(tmp_path):
    row = struct.pack("<HHHHHHI", 1, 0, 3, 255, 0, 0, 0x20)
    column = struct.pack("<HHHHHH", 2, 2, 2048, 0, 1, 0)
    merged = struct.pack("<HHHHH", 1, 1, 2, 0, 0)
    more = record(0x0208, row) + record(0x007D, column) + record(0x00E5, merged)
    rows = [*LINES, ["", "王五", 5.0]]

    book = read(write_xls(tmp_path / "底册.xls", rows, first=EPOCH_1904, sheet=more))

    (table,) = book.tables
    assert (table.column(0), table.column(2)) == (["001", "001"], ["99999919620101005X", "5"])
    assert (table.sheet, table.mac_epoch) == ("底册", True)
    assert book.hidden == (
        "工作表“底册”有1行隐藏，已一并读取",
        "工作表“底册”有1列隐藏，已一并读取",
    )


REFUSED_XLS = {
    "打开密码": {"first": FILEPASS},
    "带宏": {"names": ("_VBA_PROJECT_CUR",)},
    "请取消密码": {"names": ("EncryptedPackage",)},
}


@pytest.mark.parametrize("reason", REFUSED_XLS)
def test_an_xls_that_is_locked_or_has_macros_is_refused(tmp_path, reason):
    path = write_xls(tmp_path / "底册.xls", LINES, **REFUSED_XLS[reason])

    with pytest.raises(SpreadsheetRefused, match=reason):
        read(path)


@pytest.mark.parametrize("cut", [600, 1100])
def test_a_damaged_xls_is_refused(tmp_path, cut):
    path = write_xls(tmp_path / "底册.xls", LINES)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(SpreadsheetRefused, match=r"已损坏|不是工作簿"):
        read(path)


def test_an_xls_whose_sectors_run_in_a_ring_is_refused(tmp_path):
    path = write_xls(tmp_path / "底册.xls", LINES)
    content = bytearray(path.read_bytes())
    content[512 + 4 * 3 : 512 + 4 * 4] = struct.pack("<I", 2)
    path.write_bytes(content)

    with pytest.raises(SpreadsheetRefused, match="已损坏"):
        read(path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("底册.xls", "文件名是.xls，内容却是CSV文本"),
        ("底册.xlsx", "文件名是.xlsx，内容却是CSV文本"),
        ("底册.xlsm", "带宏"),
        ("底册.ods", "只接收.xlsx、.xls和.csv"),
    ],
)
def test_a_name_that_says_otherwise_than_the_content_is_refused(tmp_path, name, reason):
    path = tmp_path / "x"
    path.write_bytes(TEXT.encode())

    with pytest.raises(SpreadsheetRefused, match=reason):
        read(path, name=name)


def test_a_web_page_named_xls_is_refused(tmp_path):
    path = tmp_path / "底册.xls"
    path.write_bytes(b"<html><table><tr><td>1</td></tr></table></html>")

    with pytest.raises(SpreadsheetRefused, match="这是网页文件"):
        read(path)


def test_a_long_text_that_stands_in_many_cells_is_refused(tmp_path):
    row = b"<row>" + b'<c t="s"><v>%d</v></c>' * 3 + b"</row>"
    rows = row % (0, 1, 2) + row % (3, 3, 3) * 5000
    texts = "<sst>" + "".join(f"<si><t>{t}</t></si>" for t in (*LINES[0], "x" * 32_000)) + "</sst>"
    changes = {
        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>%b</sheetData></worksheet>" % rows,
        "xl/sharedStrings.xml": texts.encode(),
    }
    path = sheets.rewrite(tmp_path / "底册.xlsx", changes)

    with pytest.raises(SpreadsheetRefused, match="范围过大"):
        read(path)


@pytest.mark.parametrize("count", [20_000, 65_600])
def test_a_list_of_members_is_weighed_before_it_is_read(tmp_path, monkeypatch, count):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(str(number), b"")
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: pytest.fail("read"))
    with pytest.raises(SpreadsheetRefused, match="成员过多"):
        guard(path)
