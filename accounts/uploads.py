"""Files on their way in: judged by content, photos made anew, true suffixes, names for people."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Protocol
from uuid import uuid4
from warnings import catch_warnings, simplefilter

from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.errors import RuleBroken

MEGABYTE = 1024 * 1024
MAX_PHOTO, MAX_PAPER = 10 * MEGABYTE, 20 * MEGABYTE
MAX_PIXELS = 40_000_000
EDGE = 2000
WISHED = MEGABYTE
QUALITIES = (85, 75, 60)
NAME_LENGTH = 120

JPEG, PNG, WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = {
    "word/document.xml": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": (
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
ALL_KINDS = frozenset({".jpg", ".pdf", ".docx", ".xlsx"})
_KIND_WORDS = {".pdf": "PDF", ".docx": "DOCX", ".xlsx": "XLSX"}
MAX_MEMBERS, MAX_INFLATED = 2000, 200 * MEGABYTE
BAD_IMAGE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError),
)


@dataclass(frozen=True)
class Upload:
    """A checked file: what is stored, its name for people, its true suffix and type."""

    content: bytes
    name: str
    suffix: str
    content_type: str

    @property
    def sha256(self) -> str:
        """The fingerprint of what is stored."""
        return hashlib.sha256(self.content).hexdigest()


class HasFile(Protocol):
    """A row that keeps one file."""

    file: FieldFile


def take_in(
    file: "File[bytes]", *, name: str, kinds: Iterable[str] = ALL_KINDS, spare: str = "附件"
) -> Upload:
    """Check an uploaded photo (JPEG, PNG, WebP) or paper (PDF, DOCX, XLSX) of the kinds allowed.

    `kinds` are true suffixes, ".jpg" standing for any photo; `spare` names a file without a name.
    A photo is decoded and drawn anew: upright, at most 2000 pixels wide and high, JPEG, without
    any metadata. A paper is kept byte by byte. Raises RuleBroken "file_empty", "file_too_large",
    "bad_image", "image_too_large", "bad_file", "file_macros", "file_type".
    """
    if not file.size:
        raise RuleBroken(f"“{name}”是空文件，请重新选择。", code="file_empty")
    if file.size > MAX_PAPER:
        raise RuleBroken(f"“{name}”超过20兆，请压缩后再上传。", code="file_too_large")
    file.seek(0)
    allowed = frozenset(kinds)
    content, suffix, content_type = _taken_in(file.read(MAX_PAPER + 1), name, allowed)
    if suffix not in allowed:
        raise _wrong_kind(name, allowed)
    return Upload(content, _shown_name(name, suffix, spare), suffix, content_type)


def keep(row: HasFile, upload: Upload) -> None:
    """Store the file under a random name and set it on the row, which is not saved.

    Raises RuleBroken "not_stored" where the disk takes no more; what was begun is removed.
    """
    name = f"{uuid4().hex}{upload.suffix}"
    try:
        row.file.save(name, ContentFile(upload.content), save=False)
    except OSError as damage:
        begun = row.file.field.generate_filename(row.file.instance, name)
        row.file.storage.delete(begun)
        raise RuleBroken(
            f"服务器存不下“{upload.name}”（磁盘已满或不可写），本次没有保存。"
            "请稍后再试，并告知系统管理员。",
            code="not_stored",
        ) from damage


@contextmanager
def removed_on_failure(kept: Sequence[HasFile]) -> Iterator[None]:
    """Remove the stored files when what follows fails: no file without its row."""
    try:
        yield
    except BaseException:
        for row in kept:
            row.file.storage.delete(row.file.name or "")
        raise


def _wrong_kind(name: str, allowed: frozenset[str]) -> RuleBroken:
    """Say what is taken instead."""
    papers = "、".join(word for suffix, word in _KIND_WORDS.items() if suffix in allowed)
    taken = ["JPG、PNG、WebP照片"] if ".jpg" in allowed else []
    taken += [f"{papers}文件"] if papers else []
    return RuleBroken(f"“{name}”不能上传：只收{'和'.join(taken)}。", code="file_type")


def _taken_in(content: bytes, name: str, allowed: frozenset[str]) -> tuple[bytes, str, str]:
    """Give what is stored, its suffix and its type, by what the bytes are."""
    if content.startswith((JPEG, PNG)) or (content.startswith(WEBP) and content[8:12] == b"WEBP"):
        return _photo(content, name), ".jpg", "image/jpeg"
    if content.startswith(PDF):
        if b"%%EOF" not in content[-2048:]:
            raise RuleBroken(f"“{name}”不完整，请重新上传。", code="bad_file")
        return content, ".pdf", "application/pdf"
    if content.startswith(ZIP):
        return content, *_office_type(content, name)
    if content.startswith(OLD_OFFICE):
        raise RuleBroken(f"“{name}”是旧版Office文件，请另存为DOCX或PDF后上传。", code="file_type")
    raise _wrong_kind(name, allowed)


def _photo(content: bytes, name: str) -> bytes:
    if len(content) > MAX_PHOTO:
        raise RuleBroken(f"照片“{name}”超过10兆，请缩小后再上传。", code="file_too_large")
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(content, name)
    except BAD_IMAGE as damage:
        raise RuleBroken(f"照片“{name}”已损坏，请重新拍摄或选择。", code="bad_image") from damage


def _drawn_anew(content: bytes, name: str) -> bytes:
    """Decode within the pixel cap and paste upright into a new picture that knows nothing else."""
    with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise RuleBroken(
                f"照片“{name}”超过4000万像素，请缩小后再上传。", code="image_too_large"
            )
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((EDGE, EDGE))
        clear = upright.convert("RGBA")
    fresh = Image.new("RGB", clear.size, "white")
    fresh.paste(clear, mask=clear.getchannel("A"))
    return _as_jpeg(fresh)


def _as_jpeg(picture: Image.Image) -> bytes:
    """Give JPEG bytes, at the best quality that stays below a megabyte."""
    made = b""
    for quality in QUALITIES:
        sink = BytesIO()
        picture.save(sink, "JPEG", quality=quality, optimize=True)
        made = sink.getvalue()
        if len(made) <= WISHED:
            break
    return made


def _office_type(content: bytes, name: str) -> tuple[str, str]:
    """Give suffix and type of a DOCX or XLSX; refuse any other archive, macros and bombs."""
    members = _members(content, name)
    found = [kind for part, kind in OFFICE.items() if part in members]
    if len(found) != 1 or "[Content_Types].xml" not in members:
        raise RuleBroken(f"“{name}”不是DOCX或XLSX，压缩包不能上传。", code="file_type")
    if any("vbaproject" in member.lower() for member in members):
        raise RuleBroken(f"“{name}”带宏，请另存为不带宏的文件后上传。", code="file_macros")
    if len(members) > MAX_MEMBERS or sum(members.values()) > MAX_INFLATED:
        raise RuleBroken(f"“{name}”解压后过大，不能上传。", code="bad_file")
    return found[0]


def _members(content: bytes, name: str) -> dict[str, int]:
    """Give the archive's members and their inflated sizes; refuse a damaged or locked one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    # zipfile raises the last one for a way of packing it does not know
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as damage:
        raise RuleBroken(f"“{name}”已损坏，请重新另存后上传。", code="bad_file") from damage
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken(f"“{name}”已加密，请取消密码后上传。", code="bad_file")
    return {member.filename: member.file_size for member in members}


def _shown_name(name: str, suffix: str, spare: str) -> str:
    """Give the name for people: without folders and control characters, with the true suffix."""
    base = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(sign for sign in base if sign.isprintable()).strip()
    stem = clean.rsplit(".", 1)[0] if "." in clean[1:] else clean
    return f"{(stem or spare)[: NAME_LENGTH - len(suffix)]}{suffix}"
