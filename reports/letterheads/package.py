"""Open an uploaded .docx without trusting it: what kind of file it is, its size, its XML."""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MEGABYTE = 1024 * 1024
MAX_BYTES, MAX_INFLATED, MAX_XML = 5 * MEGABYTE, 60 * MEGABYTE, 10 * MEGABYTE
MAX_MEMBERS = 500
MAIN, TYPES = "word/document.xml", "[Content_Types].xml"
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
XML_NAMES = (".xml", ".rels", ".vml")
XML_HEADS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<")
DAMAGED = "文件已损坏，请用Word或WPS打开后另存为.docx再上传。"
NOT_WORD = "不是.docx文件，请用Word或WPS另存为.docx再上传。"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OTHER_TYPES = {
    "macroenabled": "是带宏的Word文件（.docm或.dotm），请另存为不带宏的.docx。",
    "template.main": "是Word模板文件（.dotx），请另存为普通的.docx。",
}


@dataclass(frozen=True)
class Package:
    """An opened file: its members' names, its XML parts by name, and what is wrong with it."""

    names: tuple[str, ...] = ()
    parts: tuple[tuple[str, Element], ...] = ()
    wrong: tuple[str, ...] = ()


def open_package(content: bytes) -> Package:
    """Give the parts of a plain .docx of a bearable size, or why it is not looked into."""
    refused = _by_its_head(content)
    if refused:
        return Package(wrong=(refused,))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            refused = _by_its_members(members)
            if refused:
                return Package(wrong=(refused,))
            return _read(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return Package(wrong=(DAMAGED,))


def _by_its_head(content: bytes) -> str:
    if not content:
        return "文件是空的，请重新选择。"
    if len(content) > MAX_BYTES:
        return f"文件超过{MAX_BYTES // MEGABYTE}兆，请压缩或删去其中的图片后再上传。"
    if content.startswith(OLE):
        return "是旧版.doc文件或设有打开密码，请取消密码，另存为.docx后再上传。"
    return "" if content.startswith(ZIP) else NOT_WORD


def _by_its_members(members: list[zipfile.ZipInfo]) -> str:
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        return "文件已加密，请取消密码后再上传。"
    if len(names) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_INFLATED:
        return "文件解压后过大，不是正常的模板，请用Word或WPS新建一个。"
    if len({name.lower() for name in names}) < len(names):
        return DAMAGED
    if any(".." in name or name.startswith("/") or "\\" in name for name in names):
        return DAMAGED
    return "" if {MAIN, TYPES} <= set(names) else NOT_WORD


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Package:
    """Read every XML part; one part of too many bytes ends it."""
    parts: list[tuple[str, Element]] = []
    wrong: list[str] = []
    total = 0
    for member in members:
        data = archive.read(member)
        if not (member.filename.lower().endswith(XML_NAMES) or _looks_like_xml(data)):
            continue
        total += len(data)
        if total > MAX_XML:
            return Package(wrong=("文件内容过多，不是正常的模板，请用Word或WPS新建一个。",))
        try:
            parts.append((member.filename, fromstring(data, forbid_dtd=True)))
        except DefusedXmlException:
            wrong.append(f"{member.filename}里有文档类型声明或实体，请用Word或WPS重新另存。")
        except (ParseError, ValueError, LookupError):
            wrong.append(f"{member.filename}读不出来，请用Word或WPS重新另存。")
    names = tuple(member.filename for member in members)
    return Package(names, tuple(parts), tuple(wrong) or _by_its_type(dict(parts)))


def _looks_like_xml(data: bytes) -> bool:
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(XML_HEADS)


def _by_its_type(parts: dict[str, Element]) -> tuple[str, ...]:
    """Say what else than a document the main part is."""
    said = ""
    for node in parts[TYPES]:
        if node.get("PartName", "").lower() == f"/{MAIN}":
            said = node.get("ContentType", "")
    for mark, words in OTHER_TYPES.items():
        if mark in said.lower():
            return (words,)
    if said != WORD_TYPE:
        return (NOT_WORD,)
    if "purl.oclc.org" in parts[MAIN].tag:
        return ("是“严格的Open XML”格式，请另存为普通的“Word文档（*.docx）”。",)
    return ()
