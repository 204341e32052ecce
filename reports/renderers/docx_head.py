"""The top of an official document's first page as .docx: red head, number, red line, title."""

from collections.abc import Iterator

from reports.content import OfficialDocument, chinese_date
from reports.renderers import ooxml
from reports.renderers.ooxml import FANG, HEI, KAI, LINE, TAB, TITLE, Font, Layout, paragraph, run
from reports.renderers.red_head import GAP, RedHead, red_head

TYPE_AREA = 8844  # twips in the 156 mm between the margins
PITCH = 1.2  # of a red character: from line to line of a joint head
DROP = 99.2  # points in the 35 mm above the red head
RED_LINE = ooxml.rules(color=ooxml.RED, space=7, bottom=18)  # 4 mm below the number
BOX = (1100, 2600)  # twips: the words' column and the height of the room for 批示
BOTH_ENDS = (("left", ooxml.CHAR), ("right", TYPE_AREA - ooxml.CHAR))


def head(document: OfficialDocument) -> Iterator[str]:
    """Write everything above the addressees (§7.2.4–7.2.7, §7.3.1)."""
    mark = "草稿（未签发）" if document.draft else ""
    yield paragraph(run(mark, HEI), Layout("left"))
    words = red_head(document)
    yield from _red_words(words)
    if document.report:
        yield from _report_lines(document)
    else:
        # two lines, less what the mark's own line leaves below it
        yield paragraph("", Layout(exact=LINE - words.points * (PITCH - 1)))
        yield paragraph("", Layout())
        yield _number(document)
    for place, text in enumerate(document.title):
        before = 2 * LINE if place == 0 and not document.instruction_box else 0
        yield paragraph(run(text, TITLE), Layout("center", 34, before, keep_next=True))


def _red_words(words: RedHead) -> Iterator[str]:
    font = Font(TITLE.name, words.points, ooxml.RED, words.scale)
    pitch = words.points * PITCH
    # characters stand a little below the top of their line
    yield paragraph("", Layout(exact=DROP - LINE - (pitch - words.points) / 2))
    if len(words.names) == 1:
        yield paragraph(run(words.names[0], font), Layout("center", pitch))
    else:
        yield _joint(words, font, pitch)


def _joint(words: RedHead, font: Font, pitch: float) -> str:
    """Set the names in one column, host first, and the rest of the head in the middle beside."""
    beside = max((len(line) for line in words.suffix), default=0) + GAP
    right = round(beside * words.points * words.scale / 100 * 20) if words.suffix else 0
    widths = [TYPE_AREA - right, right] if right else [TYPE_AREA]
    cells = ooxml.cell(_spread(words.names, font, pitch, gap=0), widths[0])
    if right:
        indent = round(GAP * words.points * words.scale / 100 * 20)
        cells += ooxml.cell(_spread(words.suffix, font, pitch, gap=indent), right)
    return ooxml.table([ooxml.row(cells)], widths, borders=False, padding=0)


def _spread(lines: tuple[str, ...], font: Font, pitch: float, *, gap: int) -> str:
    align = "distribute" if len(lines) > 1 else "left"
    layout = Layout(align, pitch, left=1 if gap else 0, char=gap or ooxml.CHAR)
    return "".join(paragraph(run(line, font), layout) for line in lines)


def _number(document: OfficialDocument) -> str:
    """Write the number, alone in the middle or left of who signed, above the red line."""
    if not document.upward:
        return paragraph(run(document.number, FANG), Layout("center", rule=RED_LINE))
    signer = run("签发人：", FANG) + run(document.signed_by or "　　　", KAI)
    layout = Layout("left", rule=RED_LINE, tabs=BOTH_ENDS)
    return paragraph(TAB + run(document.number, FANG) + TAB + signer, layout)


def _report_lines(document: OfficialDocument) -> Iterator[str]:
    """Write a 专报's issue, office, date, red line, readers and the leaders' room."""
    yield paragraph(run(document.number, FANG), Layout("center", before=LINE / 2))
    day = chinese_date(document.signed_on) if document.signed_on else "　　年　月　日"
    layout = Layout("left", before=LINE / 2, rule=RED_LINE, tabs=BOTH_ENDS)
    office = run(document.signer_office, FANG)
    yield paragraph(TAB + office + TAB + run(day, FANG), layout)
    if document.addressees:
        to = run(f"报：{document.addressees}", FANG)
        yield paragraph(to, Layout("left", left=2, hanging=2, before=LINE / 2))
    if document.instruction_box:
        yield paragraph("", Layout(exact=10))
        yield _instruction_box()
        yield paragraph("", Layout())


def _instruction_box() -> str:
    width, height = BOX
    words = "".join(paragraph(run(mark, HEI), Layout("center", 22)) for mark in "领导批示")
    cells = ooxml.cell(words, width) + ooxml.cell(paragraph("", Layout()), TYPE_AREA - width)
    return ooxml.table([ooxml.row(cells, height=height)], [width, TYPE_AREA - width], borders=True)
