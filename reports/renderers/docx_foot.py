"""The end of an official document as .docx: signature and date, 版记, page numbers."""

from collections.abc import Iterator
from math import ceil

from docx.section import Section

from reports.content import OfficialDocument, chinese_date
from reports.renderers import ooxml
from reports.renderers.ooxml import FANG, LINE, TAB, Font, Layout, paragraph, run
from reports.renderers.word_file import element
from reports.titles import width

TYPE_AREA = 8844  # twips in the 156 mm between the margins
DASH = 25.2  # mm from the paper's edge to the foot of the page number: its dash is 7 mm below
SMALL = Font(FANG.name, 14)
SMALL_CHAR = 280  # twips in one 4号 character
SONG = Font("宋体", 14)
SCRIPT_GAP = 0.25  # characters Word leaves between a digit and a Chinese character
SEAL, OFFICE, DAY = 4, 2, 2  # characters: date from the edge under a seal; else office, then date
THICK, THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
FOOT_PITCH, FOOT_SPACE = 440, 140  # twips: a line of the 版记, and above and below its lines
TURNED_WIDTH = 400  # twips across the page number of a turned page
TURNED = (
    '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page"'
    ' w:tblpX="1388" w:tblpY="1588"/>'
)


def footers(section: Section, *, landscape: bool) -> None:
    """Number odd pages at the right, even pages at the left, one character in (§7.5).

    On a turned page the number keeps its place on the paper, so it runs down the left edge.
    """
    sides = [(section.footer, "right"), (section.even_page_footer, "left")]
    for footer, side in sides:
        footer.is_linked_to_previous = False
        for old in footer.paragraphs:
            footer._element.remove(old._p)  # noqa: SLF001 - python-docx cannot remove one
        for piece in _turned_number(side) if landscape else [_number(side, 16)]:
            footer._element.append(element(piece))  # noqa: SLF001 - nor append finished XML


def _number(side: str, pitch: float) -> str:
    layout = Layout("right", pitch, right=1, char=SMALL_CHAR)
    if side == "left":
        layout = Layout("left", pitch, left=1, char=SMALL_CHAR)
    return paragraph(run("— ", SONG) + _page_field() + run(" —", SONG), layout)


def _turned_number(side: str) -> list[str]:
    """Write the number in a table that stands left of the type area, its text running down."""
    cell = ooxml.cell(_number(side, 16), TURNED_WIDTH, turned=True)
    tall = ooxml.row(cell, height=TYPE_AREA).replace("atLeast", "exact")
    floating = ooxml.table([tall], [TURNED_WIDTH], borders=False, floating=TURNED, padding=0)
    return [floating, paragraph("", Layout(exact=1))]


def _page_field() -> str:
    face = run("", SONG).partition("<w:t ")[0]
    begin, separate, end = [
        f'{face}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    asked = f'{face}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    return begin + asked + separate + run("1", SONG) + end


def signature(document: OfficialDocument) -> Iterator[str]:
    """Write office and date; a 专报 has them in its head (§7.3.5).

    Under a seal the office is centred over the date, which stands four characters in. Without one
    the office stands two in and the date begins two after it, or the longer date stands two in.
    """
    if document.report:
        return
    day = chinese_date(document.signed_on) if document.signed_on else "    年  月  日"
    room = width(day)
    room += (3 + 2) * SCRIPT_GAP if document.signed_on else 0
    office = len(document.signer_office)
    place = _under_seal(office, room) if document.sealed else _unsealed(office, room)
    layout = Layout("right", before=2 * LINE, right=place[0], keep_next=True)
    yield paragraph(run(document.signer_office, FANG), layout)
    yield paragraph(run(day, FANG), Layout("right", right=place[1]))


def _under_seal(office: float, day: float) -> tuple[float, float]:
    """Give how far office and date stand from the right, in characters."""
    overhang = (office - day) / 2
    return (SEAL - overhang, SEAL) if SEAL - overhang >= 1 else (1, 1 + overhang)


def _unsealed(office: float, day: float) -> tuple[float, float]:
    """Give how far office and date stand from the right, in characters."""
    right = OFFICE + office - DAY - day
    return (OFFICE, right) if right >= OFFICE else (OFFICE + day + DAY - office, OFFICE)


def imprint(document: OfficialDocument) -> list[str]:
    """Write the 版记 at the foot of the last page between lines of 0.35 and 0.25 mm (§7.4).

    Its last line is the foot of the type area.
    """
    rows = []
    if document.copies_to:
        copies = f"抄送：{document.copies_to}。"
        layout = Layout(exact=FOOT_PITCH / 20, left=4, hanging=3, right=1, char=SMALL_CHAR)
        # 3 characters stand before the hanging indent; one a line may go over for a comma's sake
        room = TYPE_AREA / SMALL_CHAR - 5 - 1
        lines = max(ceil((width(copies) - 3) / room), 1)
        rows.append((paragraph(run(copies, SMALL), layout), lines))
    if document.printed_by:
        day = f"{chinese_date(document.printed_on)}印发" if document.printed_on else "未印发"
        ends = (("left", SMALL_CHAR), ("right", TYPE_AREA - SMALL_CHAR))
        runs = TAB + run(document.printed_by, SMALL) + TAB + run(day, SMALL)
        rows.append((paragraph(runs, Layout("left", FOOT_PITCH / 20, tabs=ends)), 1))
    return [_at_foot(rows)] if rows else []


def _at_foot(rows: list[tuple[str, int]]) -> str:
    """Set the finished rows, each of so many lines, between the lines of the 版记."""
    written, height, last = [], 0, len(rows) - 1
    for place, (words, lines) in enumerate(rows):
        edges = {"top": THIN if place else THICK, "bottom": THIN if place < last else THICK}
        tall = lines * FOOT_PITCH + FOOT_SPACE
        finished = ooxml.row(ooxml.cell(words, TYPE_AREA, lines=edges), height=tall)
        written.append(finished.replace("atLeast", "exact"))
        height += tall
    foot = ooxml.table(written, [TYPE_AREA], borders=False, padding=0)
    return ooxml.foot_box(foot + paragraph("", Layout(exact=1)), width=TYPE_AREA, height=height)
