"""Writing a workbook row by row with three kinds of marked cells; text is never a formula."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape, quoteattr

PLAIN, DAY, HEAD, BAD, DOUBT = range(5)
_DATED = {PLAIN: DAY, BAD: 5, DOUBT: 6, HEAD: HEAD}
_EPOCH = date(1899, 12, 30)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FILLS = ("FFF2F4F7", "FFF8C9C6", "FFFCE4C4")
_PIECE = 1000
_XFS = (  # number format, font, fill, by style number
    (0, 0, 0), (14, 0, 0), (49, 1, 2), (0, 0, 3), (0, 0, 4), (14, 0, 3), (14, 0, 4),
)  # fmt: skip


@dataclass
class Line:
    """One row: its number in the sheet it comes from, its cells, the style of marked ones."""

    number: int
    cells: Sequence[Any]
    styles: dict[int, int] = field(default_factory=dict)


class SheetWriter:
    """A workbook under way: `begin` a sheet, `write` its lines, and so on; closes as a context."""

    def __init__(self, out: io.BufferedIOBase) -> None:
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._names: list[str] = []
        self._widths: Sequence[int] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            if not self._names:
                self.begin("数据", ())
                self.write(())
            self._close_book()
        self._archive.close()

    def begin(self, name: str, widths: Sequence[int]) -> None:
        """Begin a sheet of this name with columns of these widths in characters."""
        self._names.append(name)
        self._widths = widths

    def write(self, lines: Iterable[Line]) -> None:
        """Write the rows of the sheet that was begun, packed as they come."""
        member = f"xl/worksheets/sheet{len(self._names)}.xml"
        with self._archive.open(member, "w", force_zip64=True) as file:
            file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{self._columns()}<sheetData>'.encode())
            piece: list[str] = []
            for number, line in enumerate(lines, start=1):
                piece.append(_row(number, line))
                if len(piece) == _PIECE:
                    file.write("".join(piece).encode())
                    piece = []
            file.write(f"{''.join(piece)}</sheetData></worksheet>".encode())

    def _columns(self) -> str:
        if not self._widths:
            return ""
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
            for at, width in enumerate(self._widths, start=1)
        )
        return f"<cols>{columns}</cols>"

    def _close_book(self) -> None:
        """Write what names the sheets and describes the styles."""
        numbers = range(1, len(self._names) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
            for at, name in zip(numbers, self._names, strict=True)
        )
        links = "".join(
            f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{at}.xml"/>'
            for at in numbers
        )
        links += f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
            f'ContentType="{_TYPE}.worksheet+xml"/>'
            for at in numbers
        )
        book = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
        )
        relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
        root = (
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        )
        types = (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f"{parts}</Types>"
        )
        members = {
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f"{relations}{links}</Relationships>",
            "xl/styles.xml": _styles(),
            "_rels/.rels": f"{relations}{root}</Relationships>",
            "[Content_Types].xml": types,
        }
        for name, text in members.items():
            self._archive.writestr(name, _HEAD + text)


def _styles() -> str:
    """Describe the fonts, the fills and the numbered styles."""
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/></patternFill></fill>'
        for rgb in _FILLS
    )
    none = '<fill><patternFill patternType="none"/></fill>'
    grey = '<fill><patternFill patternType="gray125"/></fill>'
    xfs = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1"/>'
        for number, font, fill in _XFS
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/>'
        '</font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
        f'<fills count="{len(_FILLS) + 2}">{none}{grey}{fills}</fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_XFS)}">{xfs}</cellXfs><cellStyles count="1">'
        '<cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _row(number: int, line: Line) -> str:
    styles = line.styles
    cells = "".join(
        _cell(cell, styles.get(index, PLAIN), f"{_letters(index)}{number}")
        for index, cell in enumerate(line.cells)
        if cell not in ("", None) or index in styles
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(value: Any, style: int, place: str) -> str:
    """Write a cell: numbers and days as such, all else as text."""
    if isinstance(value, bool):
        return f'<c r="{place}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        number = int(value) if value == int(value) else value
        return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{_DATED[style]}"><v>{_serial(value)!r}</v></c>'
    text = _UNPRINTABLE.sub("", "" if value is None else str(value))
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    kept = ' xml:space="preserve"' if text.strip() != text else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _serial(value: date) -> float:
    """Give a day, or a moment, as the number a workbook counts days by."""
    if not isinstance(value, datetime):
        return (value - _EPOCH).days
    since = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return (value.date() - _EPOCH).days + since / timedelta(days=1)


_LETTERS = [chr(65 + at) for at in range(26)]
_COLUMNS = [*_LETTERS, *(a + b for a in _LETTERS for b in _LETTERS)]


def _letters(index: int) -> str:
    """Give a column's letters: A, B … ZZ; the guard lets no column past ZZ in."""
    return _COLUMNS[index]
