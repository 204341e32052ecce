"""A ledger as an office prints it, streamed: title, unit, ruled two-row header, foot.

Rows 1 and 2 are the title and the line of unit, number and time; the header follows and is
repeated on every printed page; behind the rows stands what was counted and what was left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, groupby
from math import ceil
from typing import Any

from accounts.xlsx_cells import (
    Look,
    cells,
    column_letters,
    empty_cell,
    escaped,
    once_each,
    text_cell,
)
from accounts.xlsx_stream import HEAD, MAIN, column_widths

PAPERS = {"A4": 9, "A3": 8}
SERIAL, SERIAL_WIDTH = "序号", 6
_TOP = 3  # the header's first row
_LINE, _ROOM, _LOWEST, _HIGHEST = 16.5, 6, 24, 409  # points; Excel ends at 409
_TITLE, _META, _HEADING, _FOOT = 1, 2, 3, 4  # cell styles, as _STYLES lists them
_LOOKS = {
    "": Look(plain=5, quoted=6, day=9, number=10),
    "center": Look(plain=7, quoted=8, day=9, number=7),
    "num": Look(plain=7, quoted=8, day=9, number=10),
}


def _xf(font: int, how: str, *, border: int = 1, fill: int = 0, more: str = "") -> str:
    number = 164 if more == "day" else 49 if "quotePrefix" in more else 0
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        f'applyAlignment="1"{"" if more == "day" else more}>'
        f'<alignment horizontal="{how}" vertical="center" wrapText="1"/></xf>'
    )


_QUOTED = ' quotePrefix="1"'
_XFS = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    _xf(1, "center", border=0),
    _xf(0, "left", border=0),
    _xf(2, "center", fill=2),
    _xf(0, "left", border=0),
    _xf(0, "left"),
    _xf(0, "left", more=_QUOTED),
    _xf(0, "center"),
    _xf(0, "center", more=_QUOTED),
    _xf(0, "center", more="day"),
    _xf(0, "right"),
)
_STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="3"><font><sz val="11"/><name val="仿宋_GB2312"/></font>
<font><sz val="20"/><name val="方正小标宋简体"/></font>
<font><sz val="11"/><name val="黑体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>
<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/>
</border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="{len(_XFS)}">{"".join(_XFS)}</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


@dataclass(frozen=True)
class OfficialColumn:
    """A column: its name, its width in characters, the heading above it, how it is set."""

    label: str
    width: float
    group: str = ""
    kind: str = ""  # "" left, "center", "num" right


@dataclass(frozen=True)
class OfficialSheet:
    """A ledger's sheet; rows are numbered here unless they bring their number, `notes` follow.

    `meta` is the line under the title where it is known before the rows are.
    """

    name: str
    title: str
    columns: Sequence[OfficialColumn]
    total: Sequence[Any] = ()  # a last row without a number
    notes: Sequence[str] = ()
    foot: str = ""
    paper: str = "A3"
    frozen: int = 2  # columns that stay when the sheet is scrolled sideways
    meta: str | None = None
    numbered: bool = True
    landscape: bool = True
    filtered: bool = True  # buttons to filter by in the header
    lowest: float = _LOWEST  # points of a row of one line

    styles = _STYLES

    @cached_property
    def all_columns(self) -> list[OfficialColumn]:
        """Give the columns with the rows' number before them."""
        if not self.numbered:
            return list(self.columns)
        return [OfficialColumn(SERIAL, SERIAL_WIDTH, kind="center"), *self.columns]

    @cached_property
    def bottom(self) -> int:
        """Give the header's last row: two rows where columns stand under a common heading."""
        return _TOP + any(column.group for column in self.columns)

    @property
    def repeated(self) -> tuple[int, int]:
        """Give the header's rows."""
        return _TOP, self.bottom

    def opening(self) -> str:
        """Give page, frozen head, widths, title, line of unit and number, header."""
        wide = len(self.all_columns)
        return (
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"{self._view()}"
            f"{column_widths([column.width for column in self.all_columns])}<sheetData>"
            f"{_row(1, [text_cell(self.title, _TITLE), *_empty(wide - 1, _TITLE)], 38)}"
            f'<row r="2" ht="22" customHeight="1">{self._meta()}</row>'
            f"{''.join(self._header())}"
        )

    def _view(self) -> str:
        """Give what stays in sight: the header, and the first columns where some are frozen."""
        split = f"{column_letters(self.frozen + 1)}{self.bottom + 1}"
        across = f'xSplit="{self.frozen}" ' if self.frozen else ""
        pane = "bottomRight" if self.frozen else "bottomLeft"
        return (
            f'<sheetViews><sheetView workbookViewId="0"><pane {across}ySplit="{self.bottom}" '
            f'topLeftCell="{split}" activePane="{pane}" state="frozen"/></sheetView></sheetViews>'
        )

    def _meta(self) -> str:
        if self.meta is None:
            return f'<c r="A2" s="{_META}" t="s"><v>0</v></c>'
        return text_cell(self.meta, _META)

    def _header(self) -> Iterator[str]:
        """Give the header's one or two rows; merged cells keep their borders."""
        columns = self.all_columns
        names = [column.label for column in columns]
        widths = [column.width for column in columns]
        if self.bottom == _TOP:
            yield _row(_TOP, [text_cell(name, _HEADING) for name in names], _height(names, widths))
            return
        above = [
            text_cell(text, _HEADING) if text else empty_cell(_HEADING) for text in self._above()
        ]
        below = [
            text_cell(column.label, _HEADING) if column.group else empty_cell(_HEADING)
            for column in columns
        ]
        yield _row(_TOP, above, 24)
        yield _row(self.bottom, below, _height(names, widths))

    def _above(self) -> Iterator[str]:
        """Give the upper row's texts: a group's over its first column, else the column's own."""
        for group, members in groupby(self.all_columns, key=lambda column: column.group):
            labels = [column.label for column in members]
            yield from [group, *[""] * (len(labels) - 1)] if group else labels

    def rows(self, piece: Sequence[Sequence[Any]], *, after: int) -> Iterable[str]:
        """Give numbered rows, each as high as its longest text needs."""
        values = [*zip(*piece, strict=True)]
        if self.numbered:
            values.insert(0, tuple(range(after + 1, after + len(piece) + 1)))
        told = zip(self.all_columns, values, strict=True)
        written = [cells(column, _LOOKS[look.kind]) for look, column in told]
        heights = self._heights(values)
        start = count(self.bottom + 1 + after)
        return (
            f'<row r="{at}" ht="{height}" customHeight="1">{"".join(line)}</row>'
            for at, height, line in zip(start, heights, zip(*written, strict=True), strict=False)
        )

    def _heights(self, values: Sequence[Sequence[Any]]) -> list[float]:
        lines = [
            once_each(_lines_in(column.width), told)
            for column, told in zip(self.all_columns, values, strict=True)
        ]
        return [_points(max(each), self.lowest) for each in zip(*lines, strict=True)]

    def closing(self, *, written: int) -> str:
        """Give the foot's notes, merged cells, page set-up and page numbers."""
        last = self.bottom + written
        below = last + bool(self.total) + 1
        end = column_letters(len(self.all_columns))
        width = sum(column.width for column in self.all_columns)
        notes = "".join(
            _row(at, [text_cell(note, _FOOT)], _height([note], [width]))
            for at, note in enumerate(self.notes, start=below)
        )
        merged = [f"A1:{end}1", f"A2:{end}2", *self._merged_head()]
        merged += [f"A{at}:{end}{at}" for at in range(below, below + len(self.notes))]
        told = f"&L{self.foot.replace('&', '&&')}" if self.foot else ""
        foot = escaped(f"{told}&R第&P页 共&N页")
        merged = merged if len(self.all_columns) > 1 else []
        areas = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
        areas = areas and f'<mergeCells count="{len(merged)}">{areas}</mergeCells>'
        return (
            f"{self._total(last + 1)}{notes}</sheetData>"
            f"{self._filter(f'A{self.bottom}:{end}{last}')}"
            f"{areas}"
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" '
            f'footer="0.3"/><pageSetup paperSize="{PAPERS[self.paper]}" '
            f'orientation="{self._turned()}" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{foot}</oddFooter></headerFooter></worksheet>"
        )

    def _filter(self, area: str) -> str:
        return f'<autoFilter ref="{area}"/>' if self.filtered else ""

    def _turned(self) -> str:
        return "landscape" if self.landscape else "portrait"

    def _total(self, at: int) -> str:
        """Give the row of sums, without a number."""
        if not self.total:
            return ""
        told = zip(self.all_columns, ["", *self.total], strict=True)
        written = (cells([value], _LOOKS[look.kind]) for look, value in told)
        return _row(at, [*chain.from_iterable(written)], self.lowest)

    def _merged_head(self) -> Iterator[str]:
        """Give the header's merged cells: a group across, a column without a group down."""
        if self.bottom == _TOP:
            return
        first = 1
        for group, members in groupby(self.all_columns, key=lambda column: column.group):
            size = len(list(members))
            letters = [column_letters(at) for at in range(first, first + size)]
            if not group:
                yield from (f"{letter}{_TOP}:{letter}{self.bottom}" for letter in letters)
            elif size > 1:
                yield f"{letters[0]}{_TOP}:{letters[-1]}{_TOP}"
            first += size


def _row(at: int, written: Sequence[str], height: float) -> str:
    return f'<row r="{at}" ht="{height}" customHeight="1">{"".join(written)}</row>'


def _empty(number: int, style: int) -> list[str]:
    return [empty_cell(style)] * number


def _lines_in(width: float) -> Callable[[Any], int]:
    """Give what estimates a text's wrapped lines; a Chinese character is two units wide."""

    def lines(value: Any) -> int:
        if not isinstance(value, str) or len(value) * 2.3 <= width:
            return 1
        if "\n" not in value:
            return max(1, ceil(_units(value) * 1.15 / width))
        return sum(max(1, ceil(_units(line) * 1.15 / width)) for line in value.split("\n"))

    return lines


def _units(line: str) -> int:
    """Give a line's width in half characters: in UTF-8 a Chinese sign takes three bytes."""
    return (len(line) + len(line.encode(errors="replace"))) // 2


def _points(lines: int, lowest: float = _LOWEST) -> float:
    return lowest if lines == 1 else min(_HIGHEST, lines * _LINE + _ROOM)


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    return _points(max(_lines_in(width)(text) for text, width in zip(texts, widths, strict=True)))
