"""Photos of a form: checked, kept with their question, refused when the form is sealed."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.errors import RuleBroken
from inspections.models import Attachment, Visit
from inspections.services import attachments
from inspections.services.visit_photos import attach_photo, remove_photo
from tests.make import NOW, make_assignment, make_question, make_team, make_user, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def visit(inspector):
    team = make_team(None, inspector)
    make_question("D204_photo", type="image", required=False, fail_if="")
    make_question("A203_plan")
    return make_visit(make_assignment(team=team))


def photo():
    stream = BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG")
    return ContentFile(stream.getvalue(), name="现场.jpg")


def test_photos_are_added_to_their_question(visit, inspector):
    first, second = (
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector) for _ in range(2)
    )
    answer = visit.answers.get()
    assert (answer.question.name, answer.status) == ("D204_photo", "given")
    assert answer.value == [first.pk, second.pk]
    assert first.area_code == visit.area_code


def test_a_question_takes_nine_photos(visit, inspector):
    visit.answers.create(question=visit.checklist.questions.first(), value=list(range(9)))
    with pytest.raises(RuleBroken, match="最多9张"):
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector)
    assert not Attachment.objects.exists()


def test_only_a_photo_question_takes_photos(visit, inspector):
    with pytest.raises(RuleBroken, match="这一项不收照片"):
        attach_photo(visit=visit, name="A203_plan", file=photo(), by=inspector)


def test_a_sealed_form_takes_no_photo(visit, inspector):
    Visit.objects.update(state="submitted", submitted_at=NOW, visited_on=date(2016, 7, 12))
    with pytest.raises(RuleBroken, match="已提交"):
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector)


def test_only_the_own_team_adds_photos(visit):
    with pytest.raises(RuleBroken, match="不是本组的任务"):
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=make_user())


def test_a_repeat_under_the_same_key_gives_the_same_photo(visit, inspector):
    first, again = (
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector, key="k1")
        for _ in range(2)
    )
    assert (again, visit.answers.get().value) == (first, [first.pk])


def test_a_signature_replaces_the_one_before(visit, inspector):
    make_question("Y01_sign", type="image", appearance="signature", fail_if="")
    for _ in range(2):
        signed = attach_photo(visit=visit, name="Y01_sign", file=photo(), by=inspector)
    assert visit.answers.get().value == [signed.pk]


def test_a_photo_goes_to_its_row(visit, inspector):
    make_question("P01_photo", type="image", repeat="places", fail_if="")
    visit.rows = {"places": [1, 2]}
    taken = attach_photo(visit=visit, name="P01_photo.2", file=photo(), by=inspector)
    answer = visit.answers.get()
    assert (answer.row, answer.value) == (2, [taken.pk])
    with pytest.raises(RuleBroken, match="先保存表格"):
        attach_photo(visit=visit, name="P01_photo.3", file=photo(), by=inspector)


def test_a_photo_is_taken_out_of_a_draft(visit, inspector):
    one, two = (
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector) for _ in "ab"
    )
    remove_photo(visit=visit, name="D204_photo", number=one.pk, by=inspector)
    assert visit.answers.get().value == [two.pk]
    for _ in "ab":
        remove_photo(visit=visit, name="D204_photo", number=two.pk, by=inspector)
    assert not visit.answers.exists()


def test_a_person_uploads_so_many_files_a_day(visit, inspector, monkeypatch):
    monkeypatch.setattr(attachments, "A_DAY", 1)
    attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector)
    with pytest.raises(RuleBroken, match="每日上限"):
        attach_photo(visit=visit, name="D204_photo", file=photo(), by=inspector)


def test_where_a_photo_was_taken_is_not_kept(visit, inspector):
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 21.0, 0.0), 3: "E", 4: (104.0, 48.0, 0.0)})
    stream = BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG", exif=exif, comment=b"CANARY-TEXT")
    taken = ContentFile(stream.getvalue() + b"CANARY-TAIL", name="现场.jpg")
    assert b"CANARY-CAMERA" in stream.getvalue()

    row = attach_photo(visit=visit, name="D204_photo", file=taken, by=inspector)
    kept = Path(row.file.path).read_bytes()

    assert b"CANARY" not in kept
    assert b"Exif" not in kept
    assert not dict(Image.open(BytesIO(kept)).getexif())


def test_a_script_is_answered_in_json(client, visit, inspector):
    client.force_login(inspector)
    url = reverse("inspections:visit_photo", args=[visit.pk, "D204_photo"])
    said = {"Accept": "application/json"}
    told = client.post(url, {"photo": photo(), "key": "k1"}, headers=said).json()
    assert told == {
        "ok": True,
        "id": Attachment.objects.get().pk,
        "key": "k1",
        "url": f"/inspections/files/{Attachment.objects.get().pk}/",
    }
    gone = reverse("inspections:visit_photo_remove", args=[visit.pk, "D204_photo", told["id"]])
    assert client.post(gone, headers=said).json()["ok"]
    assert not visit.answers.exists()
    assert client.post(url, {}, headers=said).status_code == 400
    Visit.objects.update(state="submitted", submitted_at=NOW, visited_on=date(2016, 7, 12))
    sealed = client.post(url, {"photo": photo()}, headers=said)
    assert (sealed.status_code, sealed.json()["sealed"]) == (409, True)


def test_what_is_no_photo_is_refused_and_leaves_no_answer(visit, inspector):
    fake = ContentFile(b"MZ not a photo", name="photo.jpg")
    with pytest.raises(RuleBroken):
        attach_photo(visit=visit, name="D204_photo", file=fake, by=inspector)
    assert not visit.answers.exists()
