"""The API of problems and orders: the same rules behind another handle."""

from functools import partial

import pytest

from inspections.models import Problem, RectificationOrder
from tests.inspections.problem_cast import WORDS, bring, photo
from tests.make import make_problem

pytestmark = pytest.mark.django_db
STATE = Problem.State
GATES = {"cause_found": True, "measure_done": True, "result_met": True}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def address(problem: Problem, act: str = "") -> str:
    return f"/api/problems/{problem.pk}/{act + '/' if act else ''}"


def post(client, url: str, **data):
    return client.post(url, data, content_type="application/json")


@pytest.mark.parametrize("route", ["problems", "orders"])
@pytest.mark.parametrize("lines", [1, 3])
def test_lists_ask_the_same_queries_for_any_length(
    client, at, office, route, lines, django_assert_max_num_queries
):
    for _ in range(lines):
        at("ordered")
    client.force_login(office)
    with django_assert_max_num_queries(8):
        answer = client.get(f"/api/{route}/")
    assert answer.json()["count"] == lines


def test_list_is_narrowed_like_the_page(client, at, office):
    at("ordered")
    make_problem()
    client.force_login(office)
    assert client.get("/api/problems/", {"ordered": "1"}).json()["count"] == 1
    assert client.get("/api/problems/", {"period": "7月"}).status_code == 400


def test_a_problem_comes_with_its_story_and_replies(client, at, office):
    problem = at("verified")
    client.force_login(office)
    given = client.get(address(problem)).json()
    assert [line["state"] for line in given["entries"]][-1] == "verified"
    assert given["replies"][0]["verification"]["passed"] is True


def test_another_townships_problem_is_missing_like_any_other(client, at, outsider):
    problem = at("acknowledged")
    client.force_login(outsider)
    there = client.get(address(problem))
    missing = client.get("/api/problems/999999/")
    assert (there.status_code, there.json()) == (404, missing.json())
    assert client.get(f"/api/orders/{problem.order_id}/").status_code == 404


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get("/api/problems/").status_code in {401, 403}


@pytest.mark.parametrize("act", ["confirm", "reject", "verify", "close"])
def test_judging_is_closed_to_the_township(client, at, liaison, act):
    problem = at("reported")
    client.force_login(liaison)
    assert post(client, address(problem, act)).status_code == 403


def test_office_confirms(client, office):
    problem = make_problem()
    client.force_login(office)
    answer = post(client, address(problem, "confirm"), scope="common")
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")


def test_office_rejects(client, office):
    problem = make_problem()
    client.force_login(office)
    answer = post(client, address(problem, "reject"), note="已补交")
    assert answer.json()["state"] == "not_upheld"


def test_office_orders_and_liaison_acknowledges(client, at, office, liaison):
    problem = at("confirmed")
    client.force_login(office)
    unit = problem.responsible_unit_id
    given = {"problems": [problem.pk], "unit": unit, "requirement": "限期", "due_on": "2099-01-01"}
    made = post(client, "/api/orders/", **given)
    assert (made.status_code, made.json()["problems"]) == (201, [problem.pk])
    client.force_login(liaison)
    signed = post(client, f"/api/orders/{made.json()['id']}/acknowledge/")
    assert signed.status_code == 200
    assert RectificationOrder.objects.get().acknowledged_by == liaison


def test_a_broken_rule_is_409_with_its_sentence(client, at, office):
    problem = at("confirmed")
    client.force_login(office)
    answer = post(client, address(problem, "confirm"), scope="common")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert "已认定" in answer.json()["detail"]


def test_liaison_replies_with_files(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    answer = client.post(address(problem, "reply"), WORDS | {"files": [photo(), photo()]})
    assert (answer.status_code, answer.json()["state"]) == (200, "reported")
    assert len(answer.json()["replies"][0]["evidence"]) == 2


def test_a_reply_without_evidence_is_refused(client, at, liaison):
    problem = at("acknowledged")
    client.force_login(liaison)
    answer = post(client, address(problem, "reply"), **WORDS)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_evidence")


def test_verifier_verifies_and_office_closes(client, at, verifier, office):
    problem = at("reported")
    client.force_login(verifier)
    assert post(client, address(problem, "verify"), **GATES).json()["state"] == "verified"
    client.force_login(office)
    answer = post(client, address(problem, "close"), note="同意")
    assert (answer.json()["state"], answer.json()["overdue"]) == ("closed", False)


def test_closing_what_is_not_verified_is_409(client, at, office):
    problem = at("reported")
    client.force_login(office)
    answer = post(client, address(problem, "close"))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_verified")
