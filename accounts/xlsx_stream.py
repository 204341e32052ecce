"""An .xlsx workbook written as it is read: one row after the other, in flat memory.

The number of rows is known at the end only: the first line is a shared string, written last. What
a sheet looks like is its layout's: the plain list here, an office's ledger in `xlsx_official`.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from typing import IO, Any, Protocol

from accounts.xlsx_cells import Look, cells, column_letters, escaped

Row = Sequence[Any]

MOST_ROWS = 1_000_000  # of a sheet; Excel ends at 1,048,576
_PIECE = 2000  # rows made into cells at a time
_LEVEL = 1  # deflate: five times faster than the usual level, a third larger
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties"
_CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
_LOOK = Look(plain=2, quoted=3, day=4, number=2)
_STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>
<font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>
<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/>
</border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyAlignment="1">\
<alignment horizontal="center" vertical="center" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" quotePrefix="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class Layout(Protocol):
    """How a sheet looks: what stands before its rows, a row, what stands behind them."""

    @property
    def name(self) -> str:
        """Give the sheet's name."""

    @property
    def styles(self) -> str:
        """Give the style sheet of the workbook."""

    @property
    def repeated(self) -> tuple[int, int]:
        """Give the first and the last row that every printed page repeats."""

    def opening(self) -> str:
        """Give the beginning; the cell of the first line names shared string 0."""

    def rows(self, piece: Sequence[Sequence[Any]], *, after: int) -> Iterable[str]:
        """Give rows as XML; `after` are those written before."""

    def closing(self, *, written: int) -> str:
        """Give the end, behind so many rows."""


@dataclass(frozen=True)
class Sheet:
    """A plain list: its name, its columns (label, width), a line at the foot of pages."""

    name: str
    columns: Sequence[tuple[str, float]]
    foot: str = ""

    styles = _STYLES
    repeated = (1, 2)

    def opening(self) -> str:
        """Give page, frozen head, widths, first line, header."""
        widths = column_widths([width for _, width in self.columns])
        labels = "".join(
            f'<c s="1" t="inlineStr"><is><t>{escaped(label)}</t></is></c>'
            for label, _ in self.columns
        )
        return (
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'{widths}<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
            f'<row r="2" ht="24" customHeight="1">{labels}</row>'
        )

    def rows(self, piece: Sequence[Sequence[Any]], *, after: int) -> Iterable[str]:
        """Give rows of one line each."""
        columns = [cells(column, _LOOK) for column in zip(*piece, strict=True)]
        return (f"<row>{''.join(line)}</row>" for line in zip(*columns, strict=True))

    def closing(self, *, written: int) -> str:
        """Give filter buttons, page set-up, a foot with page numbers."""
        end = column_letters(len(self.columns))
        foot = escaped(f"&L{self.foot.replace('&', '&&')}&R第&P页 共&N页")
        return (
            f'</sheetData><autoFilter ref="A2:{end}{written + 2}"/>'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" '
            'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{foot}</oddFooter></headerFooter></worksheet>"
        )


