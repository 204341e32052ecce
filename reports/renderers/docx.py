"""An official document as .docx in the layout of GB/T 9704-2012, by Word's own means."""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from reports.content import (
    FIRST,
    SECOND,
    Block,
    OfficialDocument,
    Paragraph,
    Table,
    annex_label,
    annex_lines,
    chinese_date,
    numbered,
    printable,
)
from reports.renderers import ooxml
from reports.renderers.fixed import noon, repacked
from reports.renderers.ooxml import FANG, HEI, KAI, LINE, TITLE, Font, Layout, paragraph, run

TYPE_AREA = 8844  # twips in the 156 mm between the margins
LONG_AREA = 12754  # twips in the 225 mm of a landscape page
HEAD_DROP = 99.2  # points in the 35 mm above the red head
HEAD_LARGEST = 44
SCRIPT_GAP = 0.25  # characters Word leaves between a digit and a Chinese character
TIGHT = -5  # twentieths of a point between body characters: 28 to a line
SMALL = Font(FANG.name, 14)
THICK, THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
FOOT_WIDTH = TYPE_AREA - 14  # a table as wide as the text cannot float in every program
AT_FOOT = (
    '<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center"'
    ' w:tblpYSpec="bottom"/>'
)


def render_docx(document: OfficialDocument) -> bytes:
    """Write the document as a .docx; the same content always gives the same bytes."""
    made = docx.Document()
    _prepare(made, document)
    _fill(made, chain(_head(document), _text(document), _signature(document)))
    for place, annex in enumerate(document.annexes, start=1):
        wide = annex.landscape
        _turn_over(made, landscape=wide)
        label = paragraph(run(annex_label(document, place), HEI), Layout(align="left"))
        title = paragraph(run(annex.title, TITLE), Layout(align="center", exact=34, before=LINE))
        gap = paragraph("", Layout(exact=14))
        _fill(made, [label, title, gap, *_blocks(annex.blocks, LONG_AREA if wide else TYPE_AREA)])
    if document.annexes and document.annexes[-1].landscape:
        _turn_over(made, landscape=False)
    _fill(made, _imprint(document))
    out = BytesIO()
    made.save(out)
    return repacked(out.getvalue(), day=document.signed_on or document.printed_on)


def _fill(made: Document, pieces: Iterator[str] | list[str]) -> None:
    body = made.element.body
    for piece in pieces:
        named = piece
        if piece.startswith("<w:p>"):
            named = f"<w:p {ooxml.NAMESPACE}>" + piece.removeprefix("<w:p>")
        body.insert_element_before(parse_xml(named), "w:sectPr")


def _turn_over(made: Document, *, landscape: bool) -> None:
    """Begin a section on a new page; the paragraph that ends the old one takes no room."""
    _page(made.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)
    ending = made.paragraphs[-1].paragraph_format
    ending.line_spacing, ending.space_before, ending.space_after = Pt(1), Pt(0), Pt(0)


def _prepare(made: Document, document: OfficialDocument) -> None:
    style = made.styles["Normal"]
    style.font.name = FANG.name
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG.name)
    made.settings.odd_and_even_pages_header_footer = True
    _page(made.sections[0], landscape=False)
    _footers(made.sections[0])
    facts = made.core_properties
    facts.title = printable("".join(document.title))
    facts.author = facts.last_modified_by = printable(document.signer_office)
    facts.comments, facts.language, facts.revision = "", "zh-CN", 1
    facts.created = facts.modified = noon(document.signed_on or document.printed_on)


def _page(section: Section, *, landscape: bool) -> None:
    """Set A4 and the margins of GB/T 9704 §5.2: 37, 26, 35 and 28 mm, turned with the page."""
    margins = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.footer_distance = Mm(margins[2] - 10)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no grid
        section._sectPr.remove(old)  # noqa: SLF001 - the same
    grid = f'<w:docGrid {ooxml.NAMESPACE} w:type="lines" w:linePitch="579"/>'
    section._sectPr.append(parse_xml(grid))  # noqa: SLF001 - the same


def _footers(section: Section) -> None:
    """Number odd pages at the right and even pages at the left, one character in (§7.5)."""
    song = Font("宋体", 14)
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("1", song)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ).replace("<w:r><w:f", f"<w:r>{_properties(song)}<w:f")
    number = run("— ", song) + field + run(" —", song)
    sides = [
        (section.footer, Layout("right", 16, right=1)),
        (section.even_page_footer, Layout("left", 16, left=1)),
    ]
    for footer, layout in sides:
        footer.is_linked_to_previous = False
        for old in footer.paragraphs:
            footer._element.remove(old._p)  # noqa: SLF001 - python-docx cannot remove one
        footer._element.append(  # noqa: SLF001 - nor append finished XML
            parse_xml(paragraph(number, layout, prefix=f" {ooxml.NAMESPACE}"))
        )


def _properties(font: Font) -> str:
    written = run("", font)
    return written[written.index("<w:rPr>") : written.index("</w:rPr>") + len("</w:rPr>")]


