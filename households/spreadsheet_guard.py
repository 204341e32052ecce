"""Look at an uploaded workbook's bytes before any parser does.

A parser of spreadsheets can be made to take all memory by a file of two kilobytes. What is
refused here: files that are no .xlsx, damaged or locked ones, macros, document types, archives
that inflate without end, doubled members, and cells far outside any real table.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 40 * 1024 * 1024
MAX_INFLATED = 600 * 1024 * 1024
MAX_MEMBERS = 500
MAX_ROW = 500_000
_CHUNK = 1024 * 1024
_TAIL = 64
_RATIO_FLOOR = 8 * 1024 * 1024
_MAX_RATIO = 200
_LOCAL_HEADER = 30
_HEAD = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FAR_CELL = re.compile(rb' r="[A-Z]{3,}[0-9]')
_FAR_ROW = re.compile(rb' r="[A-Z]{0,2}([0-9]{6,})"')
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
DAMAGED = "文件已损坏，请用表格软件打开后另存为.xlsx再上传。"


class SpreadsheetRefused(ValueError):
    """The file is not taken; the text says why and what to do, in Chinese."""


def guard(path: Path, *, max_bytes: int = MAX_BYTES) -> None:
    """Raise SpreadsheetRefused unless the file is a plain .xlsx of a bearable size."""
    size = path.stat().st_size
    if size > max_bytes:
        raise SpreadsheetRefused(
            f"文件过大（{size // 1048576}兆），上限{max_bytes // 1048576}兆，请按乡镇分开上传。"
        )
    with path.open("rb") as file:
        sniff(file)
        try:
            _check_archive(file)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as damage:
            raise SpreadsheetRefused(DAMAGED) from damage


def sniff(file: BinaryIO) -> None:
    """Refuse by content, whatever the file's name says; leaves the file at its beginning."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        return
    if head.startswith(_OLE):
        raise SpreadsheetRefused(_about_ole(file))
    raise SpreadsheetRefused(_about_text(head))


def _about_ole(file: BinaryIO) -> str:
    """Tell a locked workbook from one of the old format; both share the same first bytes."""
    content = file.read(MAX_BYTES)
    file.seek(0)
    if _LOCKED in content:
        return "文件设有打开密码，请取消密码后再上传。"
    return "这是旧版.xls文件，请用表格软件另存为.xlsx再上传。"


def _about_text(head: bytes) -> str:
    """Say what a file that is no archive looks like."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "文件是空的。"
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return "这是网页文件，不是工作簿，请用表格软件打开后另存为.xlsx再上传。"
    if start.startswith(b"<?xml"):
        return "这是XML文件，不是工作簿，请用表格软件另存为.xlsx再上传。"
    if start.startswith(b"%pdf"):
        return "这是PDF文件，不是工作簿，请上传.xlsx。"
    if b"\x00" not in head and any(mark in head for mark in (b",", b"\t", b";")):
        return "这是CSV文本，不是工作簿，请用表格软件打开后另存为.xlsx再上传。"
    return "不是.xlsx工作簿，请用表格软件另存为.xlsx再上传。"


def _check_archive(file: BinaryIO) -> None:
    """Check the list of members, then inflate each of them within the budget."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    _check_members(members)
    left = MAX_INFLATED
    for member in members:
        left -= _check_content(file, member, left)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse archives that are no workbook or hold what a plain workbook does not hold."""
    names = [member.filename for member in members]
    lowered = {name.lower() for name in names}
    if len(names) > MAX_MEMBERS:
        raise SpreadsheetRefused("文件内部成员过多，不是正常的工作簿。")
    if len(lowered) != len(names):
        raise SpreadsheetRefused("文件内部有重名成员，不是正常的工作簿。")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise SpreadsheetRefused("文件内部路径异常，不是正常的工作簿。")
    if any(member.flag_bits & 1 for member in members):
        raise SpreadsheetRefused("文件已加密，请取消密码后再上传。")
    if not {"[content_types].xml", "xl/workbook.xml"} <= lowered:
        raise SpreadsheetRefused("压缩包里没有工作簿，请上传.xlsx。")
    if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in lowered):
        raise SpreadsheetRefused("工作簿带宏，请另存为不带宏的.xlsx再上传。")
    if sum(member.file_size for member in members) > MAX_INFLATED:
        raise SpreadsheetRefused("文件解压后过大，不是正常的工作簿。")


def _check_content(file: BinaryIO, member: zipfile.ZipInfo, left: int) -> int:
    """Inflate one member piece by piece and return its size; sheets and XML are looked through."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    is_sheet = "worksheets/" in member.filename.lower()
    size, tail = 0, b""
    allowed = max(_RATIO_FLOOR, member.compress_size * _MAX_RATIO)
    for piece in _inflate(file, member):
        size += len(piece)
        if size > left or size > allowed:
            raise SpreadsheetRefused("文件解压后过大，不是正常的工作簿。")
        if is_xml:
            _check_xml(tail + piece, sheet=is_sheet, first=size == len(piece))
            tail = piece[-_TAIL:]
    return size


def _check_xml(text: bytes, *, sheet: bool, first: bool) -> None:
    """Refuse document types, other encodings and cells outside any real table."""
    if first and (text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in text[:_HEAD]):
        raise SpreadsheetRefused("工作簿内部编码异常，请用表格软件另存为.xlsx再上传。")
    if b"<!" in text and _DOCTYPE.search(text):
        raise SpreadsheetRefused("工作簿内部含有文档类型定义，不予接收。")
    if not sheet:
        return
    if _FAR_CELL.search(text):
        raise SpreadsheetRefused("表格范围过大：有单元格在ZZ列以外，请删除多余的列后再上传。")
    if any(int(row) > MAX_ROW for row in _FAR_ROW.findall(text)):
        raise SpreadsheetRefused(f"表格范围过大：有单元格在第{MAX_ROW}行以后，请删除多余的行。")


def _inflate(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member really inflates to, whatever size its entry claims."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(_ZIP):
        raise zipfile.BadZipFile("no local header")
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(names, 1)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("compression")
    if member.compress_type == zipfile.ZIP_STORED:
        yield file.read(member.compress_size)
        return
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    left = member.compress_size
    while left and not engine.eof:
        packed = file.read(min(left, _CHUNK // 4))
        if not packed:
            raise EOFError("member cut short")
        left -= len(packed)
        while packed and not engine.eof:
            yield engine.decompress(packed, _CHUNK)
            packed = engine.unconsumed_tail
    if not engine.eof:
        raise EOFError("member cut short")