def write_xlsx(
    out: IO[bytes],
    sheet: Layout,
    rows: Iterable[Sequence[Any]],
    *,
    first_line: Callable[[int], str],
) -> int:
    """Write the rows as a workbook; give how many there were.

    Cells are text, whole and decimal numbers, days, or None. `first_line` makes the line above the
    header from the number of rows. More than MOST_ROWS rows go on in further sheets.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        parts = list(_write_sheets(book, [(sheet, rows)]))
        total = sum(part.rows for part in parts)
        _write_frame(book, sheet.styles, parts, first_line(total))
    return total


def write_book(
    out: IO[bytes],
    sheets: Iterable[tuple[Layout, Iterable[Row]]],
    *,
    title: str = "",
    made_on: date | None = None,
) -> int:
    """Write several sheets of one style as a workbook; give how many rows there were.

    The bytes depend on the content only: `made_on` is the one date in the file.
    """
    listed = list(sheets)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        parts = list(_write_sheets(book, listed))
        _write_frame(book, listed[0][0].styles, parts, "", core=_core(title, made_on))
    return sum(part.rows for part in parts)


def _core(title: str, made_on: date | None) -> str:
    """Give the properties of a workbook: its title and its day."""
    stamp = f"{made_on or date(2000, 1, 1)}T12:00:00Z"
    days = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{kind}>'
        for kind in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>督查通</dc:creator>{days}"
        "</cp:coreProperties>"
    )


def column_widths(widths: Sequence[float]) -> str:
    """Write the widths of columns, in characters."""
    each = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    return f"<cols>{each}</cols>"


@dataclass(frozen=True)
class _Part:
    """A sheet as it was written: its name, the rows that pages repeat, how many rows it has."""

    name: str
    repeated: tuple[int, int]
    rows: int


def _write_sheets(
    book: zipfile.ZipFile, sheets: Iterable[tuple[Layout, Iterable[Row]]]
) -> Iterator[_Part]:
    """Write each sheet; one of more than MOST_ROWS rows goes on in further sheets."""
    numbers = count(1)
    for sheet, rows in sheets:
        left = iter(rows)
        for at in count(1):
            path = f"xl/worksheets/sheet{next(numbers)}.xml"
            with book.open(path, "w", force_zip64=True) as part:
                written = _write_sheet(part, sheet, left)
            yield _Part(f"{sheet.name[:28]}{at if at > 1 else ''}", sheet.repeated, written)
            if written < MOST_ROWS:
                break


def _write_sheet(part: IO[bytes], sheet: Layout, rows: Iterable[Row]) -> int:
    """Write up to MOST_ROWS rows of what is left; give how many."""
    part.write(sheet.opening().encode())
    written, left = 0, islice(rows, MOST_ROWS)
    while piece := list(islice(left, _PIECE)):
        part.write("".join(sheet.rows(piece, after=written)).encode())
        written += len(piece)
    part.write(sheet.closing(written=written).encode())
    return written


def _write_frame(
    book: zipfile.ZipFile, styles: str, parts: Sequence[_Part], first_line: str, core: str = ""
) -> None:
    """Write the parts around the sheets, the first line among them; all with one fixed time."""
    numbers = range(1, len(parts) + 1)
    listed = "".join(
        f'<sheet name="{escaped(part.name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, part in enumerate(parts, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"'{escaped(part.name)}'!${part.repeated[0]}:${part.repeated[1]}</definedName>"
        for at, part in enumerate(parts)
    )
    kinds = [(f"/xl/worksheets/sheet{at}.xml", f"{_TYPE}.worksheet") for at in numbers]
    kinds += [("/xl/styles.xml", f"{_TYPE}.styles")]
    kinds += [("/xl/sharedStrings.xml", f"{_TYPE}.sharedStrings")]
    kinds += [("/docProps/core.xml", _CORE_TYPE)] if core else []
    types = "".join(
        f'<Override PartName="{path}" ContentType="{kind}+xml"/>' for path, kind in kinds
    )
    related = [(f"worksheets/sheet{at}.xml", f"{_RELATIONS}/worksheet") for at in numbers]
    related += [("styles.xml", f"{_RELATIONS}/styles")]
    related += [("sharedStrings.xml", f"{_RELATIONS}/sharedStrings")]
    rooted = [("xl/workbook.xml", f"{_RELATIONS}/officeDocument")]
    rooted += [("docProps/core.xml", _CORE_RELATION)] if core else []
    frame = {
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{len(parts)}" uniqueCount="1">'
        f"<si><t>{escaped(first_line)}</t></si></sst>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f"{listed}</sheets><definedNames>{titles}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": _related(related),
        "_rels/.rels": _related(rooted),
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{types}</Types>",
    } | ({"docProps/core.xml": core} if core else {})
    for path, text in frame.items():
        with book.open(path, "w") as held:  # unlike writestr, without the time of day
            held.write(text.encode())


def _related(parts: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{path}"/>'
        for at, (path, kind) in enumerate(parts, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
