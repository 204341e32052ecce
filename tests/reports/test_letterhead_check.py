import pytest

from reports.letterheads.check import complaints, slot_names
from reports.renderers.letterhead_starter import starter
from tests.reports.letterhead_files import (
    changed,
    make_template,
    rezipped,
    with_body,
    with_relation,
)

MAIN = "word/document.xml"
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}</w:p>'
PIECE = "<w:r><w:instrText>{}</w:instrText></w:r>"
ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
TYPES = "[Content_Types].xml"


def only(content: bytes) -> str:
    told = complaints(content)
    assert len(told) == 1, told
    return told[0]


def test_the_starter_and_a_plain_template_have_no_complaints():
    assert complaints(starter()) == []
    assert complaints(make_template()) == []
    assert len(slot_names(starter())) == 14


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"%PDF-1.4", "不是.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版.doc"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (b"PK\x03\x04" + b"\0" * (5 * 1024 * 1024), "超过5兆"),
    ],
)
def test_what_is_no_docx_is_refused_by_its_bytes(content, said):
    assert said in only(content)


def test_a_zip_of_something_else_is_refused():
    sheet = changed(make_template(), TYPES, b"wordprocessingml.document.main", b"odd.main")
    assert "不是.docx" in only(sheet)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (b"vnd.ms-word.document.macroEnabled.main", "带宏"),
        (b"vnd.openxmlformats-officedocument.wordprocessingml.template.main", ".dotx"),
    ],
)
def test_templates_and_macro_files_renamed_to_docx_are_known(kind, said):
    plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    assert said in only(changed(make_template(), TYPES, plain, kind))


def test_a_bomb_is_not_inflated():
    bomb = rezipped(make_template(), {"word/media/a.bin": b"\0" * (61 * 1024 * 1024)})
    assert len(bomb) < 500_000
    assert "解压后过大" in only(bomb)
    many = rezipped(make_template(), {f"word/media/{n}.bin": b"" for n in range(501)})
    assert "解压后过大" in only(many)
    long = rezipped(make_template(), {"word/a.xml": b"<x>" + b" " * 11_000_000 + b"</x>"})
    assert "内容过多" in only(long)


@pytest.mark.parametrize("name", ["customXml/item1.xml", "word/odd.bin"])
def test_entities_are_refused_whatever_the_part_is_called(name):
    assert only(rezipped(make_template(), {name: ENTITY})).startswith(name)


def test_macros_and_embedded_files_are_refused():
    assert "宏" in only(rezipped(make_template(), {"word/vbaProject.bin": b"x"}))
    assert "OLE" in only(rezipped(make_template(), {"word/embeddings/a.bin": b"x"}))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("image", "改为插入"),
        ("attachedTemplate", "Normal"),
        ("hyperlink", "取消超链接"),
        ("frame", "断开链接"),
    ],
)
def test_whatever_leads_outside_is_named(kind, said):
    told = only(with_relation(kind, "http://203.0.113.9/x.png"))
    assert told.startswith("正文：")
    assert said in told


def test_an_address_inside_an_old_picture_is_found():
    picture = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:imagedata src="http://203.0.113.9/x.png"/></v:shape></w:pict></w:r></w:p>'
    )
    assert "203.0.113.9" in only(with_body(picture))


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<w:altChunk/>", "altChunk"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "OLE"),
        ("<w:p><w:ins><w:r><w:t>改</w:t></w:r></w:ins></w:p>", "修订"),
    ],
)
def test_other_documents_objects_and_left_over_edits_are_refused(xml, said):
    assert said in only(with_body(xml))


@pytest.mark.parametrize(
    ("xml", "word"),
    [
        (FIELD.format(PIECE.format(" DDEAUTO c:\\x ")), "DDEAUTO"),
        (FIELD.format(PIECE.format("INCLUDE") + PIECE.format("PICTURE x")), "INCLUDEPICTURE"),
        ('<w:p><w:fldSimple w:instr=" INCLUDETEXT a.docx "/></w:p>', "INCLUDETEXT"),
        (FIELD.format(PIECE.format("QUOTE 68 68 69")), "QUOTE"),
    ],
)
def test_a_field_that_is_no_page_number_is_refused_even_when_cut_into_runs(xml, word):
    assert word in only(with_body(xml))


def test_a_slot_cut_into_runs_is_whole():
    cut = b"{{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>\xe6\xad\xa3\xe6\x96\x87}}"
    template = changed(make_template(), MAIN, "{{正文}}".encode(), cut)
    assert complaints(template) == []
    assert "正文" in slot_names(template)


def test_missing_unknown_and_broken_slots_are_named():
    told = complaints(make_template("{{标体}}", "{{正文}", "｛｛文号｝｝"))
    assert "缺少“{{标题}}”" in "".join(told)
    assert "缺少“{{正文}}”" in "".join(told)
    assert any("{{标体}}" in line and "“{{标题}}”" in line for line in told)
    assert len([line for line in told if "花括号" in line]) == 2


def test_a_block_stands_alone_in_the_text_and_once():
    assert "单独成段" in only(make_template("{{标题}}", "内容：{{正文}}"))
    twice = complaints(make_template("{{标题}}", "{{正文}}", "{{正文}}"))
    assert "只能有一处" in twice[0]
    table = (
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>{{附件}}</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl>"
    )
    assert "表格" in only(with_body(table))
