"""Uploads are judged by their content; photos leave everything but the picture behind."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from PIL import Image, PngImagePlugin

from accounts.errors import RuleBroken
from inspections.models import Attachment
from inspections.services import attachments
from inspections.services.attachments import reply_with_files, store_attachment
from tests.inspections.problem_cast import NOON, WORDS, bring, photo
from tests.make import make_problem, make_user

pytestmark = pytest.mark.django_db
ORIENTATION = 0x0112


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(content: bytes, name: str = "文件") -> Attachment:
    file = SimpleUploadedFile(name, content)
    return store_attachment(file=file, name=name, area_code="510304105", by=make_user())


def bytes_of(row: Attachment) -> bytes:
    with row.file.open("rb") as kept:
        return kept.read()


def shown(row: Attachment) -> Image.Image:
    return Image.open(BytesIO(bytes_of(row)))


def refusal(content: bytes, name: str = "文件.jpg") -> str:
    with pytest.raises(RuleBroken) as refused:
        stored(content, name)
    assert name in str(refused.value)
    return refused.value.code


def picture(kind: str, size=(30, 20), **options) -> bytes:
    sink = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, "teal").save(sink, kind, **options)
    return sink.getvalue()


def archive(*members: str, content: bytes = b"<x/>") -> bytes:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for member in members:
            made.writestr(member, content)
    return sink.getvalue()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_whatever_its_name_says(kind):
    row = stored(picture(kind), "现场.pdf")
    made = (row.name, row.content_type, shown(row).format)
    assert made == ("现场.jpg", "image/jpeg", "JPEG")


def test_a_photo_loses_all_metadata_and_what_hangs_behind_it():
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    content = picture("JPEG", exif=exif, comment=b"SECRET-NOTE") + b"SECRET-TAIL"
    kept = bytes_of(stored(content))
    assert (b"SECRET" in content, b"SECRET" in kept) == (True, False)
    assert dict(Image.open(BytesIO(kept)).getexif()) == {}


def test_a_png_loses_its_text():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET")
    assert b"SECRET" not in bytes_of(stored(picture("PNG", pnginfo=notes)))


def test_a_photo_is_turned_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert shown(stored(picture("JPEG", (30, 20), exif=exif))).size == (20, 30)


def test_a_large_photo_is_made_smaller():
    assert shown(stored(picture("JPEG", (4000, 1000)))).size == (2000, 500)


def test_a_photo_with_holes_gets_a_white_ground():
    sink = BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(sink, "PNG")
    assert shown(stored(sink.getvalue())).getpixel((2, 2)) == (255, 255, 255)


def test_a_stored_file_has_a_random_name_and_its_fingerprint():
    row = stored(picture("JPEG"), "李四家.jpg")
    assert "李四" not in row.file.name
    assert (len(row.sha256), row.size) == (64, len(bytes_of(row)))


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", ".pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_a_paper_is_kept_byte_by_byte_with_its_true_suffix(content, suffix):
    row = stored(content, "..\\方案.exe")
    assert (row.name, bytes_of(row)) == (f"方案{suffix}", content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00 program", "file_type"),
        (b"<svg onload='alert(1)'></svg>", "file_type"),
        (b"GIF89a" + b"\x00" * 50, "file_type"),
        (b"\xff\xd8\xff" + b"\x00" * 200, "bad_image"),
        (picture("JPEG", (300, 200))[:500], "bad_image"),
        (picture("PNG", (300, 200))[:120], "bad_image"),
        (b"%PDF-1.7 cut short", "bad_file"),
        (b"PK\x03\x04 broken", "bad_file"),
        (archive("a.txt"), "file_type"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file_macros"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "word/document.xml"), "file_type"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml", content=b"0" * 101 * 2**20),
            "bad_file",
        ),
    ],
)
def test_anything_else_is_refused_with_its_reason(content, code, media):
    assert refusal(content) == code
    assert (Attachment.objects.count(), files_in(media)) == (0, [])


def test_too_many_pixels_are_refused_before_they_are_decoded():
    assert refusal(picture("PNG", (8001, 5000), mode="1")) == "image_too_large"


def test_a_bomb_of_pixels_is_refused():
    assert refusal(picture("PNG", (20000, 10000), mode="1")) == "bad_image"


def test_a_photo_over_ten_megabytes_is_refused():
    assert refusal(b"\xff\xd8\xff" + b"\x00" * 10 * 2**20) == "file_too_large"


def test_a_paper_over_twenty_megabytes_is_refused():
    assert refusal(b"%PDF-" + b"\x00" * 20 * 2**20) == "file_too_large"


def test_a_file_whose_row_fails_is_removed(media):
    too_long = "5" * 300
    with pytest.raises((DatabaseError, ValueError)):
        store_attachment(file=photo(), name="a.jpg", area_code=too_long, by=None)
    assert files_in(media) == []


def test_reply_with_files_keeps_both(office, liaison, verifier, media):
    problem = bring("acknowledged", office=office, liaison=liaison, verifier=verifier)
    files = [photo("一.jpg"), photo("二.jpg")]
    made = reply_with_files(problem=problem, **WORDS, files=files, by=liaison, at=NOON)
    assert [row.name for row in made.evidence.order_by("pk")] == ["一.jpg", "二.jpg"]
    assert len(files_in(media)) == 2


def test_reply_with_files_leaves_no_file_when_refused(liaison, media):
    with pytest.raises(RuleBroken):
        reply_with_files(problem=make_problem(), **WORDS, files=[photo()], by=liaison, at=NOON)
    assert (Attachment.objects.count(), files_in(media)) == (0, [])


def test_reply_with_files_takes_twenty_at_most(liaison):
    files = [photo()] * (attachments.MAX_FILES + 1)
    with pytest.raises(RuleBroken, match="最多上传20份"):
        reply_with_files(problem=make_problem(), **WORDS, files=files, by=liaison, at=NOON)
