"""The API's own description: whole, in Chinese, and readable on a machine without a network."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts.models import AuditEvent
from tests.access_world import make_actor, make_fieldwork, make_places
from tests.make import COUNTY, PASSWORD, make_user
from tests.reports.month import DAY

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def schema(client, db) -> dict[str, Any]:
    client.force_login(make_user())
    return client.get(reverse("api_schema"), {"format": "json"}).json()


def test_the_schema_is_valid_and_raises_no_warning():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_every_operation_is_told_in_chinese(schema):
    operations = [each for path in schema["paths"].values() for each in path.values()]
    told = [(each["summary"], each["tags"][0]) for each in operations]
    assert len(told) > 40
    assert [words for words in told if not all(HAN.search(word) for word in words)] == []
    assert len({summary for summary, _ in told}) == len(told)


def test_the_refusals_stand_in_the_schema(schema):
    answers = schema["paths"]["/api/problems/{id}/close/"]["post"]["responses"]
    assert set(answers) == {"200", "400", "401", "403", "404", "409"}


@pytest.mark.flow
@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_api_opens_without_a_network(browser, live_server, client, roles):
    client.force_login(make_actor("目"))
    context = browser.new_context()
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page, wrong, asked = context.new_page(), [], []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{live_server.url}/api/docs/")
    page.click("text=问题与整改")
    page.wait_for_selector("text=复核通过后销号")

    assert wrong == []
    assert {url for url in asked if not url.startswith((live_server.url, "data:"))} == set()
    context.close()


@pytest.fixture
def problem(client, settings, tmp_path, roles) -> dict[str, Any]:
    """Log the office in and give a reported problem of its county."""
    settings.MEDIA_ROOT, settings.DEMO_TODAY = tmp_path, DAY
    client.force_login(make_actor("目"))
    return make_fieldwork(make_places(COUNTY))["problem"]


def act(client: Any, name: str, number: int, **given: Any) -> tuple[int, set[str]]:
    """Post to an action; give the status and what the answer names."""
    url = reverse(f"problems-{name}", args=[number])
    answer = client.post(url, given, content_type="application/json")
    return answer.status_code, set(answer.json())


def test_an_action_against_the_rules_is_409_with_its_code(client, problem):
    assert act(client, "close", problem["pk"]) == (409, {"detail", "code"})


def test_an_action_filled_in_wrongly_is_400_by_field(client, problem):
    assert act(client, "reject", problem["pk"]) == (400, {"note"})
    assert act(client, "confirm", problem["pk"], scope="both") == (400, {"scope"})


@pytest.mark.parametrize("number", ["987654", "9" * 30, "x"])
def test_an_action_on_nothing_is_404(client, problem, number):
    url = f"/api/problems/{number}/close/"
    assert client.post(url, {}, content_type="application/json").status_code == 404


# ---- the token ----------------------------------------------------------------------------------


def ask_token(client: Any, password: str) -> Any:
    return client.post(reverse("api_token"), {"username": "wang", "password": password})


def test_a_token_opens_the_api_and_is_written_down(client, db):
    user = make_user(username="wang")
    token = ask_token(client, PASSWORD).json()["token"]
    me = client.get(reverse("me-list"), headers={"authorization": f"Token {token}"})
    assert me.json()["username"] == "wang"
    assert list(AuditEvent.objects.values_list("actor", "action")) == [(user.pk, "take_token")]


def test_the_fifth_wrong_password_locks_the_token_and_the_login_page(client, db):
    make_user(username="wang")
    tried = [ask_token(client, "not-the-password").status_code for _ in range(5)]
    assert tried == [400] * 4 + [429]
    assert ask_token(client, PASSWORD).status_code == 429
    login = {"username": "wang", "password": PASSWORD}
    assert client.post(reverse("accounts:login"), login).status_code == 429
    assert Token.objects.count() == 0
