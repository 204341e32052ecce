import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from accounts.files import hand_out


@pytest.fixture
def stored() -> FieldFile:
    storage = InMemoryStorage()
    name = storage.save("evidence/照片 1.jpg", ContentFile(b"picture"))
    return FieldFile(None, FileField(storage=storage), name)


def test_without_a_proxy_the_file_is_streamed(db, stored, settings):
    settings.PROTECTED_MEDIA_PREFIX = "-"
    response = hand_out(stored, name="照片.jpg", inline=True)
    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    response.close()


def test_behind_a_proxy_only_its_place_is_named(stored, settings):
    settings.PROTECTED_MEDIA_PREFIX = "/protected-media/"
    response = hand_out(stored, name="照片.jpg")
    assert response.content == b""
    assert response["X-Accel-Redirect"] == ("/protected-media/evidence/%E7%85%A7%E7%89%87%201.jpg")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E7%85%A7%E7%89%87.jpg"


@pytest.mark.parametrize("name", ["页面.html", "图.svg", "表.docx", "无名"])
def test_what_could_run_in_a_browser_is_only_saved(stored, settings, name):
    settings.PROTECTED_MEDIA_PREFIX = "/protected-media/"
    response = hand_out(stored, name=name, inline=True)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
