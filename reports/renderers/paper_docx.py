"""A 督查表 as .docx: a head grid, tables whose heading row repeats, signatures, photos."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from reports.content import printable
from reports.papers.content import PaperForm, Picture
from reports.renderers import ooxml
from reports.renderers.ooxml import FANG, HEI, TITLE, Font, Layout, paragraph, run
from reports.renderers.word_file import element, fill, finished, new_file

WIDTH = 9638  # twips in the 170 mm between the margins
LABEL, VALUE = 1700, 3119  # of the head grid: two pairs a row
SMALL, NOTE = Font(FANG.name, 12), Font(FANG.name, 9)
ACROSS = 2  # photos side by side
PHOTO, SIGNATURE = (80, 60), (50, 20)  # millimetres a picture may take


def render_paper_docx(paper: PaperForm) -> bytes:
    """Write the form as a .docx; the same content always gives the same bytes."""
    made = new_file(title=paper.title, author="", day=paper.day, points=12)
    _prepare(made, paper)
    fill(made, [*_opening(paper), *_parts(paper), *_closing(paper)])
    _pictures(made, paper.signatures, SIGNATURE)
    if paper.pictures:
        made.add_page_break()
        fill(made, [paragraph(run("附页：照片", HEI), Layout(align="left", after=6))])
        _pictures(made, paper.pictures, PHOTO)
    return finished(made, day=paper.day)


def _prepare(made: Document, paper: PaperForm) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(10)
    for old in list(section.footer.paragraphs):
        section.footer._element.remove(old._p)  # noqa: SLF001 -- python-docx cannot remove one
    line = paragraph(_footer(paper), Layout("center", 14))
    section.footer._element.append(element(line))  # noqa: SLF001 -- nor append finished XML


def _footer(paper: PaperForm) -> str:
    pages = f"第{_field('PAGE')}页 共{_field('NUMPAGES')}页"
    words = pages.split("\0")
    runs = "".join(part if part.startswith("<w:r>") else run(part, NOTE) for part in words)
    return run(f"{paper.foot}　　", NOTE) + runs


def _field(code: str) -> str:
    """Write a field between zero bytes, which no text holds."""
    face = run("", NOTE).partition("<w:t ")[0]
    begin, separate, end = [
        f'{face}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    ]
    asked = f'{face}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return "\0" + begin + asked + separate + run("1", NOTE) + end + "\0"


def _opening(paper: PaperForm) -> Iterator[str]:
    yield paragraph(run(paper.title, TITLE), Layout("center", 32))
    yield paragraph(run(paper.subtitle, SMALL), Layout("center", 20, after=6))
    if paper.head:
        yield _grid(paper.head, wide=paper.wide)
    if paper.legend:
        yield paragraph(run(paper.legend, NOTE), Layout("left", 18, before=4))


def _grid(head: Sequence[tuple[str, str]], *, wide: Sequence[str]) -> str:
    """Write the head fields two to a row; a long one takes a row of its own."""
    rows: list[list[tuple[str, str]]] = []
    waiting: list[tuple[str, str]] = []
    for field in head:
        long = len(field[1]) > 20 or "\n" in field[1]  # noqa: PLR2004 -- fills half a row
        if long or field[0] in wide:
            rows += [[one] for one in waiting] + [[field]]
            waiting = []
        else:
            waiting.append(field)
            if len(waiting) == 2:  # noqa: PLR2004 -- two pairs a row
                rows, waiting = [*rows, waiting], []
    rows += [[one] for one in waiting]
    widths = [LABEL, VALUE, LABEL, WIDTH - 2 * LABEL - VALUE]
    return ooxml.table([_grid_row(row, widths) for row in rows], widths, borders=True)


def _grid_row(fields: Sequence[tuple[str, str]], widths: Sequence[int]) -> str:
    (label, value), *more = fields
    cells = ooxml.cell(_words(label, Font(HEI.name, 12)), widths[0])
    if not more:
        wide = ooxml.cell(_words(value, SMALL), sum(widths[1:]))
        cells += wide.replace("<w:vAlign", '<w:gridSpan w:val="3"/><w:vAlign', 1)
    else:
        cells += ooxml.cell(_words(value, SMALL), widths[1])
        cells += ooxml.cell(_words(more[0][0], Font(HEI.name, 12)), widths[2])
        cells += ooxml.cell(_words(more[0][1], SMALL), widths[3])
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _words(text: str, font: Font) -> str:
    return paragraph(run(text, font), Layout("left", 17, before=2, after=2))


def _parts(paper: PaperForm) -> Iterator[str]:
    for part in paper.parts:
        heading = Layout("left", 24, before=8, after=2, keep_next=True)
        yield paragraph(run(part.title, Font(HEI.name, 14)), heading)
        for table in part.tables:
            yield ooxml.data_table(table, WIDTH)
            yield paragraph("", Layout(exact=6))


def _closing(paper: PaperForm) -> Iterator[str]:
    if not paper.signers:
        return
    names = "　　　　　　　".join(f"{name}：" for name in paper.signers)
    yield paragraph(
        run(f"{names}　　　　　", SMALL), Layout("left", 24, before=18, keep_next=True)
    )
    yield paragraph(run("　　　年　　月　　日", SMALL), Layout("right", 24, before=6))


def _pictures(made: Document, pictures: Sequence[Picture], room: tuple[int, int]) -> None:
    """Set pictures two to a row, each with its words below."""
    if not pictures:
        return
    table = made.add_table(rows=0, cols=ACROSS)
    for start in range(0, len(pictures), ACROSS):
        cells = table.add_row().cells
        for cell, picture in zip(cells, pictures[start : start + ACROSS], strict=False):
            place = cell.paragraphs[0]
            place.alignment = WD_ALIGN_PARAGRAPH.CENTER
            width, height = fitted(picture, room)
            place.add_run().add_picture(BytesIO(picture.content), Mm(width), Mm(height))
            words = cell.add_paragraph(printable(picture.caption))
            words.alignment = WD_ALIGN_PARAGRAPH.CENTER
            words.runs[0].font.size = Pt(10.5)


def fitted(picture: Picture, room: tuple[int, int]) -> tuple[float, float]:
    """Give the millimetres at which a picture fills its room without being stretched."""
    scale = min(room[0] / picture.width, room[1] / picture.height)
    return picture.width * scale, picture.height * scale
