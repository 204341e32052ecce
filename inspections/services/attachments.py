"""Photos and papers on their way in: judged by content, photos made anew, names at random."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from uuid import uuid4
from warnings import catch_warnings, simplefilter

from django.core.files.base import ContentFile, File
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Attachment, Problem, Reply
from inspections.services.rectifications import reply

MEGABYTE = 1024 * 1024
MAX_PHOTO, MAX_PAPER = 10 * MEGABYTE, 20 * MEGABYTE
MAX_PIXELS = 40_000_000
EDGE = 2000
WISHED = MEGABYTE
QUALITIES = (85, 75, 60)
NAME_LENGTH = 120
MAX_FILES = 20

JPEG, PNG, WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
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
MAX_MEMBERS, MAX_INFLATED = 2000, 200 * MEGABYTE
BAD_IMAGE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError),
)


def store_attachment(*, file: "File[bytes]", name: str, area_code: str, by: User) -> Attachment:
    """Take in a photo (JPEG, PNG, WebP) or a paper (PDF, DOCX, XLSX) and give its row.

    A photo is decoded and drawn anew: upright, at most 2000 pixels wide and high, JPEG, without
    any metadata. A paper is kept byte by byte. Raises RuleBroken "file_empty", "file_too_large",
    "bad_image", "image_too_large", "bad_file", "file_macros", "file_type".
    """
    if not file.size:
        raise RuleBroken(f"“{name}”是空文件，请重新选择。", code="file_empty")
    if file.size > MAX_PAPER:
        raise RuleBroken(f"“{name}”超过20兆，请压缩后再上传。", code="file_too_large")
    file.seek(0)
    content, suffix, content_type = _taken_in(file.read(MAX_PAPER + 1), name)
    row = Attachment(
        area_code=area_code,
        name=_shown_name(name, suffix),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    row.file.save(f"{uuid4().hex}{suffix}", ContentFile(content), save=False)
    with _removed_on_failure([row]):
        row.save(force_insert=True)
    return row


def reply_with_files(
    *,
    problem: Problem,
    cause: str,
    measure: str,
    result: str,
    files: Sequence["File[bytes]"],
    by: User,
    at: datetime,
) -> Reply:
    """Store the files and report the problem with them as evidence: both or neither.

    Raises RuleBroken as store_attachment and reply do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}份佐证。", code="too_many_files")
    kept: list[Attachment] = []
    with _removed_on_failure(kept), transaction.atomic():
        for file in files:
            name = file.name or "佐证"
            kept.append(store_attachment(file=file, name=name, area_code=problem.area_code, by=by))
        return reply(
            problem=problem,
            cause=cause,
            measure=measure,
            result=result,
            evidence=kept,
            by=by,
            at=at,
        )


@contextmanager
def _removed_on_failure(kept: Sequence[Attachment]) -> Iterator[None]:
    """Remove the stored files when what follows fails: no file without its row."""
    try:
        yield
    except BaseException:
        for row in kept:
            row.file.storage.delete(row.file.name or "")
        raise


def _taken_in(content: bytes, name: str) -> tuple[bytes, str, str]:
    """Give what is stored, its suffix and its type, by what the bytes are."""
    if content.startswith((JPEG, PNG)) or (content.startswith(WEBP) and content[8:12] == b"WEBP"):
        return _photo(content, name), ".jpg", "image/jpeg"
    if content.startswith(PDF):
        if b"%%EOF" not in content[-2048:]:
            raise RuleBroken(f"“{name}”不完整，请重新上传。", code="bad_file")
        return content, ".pdf", "application/pdf"
    if content.startswith(ZIP):
        return content, *_office_type(content, name)
    raise RuleBroken(
        f"“{name}”不能上传：只收JPG、PNG、WebP照片和PDF、DOCX、XLSX文件。", code="file_type"
    )


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
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as damage:
        raise RuleBroken(f"“{name}”已损坏，请重新另存后上传。", code="bad_file") from damage
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken(f"“{name}”已加密，请取消密码后上传。", code="bad_file")
    return {member.filename: member.file_size for member in members}


def _shown_name(name: str, suffix: str) -> str:
    """Give the name for people: without folders and control characters, with the true suffix."""
    base = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(sign for sign in base if sign.isprintable()).strip()
    stem = clean.rsplit(".", 1)[0] if "." in clean[1:] else clean
    return f"{(stem or '附件')[: NAME_LENGTH - len(suffix)]}{suffix}"
