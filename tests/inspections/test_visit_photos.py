"""Photos of a form: checked, kept with their question, refused when the form is sealed."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.errors import RuleBroken
from inspections.models import Attachment, Visit
from inspections.services.visit_photos import attach_photo
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


def test_what_is_no_photo_is_refused_and_leaves_no_answer(visit, inspector):
    fake = ContentFile(b"MZ not a photo", name="photo.jpg")
    with pytest.raises(RuleBroken):
        attach_photo(visit=visit, name="D204_photo", file=fake, by=inspector)
    assert not visit.answers.exists()
