"""Requests through the API: the pages' services behind another handle."""

import pytest
from django.urls import reverse

from inspections.models import Extension, Objection, Problem
from tests.inspections.problem_cast import NOON, bring, photo
from tests.inspections.request_cast import ASKED, UNTIL, extension_of, objection_of

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.DEMO_TODAY = NOON.date()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem signed for by 新店镇."""
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return bring("acknowledged", **cast, responsible_unit=liaison.unit)


def test_the_unit_asks_for_more_time_and_the_office_grants_it(client, problem, liaison, office):
    client.force_login(liaison)
    ask = reverse("problems-extension", args=[problem.pk])
    answer = client.post(ask, {**ASKED, "until": UNTIL.isoformat()}, **JSON)
    made = Extension.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, made.pk)
    decide = reverse("extensions-decide", args=[made.pk])
    assert client.post(decide, {"grant": True}, **JSON).status_code == 403

    client.force_login(office)
    assert client.get(reverse("extensions-list")).json()["results"][0]["state"] == "pending"
    assert client.post(decide, {"grant": True}, **JSON).json()["state"] == "granted"
    assert client.post(decide, {"grant": True}, **JSON).json()["code"] == "already_decided"


def test_an_objection_goes_with_files_and_is_decided(client, problem, liaison, office):
    client.force_login(liaison)
    sent = {"reason": "方案早已印发", "files": [photo()]}
    answer = client.post(reverse("problems-objection", args=[problem.pk]), sent)
    made = Objection.objects.get()
    assert (answer.status_code, len(answer.json()["evidence"])) == (201, 1)

    client.force_login(office)
    decide = reverse("objections-decide", args=[made.pk])
    sent = {"uphold": True, "note": "属实"}
    assert client.post(decide, sent, **JSON).json()["state"] == "granted"


def test_the_unit_takes_its_requests_back(client, problem, liaison):
    asked, made = extension_of(problem, liaison), objection_of(problem, liaison)
    client.force_login(liaison)
    for name, pk in (("extensions", asked.pk), ("objections", made.pk)):
        answer = client.post(reverse(f"{name}-withdraw", args=[pk]))
        assert answer.json()["state"] == "withdrawn"


def test_a_township_hands_nothing_up(client, problem, liaison):
    client.force_login(liaison)
    answer = client.post(reverse("problems-hand-up", args=[problem.pk]), {"reason": "难"}, **JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_village")


@pytest.mark.parametrize("name", ["extensions-list", "objections-list"])
def test_lists_ask_the_same_queries_for_any_length(
    client, office, liaison, verifier, django_assert_max_num_queries, name
):
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    for _ in range(3):
        problem = bring("acknowledged", **cast, responsible_unit=liaison.unit)
        extension_of(problem, liaison)
        objection_of(problem, liaison)
    client.force_login(office)
    with django_assert_max_num_queries(7):
        assert len(client.get(reverse(name)).json()["results"]) == 3
