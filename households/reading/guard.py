"""Look at an uploaded workbook's bytes before any parser does.

A parser of spreadsheets can be made to take all memory by a file of two kilobytes. What is
refused here: files that are no table, damaged or locked ones, macros, document types, archives
that inflate without end, doubled members, and cells far outside any real table.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from households.reading.old_format import NotOle, look_into

MAX_BYTES = 40 * 1024 * 1024
MAX_INFLATED = 600 * 1024 * 1024
MAX_MEMBERS = 500
MAX_ROW = 500_000
_CHUNK = 1024 * 1024
_TAIL = 64
_RATIO_FLOOR = 8 * 1024 * 1024
_MAX_RATIO = 200
_LOCAL_HEADER = 30
_END, _LONG_END = 22, 56 + 20  # the end record; a 64-bit one with its locator before it
_END_MARK, _MOST_END = b"PK\x05\x06", 65_535 + _LONG_END + _END  # with the longest comment
_MOST_DIRECTORY = 512 * 1024  # bytes that list the members, some hundred bytes each
_HEAD = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_FAR_CELL = re.compile(rb"""r=["'][A-Z]{3,}[0-9]""")
_FAR_ROW = re.compile(rb"""r=["'][A-Z]{0,2}([0-9]{6,})["']""")
_MERGE = re.compile(rb"""ref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
_MOST_MERGED_ROWS, _MOST_MERGES = 2000, 600_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
DAMAGED = "文件已损坏，请用表格软件打开后另存为.xlsx再上传。"
_MACRO = "工作簿带宏，请另存为不带宏的.xlsx再上传。"
_WEB = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")
_SAYS = {"xlsx": ".xlsx工作簿", "xls": "旧版.xls工作簿", "csv": "CSV文本"}
_ENDINGS = {".xlsx": "xlsx", ".xls": "xls", ".csv": "csv", ".txt": "csv", "": ""}


class SpreadsheetRefused(ValueError):
    """The file is not taken; the text says why and what to do, in Chinese."""


def guard(path: Path, *, name: str = "", max_bytes: int = MAX_BYTES) -> str:
    """Return "xlsx", "xls" or "csv" for a plain table of a bearable size.

    Raises SpreadsheetRefused for anything else, and where `name` ends otherwise than the content.
    """
    size = path.stat().st_size
    if size > max_bytes:
        raise SpreadsheetRefused(
            f"文件过大（{size // 1048576}兆），上限{max_bytes // 1048576}兆，请按乡镇分开上传。"
        )
    with path.open("rb") as file:
        kind = sniff(file)
        _check_name(name, kind)
        if kind == "xls":
            _check_ole(file.read())
        elif kind == "xlsx":
            try:
                _check_archive(file)
            # the last one, as zipfile itself: a way of packing that is not known
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as damage:
                raise SpreadsheetRefused(DAMAGED) from damage
    return kind


def sniff(file: BinaryIO) -> str:
    """Say what the content is, or refuse it; leaves the file at its beginning."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        return "xls"
    refusal = _about_text(head)
    if refusal:
        raise SpreadsheetRefused(refusal)
    return "csv"


def _check_name(name: str, kind: str) -> None:
    """Refuse a name that promises another content than the file has."""
    ending = Path(name.lower()).suffix
    if ending in (".xlsm", ".xltm", ".xlsb"):
        raise SpreadsheetRefused(_MACRO if ending != ".xlsb" else "请另存为.xlsx再上传。")
    if ending not in _ENDINGS:
        raise SpreadsheetRefused(f"只接收.xlsx、.xls和.csv，不接收{ending}文件。")
    promised = _ENDINGS[ending]
    if promised and promised != kind:
        raise SpreadsheetRefused(
            f"文件名是{ending}，内容却是{_SAYS[kind]}，请用表格软件打开后另存为.xlsx再上传。"
        )


def _check_ole(content: bytes) -> None:
    """Refuse locked .xls files, those with macros and compound files that are no workbook."""
    try:
        seen = look_into(content, deep=False)
    except NotOle as damage:
        raise SpreadsheetRefused(DAMAGED) from damage
    if "EncryptedPackage" in seen.names or seen.locked:
        raise SpreadsheetRefused("文件设有打开密码，请取消密码后再上传。")
    if any(name.startswith("_VBA_PROJECT") for name in seen.names):
        raise SpreadsheetRefused(_MACRO)
    if not seen.names & {"Workbook", "Book"}:
        raise SpreadsheetRefused("不是工作簿，请用表格软件另存为.xlsx再上传。")


def _about_text(head: bytes) -> str:
    """Say why a file that is no archive is not taken; "" for a table of plain text."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "文件是空的。"
    if start.startswith(_WEB):
        return "这是网页文件，不是工作簿，请用表格软件打开后另存为.xlsx再上传。"
    if start.startswith(b"<"):
        return "这是XML文件，不是工作簿，请用表格软件另存为.xlsx再上传。"
    if start.startswith(b"%pdf"):
        return "这是PDF文件，不是工作簿，请上传.xlsx。"
    text = head.decode("utf-16", "replace") if head.startswith(b"\xff\xfe") else ""
    if (text or b"\x00" not in head) and any(mark in head for mark in (b",", b"\t", b";")):
        return ""
    return "不是表格文件，请上传.xlsx、.xls或.csv。"


def _check_archive(file: BinaryIO) -> None:
    """Check the list of members, then inflate each of them within the budget."""
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    _check_members(members)
    left = MAX_INFLATED
    for member in members:
        left -= _check_content(file, member, left)


def _check_directory(file: BinaryIO) -> None:
    """Refuse a list of members too long for a workbook, before it is taken into memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _MOST_END, 0))
    end = file.read()
    plain = end[-_END:].startswith(_END_MARK) and end.endswith(b"\0\0")
    at = len(end) - _END if plain else end.rfind(_END_MARK)
    if at < 0:
        raise SpreadsheetRefused(DAMAGED)
    directory = end[at + 12 : at + 16]
    if end[max(at - _LONG_END, 0) : at].startswith(b"PK\x06\x06"):  # one with 64-bit figures
        directory = end[at - _LONG_END + 40 : at - _LONG_END + 48]
    if int.from_bytes(directory, "little") > _MOST_DIRECTORY:
        raise SpreadsheetRefused("文件内部成员过多，不是正常的工作簿。")
    file.seek(0)


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
        raise SpreadsheetRefused(_MACRO)
    if sum(member.file_size for member in members) > MAX_INFLATED:
        raise SpreadsheetRefused("文件解压后过大，不是正常的工作簿。")


