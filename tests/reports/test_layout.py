"""The layout table of GB/T 9704-2012 (domain §3.1), point by point, on the generated files.

Here as Word is told it, in the .docx; test_layout_on_paper measures the pages.
"""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from reports.renderers.docx import render_docx
from tests.reports.layout_samples import SAMPLES
from tests.reports.pages import POINT

TWIP = POINT / 20
CHAR = 16 * POINT
SMALL = 14 * POINT


@pytest.fixture(scope="module")
def word():
    return {name: docx.Document(BytesIO(render_docx(held))) for name, held in SAMPLES.items()}


def inside(tree, name, **wanted):
    """Give the value of the first attribute of an element of that name below `tree`."""
    return next(tree.iter(qn(name))).get(qn(wanted["of"]))


def said(document, text):
    """Give the paragraph that holds a text, in tables and boxes too."""
    rows = document.element.body.iter(qn("w:p"))
    return next(row for row in rows if text in "".join(t.text or "" for t in row.iter(qn("w:t"))))


def millimetres(element, name, key):
    return int(inside(element, name, of=key)) * TWIP


def names(rows):
    return [row[0] for row in rows]


PAGE = [
    ("纸张宽210mm", "w:pgSz", "w:w", 210, 0.1),
    ("纸张高297mm", "w:pgSz", "w:h", 297, 0.1),
    ("天头37mm", "w:pgMar", "w:top", 37, 0.1),
    ("订口28mm", "w:pgMar", "w:left", 28, 0.1),
    ("版心下35mm", "w:pgMar", "w:bottom", 35, 0.1),
    ("版心右26mm", "w:pgMar", "w:right", 26, 0.1),
    ("行距版心高÷22", "w:docGrid", "w:linePitch", 225 / 22, 0.05),
]


@pytest.mark.parametrize(("named", "name", "key", "wanted", "within"), PAGE, ids=names(PAGE))
def test_the_page_of_the_word_file(word, named, name, key, wanted, within):
    first = next(word["month"].element.body.iter(qn("w:sectPr")))
    assert millimetres(first, name, key) == pytest.approx(wanted, abs=within), named


FACES = [
    ("发文机关标志小标宋", "month", "督查（目标管理）", "方正小标宋简体", 35.5),
    ("发文字号3号仿宋", "month", "目督通〔2016〕7号", "仿宋_GB2312", 16),
    ("签发人3号仿宋", "upward", "签发人：", "仿宋_GB2312", 16),
    ("签发人姓名3号楷体", "upward", "王大明", "楷体_GB2312", 16),
    ("标题2号小标宋", "month", "专项督查的通报", "方正小标宋简体", 22),
    ("主送3号仿宋", "month", "各乡镇党委，区级各部门：", "仿宋_GB2312", 16),
    ("一级标题3号黑体", "month", "一、总体情况", "黑体", 16),
    ("二级标题3号楷体", "month", "（一）任务推进", "楷体_GB2312", 16),
    ("三级标题3号仿宋", "month", "1.乡镇", "仿宋_GB2312", 16),
    ("四级标题3号仿宋", "month", "（1）村组", "仿宋_GB2312", 16),
    ("附件标识3号黑体", "month", "附件2", "黑体", 16),
    ("版记4号仿宋", "month", "2016年8月3日印发", "仿宋_GB2312", 14),
    ("专报标志小标宋", "report", "督 查 专 报", "方正小标宋简体", 48),
    ("批示栏黑体", "report", "领", "黑体", 16),
]


@pytest.mark.parametrize(("named", "which", "text", "face", "points"), FACES, ids=names(FACES))
def test_each_part_has_its_face_and_size(word, named, which, text, face, points):
    runs = word[which].element.body.iter(qn("w:r"))
    found = next(run for run in runs if run.text == text).rPr
    size = int(found.find(qn("w:sz")).get(qn("w:val"))) / 2
    assert (found.rFonts.get(qn("w:eastAsia")), size) == (face, points), named


