"""Checklists as workbooks: written, read back the same, refused with sheet, row and column."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import inspections
from households.reading.guard import SpreadsheetRefused
from inspections.scheme_files import read_scheme
from inspections.scheme_sheets import COLUMNS
from inspections.workbooks.explained import SHEETS, column_of
from inspections.workbooks.reading import MAX_BYTES, read_upload
from inspections.workbooks.rows import rows_of
from inspections.workbooks.writing import checklist_workbook
from inspections.workbooks.xlsform import xlsform_sheets
from tests.households.sheets import rewrite
from tests.inspections.workbook_cast import Edited, small_scheme

SCHEMES = sorted((Path(inspections.__file__).parent / "schemes").iterdir())


@pytest.mark.parametrize("folder", SCHEMES, ids=lambda folder: folder.name)
def test_every_scheme_reads_back_the_same_from_its_workbook(folder, tmp_path):
    data, complaints = read_scheme(folder)
    assert complaints == []
    content = checklist_workbook(data, version=7)
    read = read_upload(content, name="方案.xlsx")
    (tmp_path / "方案.xlsx").write_bytes(content)

    assert (read.complaints, read.version) == ([], 7)
    assert read.data.fingerprint() == data.fingerprint()
    assert read_scheme(tmp_path / "方案.xlsx")[0].fingerprint() == data.fingerprint()


def test_a_scheme_with_one_of_everything_reads_back_the_same():
    data = small_scheme()
    assert read_upload(checklist_workbook(data, version=1), name="x.xlsx").data == data


def test_a_block_of_the_programmes_is_written_once_with_its_placeholders():
    rows = rows_of(small_scheme())["survey"]
    told = ("type", "name", "label", "asked_of", "category", "responsible")
    assert [[row[column] for column in told] for row in rows[13:18]] == [
        ["begin_repeat programmes", "{code}", "{name}", "", "", ""],
        [
            *("yes_no", "{code}_plan", "{name}专项是否有计划", "{lead_unit}", "{category}"),
            "department:{lead_unit}",
        ],
        ["rate", "{code}_paid", "资金拨付", "{lead_unit}", "FA", "department:{lead_unit}"],
        ["end_repeat", "", "", "", "", ""],
        ["end_group", "", "", "", "", ""],
    ]


def test_the_workbook_has_the_sheets_of_xlsform_and_ours():
    sheets = {sheet.name: sheet for sheet in xlsform_sheets(small_scheme(), 3)}
    assert list(sheets) == list(SHEETS)
    assert sheets["settings"].rows == [
        {
            "form_title": "试用督查表",
            "form_id": "trial",
            "version": "3",
            "default_language": "中文 (zh)",
        }
    ]
    kinds = {row["name"]: row["type"] for row in sheets["survey"].rows}
    assert kinds["A101_meeting"] == "select_one yes_no"
    assert [row["label"] for row in sheets["choices"].rows][:2] == ["是", "否"]


def test_every_column_is_explained_and_no_cell_is_a_formula():
    book = load_workbook(BytesIO(checklist_workbook(small_scheme(), version=1)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    for name in SHEETS:
        prompts = {check.promptTitle for check in book[name].data_validations.dataValidation}
        assert len(prompts) == len([cell for cell in book[name][1] if cell.value])
    assert [
        c
        for s, columns in COLUMNS.items()
        if s != "settings"
        for c in columns
        if not column_of(s, c).text
    ] == []


def test_a_label_that_looks_like_a_formula_stays_text():
    edited = Edited().question("A101_times", label="=1+1")
    edited.book["survey"]["C6"].data_type = "s"
    read = read_upload(edited.content, name="x.xlsx")
    assert "=1+1" in [question.label for question in read.data.questions]


def test_the_ways_of_xlsform_are_read():
    edited = Edited()
    edited.set("survey", 2, type="begin group").question("A101_meeting", required="true()")
    assert read_upload(edited.content, name="x.xlsx").data == small_scheme()


def test_the_form_title_is_changed_in_the_sheet_settings():
    read = read_upload(Edited().set("settings", 2, form_title="新表").content, name="x.xlsx")
    assert read.data.setting("form_title") == "新表"


# ------------------------------------------------------------------------- wrong cells


def complaints(edited: Edited) -> list[str]:
    """What is said of an edited workbook."""
    read = read_upload(edited.content, name="x.xlsx")
    assert read.data is None
    return list(map(str, read.complaints))


def test_every_wrong_cell_is_told_by_the_workbooks_sheet_row_and_column():
    edited = Edited().question("A101_meeting", level="T,X", severity="很重")
    edited.question("A101_times", relevant="${A999} = 'no'")
    edited.question("M02_health", type="select_one moods")
    edited.set("parameters", 5, value="两个").set("choices", 5, name="well")
    edited.set("programmes", 3, lead_unit=None)
    assert complaints(edited) == [
        "parameters 第5行 value：有期限的标准应为数字：两个",
        "choices 第5行 name：重复：well",
        "programmes 第3行 lead_unit：不能为空。",
        "survey 第5行 level：层级只能是 Q、T、V、H、R、S、W、J：T、X",
        "survey 第5行 severity：应为一般、较重、严重：很重",
        "survey 第6行 relevant：规则提到不存在的问题：A999",
        "survey 第10行 type：choices 表里没有这个列表：moods",
        "survey 第16行 responsible：不认识的责任单位：department:",
        "survey 第17行 fail_if：规则把不同类型的内容作比较。",
        "survey 第17行 responsible：不认识的责任单位：department:",
        "survey 第17行 fail_if：规则把不同类型的内容作比较。",
    ]


def test_a_column_by_another_name_is_told():
    assert complaints(Edited().set("survey", 1, hint="提示")) == [
        "survey 第1行 hint：缺少这一列。",
        "survey 第1行 提示：不认识这一列。",
    ]


def test_a_workbook_that_lost_its_scheme_is_told():
    edited = Edited().set("settings", 2, form_id=None)
    assert complaints(edited) == ["parameters key：缺少设置 code。"]


def test_a_missing_sheet_is_told():
    edited = Edited()
    del edited.book["survey"]
    assert complaints(edited) == ["survey：工作簿缺少这张表。"]


# ------------------------------------------------------------------------- wrong files


def far_sheet(tmp_path: Path) -> bytes:
    """A workbook of two kilobytes with one cell far outside any table."""
    path = tmp_path / "x.xlsx"
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    far += b'<row r="100000"><c r="XFD100000"><v>1</v></c></row></sheetData></worksheet>'
    return rewrite(path, {"xl/worksheets/sheet2.xml": far}).read_bytes()


def bomb(tmp_path: Path) -> bytes:
    """A workbook that inflates to a hundred megabytes."""
    path = tmp_path / "x.xlsx"
    return rewrite(path, {"xl/worksheets/sheet2.xml": b" " * 100_000_000}).read_bytes()


def entity(tmp_path: Path) -> bytes:
    """A workbook with a document type."""
    path = tmp_path / "x.xlsx"
    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    return rewrite(path, {"xl/worksheets/sheet2.xml": lol}).read_bytes()


def archive(tmp_path: Path) -> bytes:
    """A zip that is no workbook."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "a")
    return out.getvalue()


def another(tmp_path: Path) -> bytes:
    """A workbook of something else."""
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (far_sheet, "ZZ列以外"),
        (bomb, "解压后过大"),
        (entity, "文档类型定义"),
        (archive, "压缩包里没有工作簿"),
        (another, "这不是检查表工作簿"),
        (lambda _: b"", "文件是空的"),
        (lambda _: b"type,name\n", "内容却是CSV"),
        (lambda _: Edited().content[:3000], "已损坏"),
        (lambda _: b"PK\x03\x04" + b"0" * MAX_BYTES, "文件过大"),
    ],
    ids=["far", "bomb", "entity", "zip", "other", "empty", "csv", "cut", "large"],
)
def test_a_file_that_is_no_checklist_is_refused(make, reason, tmp_path):
    with pytest.raises(SpreadsheetRefused, match=reason):
        read_upload(make(tmp_path), name="x.xlsx")