def _check_content(file: BinaryIO, member: zipfile.ZipInfo, left: int) -> int:
    """Inflate one member piece by piece and return its size; sheets and XML are looked through."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    is_sheet = "worksheets/" in member.filename.lower()
    size, tail, merges = 0, b"", 0
    allowed = max(_RATIO_FLOOR, member.compress_size * _MAX_RATIO)
    for piece in _inflate(file, member):
        size += len(piece)
        if size > left or size > allowed:
            raise SpreadsheetRefused("文件解压后过大，不是正常的工作簿。")
        if is_xml:
            _check_xml(tail + piece, sheet=is_sheet, first=size == len(piece))
            merges += piece.count(b"mergeCell ") if is_sheet else 0
            if merges > _MOST_MERGES:
                raise SpreadsheetRefused("合并单元格过多，请取消合并后再上传。")
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
    if b"mergeCell" in text:
        _check_merges(text)


def _check_merges(text: bytes) -> None:
    """Refuse merged cells no table has; one across the whole sheet would fill it."""
    for left, top, right, bottom in _MERGE.findall(text):
        far = max(len(left), len(right)) > len("ZZ") or int(bottom) > MAX_ROW
        if far or int(bottom) - int(top) > _MOST_MERGED_ROWS:
            raise SpreadsheetRefused("合并单元格范围过大，请取消合并后再上传。")


def _inflate(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member really inflates to, whatever size its entry claims."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(_ZIP):
        raise zipfile.BadZipFile("no local header")
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(names, 1)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("compression")  # as zipfile does; the caller refuses the file
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
