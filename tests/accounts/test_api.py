import pytest
from rest_framework.test import APIClient

from accounts.models import Notice, UnitAlias
from accounts.services.notices import notify
from tests.make import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    """Give a program that speaks to the API."""
    return APIClient()


def test_me_tells_who_calls_and_what_he_may_do(api, liaison):
    api.force_authenticate(liaison)
    me = api.get("/api/me/").json()
    assert (me["name"], me["unit"]["name"], me["roles"]) == ("周干事", "新店镇", ["乡镇填报员"])
    assert me["permissions"] == sorted(liaison.get_all_permissions())


def test_units_are_those_of_the_callers_area(api, liaison, outsider):
    UnitAlias.objects.create(unit=liaison.unit, area_code="510304105", name="新店")
    make_unit("区农林局")
    api.force_authenticate(liaison)
    units = api.get("/api/units/").json()["results"]
    assert [(unit["name"], unit["aliases"]) for unit in units] == [("新店镇", ["新店"])]
    assert api.get(f"/api/units/{outsider.unit.pk}/").status_code == 404


def test_notices_are_read_one_by_one_or_all_at_once(api):
    user = make_user()
    for key in "abc":
        notify(recipients=[user], key=key, text="请复核")
    api.force_authenticate(user)

    one = api.post(f"/api/notices/{Notice.objects.first().pk}/read/").json()
    rest = api.post("/api/notices/read/").json()

    assert one["read_at"] is not None
    assert rest == {"read": 2}
    assert api.get("/api/notices/", {"unread": "true"}).json()["count"] == 0


@pytest.mark.parametrize("address", ["me", "units", "notices"])
def test_a_stranger_is_told_nothing(api, address):
    assert api.get(f"/api/{address}/").status_code in {401, 403}


@pytest.mark.parametrize("lines", [1, 3])
def test_units_ask_the_same_queries_for_any_length(api, lines, django_assert_num_queries):
    for number in range(lines):
        make_unit(f"单位{number}")
    api.force_authenticate(make_user())
    with django_assert_num_queries(3):
        api.get("/api/units/")
