"""Pieces of WordprocessingML written as text: one parse per block, however many cells it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reports.content import Table, TableColumn, printable

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RED = "FF0000"
LINE = 28.95  # points: 22 lines on the 225 mm of the type area
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
EMU = 635  # of a drawing's units in a twip
TAB = "<w:r><w:tab/></w:r>"
CHAR = 320  # twips in one 3号 (16 pt) character
PADDING = 57  # twips left and right of a cell's words
WHOLE = 100  # per cent: characters as wide as they were drawn


@dataclass(frozen=True)
class Font:
    """A face as Word names it, its size in points, its colour, its width in per cent."""

    name: str
    points: float = 16
    color: str = ""
    scale: int = 100


FANG = Font("仿宋_GB2312")
KAI = Font("楷体_GB2312")
HEI = Font("黑体")
TITLE = Font("方正小标宋简体", 22)


def run(text: str, font: Font, *, spacing: int = 0) -> str:
    """Write one run; the East Asian face is named for every script so digits match the text."""
    face = f'w:ascii="{font.name}" w:hAnsi="{font.name}" w:eastAsia="{font.name}"'
    half_points = round(font.points * 2)
    parts = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n")
    )
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" {face} w:cs="{font.name}"/>'
        + (f'<w:color w:val="{font.color}"/>' if font.color else "")
        + (f'<w:spacing w:val="{spacing}"/>' if spacing else "")
        + (f'<w:w w:val="{font.scale}"/>' if font.scale != WHOLE else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>{parts}</w:r>'
    )


@dataclass(frozen=True)
class Layout:
    """How a paragraph stands: distances in points, indents in characters of `char` twips."""

    align: str = "both"
    exact: float = LINE
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    keep_next: bool = False
    rule: str = ""
    tabs: tuple[tuple[str, int], ...] = ()
    char: int = CHAR


def paragraph(runs: str, layout: Layout) -> str:
    """Write one paragraph around finished runs."""
    keep = "<w:keepNext/>" if layout.keep_next else ""
    tabs = "".join(f'<w:tab w:val="{side}" w:pos="{place}"/>' for side, place in layout.tabs)
    tab = f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    grid = "" if layout.exact == LINE else '<w:snapToGrid w:val="0"/>'
    return (
        f"<w:p><w:pPr>{keep}{layout.rule}{tab}{grid}"
        f'<w:spacing w:before="{round(layout.before * 20)}" w:after="{round(layout.after * 20)}"'
        f' w:line="{round(layout.exact * 20)}" w:lineRule="exact"/>'
        f"{_indent(layout)}"
        f'<w:jc w:val="{layout.align}"/></w:pPr>{runs}</w:p>'
    )


def _indent(layout: Layout) -> str:
    names = {"left": layout.left, "right": layout.right}
    names |= {"firstLine": layout.first_line, "hanging": layout.hanging}
    written = "".join(
        f' w:{name}Chars="{round(chars * 100)}" w:{name}="{round(chars * layout.char)}"'
        for name, chars in names.items()
        if chars
    )
    return f"<w:ind{written}/>" if written else ""


def rules(*, color: str, space: int, **eighths: int) -> str:
    """Write a paragraph's borders by side, in eighths of a point, `space` points from the text."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{color}"/>'
        for side, width in eighths.items()
    )
    return f"<w:pBdr>{lines}</w:pBdr>"


def cell(
    content: str, width: int, *, lines: dict[str, int] | None = None, turned: bool = False
) -> str:
    """Write a table cell of `width` twips around finished paragraphs, centred in height.

    `lines` gives borders of its own by side, in eighths of a point; `turned` text runs downwards.
    """
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side, eighths in (lines or {}).items()
    )
    named = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    named += '<w:textDirection w:val="tbRl"/>' if turned else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>{named}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{size}</w:tcPr>{content}</w:tc>"


def row(cells: str, *, height: int = 0) -> str:
    """Write a row that no page end divides; `height` is its least, in twips."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{cells}</w:tr>"


def table(
    rows: Iterable[str],
    widths: Sequence[int],
    *,
    borders: bool,
    floating: str = "",
    padding: int = PADDING,
) -> str:
    """Write a table of finished rows in fixed columns of so many twips, padded left and right."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {NAMESPACE}><w:tblPr>{floating}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        + (f"<w:tblBorders>{lines}</w:tblBorders>" if borders else "")
        + f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{padding}" w:type="dxa"/>'
        f'<w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>" + "".join(rows) + "</w:tbl>"
    )


def foot_box(content: str, *, width: int, height: int) -> str:
    """Write a paragraph that takes no room and holds a box at the foot of the type area.

    No text stands beside or below the box, in twips; where there is no room for it on the page
    the paragraph goes to the next. A floating table as wide as the text does not float in
    LibreOffice, a box does.
    """
    extent = f'cx="{width * EMU}" cy="{height * EMU}"'
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        "<a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp>"
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    box = (
        f'<w:r><mc:AlternateContent {DRAWING}><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic></wp:anchor>'
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    return paragraph(box, Layout("left", 1))


def data_table(content: Table, width: int) -> str:
    """Write a bordered table over `width` twips whose heading row repeats on each page."""
    widths = shares(content.columns, width)
    head = "".join(
        cell(_cell_text(column.name, Font(HEI.name, 12), "center"), wide)
        for column, wide in zip(content.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    font = Font(FANG.name, 12)
    for texts in content.rows:
        cells = "".join(
            cell(_cell_text(text, font, column.align), wide)
            for text, column, wide in zip(texts, content.columns, widths, strict=True)
        )
        rows.append(row(cells))
    return table(rows, widths, borders=True)


def _cell_text(text: str, font: Font, align: str) -> str:
    return paragraph(run(text, font), Layout(align=align, exact=17, before=2, after=2))


def shares(columns: Sequence[TableColumn], width: int) -> list[int]:
    """Divide `width` twips by the columns' weights; the last column takes the rounding."""
    total = sum(column.weight for column in columns)
    widths = [int(width * column.weight / total) for column in columns]
    widths[-1] += width - sum(widths)
    return widths