INDENTS = [
    ("正文首行空二字", "month", "督查发现", "w:firstLine", 2 * CHAR),
    ("附件说明左空二字", "month", "附件：", "w:left", 6 * CHAR),
    ("附件说明回行对齐", "month", "附件：", "w:hanging", 4 * CHAR),
    ("成文日期右空四字", "month", "2016年8月3日", "w:right", 4 * CHAR),
    ("不加盖印章的较长成文日期右空二字", "upward", "2016年8月3日", "w:right", 2 * CHAR),
    ("抄送回行与冒号后对齐", "month", "抄送：", "w:hanging", 3 * SMALL),
    ("抄送右空一字", "month", "抄送：", "w:right", SMALL),
]


@pytest.mark.parametrize(("named", "which", "text", "key", "wanted"), INDENTS, ids=names(INDENTS))
def test_each_part_is_indented(word, named, which, text, key, wanted):
    found = millimetres(said(word[which], text), "w:ind", key)
    assert found == pytest.approx(wanted, abs=0.1), named


def test_a_line_holds_28_characters_and_a_page_22_lines(word):
    row = said(word["month"], "督查发现")
    spacing = inside(row, "w:spacing", of="w:line")
    rule = inside(row, "w:spacing", of="w:lineRule")
    tight = [held.get(qn("w:val")) for held in row.iter(qn("w:spacing"))][-1]
    assert (rule, int(225 / TWIP) // int(spacing)) == ("exact", 22)
    assert 156 / POINT // (16 + int(tight) / 20) == 28


def test_the_red_line_is_as_wide_as_the_type_area_and_red(word):
    for which, text in (("month", "目督通"), ("upward", "签发人"), ("report", "2016年8月3日")):
        row = said(word[which], text)
        edge = next(row.iter(qn("w:pBdr"))).find(qn("w:bottom"))
        assert (edge.get(qn("w:color")), edge.get(qn("w:sz"))) == ("FF0000", "18")
        assert next(row.iter(qn("w:ind")), None) is None


def test_the_lines_of_the_imprint_are_thick_thin_thick_and_as_wide_as_the_text(word):
    box = next(word["month"].element.body.iter(qn("w:txbxContent")))
    edges = [edge for held in box.iter(qn("w:tcBorders")) for edge in held]
    widths = [int(held.get(qn("w:w"))) * TWIP for held in box.iter(qn("w:tcW"))]
    assert [edge.get(qn("w:sz")) for edge in edges] == ["8", "6", "6", "8"]
    assert widths == [pytest.approx(156, abs=0.1)] * 2


def test_page_numbers_are_in_song_of_14_points_right_on_odd_and_left_on_even_pages(word):
    page = word["month"].sections[0]
    assert word["month"].settings.odd_and_even_pages_header_footer is True
    for footer, side in ((page.footer, "w:right"), (page.even_page_footer, "w:left")):
        runs = list(footer._element.iter(qn("w:rPr")))
        assert {held.rFonts.get(qn("w:ascii")) for held in runs} == {"宋体"}
        assert {held.find(qn("w:sz")).get(qn("w:val")) for held in runs} == {"28"}
        assert millimetres(footer._element, "w:ind", side) == pytest.approx(SMALL, abs=0.1)


def test_a_turned_page_keeps_the_margins_and_the_number_of_the_paper(word):
    page = word["month"].sections[1]
    sides = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert [round(side.mm) for side in sides] == [35, 37, 28, 26]
    assert inside(page.footer._element, "w:textDirection", of="w:val") == "tbRl"


def test_no_page_holds_the_signature_alone(word):
    row = said(word["month"], "区委区政府目督办")
    held = list(row.itersiblings(preceding=True))[:4]
    assert all(next(one.iter(qn("w:keepNext")), None) is not None for one in [row, *held])
