"""The API of rounds, assignments and visits: the pages' services behind another handle."""

from datetime import date

import pytest

from inspections.models import Declaration
from tests.inspections.draw_cast import SEED, make_county
from tests.inspections.field_cast import make_field_visit
from tests.make import NOW, make_assignment, make_question, make_round, make_team, make_visit

pytestmark = pytest.mark.django_db
JSON = "application/json"
COMPLETE = {"A111_meeting": "yes", "A301_wrong": 0, "A401_rate": {"num": 9, "den": 10}}


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 12)


@pytest.fixture
def visit(client, inspector):
    client.force_login(inspector)
    return make_field_visit(inspector)


def save(client, visit, version=0, **answers):
    body = {"version": version, "answers": answers}
    return client.post(f"/api/visits/{visit.pk}/answers/", body, content_type=JSON)


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize("name", ["rounds", "assignments", "visits"])
def test_lists_ask_the_same_queries_for_any_length(
    client, office, name, lines, django_assert_max_num_queries
):
    for month in range(1, lines + 1):
        make_visit(make_assignment(team=make_team(make_round(period=date(2016, month, 1)))))
    client.force_login(office)
    with django_assert_max_num_queries(8):
        answer = client.get(f"/api/{name}/").json()
    assert answer["count"] == lines


def test_a_round_is_sealed_and_drawn(client, office):
    make_county()
    round_ = make_round()
    client.force_login(office)
    sealed = client.post(f"/api/rounds/{round_.pk}/seal/")
    drawn = client.post(f"/api/rounds/{round_.pk}/seed/", {"seed": SEED}, content_type=JSON)
    assert (sealed.status_code, sealed.json()["state"]) == (201, "sealed")
    assert (drawn.status_code, len(drawn.json()["units"])) == (200, 12)
    assert client.get(f"/api/rounds/{round_.pk}/").json()["draws"][0]["seed"] == SEED


def test_a_seed_before_the_seal_is_refused(client, office):
    client.force_login(office)
    url = f"/api/rounds/{make_round().pk}/seed/"
    answer = client.post(url, {"seed": SEED}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_sealed")


def test_a_township_cannot_seal(client, liaison):
    client.force_login(liaison)
    assert client.post(f"/api/rounds/{make_round().pk}/seal/").status_code == 403


def test_opening_gives_the_visit_that_is_begun(client, visit, inspector):
    Declaration.objects.create(round=visit.round, person=inspector, at=NOW)
    answer = client.post(f"/api/assignments/{visit.assignment_id}/open/")
    assert (answer.status_code, answer.json()["id"]) == (200, visit.pk)


def test_answers_are_saved_and_the_form_judged(client, visit):
    answer = save(client, visit, A111_meeting="no", A301_wrong="3")
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    read = client.get(f"/api/visits/{visit.pk}/").json()
    assert read["failing"] == ["A111_meeting"]
    assert read["missing"] == ["A111_why", "A401_rate"]
    assert read["answers"][0]["wording"] == "退出是否经民主评议"


def test_a_reader_gets_of_people_what_the_page_shows_him(client, visit, leader):
    make_question("A501_phone", type="text", label="电话", levels="V", fail_if="")
    save(client, visit, A501_phone="13800001234")
    own = client.get(f"/api/visits/{visit.pk}/").json()["answers"][0]["value"]
    client.force_login(leader)
    seen = client.get(f"/api/visits/{visit.pk}/").json()["answers"][0]["value"]
    assert (own, seen != own, seen[-4:]) == ("13800001234", True, "1234")


def test_a_wrong_answer_is_named_and_the_others_kept(client, visit):
    answer = save(client, visit, A111_meeting="yes", A301_wrong="两户")
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"A301_wrong": "应填整数：两户"}
    assert visit.answers.count() == 1


def test_a_stale_version_is_a_conflict(client, visit):
    save(client, visit, A111_meeting="yes")
    answer = save(client, visit, A111_meeting="no")
    assert (answer.status_code, answer.json()["code"]) == (409, "version_conflict")


def test_an_unfinished_form_is_not_submitted(client, visit):
    answer = client.post(f"/api/visits/{visit.pk}/submit/")
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_incomplete")


def test_a_complete_form_is_submitted_once(client, visit):
    save(client, visit, **COMPLETE)
    answer = client.post(f"/api/visits/{visit.pk}/submit/")
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    assert save(client, visit, 2, A301_wrong="1").json()["code"] == "visit_submitted"


@pytest.mark.parametrize("name", ["visits", "assignments", "rounds"])
def test_a_hidden_round_is_not_there_for_the_inspected(client, inspector, liaison, name):
    make_field_visit(inspector, mode="unannounced")
    client.force_login(liaison)
    answer = client.get(f"/api/{name}/")
    assert answer.status_code == 403 or answer.json()["count"] == 0


def test_another_township_gets_the_404_of_what_does_not_exist(client, visit, outsider):
    client.force_login(outsider)
    there, nowhere = (client.get(f"/api/visits/{pk}/") for pk in (visit.pk, 999999))
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)


def test_nobody_is_let_in_without_a_login(client, db):
    assert client.get("/api/visits/").status_code in {401, 403}
