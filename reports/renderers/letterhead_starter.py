"""A template for an office to begin its own with: our own layout, every slot in its place."""

from collections.abc import Iterator

from reports.renderers import ooxml
from reports.renderers.docx import TITLE_PITCH, page
from reports.renderers.docx_foot import (
    FOOT_PITCH,
    SMALL,
    SMALL_CHAR,
    THICK,
    THIN,
    TYPE_AREA,
    footers,
)
from reports.renderers.docx_head import RED_LINE
from reports.renderers.ooxml import FANG, KAI, LINE, TAB, TITLE, Font, Layout, paragraph, run
from reports.renderers.word_file import fill, finished, new_file

HEAD = Font(TITLE.name, 34, ooxml.RED)
HEAD_PITCH = 42  # points from line to line of the names of several offices
AT_FOOT = (
    '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin"'
    ' w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
)


def starter() -> bytes:
    """Give the template; it has no complaints, and always the same bytes."""
    made = new_file(title="公文模板", author="", day=None)
    made.settings.odd_and_even_pages_header_footer = True
    page(made.sections[0], landscape=False)
    footers(made.sections[0], landscape=False)
    fill(made, _pieces())
    return finished(made, day=None)


def _pieces() -> Iterator[str]:
    yield paragraph("", Layout(exact=10))
    yield paragraph(run("{{发文机关}}", HEAD), Layout("center", HEAD_PITCH))
    signer = run("签发人：", FANG) + run("{{签发人}}", KAI)
    yield paragraph(signer, Layout("right", before=LINE, right=1))
    numbers = run("{{文号}}{{期号}}", FANG)
    yield paragraph(numbers, Layout("center", before=LINE, rule=RED_LINE))
    title = Layout("center", TITLE_PITCH, 2 * LINE, keep_next=True)
    yield paragraph(run("{{标题}}", TITLE), title)
    yield paragraph(run("{{主送}}：", FANG), Layout(before=LINE))
    yield paragraph(run("{{正文}}", FANG), Layout(first_line=2))
    note = Layout("left", before=LINE, left=2, keep_next=True)
    yield paragraph(run("{{附件说明}}", FANG), note)
    signed = Layout("right", before=2 * LINE, right=4, keep_next=True)
    yield paragraph(run("{{署名}}", FANG), signed)
    yield paragraph(run("{{成文日期}}", FANG), Layout("right", right=4))
    yield paragraph(run("{{附件}}", FANG), Layout())
    yield _imprint()
    yield paragraph("", Layout("left", 1))


def _imprint() -> str:
    """Write the 版记 as a table that Word sets at the foot; its rows grow with their words."""
    pitch = FOOT_PITCH / 20
    copies = Layout(exact=pitch, before=3, after=3, left=4, hanging=3, right=1, char=SMALL_CHAR)
    ends = (("left", SMALL_CHAR), ("right", TYPE_AREA - SMALL_CHAR))
    printed = TAB + run("{{印发机关}}", SMALL) + TAB + run("{{印发日期}}印发", SMALL)
    rows = [
        (paragraph(run("抄送：{{抄送}}。", SMALL), copies), THICK, THIN),
        (paragraph(printed, Layout("left", pitch, 3, 3, tabs=ends)), THIN, THICK),
    ]
    written = [
        ooxml.row(ooxml.cell(words, TYPE_AREA, lines={"top": top, "bottom": bottom}))
        for words, top, bottom in rows
    ]
    return ooxml.table(written, [TYPE_AREA], borders=False, floating=AT_FOOT, padding=0)
