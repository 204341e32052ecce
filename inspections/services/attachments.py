"""Photos and papers that prove something: checked on their way in, stored with their row."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.uploads import keep, removed_on_failure, take_in
from inspections.models import Attachment, Problem, Reply
from inspections.services.rectifications import reply

MAX_FILES = 20


def store_attachment(*, file: "File[bytes]", name: str, area_code: str, by: User) -> Attachment:
    """Take in a photo (JPEG, PNG, WebP) or a paper (PDF, DOCX, XLSX) and give its row.

    What is stored and what is refused: see accounts.uploads.take_in.
    """
    upload = take_in(file, name=name)
    row = Attachment(
        area_code=area_code,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        uploaded_by=by,
    )
    keep(row, upload)
    with removed_on_failure([row]):
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
