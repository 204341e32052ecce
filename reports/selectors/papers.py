"""The photos and signatures of a form, made small for paper."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image

from accounts.uploads import BAD_IMAGE
from inspections.models import Attachment
from inspections.selectors.reading import Line
from reports.papers.content import Picture

PHOTO_EDGE, SIGNATURE_EDGE = 800, 500  # pixels
QUALITY = 70


def pictures_of(lines: Iterable[Line]) -> tuple[tuple[Picture, ...], tuple[Picture, ...]]:
    """Give the signatures and the photos of the lines; one query. A lost file is passed over."""
    named = list(lines)
    numbers = [number for line in named for number in line.photos]
    held = Attachment.objects.in_bulk(numbers)
    signatures: list[Picture] = []
    photos: list[Picture] = []
    for line in named:
        into, edge = (signatures, SIGNATURE_EDGE) if line.is_signature else (photos, PHOTO_EDGE)
        caption = f"{line.question.item} {line.question.label}".strip()
        made = [small(held[number], edge, caption) for number in line.photos if number in held]
        into += [picture for picture in made if picture is not None]
    return tuple(signatures), tuple(photos)


def small(attachment: Attachment, edge: int, caption: str) -> Picture | None:
    """Make a stored picture small, on white where it is clear; None where it cannot be read."""
    try:
        with attachment.file.open("rb") as stored, Image.open(stored) as picture:
            picture.thumbnail((edge, edge))
            clear = picture.convert("RGBA")
    except BAD_IMAGE:
        return None
    page = Image.new("RGB", clear.size, "white")
    page.paste(clear, mask=clear.getchannel("A"))
    out = BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return Picture(out.getvalue(), *page.size, caption)
