import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.renderers.docx import render_docx
from reports.renderers.red_head import fitted, red_head, suffix_lines
from tests.reports.samples import BULLETIN


@pytest.fixture(scope="module")
def opened():
    return docx.Document(BytesIO(render_docx(BULLETIN)))


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def runs_of(document, text):
    return next(run for run in document.element.iter(qn("w:r")) if run.text == text)


def face(run):
    fonts = run.rPr.find(qn("w:rFonts"))
    size = run.rPr.find(qn("w:sz"))
    return fonts.get(qn("w:eastAsia")), int(size.get(qn("w:val"))) / 2


def test_the_page_has_the_margins_of_the_standard(opened):
    page = opened.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    wanted = [Mm(37), Mm(35), Mm(28), Mm(26)]
    assert [round(margin.mm) for margin in margins] == [round(side.mm) for side in wanted]


def test_a_wide_annex_turns_the_page_and_the_next_one_turns_back(opened):
    widths = [round(section.page_width.mm) for section in opened.sections]
    assert widths == [210, 297, 210]


def test_the_words_stand_in_order(opened):
    said = texts(opened)
    assert said[:3] == ["目督通〔2016〕7号", *BULLETIN.title]
    assert said[3:8] == [
        "各乡镇党委、街道党工委：",
        "现将情况通报如下。",
        "一、总体情况",
        "（一）任务推进塅上村、长塝村、楻桶村已走访。",
        "1.何市镇#strong[未上门]",
    ]
    assert said[8:12] == [
        "附件：1.督查问题清单",
        "2.整改要求",
        "区委区政府目督办",
        "2016年8月3日",
    ]


@pytest.mark.parametrize(
    ("text", "font", "points"),
    [
        ("专项督查的通报", "方正小标宋简体", 22),
        ("现将情况通报如下。", "仿宋_GB2312", 16),
        ("一、总体情况", "黑体", 16),
        ("（一）任务推进", "楷体_GB2312", 16),
        ("附件1", "黑体", 16),
    ],
)
def test_each_part_has_its_face(opened, text, font, points):
    assert face(runs_of(opened, text)) == (font, points)


def test_every_run_of_text_asks_for_the_east_asian_face(opened):
    written = [run for run in opened.element.body.iter(qn("w:r")) if run.text.strip()]
    fonts = [run.rPr.find(qn("w:rFonts")) for run in written]
    assert {font.get(qn("w:hint")) for font in fonts} == {"eastAsia"}


def test_body_lines_are_exact_and_indented_by_two_characters(opened):
    body = next(p for p in opened.paragraphs if p.text == "现将情况通报如下。")
    spacing, indent = (body._p.pPr.find(qn(name)) for name in ("w:spacing", "w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_joint_issuers_share_a_red_head(opened):
    head = opened.tables[0]
    assert head.rows[0].cells[0].text.split("\n") == list(BULLETIN.issuers)
    assert head.rows[0].cells[1].text == "督查办公室"
    color = runs_of(opened, "督查办公室").rPr.find(qn("w:color"))
    assert color.get(qn("w:val")) == "FF0000"


@pytest.mark.parametrize(
    ("characters", "set_in"), [(8, (44, 100)), (12, (36.5, 100)), (16, (36, 76)), (25, (26.5, 66))]
)
def test_a_long_head_is_narrowed_before_it_shrinks(characters, set_in):
    assert fitted(characters) == set_in


def test_a_long_suffix_stands_on_two_lines_beside_the_names():
    assert suffix_lines("督查（目标管理）办公室") == ("督查（目标管理）", "办公室")
    assert (suffix_lines("文件"), suffix_lines("")) == (("文件",), ())


def test_one_office_has_its_suffix_in_its_own_line():
    alone = replace(BULLETIN, issuers=("大安区目督办",), head_suffix="文件")
    assert red_head(alone).names == ("大安区目督办文件",)


def test_a_special_report_is_headed_by_its_name_and_leaves_room_for_instructions():
    report = replace(BULLETIN, report="督查专报", number="第3期", instruction_box=True)
    made = docx.Document(BytesIO(render_docx(report)))
    said = texts(made)
    assert said[:3] == ["督 查 专 报", "第3期", "\t区委区政府目督办\t2016年8月3日"]
    assert said[3] == "报：各乡镇党委、街道党工委"
    assert made.tables[0].rows[0].cells[0].text == "领\n导\n批\n示"


def test_an_upward_document_says_who_signed_it():
    upward = replace(BULLETIN, upward=True, signed_by="王大明")
    assert texts(docx.Document(BytesIO(render_docx(upward))))[0] == (
        "\t目督通〔2016〕7号\t签发人：王大明"
    )


def test_a_table_repeats_its_heading_and_keeps_its_signs(opened):
    table = opened.tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["1", "<b>未签字</b> & 漏填"]


def test_odd_and_even_pages_are_numbered_on_their_own_sides(opened):
    page = opened.sections[0]
    sides = [footer.paragraphs[0].alignment for footer in (page.footer, page.even_page_footer)]
    assert opened.settings.odd_and_even_pages_header_footer is True
    assert [int(side) for side in sides] == [2, 0]
    assert re.sub(r"\s", "", page.footer.paragraphs[0].text) == "—1—"


def test_the_imprint_stands_at_the_foot(opened):
    anchor = next(opened.element.body.iter(qn("wp:positionV")))
    box = next(opened.element.body.iter(qn("w:txbxContent")))
    said = ["".join(t.text for t in row.iter(qn("w:t"))) for row in box.iter(qn("w:tr"))]
    assert (anchor.get("relativeFrom"), anchor[0].text) == ("margin", "bottom")
    assert said == ["抄送：区委办、区政府办。", "区委区政府目督办2016年8月3日印发"]


def test_a_draft_says_so():
    drafted = docx.Document(BytesIO(render_docx(replace(BULLETIN, draft=True))))
    assert texts(drafted)[0] == "草稿（未签发）"


def test_the_same_content_gives_the_same_bytes():
    assert render_docx(BULLETIN) == render_docx(BULLETIN)


def test_unprintable_characters_do_not_break_the_file():
    odd = replace(BULLETIN, title=("通\x00报\x0b",))
    assert "通报" in texts(docx.Document(BytesIO(render_docx(odd))))
