"""Filling in without network, as the server sees it: what to keep, and what could not be sent."""

import base64
import json
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from inspections.models import Answer, Attachment, Declaration, Visit
from inspections.services.reviews import return_visit
from tests.inspections.field_cast import make_field_visit
from tests.make import COUNTY, NOW, make_area, make_assignment, make_question, make_user

pytestmark = pytest.mark.django_db
HOME = reverse("inspections:field_home")
RESCUE = reverse("inspections:visit_rescue")


@pytest.fixture
def visit(client, inspector, settings) -> Visit:
    settings.DEMO_TODAY = NOW.date()
    client.force_login(inspector)
    return make_field_visit(inspector)


def work(client):
    return client.get(reverse("inspections:field_work")).json()


def another(visit: Visit, number: int):
    """One more assignment of the same team, not begun."""
    place = make_area(f"{COUNTY}1052{number:02}").code
    team = visit.assignment.team
    return make_assignment(
        round=visit.round, team=team, subject_kind="village", subject_code=place, area_code=place
    )


def test_the_device_is_told_every_page_of_an_open_form(client, visit, inspector):
    (one,) = work(client)["visits"]
    pages = [
        f"/inspections/visits/{visit.pk}/{rest}/" for rest in ("parts/A", "parts/E", "submit")
    ]
    assert (work(client)["user"], one["visit"], one["pages"]) == (inspector.pk, visit.pk, pages)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_a_returned_form_has_another_stamp(client, visit):
    before = work(client)["visits"][0]["stamp"]
    Visit.objects.update(edition=2, returned_for="补照片")
    assert work(client)["visits"][0]["stamp"] != before


def test_preparing_opens_what_is_not_begun_once_the_word_is_given(client, visit, inspector):
    waiting = another(visit, 2)
    address = reverse("inspections:field_open")
    assert client.post(address).json() == {"opened": 0, "refusals": []}
    Declaration.objects.create(round=visit.round, person=inspector, at=NOW)
    assert client.post(address).json() == {"opened": 1, "refusals": []}
    assert client.post(address).json() == {"opened": 0, "refusals": []}
    assert Visit.objects.filter(assignment=waiting).count() == 1


