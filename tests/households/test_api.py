import pytest
from django.urls import reverse

from accounts import paging
from households.models import Area
from tests.make import make_area, make_household

pytestmark = pytest.mark.django_db


def test_households_are_listed_inside_the_caller_s_area(client, liaison):
    own = make_household(make_area("510304105201"))
    make_household(make_area("510304106201"))
    client.force_login(liaison)

    results = client.get("/api/households/").json()["results"]

    assert [row["household_no"] for row in results] == [own.household_no]


def test_a_household_shows_its_people_masked(client, verifier):
    household = make_household()
    client.force_login(verifier)

    row = client.get(f"/api/households/{household.household_no}/").json()

    number = household.members.get().identity_number
    assert row["members"][0]["identity_number"] == f"{number[:6]}***"
    assert row["members"][0]["name"] == "李四"


def test_another_township_s_household_is_not_found(client, outsider):
    household = make_household(make_area("510304105201"))
    client.force_login(outsider)

    assert client.get(f"/api/households/{household.household_no}/").status_code == 404


def test_areas_are_filtered_by_level_and_poor(client, verifier):
    make_area("510304105201", is_poor=True)
    make_area("510304105202")
    client.force_login(verifier)

    poor = client.get("/api/areas/?level=village&poor=1").json()["results"]

    assert [row["code"] for row in poor] == ["510304105201"]
    assert Area.objects.count() == 4


@pytest.mark.parametrize("households", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, verifier, households, django_assert_num_queries
):
    for _ in range(households):
        make_household()
    client.force_login(verifier)
    with django_assert_num_queries(6):
        client.get("/api/households/")


def test_nothing_is_written_through_the_api(client, verifier):
    household = make_household()
    client.force_login(verifier)
    url = f"/api/households/{household.household_no}/"
    assert [client.delete(url).status_code, client.patch(url).status_code] == [405, 405]


def test_the_townships_stay_on_offer_after_the_schema_was_read(client, verifier):
    village = make_area("510304105201")
    client.force_login(verifier)
    client.get(reverse("api_schema"))
    offered = client.get(reverse("households:area_list")).context["filter"].form["area"]
    assert [code for code, _ in offered.field.choices] == ["", village.parent_id]


def test_a_long_list_is_counted_and_leafed_to_a_point_and_says_so(client, verifier, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    for _ in range(3):
        make_household(make_area("510304105201"))
    client.force_login(verifier)
    told = []
    for name in ("households", "members"):
        answer = client.get(f"/api/{name}/?page_size=2").json()
        told.append((answer["count"], answer["capped"], answer["next"], len(answer["results"])))
    assert told == [(2, True, None, 2)] * 2
    make_area("510304106")
    narrow = client.get("/api/households/?area=510304106").json()
    assert (narrow["count"], narrow["capped"]) == (0, False)
