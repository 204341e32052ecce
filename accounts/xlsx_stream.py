"""An .xlsx workbook written as it is read: one row after the other, in flat memory.

Text cells are typed as text, so that nothing is ever a formula; text that begins like one carries
the mark Excel itself puts before such text (quotePrefix) and stays text when it is edited. The
number of rows is known at the end only: the first line is a shared string, written last.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_TEXT = 32767
MOST_ROWS = 1_000_000  # of a sheet; Excel ends at 1,048,576
_NO_KEYS = {list, dict}
_TRUTHS = {bool, str, type(None)}  # beside numbers, True would stand for 1
_DAY_ONE = date(1899, 12, 30).toordinal()
_PIECE = 2000  # rows made into cells at a time
_LEVEL = 1  # deflate: five times faster than the usual level, a third larger
_PLAIN, _QUOTED, _DAY = "2", "3", "4"  # cell styles, as _STYLES lists them
_ODD = re.compile(
    r"[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)"
)
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "_x": "_x005F_x"}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">
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


@dataclass(frozen=True)
class Sheet:
    """A list to be written: its name, its columns (label, width), a line at the foot of pages."""

    name: str
    columns: Sequence[tuple[str, float]]
    foot: str = ""


def write_xlsx(
    out: IO[bytes],
    sheet: Sheet,
    rows: Iterable[Sequence[Any]],
    *,
    first_line: Callable[[int], str],
) -> int:
    """Write the rows as a workbook; give how many there were.

    Cells are text, whole and decimal numbers, days, or None. `first_line` makes the line above the
    header from the number of rows. More than MOST_ROWS rows go on in further sheets.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        count, sheets = 0, 0
        left = iter(rows)
        while True:
            sheets += 1
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as part:
                written = _write_sheet(part, sheet, left)
            count += written
            if written < MOST_ROWS:
                break
        _write_frame(book, sheet, sheets, first_line(count))
    return count


def _write_sheet(part: IO[bytes], sheet: Sheet, rows: Iterable[Sequence[Any]]) -> int:
    """Write up to MOST_ROWS rows of what is left; give how many."""
    part.write(_opening(sheet).encode())
    written, left = 0, islice(rows, MOST_ROWS)
    while piece := list(islice(left, _PIECE)):
        cells = map(_cells, zip(*piece, strict=True))
        lines = map("".join, zip(*cells, strict=True))
        part.write(f"<row>{'</row><row>'.join(lines)}</row>".encode())
        written += len(piece)
    part.write(_closing(sheet, last=written + 2).encode())
    return written


def _cells(column: Sequence[Any]) -> Iterable[str]:
    """Write a column's cells; most lists repeat few values, so each different one once."""
    return once_each(_cell, column)


def once_each(make: Callable[[Any], Any], values: Sequence[Any]) -> Iterator[Any]:
    """Apply a function to values, once to each different one where that is safe."""
    kinds = set(map(type, values))
    if not kinds.isdisjoint(_NO_KEYS) or (bool in kinds and not kinds <= _TRUTHS):
        return map(make, values)
    made = {value: make(value) for value in set(values)}
    return map(made.__getitem__, values)


def _cell(value: Any) -> str:
    if value is None:
        return '<c s="2"/>'
    return _text(value) if isinstance(value, str) else _other(value)


def _text(value: str) -> str:
    """Write text as text; blanks before a sign do not hide it."""
    if not value:
        return f'<c s="{_PLAIN}"/>'
    style = _QUOTED if value.lstrip(" \u3000").startswith(FORMULA_SIGNS) else _PLAIN
    return (
        f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
    )


def escaped(text: str) -> str:
    """Give a text as it stands in XML, without what XML cannot hold."""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    return _ODD.sub(lambda found: _WRITTEN.get(found[0], ""), text) if _ODD.search(text) else text


def _other(value: Any) -> str:
    """Write a day, a truth, a decimal number; anything else as its text."""
    if isinstance(value, bool):
        return _text("是" if value else "否")
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{value.toordinal() - _DAY_ONE}</v></c>'
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return f'<c s="2"><v>{value}</v></c>'
    return _text(str(value))


def _opening(sheet: Sheet) -> str:
    """Give a sheet's beginning: page, frozen head, widths, first line, header."""
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, (_, width) in enumerate(sheet.columns, start=1)
    )
    labels = "".join(
        f'<c s="1" t="inlineStr"><is><t>{escaped(label)}</t></is></c>'
        for label, _ in sheet.columns
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        f'<row r="2" ht="24" customHeight="1">{labels}</row>'
    )


def _closing(sheet: Sheet, *, last: int) -> str:
    """Give a sheet's end: filter buttons, page set-up, a foot with page numbers."""
    end = column_letters(len(sheet.columns))
    foot = escaped(f"&L{sheet.foot.replace('&', '&&')}&R第&P页 共&N页")
    return (
        f'</sheetData><autoFilter ref="A2:{end}{last}"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{foot}</oddFooter></headerFooter></worksheet>"
    )


def _write_frame(book: zipfile.ZipFile, sheet: Sheet, sheets: int, first_line: str) -> None:
    """Write the parts around the sheets, the first line among them."""
    numbers = range(1, sheets + 1)
    names = [sheet.name[:28] if at == 1 else f"{sheet.name[:28]}{at}" for at in numbers]
    listed = "".join(
        f'<sheet name="{escaped(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"'{escaped(name)}'!$1:$2</definedName>"
        for at, name in enumerate(names)
    )
    kinds = [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in numbers]
    kinds += [("/xl/styles.xml", "styles"), ("/xl/sharedStrings.xml", "sharedStrings")]
    types = "".join(
        f'<Override PartName="{path}" ContentType="{_TYPE}.{kind}+xml"/>' for path, kind in kinds
    )
    book.writestr("xl/styles.xml", _STYLES)
    book.writestr(
        "xl/sharedStrings.xml",
        f'{_HEAD}<sst xmlns="{_MAIN}" count="{sheets}" uniqueCount="1">'
        f"<si><t>{escaped(first_line)}</t></si></sst>",
    )
    book.writestr(
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>",
    )
    related = [(f"worksheets/sheet{at}.xml", "worksheet") for at in numbers]
    related += [("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings")]
    book.writestr("xl/_rels/workbook.xml.rels", _related(related))
    book.writestr("_rels/.rels", _related([("xl/workbook.xml", "officeDocument")]))
    book.writestr(
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{types}</Types>",
    )


def _related(parts: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{path}"/>'
        for at, (path, kind) in enumerate(parts, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def column_letters(number: int) -> str:
    """Give a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
