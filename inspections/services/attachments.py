"""Photos and papers that prove something: checked on their way in, stored with their row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.files.base import File
from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.uploads import ALL_KINDS, keep, removed_on_failure, take_in
from inspections.models import Attachment

MAX_FILES = 20
PHOTO_KINDS = frozenset({".jpg"})
A_DAY = 500  # files of one person


def store_attachment(*, file: "File[bytes]", name: str, area_code: str, by: User) -> Attachment:
    """Take in a photo (JPEG, PNG, WebP) or a paper (PDF, DOCX, XLSX) and give its row.

    What is stored and what is refused: see made_attachment.
    """
    row = made_attachment(file=file, name=name, area_code=area_code, by=by)
    with removed_on_failure([row]):
        row.save(force_insert=True)
    return row


def made_attachment(
    *,
    file: "File[bytes]",
    name: str,
    area_code: str,
    by: User,
    key: str = "",
    kinds: Iterable[str] = ALL_KINDS,
) -> Attachment:
    """Check and store a file and give its row, which the caller saves or takes back.

    What is stored and what is refused: see accounts.uploads.take_in; besides, a person uploads at
    most 500 files a day (reliability D2): RuleBroken "too_many_today".
    """
    refuse_too_many_today(by)
    upload = take_in(file, name=name, kinds=kinds)
    row = Attachment(
        client_key=key,
        area_code=area_code,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        uploaded_by=by,
    )
    keep(row, upload)
    return row


def refuse_too_many_today(by: User) -> None:
    """Refuse a person's 501st file of the day."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Attachment.objects.filter(uploaded_by=by, uploaded_at__gte=midnight)
    if today.count() >= A_DAY:
        raise RuleBroken(
            f"您今天已上传{A_DAY}个文件，达到每日上限，请明天再传。", code="too_many_today"
        )


@contextmanager
def stored_files(
    *,
    files: Sequence["File[bytes]"],
    area_code: str,
    by: User,
    kinds: Iterable[str] = ALL_KINDS,
) -> Iterator[list[Attachment]]:
    """Check and store files; what the block does with their rows is one transaction with them.

    When the block fails neither rows nor files stay. Pictures are drawn anew before the
    transaction begins, so that a large one holds nobody up. What is refused: see made_attachment.
    """
    kept: list[Attachment] = []
    with removed_on_failure(kept):
        for file in files:
            name = file.name or "佐证"
            row = made_attachment(file=file, name=name, area_code=area_code, by=by, kinds=kinds)
            kept.append(row)
        with transaction.atomic():
            for row in kept:
                row.save(force_insert=True)
            yield kept
