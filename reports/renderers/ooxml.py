"""Pieces of WordprocessingML written as text: one parse per block, however many cells it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reports.content import Table, TableColumn, printable

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RED = "FF0000"
LINE = 28.9  # points: 22 lines on the 225 mm of the type area
CHAR = 320  # twips in one 3号 (16 pt) character


@dataclass(frozen=True)
class Font:
    """A face as Word names it, its size in points and its colour."""

    name: str
    points: float = 16
    color: str = ""


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
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>{parts}</w:r>'
    )


@dataclass(frozen=True)
class Layout:
    """How a paragraph stands: distances in points, indents in 3号 characters."""

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
    tab: int = 0


def paragraph(runs: str, layout: Layout, *, prefix: str = "") -> str:
    """Write one paragraph; `prefix` names extra attributes such as the namespace."""
    keep = "<w:keepNext/>" if layout.keep_next else ""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{layout.tab}"/></w:tabs>' if layout.tab else ""
    grid = "" if layout.exact == LINE else '<w:snapToGrid w:val="0"/>'
    return (
        f"<w:p{prefix}><w:pPr>{keep}{layout.rule}{tab}{grid}"
        f'<w:spacing w:before="{round(layout.before * 20)}" w:after="{round(layout.after * 20)}"'
        f' w:line="{round(layout.exact * 20)}" w:lineRule="exact"/>'
        f"{_indent(layout)}"
        f'<w:jc w:val="{layout.align}"/></w:pPr>{runs}</w:p>'
    )


def _indent(layout: Layout) -> str:
    names = {"left": layout.left, "right": layout.right}
    names |= {"firstLine": layout.first_line, "hanging": layout.hanging}
    written = "".join(
        f' w:{name}Chars="{round(chars * 100)}" w:{name}="{round(chars * CHAR)}"'
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


def cell(content: str, width: int, *, lines: dict[str, int] | None = None) -> str:
    """Write a table cell of `width` twips around finished paragraphs, centred in height.

    `lines` gives borders of its own by side, in eighths of a point.
    """
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
        for side, eighths in (lines or {}).items()
    )
    named = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>{named}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{size}</w:tcPr>{content}</w:tc>"


def table(rows: Iterable[str], widths: Sequence[int], *, borders: bool, floating: str = "") -> str:
    """Write a table of finished rows in fixed columns of so many twips."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {NAMESPACE}><w:tblPr>{floating}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        + (f"<w:tblBorders>{lines}</w:tblBorders>" if borders else "")
        + '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        f'<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(rows)
        + "</w:tbl>"
    )


def data_table(content: Table, width: int) -> str:
    """Write a bordered table over `width` twips whose heading row repeats on each page."""
    widths = shares(content.columns, width)
    head = "".join(
        cell(_cell_text(column.name, Font(HEI.name, 12), "center"), wide)
        for column, wide in zip(content.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    font = Font(FANG.name, 12)
    for row in content.rows:
        cells = "".join(
            cell(_cell_text(text, font, column.align), wide)
            for text, column, wide in zip(row, content.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return table(rows, widths, borders=True)


def _cell_text(text: str, font: Font, align: str) -> str:
    return paragraph(run(text, font), Layout(align=align, exact=17, before=2, after=2))


def shares(columns: Sequence[TableColumn], width: int) -> list[int]:
    """Divide `width` twips by the columns' weights; the last column takes the rounding."""
    total = sum(column.weight for column in columns)
    widths = [int(width * column.weight / total) for column in columns]
    widths[-1] += width - sum(widths)
    return widths
