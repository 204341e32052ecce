"""Photos and papers that prove something: checked on their way in, stored with their row."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.uploads import keep, removed_on_failure, take_in
from inspections.models import Attachment, Problem, Reply
from inspections.services.rectifications import reply

MAX_FILES = 20
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
    *, file: "File[bytes]", name: str, area_code: str, by: User, key: str = ""
) -> Attachment:
    """Check and store a file and give its row, which the caller saves or takes back.

    What is stored and what is refused: see accounts.uploads.take_in; besides, a person uploads at
    most 500 files a day (reliability D2): RuleBroken "too_many_today".
    """
    refuse_too_many_today(by)
    upload = take_in(file, name=name)
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
    with removed_on_failure(kept), transaction.atomic():
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
