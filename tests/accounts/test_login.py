"""Who gets in, who is kept out, and what is written down about it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.authtoken.models import Token

from accounts.models import AuditEvent
from tests.make import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PUBLIC = {
    "/accounts/login/",
    "/admin/login/",
    "/api/schema/",
    "/api/token/",
    "/healthz",
    "/readyz",
    "/sw.js",
    "/inspections/field/away/",
    "/verify/",
}
ALIKE = "用户名或密码不正确。连续输错 5 次，账号锁定 15 分钟。"


def addresses(patterns: list[Any], head: str = "/") -> Iterator[str]:
    """Give one address for every pattern of the site, with 1 for each argument.

    The API's `.json` endings are left out: they lead to the same views.
    """
    for pattern in patterns:
        if "format" in str(pattern.pattern):
            continue
        part = re.sub(r"<[^>]+>(?!\[)|\(\?P<\w+>[^)]+\)", "1", str(pattern.pattern))
        part = re.sub(r"[\^$\\]", "", part)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, head + part)
        elif isinstance(pattern, URLPattern):
            yield head + part


def attempt(client, username: str, password: str) -> Any:
    """Post the login form."""
    return client.post(reverse("accounts:login"), {"username": username, "password": password})


def test_every_address_but_the_public_ones_asks_for_a_login(client):
    asked = {address: client.get(address) for address in addresses(get_resolver().url_patterns)}
    opened = {
        address
        for address, answer in asked.items()
        if not (
            answer.status_code in {401, 403, 405}
            or (answer.status_code == 302 and "login" in answer.url)
        )
    }
    assert len(asked) > 40
    assert opened - PUBLIC == set()


def test_login_opens_the_house_and_is_written_down(client):
    user = make_user(username="wang")

    answer = attempt(client, "wang", PASSWORD)

    assert (answer.status_code, answer.url) == (302, "/")
    assert list(AuditEvent.objects.values_list("actor", "action")) == [(user.pk, "log_in")]


@pytest.mark.parametrize("username", ["wang", "nobody", "left"])
def test_a_wrong_login_is_answered_alike_whoever_it_is(client, username):
    make_user(username="wang")
    make_user(username="left", is_active=False)
    password = PASSWORD if username == "left" else "not-the-password"

    answer = attempt(client, username, password)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [ALIKE]


@pytest.mark.parametrize("username", ["wang", "nobody"])
def test_the_fifth_wrong_login_locks_the_name_for_the_right_password_too(client, username):
    make_user(username="wang")
    answers = [attempt(client, username, "not-the-password") for _ in range(5)]
    last = attempt(client, username, PASSWORD)

    assert [answer.status_code for answer in [*answers, last]] == [200] * 4 + [429] * 2
    assert "账号暂时锁定" in last.content.decode()


def test_logout_needs_a_post_and_is_written_down(client):
    user = make_user()
    client.force_login(user)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).url == reverse("accounts:login")
    assert AuditEvent.objects.get().action == "log_out"
    assert isinstance(client.get(reverse("accounts:login")).wsgi_request.user, AnonymousUser)


def test_a_new_password_ends_other_sessions_and_the_token(client, client_again):
    user = make_user()
    Token.objects.create(user=user)
    client.force_login(user)
    client_again.force_login(user)
    new = "Yuan-shan-2016-mu"

    client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    pages = [one.get(reverse("accounts:notices")).status_code for one in (client, client_again)]
    assert pages == [200, 302]
    assert Token.objects.count() == 0


@pytest.mark.parametrize("new", ["12345678901", "short", "password123"])
def test_a_weak_password_is_refused(client, new):
    client.force_login(make_user())
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    answer = client.post(reverse("accounts:password"), form)

    assert answer.status_code == 200
    assert "new_password2" in answer.context["form"].errors


@pytest.fixture
def client_again(client):
    """Give a second browser."""
    return type(client)()


def test_pages_of_a_logged_in_person_are_not_stored(client):
    client.force_login(make_user())
    answer = client.get(reverse("accounts:notices"))
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_an_address_with_a_nul_character_is_refused(client):
    client.force_login(make_user())
    assert client.get("/register/households/%00/").status_code == 400
