"""A list comes back under the filters last used on it; a link's own filters win."""

import pytest
from django.urls import reverse

from accounts.models import Role
from households.models import Household
from tests.make import make_household, make_problem, make_unit, make_user

pytestmark = pytest.mark.django_db
LIST, OTHER, HOUSEHOLDS = "/inspections/problems/", "/inspections/orders/", "/register/"
TOLD = "已按上次条件筛选"


@pytest.fixture(autouse=True)
def office(client, roles):
    client.force_login(make_user(Role.SUPERVISION_OFFICE))
    make_problem()


def come(client, address, *, before=""):
    """Open an address from another page of the site."""
    headers = {"referer": f"http://testserver{before}"} if before else {}
    return client.get(address, headers=headers)


def choose(client, query, *, path=LIST, before=None):
    """Use the filters on the list's own page."""
    return come(client, f"{path}?{query}", before=before or path)


def test_coming_back_without_filters_brings_the_last_used_and_says_so_once(client):
    choose(client, "state=found&area=&q=&sort=-number")

    answer = come(client, LIST, before=OTHER)

    assert answer.headers["Location"] == f"{LIST}?state=found&sort=-number"
    assert TOLD in come(client, answer.headers["Location"]).content.decode()
    again = come(client, answer.headers["Location"]).content.decode()
    assert TOLD not in again
    assert "清除筛选" in again


def test_the_bare_list_asked_for_on_the_list_itself_clears_it(client):
    choose(client, "state=found")
    assert come(client, LIST, before=f"{LIST}?state=found").status_code == 200
    assert come(client, LIST, before=OTHER).status_code == 200


def test_an_act_on_the_list_leads_back_under_its_filters_and_says_what_was_done(client):
    unit = make_unit("新店镇", area_code="510304105")
    client.force_login(make_user(Role.TOWNSHIP_OFFICER, area_code="510304105", unit=unit))
    choose(client, "waiting=1", path=OTHER)
    acted = client.post(reverse("inspections:order_sign_many"))
    assert acted.headers["Location"] == OTHER
    back = come(client, OTHER, before=f"{OTHER}?waiting=1")
    assert back.headers["Location"] == f"{OTHER}?waiting=1"
    page = come(client, f"{OTHER}?waiting=1", before=f"{OTHER}?waiting=1").content.decode()
    assert "data-toast-text" in page or "alert" in page
    assert come(client, OTHER, before=f"{OTHER}?waiting=1").status_code == 200


@pytest.mark.parametrize("emptied", ["state=&area=", "sort="])
def test_emptied_filters_are_forgotten(client, emptied):
    choose(client, "state=found")
    choose(client, emptied, before=f"{LIST}?state=found")
    assert come(client, LIST, before=OTHER).status_code == 200


def test_a_links_own_filters_win_and_are_not_kept(client):
    choose(client, "state=found")
    assert come(client, f"{LIST}?overdue=1", before="/").status_code == 200
    come(client, f"{LIST}?overdue=1&page=1", before=f"{LIST}?overdue=1")
    assert come(client, f"{LIST}?all=1", before="/").status_code == 200
    page = come(client, f"{LIST}?all=1", before="/").content.decode()
    assert "清除筛选" not in page
    assert come(client, LIST, before=OTHER).headers["Location"] == f"{LIST}?state=found"


def test_what_was_typed_and_searched_for_is_not_kept(client):
    choose(client, "q=%E6%9D%8E%E5%9B%9B&item=A203&state=found&search=token")
    assert client.session["filters"] == {LIST: "state=found"}


def test_each_list_and_each_session_has_its_own(client):
    choose(client, "state=found")
    choose(client, "waiting=1", path=OTHER)
    assert come(client, HOUSEHOLDS).status_code == 200
    assert come(client, OTHER, before=LIST).headers["Location"] == f"{OTHER}?waiting=1"
    client.force_login(make_user(Role.SUPERVISION_OFFICE))  # another at the same browser
    assert come(client, LIST).status_code == 200


def test_the_export_takes_the_filters_that_came_back(client):
    make_household(status=Household.Status.POOR)
    choose(client, "status=poor", path=HOUSEHOLDS)
    page = client.get(HOUSEHOLDS, follow=True).content.decode()
    assert '<input type="hidden" name="query" value="status=poor">' in page


def test_a_page_that_asks_for_its_total_changes_nothing(client):
    choose(client, "state=found")
    headers = {"referer": f"http://testserver{LIST}", "hx-request": "true"}
    client.get(f"{LIST}?state=closed&total=1", headers=headers)
    assert client.session["filters"] == {LIST: "state=found"}
