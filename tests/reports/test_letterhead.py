from dataclasses import replace
from io import BytesIO

import docx
from docx.enum.section import WD_ORIENT

from reports.renderers.letterhead import render_on
from reports.renderers.letterhead_starter import starter
from tests.reports.layout_samples import MONTH, REPORT, UPWARD
from tests.reports.letterhead_files import changed, make_template
from tests.reports.samples import BULLETIN

MAIN = "word/document.xml"


def opened(template, document=BULLETIN):
    return docx.Document(BytesIO(render_on(template, document)))


def words(made):
    return "".join(made.element.body.itertext())


def test_every_slot_of_the_starter_is_filled_and_none_is_left():
    for document in (MONTH, REPORT, UPWARD, replace(MONTH, draft=True, signed_on=None)):
        text = words(opened(starter(), document))
        assert "{{" not in text
        assert "".join(document.title) in text.replace("\n", "")
        assert document.number in text
        assert document.copies_to in text


def test_same_content_gives_same_bytes():
    assert starter() == starter()
    assert render_on(starter(), MONTH) == render_on(starter(), MONTH)


def test_a_slot_cut_into_runs_takes_the_look_of_its_first_run():
    cut = "{{标</w:t></w:r><w:r><w:t>题}}"
    bold = changed(make_template(), MAIN, "{{标题}}".encode(), cut.encode())
    bold = changed(bold, MAIN, "<w:t>{{标".encode(), "<w:rPr><w:b/></w:rPr><w:t>{{标".encode())
    title = next(p for p in opened(bold).paragraphs if "关于" in p.text)
    assert title.runs[0].bold
    assert title.text == "\n".join(BULLETIN.title)
    assert title.runs[1].text == ""


def test_a_line_whose_slots_are_empty_is_left_out():
    lines = ("{{标题}}", "签发人：{{签发人}}", "{{正文}}", "抄送：{{抄送}}。")
    text = words(opened(make_template(*lines), replace(BULLETIN, copies_to="")))
    assert "签发人" not in text
    assert "抄送" not in text


def test_a_row_of_the_foot_goes_with_its_empty_slot():
    whole, less = opened(starter()), opened(starter(), replace(BULLETIN, copies_to=""))
    assert [len(whole.tables[-1].rows), len(less.tables[-1].rows)] == [2, 1]


def test_the_templates_head_and_margins_stay_on_every_section():
    made = docx.Document(BytesIO(make_template()))
    made.sections[0].header.paragraphs[0].text = "{{文号}} 内部"
    made.sections[0].left_margin = docx.shared.Mm(40)
    kept = BytesIO()
    made.save(kept)
    out = opened(kept.getvalue())
    turned = [section.orientation for section in out.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert {round(section.left_margin.mm) for section in out.sections} == {40}
    heads = {section.header.paragraphs[0].text for section in out.sections}
    assert heads == {f"{BULLETIN.number} 内部"}


def test_annexes_stand_where_their_slot_is():
    text = words(opened(make_template("{{标题}}", "{{正文}}", "{{附件}}", "版记")))
    assert text.index("督查问题清单") < text.index("版记")
    assert text.rindex("未签字") < text.index("版记")


def test_a_draft_says_so():
    template = make_template()
    assert "草稿" not in words(opened(template))
    assert words(opened(template, replace(BULLETIN, draft=True))).startswith("草稿（未签发）")


def test_nobody_who_wrote_the_template_is_named_in_the_document():
    made = docx.Document(BytesIO(make_template()))
    made.core_properties.author = "张三"
    kept = BytesIO()
    made.save(kept)
    facts = opened(kept.getvalue()).core_properties
    assert (facts.author, facts.last_modified_by) == ("区委区政府目督办", "区委区政府目督办")
