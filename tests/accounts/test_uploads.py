"""Uploads are judged by their content; photos leave everything but the picture behind."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from accounts.errors import RuleBroken
from accounts.uploads import Upload, take_in

ORIENTATION = 0x0112


def taken(content: bytes, name: str = "文件", **fields) -> Upload:
    return take_in(SimpleUploadedFile(name, content), name=name, **fields)


def shown(upload: Upload) -> Image.Image:
    return Image.open(BytesIO(upload.content))


def refusal(content: bytes, name: str = "文件.jpg") -> str:
    with pytest.raises(RuleBroken) as refused:
        taken(content, name)
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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_whatever_its_name_says(kind):
    upload = taken(picture(kind), "现场.pdf")
    made = (upload.name, upload.content_type, shown(upload).format)
    assert made == ("现场.jpg", "image/jpeg", "JPEG")


def test_a_photo_loses_all_metadata_and_what_hangs_behind_it():
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    content = picture("JPEG", exif=exif, comment=b"SECRET-NOTE") + b"SECRET-TAIL"
    kept = taken(content).content
    assert (b"SECRET" in content, b"SECRET" in kept) == (True, False)
    assert dict(Image.open(BytesIO(kept)).getexif()) == {}


def test_a_png_loses_its_text():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET")
    assert b"SECRET" not in taken(picture("PNG", pnginfo=notes)).content


def test_a_photo_is_turned_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert shown(taken(picture("JPEG", (30, 20), exif=exif))).size == (20, 30)


def test_a_large_photo_is_made_smaller():
    assert shown(taken(picture("JPEG", (4000, 1000)))).size == (2000, 500)


def test_a_photo_with_holes_gets_a_white_ground():
    sink = BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(sink, "PNG")
    assert shown(taken(sink.getvalue())).getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", ".pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_a_paper_is_kept_byte_by_byte_with_its_true_suffix(content, suffix):
    upload = taken(content, "..\\方案.exe")
    assert (upload.name, upload.content) == (f"方案{suffix}", content)


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "file_type"),
        (archive("a.txt"), "file_type"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file_macros"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "word/document.xml"), "file_type"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml", content=b"0" * 101 * 2**20),
            "bad_file",
        ),
    ],
)
def test_anything_else_is_refused_with_its_reason(content, code):
    assert refusal(content) == code


def test_too_many_pixels_are_refused_before_they_are_decoded():
    assert refusal(picture("PNG", (8001, 5000), mode="1")) == "image_too_large"


def test_a_bomb_of_pixels_is_refused():
    assert refusal(picture("PNG", (20000, 10000), mode="1")) == "bad_image"


def test_a_photo_over_ten_megabytes_is_refused():
    assert refusal(b"\xff\xd8\xff" + b"\x00" * 10 * 2**20) == "file_too_large"


def test_a_paper_over_twenty_megabytes_is_refused():
    assert refusal(b"%PDF-" + b"\x00" * 20 * 2**20) == "file_too_large"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (picture("PNG"), "只收PDF、DOCX文件"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "只收PDF、DOCX文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "请另存为DOCX或PDF"),
    ],
)
def test_a_kind_that_is_not_asked_for_is_refused_with_what_is(content, told):
    with pytest.raises(RuleBroken, match=told):
        taken(content, kinds={".pdf", ".docx"})


def test_a_file_without_a_name_gets_one():
    assert taken(b"%PDF-1.7 %%EOF", "\t", spare="责任书").name == "责任书.pdf"