def _head(document: OfficialDocument) -> Iterator[str]:
    """Write the red head, the number and the red line (§7.2.4–7.2.7)."""
    mark = "草稿（未签发）" if document.draft else ""
    yield paragraph(run(mark, HEI), Layout(align="left"))
    yield paragraph("", Layout(exact=HEAD_DROP - LINE))
    suffix = document.head_suffix
    if len(document.issuers) > 1:
        yield _joint_head(document.issuers, suffix)
    else:
        name = "".join(document.issuers) + suffix
        font = Font(TITLE.name, head_size(len(name), TYPE_AREA), ooxml.RED)
        yield paragraph(run(name, font), Layout("center", font.points * 1.3))
    yield paragraph("", Layout(exact=LINE))
    line = ooxml.rules(color=ooxml.RED, space=6, bottom=18)
    yield paragraph(run(document.number, FANG), Layout("center", rule=line))
    for place, text in enumerate(document.title):
        before = 2 * LINE if place == 0 else 0
        yield paragraph(run(text, TITLE), Layout("center", 34, before=before, keep_next=True))


def head_size(characters: int, width: int) -> float:
    """Give the point size at which so many characters fill no more than `width` twips."""
    return min(HEAD_LARGEST, int(width / 20 / max(characters, 1) * 2) / 2)


def _joint_head(issuers: tuple[str, ...], suffix: str) -> str:
    room = len(suffix) + 0.5 if suffix else 0
    longest = max(len(name) for name in issuers)
    size = head_size(round(longest + room + 0.5), TYPE_AREA)
    right = round(room * size * 20)
    widths = [TYPE_AREA - right, right] if suffix else [TYPE_AREA]
    font = Font(TITLE.name, size, ooxml.RED)
    names = "".join(
        paragraph(run(name, font), Layout("distribute", size * 1.35)) for name in issuers
    )
    cells = ooxml.cell(names, widths[0])
    if suffix:
        cells += ooxml.cell(paragraph(run(suffix, font), Layout("center", size * 1.35)), right)
    return ooxml.table([f"<w:tr>{cells}</w:tr>"], widths, borders=False)


def _text(document: OfficialDocument) -> Iterator[str]:
    addressed = run(document.addressees + "：", FANG, spacing=TIGHT)
    yield paragraph(addressed, Layout(before=LINE))
    yield from _blocks(document.blocks, TYPE_AREA, hold_last=True)
    yield from _annex_note(document)


def _blocks(blocks: tuple[Block, ...], width: int, *, hold_last: bool = False) -> Iterator[str]:
    """Write the blocks; `hold_last` keeps the last paragraph with what follows it."""
    fonts = {FIRST: HEI, SECOND: KAI}
    for place, block in enumerate(numbered(blocks), start=1):
        if isinstance(block, Table):
            yield from _table(block, width)
            continue
        runs = run(block.text, fonts.get(block.level, FANG), spacing=TIGHT)
        runs += run(block.run_in, FANG, spacing=TIGHT) if block.run_in else ""
        heading = isinstance(block, Paragraph) and block.level in fonts and not block.run_in
        held = heading or (hold_last and place == len(blocks))
        yield paragraph(runs, Layout(first_line=2, keep_next=held))


def _table(block: Table, width: int) -> Iterator[str]:
    if block.title:
        named = run(block.title, Font(HEI.name, 14))
        yield paragraph(named, Layout("center", 24, before=6, keep_next=True))
    yield ooxml.data_table(block, width)
    yield paragraph("", Layout(exact=10))


def _annex_note(document: OfficialDocument) -> Iterator[str]:
    """Name the annexes; they stay with the signature, which must not stand on a page alone."""
    for place, line in enumerate(annex_lines(document)):
        if place == 0:
            first = Layout(before=LINE, left=5, hanging=3, keep_next=True)
            yield paragraph(run("附件：" + line, FANG), first)
        else:
            yield paragraph(run(line, FANG), Layout(left=5, keep_next=True))


def _signature(document: OfficialDocument) -> Iterator[str]:
    """Centre the office over the date, which stands four characters in (§7.3.5)."""
    day = chinese_date(document.signed_on) if document.signed_on else "    年  月  日"
    day_width = sum(0.5 if mark.isascii() else 1 for mark in day)
    day_width += (3 + 2) * SCRIPT_GAP if document.signed_on else 0
    overhang = (len(document.signer_office) - day_width) / 2
    day_right, office_right = 4.0, 4 - overhang
    if office_right < 1:
        day_right, office_right = 1 + overhang, 1.0
    layout = Layout("right", before=2 * LINE, right=office_right, keep_next=True)
    yield paragraph(run(document.signer_office, FANG), layout)
    yield paragraph(run(day, FANG), Layout("right", right=day_right))


def _imprint(document: OfficialDocument) -> list[str]:
    """Write the 版记 at the foot of the last page between lines of 0.35 and 0.25 mm (§7.4)."""
    rows = []
    if document.copies_to:
        copies = run(f"抄送：{document.copies_to}。", SMALL)
        rows.append((copies, Layout(exact=24, left=3.7, hanging=2.7, right=1)))
    if document.printed_by:
        day = f"{chinese_date(document.printed_on)}印发" if document.printed_on else "未印发"
        runs = run(document.printed_by, SMALL) + "<w:r><w:tab/></w:r>" + run(day, SMALL)
        rows.append((runs, Layout("left", 24, left=1, tab=TYPE_AREA - ooxml.CHAR)))
    if not rows:
        return []
    last = len(rows) - 1
    finished = [
        ooxml.cell(
            paragraph(runs, layout),
            FOOT_WIDTH,
            lines={"top": THIN if place else THICK, "bottom": THIN if place < last else THICK},
        )
        for place, (runs, layout) in enumerate(rows)
    ]
    lines = [f"<w:tr>{row}</w:tr>" for row in finished]
    foot = ooxml.table(lines, [FOOT_WIDTH], borders=False, floating=AT_FOOT)
    return [foot, paragraph("", Layout(exact=1))]
