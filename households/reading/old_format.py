"""Walk an old .xls file without a parser: its streams, and the records that tell what it is.

Sources: [MS-CFB] for the compound file, [MS-XLS] for its records.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_FREE = 0xFFFFFFFA  # sector numbers from here on have special meanings
_ENTRY = 128
_STORAGE, _STREAM = 1, 2
_EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET = 0x000A, 0x002F, 0x0022, 0x0085
_ROW, _COLINFO, _FILTERED = 0x0208, 0x007D, 0x009B
_MOST_RECORDS = 8_000_000


class NotOle(ValueError):
    """The compound file is damaged."""


@dataclass
class SheetSeen:
    """Hidden parts of one sheet of an .xls."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    filtered: bool = False


@dataclass
class OleSeen:
    """What an .xls is: its directory's names, locked or not, its epoch, its sheets by name."""

    names: set[str] = field(default_factory=set)
    locked: bool = False
    mac_epoch: bool = False
    sheets: dict[str, SheetSeen] = field(default_factory=dict)


def look_into(content: bytes, *, deep: bool) -> OleSeen:
    """Return what a compound file holds; `deep` also counts hidden rows and columns.

    Raises NotOle where sectors or records do not hang together.
    """
    seen = OleSeen()
    try:
        book = _workbook(content, seen)
        if book:
            _walk(book, seen, deep=deep)
    except (struct.error, IndexError) as damage:
        raise NotOle from damage
    return seen


def _workbook(content: bytes, seen: OleSeen) -> bytes:
    """Note the directory's names and return the stream that holds the workbook."""
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    size = 1 << shift
    if shift not in (9, 12) or mini_shift != 6:  # noqa: PLR2004 -- the two sector sizes there are
        raise NotOle
    table = _sector_table(content, size)
    (start,) = struct.unpack_from("<I", content, 48)
    directory = b"".join(_chain(content, table, start, size))
    found = b""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind not in (_STORAGE, _STREAM):
            continue
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        seen.names.add(name)
        if kind == _STREAM and name in ("Workbook", "Book"):
            first, long = struct.unpack_from("<II", directory, at + 116)
            found = b"".join(_chain(content, table, first, size))[:long]
    return found


def _sector_table(content: bytes, size: int) -> list[int]:
    """Return for each sector the one that follows it."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    while more < _FREE and count > 0:
        part = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        sectors += part[:-1]
        more, count = part[-1], count - 1
    table: list[int] = []
    for sector in sectors:
        if sector < _FREE:
            table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _chain(content: bytes, table: list[int], sector: int, size: int) -> Iterator[bytes]:
    """Yield the sectors of a stream; a ring is damage."""
    for _ in range(len(table) + 1):
        if sector >= _FREE:
            return
        yield content[(sector + 1) * size : (sector + 2) * size]
        sector = table[sector]
    raise NotOle


def _walk(book: bytes, seen: OleSeen, *, deep: bool) -> None:
    """Go through the records: those of the workbook, then those of each sheet."""
    starts: dict[int, SheetSeen] = {}
    sheet: SheetSeen | None = None
    for at, kind in _records(book):
        sheet = starts.get(at, sheet)
        if sheet is not None:
            _note(book, at, kind, sheet)
        elif kind == _BOUNDSHEET:
            (place,) = struct.unpack_from("<I", book, at + 4)
            starts[place] = seen.sheets.setdefault(_sheet_name(book, at + 10), SheetSeen())
        elif kind == _DATEMODE:
            seen.mac_epoch = book[at + 4] == 1
        seen.locked = kind == _FILEPASS
        if seen.locked or (kind == _EOF and not deep):
            return


def _records(book: bytes) -> Iterator[tuple[int, int]]:
    """Yield the place and the kind of each record."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(book):
            return
        kind, length = struct.unpack_from("<HH", book, at)
        yield at, kind
        at += 4 + length
    raise NotOle


def _sheet_name(book: bytes, at: int) -> str:
    """Read a short string: length, then one byte that says how wide a letter is."""
    count, wide = book[at], book[at + 1] & 1
    raw = book[at + 2 : at + 2 + count * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _note(book: bytes, at: int, kind: int, sheet: SheetSeen) -> None:
    """Count what is hidden in a sheet."""
    if kind == _ROW:
        sheet.hidden_rows += book[at + 4 + 12] >> 5 & 1
    elif kind == _COLINFO:
        first, last = struct.unpack_from("<HH", book, at + 4)
        sheet.hidden_columns += (book[at + 4 + 8] & 1) * (last - first + 1)
    elif kind == _FILTERED:
        sheet.filtered = True
