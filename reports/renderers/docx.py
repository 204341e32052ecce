"""An official document as .docx in the layout of GB/T 9704-2012, by Word's own means."""

from collections.abc import Iterator
from itertools import chain

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from reports.content import (
    FIRST,
    SECOND,
    Annex,
    Block,
    OfficialDocument,
    Table,
    annex_label,
    annex_lines,
    numbered,
    stays_with_next,
)
from reports.renderers import ooxml
from reports.renderers.docx_foot import DASH, footers, imprint, signature
from reports.renderers.docx_head import head
from reports.renderers.ooxml import FANG, HEI, KAI, LINE, TITLE, Font, Layout, paragraph, run
from reports.renderers.word_file import fill, finished, new_file
from reports.titles import title_lines

TYPE_AREA = 8844  # twips in the 156 mm between the margins
LONG_AREA = 12756  # twips in the 225 mm of a landscape page
TIGHT = -5  # twentieths of a point between body characters: 28 to a line
TITLE_PITCH = 34  # points from line to line of a title
ONE_MARK = 1  # character that 1. takes before an annex's name


def render_docx(document: OfficialDocument) -> bytes:
    """Write the document as a .docx; the same content always gives the same bytes."""
    day = document.signed_on or document.printed_on
    made = new_file(title="".join(document.title), author=document.signer_office, day=day)
    made.settings.odd_and_even_pages_header_footer = True
    page(made.sections[0], landscape=False)
    footers(made.sections[0], landscape=False)
    fill(made, chain(head(document), _text(document), signature(document)))
    for place, annex in enumerate(document.annexes, start=1):
        _turn_over(made, landscape=annex.landscape)
        width = LONG_AREA if annex.landscape else TYPE_AREA
        fill(made, annex_pieces(annex, annex_label(document, place), width))
    if document.annexes and document.annexes[-1].landscape:
        _turn_over(made, landscape=False)
    fill(made, imprint(document))
    return finished(made, day=day)


def annex_pieces(annex: Annex, label: str, width: int) -> Iterator[str]:
    """Write 附件 and its number on the first line, the title from the third (§7.3.7)."""
    yield paragraph(run(label, HEI), Layout("left", keep_next=True))
    for place, line in enumerate(title_lines(annex.title, most_chars=width // 440)):
        before = LINE if place == 0 else 0
        yield paragraph(run(line, TITLE), Layout("center", TITLE_PITCH, before, keep_next=True))
    yield paragraph("", Layout(exact=14, keep_next=True))
    yield from written_blocks(annex.blocks, width)


def _turn_over(made: Document, *, landscape: bool) -> None:
    """Begin a section on a new page; the paragraph that ends the old one takes no room."""
    before = made.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    section = made.add_section(WD_SECTION.NEW_PAGE)
    page(section, landscape=landscape)
    if landscape != before:
        footers(section, landscape=landscape)
    ending = made.paragraphs[-1].paragraph_format
    ending.line_spacing, ending.space_before, ending.space_after = Pt(1), Pt(0), Pt(0)


def page(section: Section, *, landscape: bool) -> None:
    """Set A4 and the margins of GB/T 9704 §5.2: 37, 26, 35 and 28 mm, turned with the page."""
    margins = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance = Mm(15)
    section.footer_distance = Mm(margins[2] - 10 if landscape else DASH)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no grid
        section._sectPr.remove(old)  # noqa: SLF001 - the same
    grid = f'<w:docGrid {ooxml.NAMESPACE} w:type="lines" w:linePitch="{round(LINE * 20)}"/>'
    section._sectPr.append(parse_xml(grid))  # noqa: SLF001 - the same


def _text(document: OfficialDocument) -> Iterator[str]:
    if document.addressees and not document.report:
        addressed = run(document.addressees + "：", FANG, spacing=TIGHT)
        yield paragraph(addressed, Layout(before=LINE))
    elif document.report:
        yield paragraph("", Layout(keep_next=True))
    followed = bool(document.annexes) or not document.report
    yield from written_blocks(document.blocks, TYPE_AREA, hold_last=followed)
    yield from _annex_note(document)


def written_blocks(
    blocks: tuple[Block, ...], width: int, *, hold_last: bool = False
) -> Iterator[str]:
    """Write the blocks over `width` twips, each as a paragraph or table of its own.

    `hold_last` keeps the last paragraph with what follows it.
    """
    fonts = {FIRST: HEI, SECOND: KAI}
    for place, block in enumerate(numbered(blocks)):
        if isinstance(block, Table):
            yield from _table(block, width)
            continue
        runs = run(block.text, fonts.get(block.level, FANG), spacing=TIGHT)
        runs += run(block.run_in, FANG, spacing=TIGHT) if block.run_in else ""
        held = stays_with_next(blocks, place) or (hold_last and place == len(blocks) - 1)
        yield paragraph(runs, Layout(first_line=2, keep_next=held))


def _table(block: Table, width: int) -> Iterator[str]:
    if block.title:
        named = run(block.title, Font(HEI.name, 14))
        yield paragraph(named, Layout("center", 24, before=6, keep_next=True))
    yield ooxml.data_table(block, width)
    yield paragraph("", Layout(exact=10))


def _annex_note(document: OfficialDocument) -> Iterator[str]:
    """Name the annexes; they stay with the signature, which must not stand on a page alone.

    A name's second line begins under its first character. Source: GB/T 9704-2012 §7.3.4.
    """
    lines = annex_lines(document)
    mark = ONE_MARK if len(lines) > 1 else 0
    for place, line in enumerate(lines):
        first = place == 0
        hanging = mark + (3 if first else 0)
        layout = Layout(
            "left", before=LINE if first else 0, left=5 + mark, hanging=hanging, keep_next=True
        )
        yield paragraph(run(("附件：" if first else "") + line, FANG, spacing=TIGHT), layout)
