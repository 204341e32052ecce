from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.tours import WORK, tour_of
from tests.make import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = TODAY


def tour_on(client, address: str = "/") -> bool:
    return b'id="tour-steps"' in client.get(address).content


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_each_role_is_shown_its_own_work_first_and_no_more_than_six_steps(role, roles):
    steps = tour_of(make_user(role))
    assert steps[0].text == WORK[role]
    assert len(steps) == 6
    assert steps[-1].title == "帮助"


def test_a_person_without_a_role_is_shown_what_everybody_has():
    assert tour_of(make_user())[0].title == "菜单"


def test_the_tour_comes_on_the_home_page_until_it_was_seen(client, roles):
    newcomer = make_user(Role.LEADER, toured_on=None)
    client.force_login(newcomer)
    assert (tour_on(client), tour_on(client, "/accounts/help/")) == (True, False)

    answer = client.post(reverse("accounts:toured"), headers={"HX-Request": "true"})

    newcomer.refresh_from_db()
    assert (answer.status_code, newcomer.toured_on, tour_on(client)) == (204, TODAY, False)


def test_the_tour_comes_again_when_asked_for(client, roles):
    client.force_login(make_user(Role.LEADER))
    assert (tour_on(client), tour_on(client, "/?tour=1")) == (False, True)


def test_who_has_no_script_is_sent_home_after_the_tour(client):
    client.force_login(make_user())
    assert client.post(reverse("accounts:toured")).url == "/"
