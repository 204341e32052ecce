"""The API of the three gates: plan, report, judge, send back behind another handle."""

from functools import partial

import pytest

from inspections.models import Problem
from tests.inspections.problem_cast import NOON, WORDS, bring, photo

pytestmark = pytest.mark.django_db
GATES = {"cause_found": True, "measure_done": True, "result_met": True}
PLANNED = {"person": "周干事", "measure": "逐户补齐方案", "planned_on": "2016-07-25"}


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO_TODAY = tmp_path, NOON.date()


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def post(client, problem: Problem, act: str, **data):
    address = f"/api/problems/{problem.pk}/{act}/"
    return client.post(address, data, content_type="application/json")


def test_the_unit_plans_and_the_problem_shows_it(client, at, liaison):
    client.force_login(liaison)
    given = post(client, at("acknowledged"), "plan", **PLANNED).json()
    plan = [given[name] for name in ("responsible_person", "planned_measure", "planned_on")]
    assert (given["state"], plan) == ("rectifying", list(PLANNED.values()))


def test_a_reply_before_the_plan_is_409(client, at, liaison):
    problem = at("acknowledged")
    client.force_login(liaison)
    sent = WORDS | {"files": [photo()]}
    answer = client.post(f"/api/problems/{problem.pk}/reply/", sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_plan")


def test_a_reply_takes_files_for_each_gate_and_gives_them_back_by_gate(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    sent = WORDS | {"files": [photo("共用.jpg")], "measure_files": [photo("措施.jpg")]}
    given = client.post(f"/api/problems/{problem.pk}/reply/", sent).json()["replies"][0]
    shared, own = given["evidence"]
    assert [gate["evidence"] for gate in given["gates"]] == [[shared], [shared, own], [shared]]


def test_a_severe_one_is_judged_with_words_and_a_photo(client, at, verifier):
    problem = at("reported", severity="severe")
    client.force_login(verifier)
    alone = post(client, problem, "verify", **GATES)
    assert (alone.status_code, alone.json()["code"]) == (409, "no_own_visit")
    sent = GATES | {"cause_note": "属实", "photos": [photo()]}
    given = client.post(f"/api/problems/{problem.pk}/verify/", sent).json()
    judged = given["replies"][0]["verification"]
    assert (given["state"], judged["cause_note"], len(judged["photos"])) == ("verified", "属实", 1)


def test_a_failed_gate_without_its_words_is_409(client, at, verifier):
    problem = at("reported")
    client.force_login(verifier)
    answer = post(client, problem, "verify", **GATES | {"result_met": False}, note="退回")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_reason")


def test_the_office_sends_back(client, at, office):
    problem = at("verified")
    client.force_login(office)
    assert post(client, problem, "send-back").status_code == 400
    assert post(client, problem, "send-back", note="不清").json()["state"] == "rectifying"


@pytest.mark.parametrize("act", ["send-back", "verify", "close"])
def test_judging_is_closed_to_the_township(client, at, liaison, act):
    client.force_login(liaison)
    assert post(client, at("verified"), act, note="不清").status_code == 403


def test_what_the_unit_asked_stands_with_the_problem(client, at, liaison, office):
    problem = at("rectifying")
    client.force_login(liaison)
    told = {"reason": "阴雨", "progress": "过半", "until": "2016-08-05"}
    post(client, problem, "extension", **told)
    client.force_login(office)
    given = client.get(f"/api/problems/{problem.pk}/").json()
    assert [row["until"] for row in given["extensions"]] == ["2016-08-05"]
    assert given["objections"] == []
