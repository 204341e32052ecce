"""Every address, every role: who reaches what, and that nobody reads what is not his."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services.trail import record
from tests.access_table import (
    ADMIN_OPEN,
    ADMIN_SHUT,
    COUNTY_WIDE,
    POSTS,
    PUBLIC,
    ROLES,
    TABLE,
)
from tests.access_walk import (
    NARROW_SEEKERS,
    QUICK_SESSIONS,
    SEEKERS,
    WALKERS,
    ask,
    at,
    own_county,
    strayed,
)
from tests.access_world import (
    IDENTITY,
    PERSON,
    PHONE,
    PLACE,
    addresses,
    body,
    make_actor,
    make_bulletin,
    make_fieldwork,
    make_places,
)
from tests.make import COUNTY
from tests.reports.month import DAY

pytestmark = pytest.mark.django_db
OTHER_COUNTY = "510311"


@pytest.fixture(autouse=True)
def house(settings, tmp_path, roles):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_TODAY = DAY
    settings.SESSION_ENGINE = QUICK_SESSIONS


def test_every_address_stands_in_the_table():
    business = {name for name in addresses() if not name.startswith("admin")}
    assert business == set(TABLE)


def test_every_settings_page_stands_in_the_table():
    models = {name.split("_")[1] for name in addresses() if name.endswith("_changelist")}
    assert models == ADMIN_OPEN | ADMIN_SHUT


@pytest.mark.parametrize("letter", WALKERS, ids=lambda letter: ROLES[letter].value)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_role_reaches_the_pages_of_the_table_and_no_others(client, letter, method):
    """Nor does any of them name another county."""
    own_county()
    another_county()
    client.force_login(make_actor(letter))
    wrong = []
    for name, (kind, reach) in TABLE.items():
        if kind not in {"", "ledger", "wording"} or name in {"accounts:logout", "api_token"}:
            continue
        invited = POSTS.get(name, reach) if method == "POST" else reach
        answer = ask(client, method, at(name))
        welcome = {200, 201, 302, 400, 404, 405, 409} if method == "POST" else {200, 302, 405}
        expected = welcome if letter in invited else {403, 405}
        if answer.status_code not in expected or names_another_county(answer):
            wrong.append((name, answer.status_code))
    assert wrong == []


def another_county() -> None:
    """Make another county with a month and a bulletin."""
    make_fieldwork(make_places(OTHER_COUNTY))
    make_bulletin(OTHER_COUNTY)


def names_another_county(answer: Any) -> bool:
    return bool({PLACE, PERSON} & set(body(answer).decode(errors="replace")))


@pytest.mark.parametrize("letter", SEEKERS, ids=lambda letter: ROLES[letter].value)
def test_another_countys_record_is_as_one_that_is_not_there(client, letter):
    places = make_places(OTHER_COUNTY)
    records = {**places, **make_fieldwork(places), **make_bulletin(OTHER_COUNTY)}
    client.force_login(make_actor(letter))
    assert strayed(client, letter, records, {}) == []


@pytest.mark.parametrize("letter", NARROW_SEEKERS, ids=lambda letter: ROLES[letter].value)
def test_another_townships_record_is_as_one_that_is_not_there(client, letter):
    places = make_places(COUNTY)
    records = {**places, **make_fieldwork(places)}
    client.force_login(make_actor(letter))
    assert strayed(client, letter, records, COUNTY_WIDE) == []


@pytest.mark.parametrize("letter", SEEKERS, ids=lambda letter: ROLES[letter].value)
def test_no_list_and_no_form_asked_for_another_county_names_it(client, letter):
    own_county()
    another_county()
    client.force_login(make_actor(letter))
    told = [
        name
        for name, (kind, reach) in TABLE.items()
        if kind == "" and letter in reach and name != "accounts:logout"
        if names_another_county(client.get(f"{at(name)}?area={OTHER_COUNTY}105&unit=1&team=1"))
    ]
    assert told == []


def test_a_stranger_is_sent_to_the_login_and_a_program_is_told_401(client):
    places = make_places(COUNTY)
    records = {**places, **make_fieldwork(places), **make_bulletin(COUNTY)}
    wrong = []
    for name, (kind, _) in TABLE.items():
        address = at(name, records.get(kind))
        answer = client.get(address)
        wanted = 401 if address.startswith("/api/") else 302
        if name not in PUBLIC and answer.status_code != wanted:
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("letter", WALKERS, ids=lambda letter: ROLES[letter].value)
def test_only_the_administrator_enters_the_settings_and_only_his_part(client, letter):
    client.force_login(make_actor(letter))
    for model in ADMIN_OPEN | ADMIN_SHUT:
        (name,) = [name for name in addresses() if name.endswith(f"_{model}_changelist")]
        expected = 302 if letter != "系" else 200 if model in ADMIN_OPEN else 403
        assert (model, client.get(reverse(name)).status_code) == (model, expected)


def settings_pages() -> list[str]:
    """Give the settings' lists and the pages of every record they could show."""
    pages = []
    for name in addresses():
        if name.endswith("_changelist"):
            app, model = name.removeprefix("admin:").removesuffix("_changelist").split("_", 1)
            keys = apps.get_model(app, model).objects.values_list("pk", flat=True)
            pages += [reverse(name), *(f"{reverse(name)}{key}/change/" for key in keys)]
    return pages


def test_the_administrator_sees_no_personal_data_anywhere(client):
    places = make_places(COUNTY)
    records = {**places, **make_fieldwork(places), **make_bulletin(COUNTY)}
    admin = make_actor("系")
    record(by=admin, action="unmask_identity", about=admin, reason=f"核对{PERSON}文秀")
    client.force_login(admin)
    pages = [at(name, records.get(kind)) for name, (kind, _) in TABLE.items()]
    pages.remove(reverse("accounts:logout"))
    secrets = [word.encode() for word in (PERSON, PHONE, IDENTITY)]
    told = [
        page
        for page in [*pages, *settings_pages()]
        if any(secret in body(client.get(page)) for secret in secrets)
    ]
    assert told == []


def test_every_list_asks_the_same_queries_for_any_length(client, roles):
    """One township's records against three townships'; the first call fills what is kept."""
    own_county()
    client.force_login(make_actor("目"))
    make_fieldwork(make_places(COUNTY, "101"), scheme="first")
    lists = [name for name, (kind, reach) in TABLE.items() if kind == "" and "目" in reach]
    lists = [name for name in lists if name != "accounts:logout"]
    short = [asked(client, at(name)) for name in [*lists, *lists]][len(lists) :]
    for tail in ("102", "103"):
        make_fieldwork(make_places(COUNTY, tail), scheme=f"of{tail}")
    long = [asked(client, at(name)) for name in lists]
    grown = [row for row in zip(lists, short, long, strict=True) if row[1] != row[2]]
    assert grown == []


def asked(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        body(client.get(address))
    return len(queries)
