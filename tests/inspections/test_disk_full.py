"""A disk that takes no more: the person is told and keeps his words; nothing is left behind."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.urls import reverse

from inspections.models import Attachment, Problem
from tests.inspections.problem_cast import WORDS, bring, photo

pytestmark = pytest.mark.django_db
ROOM = 200  # bytes a file may grow to: less than the smallest photo


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the system refuse to write any file longer than ROOM, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_reply_on_a_full_disk_is_refused_whole(client, office, liaison, verifier, media):
    problem = bring("rectifying", office=office, liaison=liaison, verifier=verifier)
    client.force_login(liaison)
    page = reverse("inspections:problem_reply", args=[problem.pk])
    sent = WORDS | {"evidence": photo(size=(400, 300))}
    with full_disk():
        told = client.post(page, sent).content.decode()

    problem.refresh_from_db()
    assert "服务器存不下“照片.jpg”" in told
    assert [word for word in WORDS.values() if word not in told] == []
    assert (problem.state, problem.replies.count()) == (Problem.State.RECTIFYING, 0)
    assert Attachment.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []
