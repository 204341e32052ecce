"""Read an .xlsx in pieces: each megabyte of rows is given to the parser as a workbook of its own.

The parser would hold the whole sheet; so the memory stays the same for a county of any size, but
for its shared texts. Runs in the child process only, after the guard.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from households.reading.guard import SpreadsheetRefused

SHARED = "\ufdd0"  # no character; marks the number of a shared text
BLANKED = bytes(32 if byte in b"\x1f\x1e\x02" else byte for byte in range(256))
_BETWEEN, _TAGS = b"</t></si><si><t>", 4
_PIECE = 1024 * 1024
_MOST_TOLD = 2000
_ROOM = 40_000_000  # cells a piece may span
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHARED_CELL = re.compile(rb"""\st=["']s["']([^>]*)>\s*<v>""")
_PREFIX = re.compile(rb"<(\w+):(?:worksheet|sst)\b")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_MAC_EPOCH = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")
_TEXT_ITEM = re.compile(rb"<si\s*/>|<si\b[^>]*>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(rb"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_PHONETIC_SETTING = re.compile(rb"<phoneticPr\b[^>]*/>")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_ROW = re.compile(rb"<row\b([^>]*)>")
_HIDDEN_ROW = re.compile(rb"""<row\b[^>]*\shidden=["'](?:1|true)["']""")
_HIDDEN_COLUMN = re.compile(rb"""<col\b[^>]*\shidden=["'](?:1|true)["']""")
_NO_VALUE = re.compile(
    rb"""<c\s[^>]*?r=["']([A-Z]+)([0-9]+)["'][^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*"""
    rb"""(?:<v\s*/>|<v></v>)?\s*</c>"""
)
_MERGED = re.compile(rb"""<mergeCell\s[^>]*ref=["']([A-Z]+)([0-9]+):[A-Z]+([0-9]+)["']""")


class Piece(NamedTuple):
    """Some rows: the place of the first one and of their first column, counted from 0."""

    row: int
    column: int
    rows: list[list[Any]]


class SheetFacts:
    """What is seen of a sheet beside its cells while its pieces are read."""

    def __init__(self) -> None:
        self.hidden_rows = 0
        self.hidden_columns = 0
        self.filtered = False
        self.no_value: list[tuple[int, int]] = []  # row from 1, column from 0
        self.merged: list[tuple[int, int, int]] = []  # column, first and last row from 1


def column_number(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class XlsxReader:
    """The sheets of one workbook, by name; `texts` are its shared texts as bytes."""

    def __init__(self, path: str) -> None:
        self.archive = zipfile.ZipFile(path)
        self.members = {name.lower(): name for name in self.archive.namelist()}
        workbook = self._member("xl/workbook.xml")
        self.mac_epoch = bool(_MAC_EPOCH.search(workbook))
        self._sheets = self._find_sheets(workbook)
        self._styles = self._member("xl/styles.xml")
        self.texts: list[bytes] = []

    def names(self, *, hidden: bool) -> list[str]:
        """Return the names of the visible sheets, or of the hidden ones."""
        return [name for name, (_, is_hidden) in self._sheets.items() if is_hidden == hidden]

    def pieces(self, name: str, facts: SheetFacts) -> Iterator[Piece]:
        """Yield a sheet's rows in pieces, filling `facts` on the way."""
        if not self.texts and "xl/sharedstrings.xml" in self.members:
            self.texts = list(self._read_texts())
        seen = 0
        for rows in self._row_texts(self._sheets[name][0], facts):
            piece = self._parse(rows, seen)
            if piece is not None:
                seen = piece.row + len(piece.rows)
                yield piece

    # ---- members

    def _member(self, name: str) -> bytes:
        found = self.members.get(name)
        return self.archive.read(found) if found else b""

    def _find_sheets(self, workbook: bytes) -> dict[str, tuple[str, bool]]:
        """Return the member and the hiddenness of each worksheet by its name, in order."""
        targets = {}
        for found in _RELATION.finditer(self._member("xl/_rels/workbook.xml.rels")):
            told = _attributes(found[1])
            if told.get("Type", "").endswith("/worksheet"):
                target = told.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else "xl/" + target
                targets[told.get("Id", "")] = path
        sheets = {}
        for found in _SHEET.finditer(workbook):
            told = _attributes(found[1])
            keys = [key for key in told if key.endswith(":id")]
            path = targets.get(told[keys[0]], "") if keys else ""
            if path.lower() in self.members:
                hidden = told.get("state", "visible") != "visible"
                sheets[told.get("name", "")] = (self.members[path.lower()], hidden)
        return sheets

    def _read_texts(self) -> Iterator[bytes]:
        with self.archive.open(self.members["xl/sharedstrings.xml"]) as file:
            rest, prefix = b"", None
            while piece := file.read(_PIECE):
                rest += piece
                prefix = _prefix(rest) if prefix is None else prefix
                text = _without(rest, prefix)
                end = text.rfind(b"</si>") + len(b"</si>")
                if end >= len(b"</si>"):
                    yield from _shared_texts(text[:end])
                    rest = text[end:]

    # ---- rows

    def _row_texts(self, member: str, facts: SheetFacts) -> Iterator[bytes]:
        """Yield the sheet's XML cut behind whole rows; what stands around them goes to facts."""
        with self.archive.open(member) as file:
            rest, prefix, begun = b"", None, False
            while piece := file.read(_PIECE):
                rest += piece
                prefix = _prefix(rest) if prefix is None else prefix
                if not begun:
                    start = _without(rest, prefix)
                    at = start.find(b"<sheetData")
                    if at < 0:
                        continue
                    begun = True
                    facts.hidden_columns = len(_HIDDEN_COLUMN.findall(start[:at]))
                    rest = rest[rest.find(b"sheetData") + len(b"sheetData") :]
                    rest = rest[rest.find(b">") + 1 :]
                close = b"</row>" if not prefix else b"</" + prefix + b":row>"
                cut = rest.rfind(close)
                if cut >= 0:
                    rows, rest = rest[: cut + len(close)], rest[cut + len(close) :]
                    rows = _without(rows, prefix)
                    _look_at(rows, facts)
                    yield rows
            _look_at_end(_without(rest, prefix or b""), facts)

    def _parse(self, rows: bytes, seen: int) -> Piece | None:
        """Parse some rows; those without numbers follow the `seen` ones."""
        first = _FIRST_ROW.search(rows)
        numbered = first is not None and b"r" in {key for key, *_ in _ATTRIBUTE.findall(first[1])}
        rows = rows.replace(b' t="s"><v>', b' t="str"><v>' + SHARED.encode())
        if b't="s"' in rows or b"t='s'" in rows:
            rows = _SHARED_CELL.sub(rb' t="str"\1><v>' + SHARED.encode(), rows)
        with CalamineWorkbook.from_filelike(self._small_workbook(rows)) as book:
            sheet = book.get_sheet_by_index(0)
            if sheet.start is None or sheet.end is None:
                return None
            row, column = sheet.start
            if (sheet.end[0] - row + 1) * (sheet.end[1] - column + 1) > _ROOM:
                raise SpreadsheetRefused("表格范围过大，请删除多余的行和列后再上传。")
            return Piece(row if numbered else seen + row, column, sheet.to_python())

    def _small_workbook(self, rows: bytes) -> io.BytesIO:
        epoch = "1" if self.mac_epoch else "0"
        relation = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            book.writestr(
                "_rels/.rels",
                relation + 'officeDocument" Target="xl/workbook.xml"/></Relationships>',
            )
            book.writestr(
                "xl/_rels/workbook.xml.rels",
                relation + 'worksheet" Target="worksheets/s.xml"/></Relationships>',
            )
            book.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{epoch}"/>'
                '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
            )
            if self._styles:
                book.writestr("xl/styles.xml", self._styles)
            head = f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
            book.writestr("xl/worksheets/s.xml", head + rows + b"</sheetData></worksheet>")
        out.seek(0)
        return out


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): html.unescape((double or single).decode())
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _prefix(text: bytes) -> bytes | None:
    """Return the prefix of the root element's name, None where it is not there yet."""
    found = _PREFIX.search(text)
    if found:
        return found[1]
    return b"" if b"<worksheet" in text or b"<sst" in text else None


def _without(text: bytes, prefix: bytes | None) -> bytes:
    """Take a namespace prefix off the elements."""
    if not prefix:
        return text
    return text.replace(b"<" + prefix + b":", b"<").replace(b"</" + prefix + b":", b"</")


def _shared_texts(text: bytes) -> list[bytes]:
    """Return the shared items of a text that ends behind one; plain ones are split at once."""
    text = _PHONETIC_SETTING.sub(b"", text[max(text.find(b"<si"), 0) :])
    count = text.count(_BETWEEN) + 1
    if text.startswith(b"<si><t>") and text.count(b"<") == _TAGS * count:
        plain = b"&" not in text and b"_x" not in text
        items = text[len(b"<si><t>") : -len(b"</t></si>")].translate(BLANKED).split(_BETWEEN)
        return list(map(bytes.strip, items)) if plain else list(map(_unescaped, items))
    return [_shared_text(found[1] or b"") for found in _TEXT_ITEM.finditer(text)]


def _shared_text(item: bytes) -> bytes:
    """Return the text of a shared item: its runs joined, without phonetic signs."""
    if b"<rPh" in item:
        item = _PHONETIC.sub(b"", item)
    return _unescaped(b"".join(_TEXT.findall(item)))


def _unescaped(raw: bytes) -> bytes:
    if b"&" in raw or b"_x" in raw:
        text = html.unescape(raw.decode())
        raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("utf-8", "replace")
    return raw.translate(BLANKED).strip()


def _look_at(rows: bytes, facts: SheetFacts) -> None:
    """Count hidden rows and find formulas without a kept value."""
    if b"hidden=" in rows:
        facts.hidden_rows += len(_HIDDEN_ROW.findall(rows))
    if b"<f" in rows and len(facts.no_value) < _MOST_TOLD:
        facts.no_value += [
            (int(row), column_number(column.decode())) for column, row in _NO_VALUE.findall(rows)
        ]


def _look_at_end(text: bytes, facts: SheetFacts) -> None:
    """Find filters and merged cells behind the rows."""
    facts.filtered = b"<filterColumn" in text
    for left, top, bottom in _MERGED.findall(text):
        if top != bottom:
            facts.merged.append((column_number(left.decode()), int(top), int(bottom)))