@pytest.mark.parametrize("forms", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_forms(
    client, visit, inspector, forms, django_assert_num_queries
):
    Declaration.objects.create(round=visit.round, person=inspector, at=NOW)
    for number in range(2, forms + 1):
        another(visit, number)
    client.post(reverse("inspections:field_open"))
    client.get(HOME)
    with django_assert_num_queries(8):
        assert client.get(HOME).content.count(b"data-visit-row") == forms


def test_a_submitted_form_need_not_be_kept(client, visit):
    Visit.objects.update(state="submitted", visited_on=NOW.date(), submitted_at=NOW)
    assert work(client)["visits"] == []


def test_the_workers_script_is_public_and_names_whole_files(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert b"/static/js/field/worker.js" in answer.content
    assert b"/static/js/field/part.js" in answer.content


def test_the_page_without_network_says_nothing_of_anybody(client, visit, inspector):
    page = client.get(reverse("inspections:field_away")).content.decode()
    assert "现在没有网络" in page
    assert inspector.name not in page
    assert "csrf" not in page


# ---- what a device could not send ---------------------------------------------------------------


def exported(visit: Visit, **fields: object) -> dict[str, object]:
    """One form of a rescue file, as static/js/field/rescue.js writes it."""
    given = {"visit": visit.pk, "version": visit.version, "answers": {}, "base": {}, "rows": None}
    return given | {"batch": None, "submit": False, "photos": []} | fields


def hand_in(client, *visits: object, **fields: object):
    data = {"kind": "ducha-unsent", "schema": 1, "visits": visits} | fields
    file = SimpleUploadedFile("未发送.json", json.dumps(data).encode())
    return client.post(RESCUE, {"file": file})


def told(page) -> list[str]:
    """What the page says of each form, and what it could not take in."""
    found = re.findall(r"<small>(已存.*?)</small>|<li>([^<]*)</li>", page.content.decode())
    return [one or other for one, other in found]


def photo() -> dict[str, str]:
    held = BytesIO()
    Image.new("RGB", (40, 30), "#8a7").save(held, "JPEG")
    data = base64.b64encode(held.getvalue()).decode()
    return {"key": "photo-1", "question": "E102_photo", "name": "a.jpg", "data": data}


def given(visit: Visit) -> dict[str, object]:
    return dict(Answer.objects.filter(visit=visit).values_list("question__name", "value"))


def test_a_file_handed_in_twice_is_taken_in_once(client, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    asked = {"section_code": "E", "levels": "V", "fail_if": "", "required": False}
    make_question("E102_photo", type="image", **asked)
    batch = {"key": "k-1", "version": 0, "answers": {"A301_wrong": "2"}, "base": {}}
    one = exported(visit, batch=batch, photos=[photo()])
    one |= {"answers": {"A111_meeting": "yes"}, "base": {"A111_meeting": None}}
    for _ in range(2):
        page = hand_in(client, one)
        assert told(page) == ["已存答案 2 项、照片 1 张"]
    kept = given(visit)
    assert (kept["A301_wrong"], kept["A111_meeting"], len(kept["E102_photo"])) == ("2", "yes", 1)
    assert Attachment.objects.count() == 1


def test_a_file_may_ask_to_submit(client, visit):
    rate = {"num": "9", "den": "10"}
    full = {"A111_meeting": "yes", "A301_wrong": "2", "A401_rate": rate}
    assert (
        "，已提交" in hand_in(client, exported(visit, answers=full, submit=True)).content.decode()
    )
    visit.refresh_from_db()
    assert visit.state == "submitted"


def test_the_file_does_not_submit_again_what_was_returned(client, visit, office):
    rate = {"num": "9", "den": "10"}
    full = {"A111_meeting": "yes", "A301_wrong": "2", "A401_rate": rate}
    one = exported(visit, answers=full, submit=True)
    hand_in(client, one)
    visit.refresh_from_db()
    return_visit(visit=visit, remark="核实户数", by=office)
    assert "后被退回" in hand_in(client, one).content.decode()
    visit.refresh_from_db()
    assert (visit.state, visit.edition) == ("draft", 2)


def test_what_cannot_be_kept_is_told_by_name(client, visit):
    page = hand_in(client, exported(visit, answers={"A301_wrong": "两"}, submit=True))
    assert "错评户数：应填整数：两" in page.content.decode()
    visit.refresh_from_db()
    assert visit.state == "draft"


def test_half_characters_in_names_are_told_without_them(client, visit):
    odd = photo() | {"question": "a\ud800b", "name": "\ud800"}
    page = hand_in(client, exported(visit, answers={"x\ud800y": "1"}, photos=[odd]))
    assert [text in page.content.decode() for text in ("照片 ab：", "xy：")] == [True, True]


def test_an_answer_that_has_changed_since_is_left_and_told(client, visit):
    hand_in(client, exported(visit, answers={"A301_wrong": "5"}))
    page = hand_in(client, exported(visit, answers={"A301_wrong": "6"}, base={"A301_wrong": None}))
    assert "现已保存“5户”" in page.content.decode()
    assert given(visit)["A301_wrong"] == "5"


def test_a_stranger_cannot_hand_in_anothers_form(client, visit):
    stranger = make_user(permissions=["inspections.fill_visit"], area_code=COUNTY)
    client.force_login(stranger)
    page = hand_in(client, exported(visit, answers={"A301_wrong": "5"})).content.decode()
    assert "没有这份督查表，或不由您填写。" in page
    assert visit.subject_name not in page
    assert given(visit) == {}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "other"}, "不是本系统导出"),
        ({"schema": 9}, "不是本系统导出"),
        ({"visits": [{}]}, "没有编号"),
        ({"visits": [{"visit": 1, "photos": [{"key": "k"}]}]}, "照片读不出来"),
        ({"visits": [{"visit": 1, "answers": {"a": "1"}}]}, "version"),
        ({"visits": [{"visit": 1, "photos": [photo() | {"key": "a\0"}]}]}, "可用的标识"),
        ({"x": [[[[[[[[[[[[[1]]]]]]]]]]]]]}, "不是可读"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(client, visit, fields, told):
    page = hand_in(client, **fields)
    assert (page.status_code, told in page.content.decode()) == (400, True)
