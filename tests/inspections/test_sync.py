"""A form's script saves: once for each key, answer by answer, whatever order it comes in."""

import json
from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Visit, VisitSave
from inspections.services.submitting import submit_visit
from tests.inspections.field_cast import make_field_visit
from tests.make import make_question, make_user

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 12)


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def visit(client, inspector) -> Visit:
    client.force_login(inspector)
    return make_field_visit(inspector)


@pytest.fixture
def sync(client, visit):
    def post(key="k1", *, base=None, version=0, rows=None, status=200, **answers):
        body = {"key": key, "version": version, "answers": answers, "base": base, "rows": rows}
        url = reverse("inspections:visit_sync", args=[visit.pk])
        answer = client.post(url, body, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    return post


def stored(visit):
    rows = visit.answers.order_by("question__position", "row")
    return {f"{a.question.name}{f'.{a.row}' if a.row else ''}": a.value for a in rows}


def make_members():
    asked = {"levels": "V", "fail_if": "", "repeat": "members"}
    make_question("M01_name", type="text", label="姓名", **asked)
    make_question("M02_age", type="integer", label="年龄", required=False, **asked)


def test_a_save_says_how_the_form_stands(sync, visit):
    told = sync(A111_meeting="no", A301_wrong="两户")

    assert told | {"saved_at": "", "asked": []} == {
        "ok": True,
        "version": 1,
        "repeated": False,
        "saved_at": "",
        "errors": {"A301_wrong": "应填整数：两户"},
        "conflicts": {},
        "kept": {
            "A111_meeting": {"status": "given", "value": "no", "reason": "", "explanation": ""}
        },
        "rows": {},
        "asked": [],
        "failing": {"A111_meeting": "将记为问题：退出未经民主评议"},
        "warnings": {},
        "done": 1,
        "total": 4,
        "parts": {"A": [1, 4], "E": [0, 0]},
    }


def test_the_same_save_again_does_nothing_and_gives_the_same_answer(sync, visit):
    first = sync("k1", A111_meeting="no", A301_wrong="两户")
    sync("k2", version=1, A301_wrong="3")
    again = sync("k1", A111_meeting="no", A301_wrong="两户")

    assert (again["version"], again["repeated"]) == (first["version"], True)
    assert again["errors"] == first["errors"]
    assert stored(visit) == {"A111_meeting": "no", "A301_wrong": "3"}
    assert VisitSave.objects.count() == 2


def test_the_same_key_with_other_content_is_refused(sync, visit):
    sync("k1", A111_meeting="no")
    told = sync("k1", status=409, A111_meeting="yes")
    assert (told["conflict"], told["code"]) == (True, "key_reused")
    assert stored(visit) == {"A111_meeting": "no"}


def test_without_a_base_the_version_must_be_the_forms(sync):
    sync("k1", A111_meeting="no")
    assert sync("k2", status=409, A301_wrong="3")["code"] == "version_conflict"


def test_with_a_base_only_the_changed_answer_is_in_conflict(sync, visit):
    sync("k1", A111_meeting="no")
    base = {"A111_meeting": None, "A301_wrong": None}
    told = sync("k2", base=base, A111_meeting="yes", A301_wrong="3")

    assert told["version"] == 2
    assert told["conflicts"]["A111_meeting"]["theirs_text"] == "否"
    assert told["conflicts"]["A111_meeting"]["mine"]["value"] == "yes"
    assert stored(visit) == {"A111_meeting": "no", "A301_wrong": "3"}


def test_a_conflict_is_settled_by_saving_over_the_others(sync, visit):
    sync("k1", A111_meeting="no")
    told = sync("k2", base={"A111_meeting": None}, A111_meeting="yes")
    theirs = told["conflicts"]["A111_meeting"]["theirs"]
    sync("k3", base={"A111_meeting": theirs}, A111_meeting="yes")
    assert stored(visit) == {"A111_meeting": "yes"}


def test_a_sealed_form_says_so_but_knows_its_saves(sync, visit, inspector):
    values = {"A111_meeting": "yes", "A301_wrong": 0, "A401_rate": {"num": 9, "den": 10}}
    sync("k1", **values)
    visit.refresh_from_db()
    submit_visit(visit=visit, by=inspector, on=DAY)

    told = sync("k2", status=409, A111_meeting="no")
    assert (told["sealed"], told["message"]) == (True, "督查表已提交，不能再改。")
    assert sync("k1", **values)["version"] == 1


def test_rows_are_added_filled_and_removed_with_their_answers(sync, visit):
    make_members()
    sync("k1", rows={"members": [1, 2]}, **{"M01_name.1": "甲", "M01_name.2": "乙"})
    assert stored(visit) == {"M01_name.1": "甲", "M01_name.2": "乙"}

    told = sync("k2", version=1, rows={"members": [2, 3]}, **{"M02_age.3": "41"})
    assert (told["rows"], stored(visit)) == (
        {"members": [2, 3]},
        {"M01_name.2": "乙", "M02_age.3": "41"},
    )


def test_a_row_of_somebody_else_is_not_removed_unseen(sync, visit):
    make_members()
    sync("k1", rows={"members": [1]}, **{"M01_name.1": "甲"})
    late = sync("k2", base={"M01_name.2": None}, rows={"members": [2]}, **{"M01_name.2": "乙"})
    assert late["rows"] == {"members": [2, 1]}
    assert stored(visit) == {"M01_name.1": "甲", "M01_name.2": "乙"}


def test_an_explanation_is_kept_with_its_answer(sync, visit):
    told = sync(A301_wrong={"value": "3", "explain": "已核实"})
    assert told["kept"]["A301_wrong"]["explanation"] == "已核实"
    assert visit.answers.get().explanation == "已核实"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[1]",
        b'{"answers": {}}',
        b'{"key": "a b", "version": 0}',
        b'{"key": "k", "version": "0"}',
        b'{"key": "k", "version": 0, "answers": []}',
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_refused(client, visit, body):
    url = reverse("inspections:visit_sync", args=[visit.pk])
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_the_definition_holds_all_a_phone_needs(client, visit):
    make_members()
    form = client.get(reverse("inspections:visit_form", args=[visit.pk])).json()
    assert {name: form[name] for name in ("visit", "version", "state", "rows", "replies")} == {
        "visit": visit.pk,
        "version": 0,
        "state": "draft",
        "rows": {},
        "replies": {},
    }
    names = [question["name"] for question in form["questions"]]
    assert names == [
        *("A111_meeting", "A111_why", "A301_wrong", "A401_rate", "E101_note"),
        *("M01_name", "M02_age"),
    ]
    assert form["questions"][1]["relevant"] == "${A111_meeting} = 'no'"


@pytest.mark.parametrize("count", [1, 40])
def test_a_sync_asks_the_same_queries_for_any_length(
    sync, visit, count, django_assert_max_num_queries
):
    names = [f"B{n:03}_x" for n in range(count)]
    for name in names:
        make_question(name, levels="V")
    sync("first", A111_meeting="yes")
    with django_assert_max_num_queries(12):
        told = sync("second", version=1, **dict.fromkeys(names, "yes"))
    assert json.dumps(told["errors"]) == "{}"


def test_another_team_does_not_save(client, sync, visit):
    stranger = make_user(permissions=["inspections.fill_visit", "inspections.view_visit"])
    client.force_login(stranger)
    assert sync(status=409, A111_meeting="no")["code"] == "not_own_visit"
    assert stored(visit) == {}


def test_what_is_nested_too_deep_is_refused(client, visit):
    deep = {"value": "no"}
    for _ in range(100):
        deep = {"value": deep}
    body = json.dumps({"key": "k", "version": 0, "answers": {"A111_meeting": deep}})
    url = reverse("inspections:visit_sync", args=[visit.pk])
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["message"]) == (400, "内容嵌套过深。")


def test_an_empty_answer_takes_no_photo_away(sync, visit):
    photo = make_question("E102_photo", type="image", label="照片", levels="V", fail_if="")
    visit.answers.create(question=photo, value=[7])
    sync(A111_meeting="no", E102_photo="", base={"E102_photo": [7]})
    assert stored(visit)["E102_photo"] == [7]
