"""Photos and papers that prove something: stored with their row, or not at all."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from accounts.errors import RuleBroken
from inspections.models import Attachment
from inspections.services import attachments
from inspections.services.attachments import store_attachment
from inspections.services.replies import reply_with_files
from tests.inspections.problem_cast import NOON, WORDS, bring, photo
from tests.make import make_problem, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(file: SimpleUploadedFile, name: str) -> Attachment:
    return store_attachment(file=file, name=name, area_code="510304105", by=make_user())


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_stored_file_has_a_random_name_and_its_fingerprint():
    row = stored(photo(), "李四家.jpg")
    with row.file.open("rb") as kept:
        size = len(kept.read())
    assert "李四" not in row.file.name
    assert (row.name, len(row.sha256), row.size) == ("李四家.jpg", 64, size)


def test_a_refused_file_leaves_nothing(media):
    with pytest.raises(RuleBroken):
        stored(SimpleUploadedFile("a.jpg", b"MZ program"), "a.jpg")
    assert (Attachment.objects.count(), files_in(media)) == (0, [])


def test_a_file_whose_row_fails_is_removed(media):
    too_long = "5" * 300
    with pytest.raises((DatabaseError, ValueError)):
        store_attachment(file=photo(), name="a.jpg", area_code=too_long, by=None)
    assert files_in(media) == []


def test_reply_with_files_keeps_both(office, liaison, verifier, media):
    problem = bring("rectifying", office=office, liaison=liaison, verifier=verifier)
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
