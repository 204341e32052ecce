"""A client of its own built on docs/field-api.md: from the token to the sealed form."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from accounts.models import Role
from inspections.models import Answer, Declaration, Visit, VisitSave
from inspections.services.reviews import return_visit
from tests.inspections.field_cast import make_field_visit
from tests.make import (
    COUNTY,
    NOW,
    make_assignment,
    make_question,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
FULL = {"A111_meeting": "yes", "A301_wrong": 0, "A401_rate": {"num": 9, "den": 10}}


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.DEMO_TODAY = date(2016, 7, 12)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def visit(inspector) -> Visit:
    make_question("E102_photo", type="image", levels="V", required=False, fail_if="")
    visit = make_field_visit(inspector)
    Declaration.objects.create(round=visit.round, person=inspector, at=NOW)
    return visit


@pytest.fixture
def api(inspector) -> APIClient:
    client = APIClient()
    token = Token.objects.create(user=inspector).key
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def save(visit, key="k1", **fields):
    return {"visit": visit.pk, "key": key, "version": 0, "answers": FULL} | fields


def photo():
    stream = BytesIO()
    Image.new("RGB", (4, 3), "green").save(stream, "JPEG")
    return SimpleUploadedFile("门.jpg", stream.getvalue(), "image/jpeg")


def test_a_form_goes_the_whole_way(api, visit):
    at = f"/api/visits/{visit.pk}"
    listed = api.get("/api/assignments/").json()["results"][0]
    assert api.post(f"/api/assignments/{listed['id']}/open/").json()["id"] == visit.pk
    form = api.get(f"{at}/form/").json()
    assert {question["name"] for question in form["questions"]} > set(FULL)

    told = api.post(f"{at}/answers/", save(visit, base={}), format="json").json()
    assert (told["version"], told["errors"], told["conflicts"]) == (1, {}, {})

    taken = api.post(f"{at}/photos/E102_photo/", {"photo": photo(), "key": "p1"}).json()
    again = api.post(f"{at}/photos/E102_photo/", {"photo": photo(), "key": "p1"}).json()
    assert taken == again
    shown = api.get(f"{at}/photos/E102_photo/{taken['id']}/")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    assert api.delete(f"{at}/photos/E102_photo/{taken['id']}/").status_code == 204
    assert api.get(f"{at}/photos/E102_photo/{taken['id']}/").status_code == 404

    assert api.post(f"{at}/submit/", {"key": "s1"}).json()["state"] == "submitted"
    assert api.post(f"{at}/answers/", save(visit, "k2"), format="json").status_code == 409


def test_a_late_repeat_does_not_submit_a_returned_form(api, visit, office):
    at = f"/api/visits/{visit.pk}"
    api.post(f"{at}/answers/", save(visit), format="json")
    api.post(f"{at}/submit/", {"key": "s1"})
    return_visit(visit=Visit.objects.get(), remark="请核实", by=office, at=NOW)
    assert api.post(f"{at}/submit/", {"key": "s1"}).json()["state"] == "draft"
    assert api.post(f"{at}/submit/", {"key": "k1"}).json()["code"] == "key_reused"
    assert api.post(f"{at}/submit/", {"key": "s2"}).json()["state"] == "submitted"


def test_a_batch_sent_thrice_in_any_order_is_each_form_once(api, inspector):
    team = make_team(None, inspector)
    make_question("A203_plan", fail_if="")
    forms = [make_visit(make_assignment(team=team, area_code=f"{COUNTY}105")) for _ in range(10)]
    saves = [
        save(form, f"k{form.pk}-{step}", answers={"A203_plan": value}, base={"A203_plan": before})
        for form in forms
        for step, (before, value) in enumerate([(None, "no"), ("no", "yes")])
    ]
    batches = [saves[:7], saves[:13], saves[4:], saves, saves[::-1]]
    answers = [api.post("/api/visits/sync/", {"saves": b}, format="json").json() for b in batches]

    assert {line["status"] for answer in answers for line in answer["results"]} == {200}
    assert [len(answer["results"]) for answer in answers] == [7, 13, 16, 20, 20]
    assert list(Answer.objects.values_list("value", flat=True)) == ["yes"] * 10
    assert VisitSave.objects.count() == 20
    assert set(Visit.objects.values_list("version", flat=True)) == {2}


def test_a_save_of_a_batch_fails_by_itself(api, visit):
    other = make_visit(make_assignment(team=make_team(visit.round)))
    saves = [
        "x",
        save(other),
        save(visit, "a b"),
        save(visit, answers={"A301_wrong": "两户", "A111_meeting": "no"}),
        save(visit, answers={"A301_wrong": 1}),
        save(visit, "k2", version=1, answers={"A301_wrong": 1}),
    ]
    told = api.post("/api/visits/sync/", {"saves": saves}, format="json").json()["results"]
    assert [line["status"] for line in told] == [400, 404, 400, 400, 409, 200]
    assert told[3]["errors"] == {"A301_wrong": "应填整数：两户"}
    assert visit.answers.count() == 2


@pytest.mark.parametrize("saves", [None, {}, [{}] * 51])
def test_a_batch_is_a_list_of_fifty_at_most(api, saves):
    answer = api.post("/api/visits/sync/", {"saves": saves}, format="json")
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"[" * 100_000, b"{", b"x" * 3_000_000])
def test_what_cannot_be_read_is_refused(api, visit, body):
    url = f"/api/visits/{visit.pk}/answers/"
    answer = api.post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert not Answer.objects.exists()


def test_a_wrong_token_is_told_so(api):
    api.credentials(HTTP_AUTHORIZATION="Token nobody")
    answer = api.get("/api/me/")
    assert (answer.status_code, answer.json()["detail"]) == (403, "令牌无效。")


def test_a_department_fills_in_its_own_form(visit):
    unit = make_unit("区水务局")
    liaison = make_user(Role.DEPARTMENT, unit=unit)
    own = {"subject_kind": "department", "subject_code": str(unit.pk), "area_code": COUNTY}
    task = make_assignment(team=make_team(visit.round), filling_unit=unit, **own)
    make_question("Q101_plan", type="text", levels="Q", fail_if="", checklist=task.checklist)
    api = APIClient()
    api.force_authenticate(liaison)
    at = f"/api/visits/{api.post(f'/api/assignments/{task.pk}/open/').json()['id']}"
    assert "Q101_plan" in {one["name"] for one in api.get(f"{at}/form/").json()["questions"]}
    sent = {"key": "k", "version": 0, "answers": {"Q101_plan": "已办"}}
    assert api.post(f"{at}/answers/", sent, format="json").json()["version"] == 1
    assert api.post(f"{at}/submit/", {"key": "s"}).json()["state"] == "submitted"
    assert api.get(f"/api/visits/{visit.pk}/form/").status_code == 404
