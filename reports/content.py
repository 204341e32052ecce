"""What a printed document or workbook says, apart from how a file format says it.

Every renderer takes these values and nothing else, so the .docx, the .pdf and the preview on the
page cannot differ in words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, overload

Align = Literal["left", "center", "right"]
Cell = str | int | float | Decimal | date | None
Row = tuple[Cell, ...]

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
DIGITS = "〇一二三四五六七八九"
BODY, FIRST, SECOND, THIRD, FOURTH = range(5)


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph (level 0) or a numbered heading (1 一、 2 （一） 3 1. 4 （1）).

    `run_in` is body text that follows a heading on the same line. Numbers are given at print.
    """

    text: str
    level: int = BODY
    run_in: str = ""


@dataclass(frozen=True)
class TableColumn:
    """A column of a printed table; `weight` is its share of the width."""

    name: str
    weight: float = 1
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A printed table of text; its heading row repeats on every page."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


Block = Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """One 附件 on pages of its own, across the long side when its table is wide."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class RecordSheet:
    """A one-page record: labelled lines, a result, places to sign."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    result: Table
    note: str
    signers: tuple[str, ...]
    foot: str
    day: date


@dataclass(frozen=True)
class OfficialDocument:
    """An official document in the layout of GB/T 9704.

    Several `issuers` share a head: one line each, `head_suffix` to their right. A `report` has
    that word for a head, its `number` below and room for 批示 where `instruction_box` asks so.
    `upward` documents say who signed them. `sealed` ones leave the date four characters clear for
    the seal; the others stand closer to the edge.
    """

    issuers: tuple[str, ...]
    number: str
    title: tuple[str, ...]
    addressees: str
    blocks: tuple[Block, ...]
    signer_office: str
    signed_on: date | None = None
    annexes: tuple[Annex, ...] = ()
    head_suffix: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    draft: bool = False
    report: str = ""
    upward: bool = False
    signed_by: str = ""
    instruction_box: bool = False
    sealed: bool = True


@dataclass(frozen=True)
class SheetColumn:
    """A column of a worksheet; neighbours with the same `group` share a heading above."""

    name: str
    width: float = 12
    group: str = ""
    align: Align = "left"


@dataclass(frozen=True)
class Lines(Sequence[Row]):
    """Rows made from lines as they are read, so that a long list is never held twice.

    `make` gets the row's number from 1 and the line.
    """

    lines: Sequence[Any]
    make: Callable[[int, Any], Row]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Row]:
        return (self.make(place, line) for place, line in enumerate(self.lines, start=1))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return list(self)[at]
        place = range(len(self.lines))[at]
        return self.make(place + 1, self.lines[place])


@dataclass(frozen=True)
class Sheet:
    """One worksheet of a ledger as an office prints it; `frozen` columns stay in sight.

    A `filtered` one has buttons to filter by in its header.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Row]
    subtitle: str = ""
    footer: tuple[str, ...] = ()
    landscape: bool = True
    paper: Literal["A4", "A3"] = "A4"
    frozen: int = 0
    filtered: bool = False


@dataclass(frozen=True)
class Workbook:
    """A workbook; `made_on` is its date in the file's properties, so bytes can be repeated."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    made_on: date | None = None


def chinese_number(number: int) -> str:
    """Write 1–99 as used in headings: 3 → 三, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """Write a day as a document does, without leading zeros: 2016年8月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def heading_label(level: int, number: int) -> str:
    """Give the numeral of a heading: 一、 at level 1, （一） at level 2, then 1. and （1）.

    Source: GB/T 9704-2012 §7.3.3.
    """
    if level == FIRST:
        return f"{chinese_number(number)}、"
    if level == SECOND:
        return f"（{chinese_number(number)}）"
    if level == THIRD:
        return f"{number}."
    return f"（{number}）" if level == FOURTH else ""


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with each heading's numeral written; a higher one restarts the lower."""
    counts = [0] * (FOURTH + 1)
    for block in blocks:
        if isinstance(block, Table) or block.level == BODY:
            yield block
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (FOURTH - block.level)
        label = heading_label(block.level, counts[block.level])
        yield Paragraph(label + block.text, block.level, block.run_in)


def stays_with_next(blocks: tuple[Block, ...], place: int) -> bool:
    """Whether the block at `place` is a heading over what follows, and never ends a page."""
    block, *rest = blocks[place : place + 2]
    if isinstance(block, Table) or block.level == BODY or block.run_in:
        return False
    following = rest[0] if rest else None
    if block.level in {FIRST, SECOND} or isinstance(following, Table):
        return True
    return following is not None and (following.level == BODY or following.level > block.level)


def annex_lines(document: OfficialDocument) -> list[str]:
    """List the annexes as named under the text: numbered unless there is only one."""
    titles = [annex.title for annex in document.annexes]
    if len(titles) < 2:  # noqa: PLR2004 - one annex carries no number
        return titles
    return [f"{place}.{title}" for place, title in enumerate(titles, start=1)]


def annex_label(document: OfficialDocument, place: int) -> str:
    """Name the annex at `place` (from 1) on its own first line: 附件, or 附件2 of several."""
    return "附件" if len(document.annexes) == 1 else f"附件{place}"


def printable(text: str) -> str:
    """Drop what no file format can hold: control characters other than tab and line feed."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
