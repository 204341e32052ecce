"""Write a small old .xls for tests: one stream of BIFF8 records in a compound file."""

import struct
from pathlib import Path

SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def record(kind: int, body: bytes = b"") -> bytes:
    """Give one record: kind, length, body."""
    return struct.pack("<HH", kind, len(body)) + body


def text(words: str, *, wide: bool) -> bytes:
    """Give a string with a length of two bytes, or of one where it is not `wide`."""
    return struct.pack("<HB" if wide else "<BB", len(words), 1) + words.encode("utf-16-le")


def write_xls(
    path: Path,
    rows: list[list[str | float]],
    *,
    first: bytes = b"",
    sheet: bytes = b"",
    names: tuple[str, ...] = (),
) -> Path:
    """Write rows of texts and numbers; `first` stands behind the first record of the workbook,
    `sheet` behind the cells, `names` are further entries of the directory."""
    cells = b"".join(
        _cell(at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != ""
    )
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 0x06))
    title = text("底册", wide=False)
    head = begin + first
    place = len(head) + 4 + 6 + len(title) + 4
    head += record(0x0085, struct.pack("<IH", place, 0) + title) + record(0x000A)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 0x06))
    body += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    _compound(path, head + body + cells + sheet + record(0x000A), names)
    return path


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(0x0204, place + text(value, wide=True))
    return record(0x0203, place + struct.pack("<d", value))


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    tree = struct.pack("<HBBIII", len(raw), kind, 1, _FREE, _FREE, 1 if kind == 5 else _FREE)
    return raw.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IIxxxx", start, size)


def _compound(path: Path, stream: bytes, names: tuple[str, ...]) -> None:
    """Write the stream behind a table of sectors and a directory."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    entries = [_entry("Root Entry", 5, _END, 0), _entry("Workbook", 2, 2, len(stream))]
    entries += [_entry(name, 1, 0, 0) for name in names]
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    following = [_FAT, _END, *range(3, count + 2), _END]
    table = struct.pack(f"<{len(following)}I", *following).ljust(SECTOR, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    path.write_bytes(head + table + directory + stream)
