from datetime import date

import pytest

from accounts.models import Role
from tests.make import make_area, make_household, make_user

pytestmark = pytest.mark.django_db
STEPS = "/api/exits/step/"


@pytest.fixture(autouse=True)
def in_july(settings):
    settings.DEMO_TODAY = date(2016, 7, 29)


def post(client, url, **given):
    return client.post(url, given, content_type="application/json")


def numbers(client, url):
    return [row["household_no"] for row in client.get(url).json()["results"]]


def test_an_income_is_stored_and_answered_with_its_total(client, liaison):
    household = make_household(make_area("510304105201"), person_count=2)
    client.force_login(liaison)
    parts = {"wages": 900, "business": 0, "property_income": 0, "transfers": 100, "costs": 200}

    answer = post(client, "/api/incomes/", household_no=household.household_no, year=2015, **parts)

    told = answer.json()
    assert (told["total"], told["net_income_pc"]) == ("1000.00", "400.00")
    assert told["transfer_percent"] == "10.00"
    assert numbers(client, "/api/incomes/?below=400.01") == [household.household_no]
    assert numbers(client, "/api/incomes/?below=400") == []


def test_a_rule_broken_is_a_conflict_and_another_area_s_household_unknown(client, liaison):
    own, other = (
        make_household(make_area("510304105201")),
        make_household(make_area("510304106201")),
    )
    client.force_login(liaison)
    url = "/api/incomes/"
    assert post(client, url, household_no=own.household_no, year=2015, wages=1).status_code == 409
    assert post(client, url, household_no=other.household_no, year=2015).status_code == 400


def test_the_years_are_filtered_and_tell_of_illness_only_who_may_read_it(client, verifier, leader):
    household = make_household()
    member = household.members.get()
    member.health = "残疾"
    member.save()
    client.force_login(verifier)
    url = "/api/years/"
    given = {"household_no": household.household_no, "year": 2016, "food": True}
    answer = post(client, url, **given, policies_received=["ncms", "disabled"])

    assert answer.json()["policies_due"] == ["ncms", "illness_aid", "disabled"]
    assert numbers(client, f"{url}?food=true&year=2016&closed=false") == [household.household_no]
    assert numbers(client, f"{url}?food=false") == []
    client.force_login(leader)
    (row,) = client.get(url).json()["results"]
    assert (row["policies_due"], row["policies_received"]) == (["ncms", "illness_aid"], ["ncms"])


def test_a_step_for_many_names_the_refused(client, liaison):
    village = make_area("510304105201")
    ready, unplanned = make_household(village, planned_exit_year=2016), make_household(village)
    client.force_login(liaison)
    both = [ready.household_no, unplanned.household_no]

    answer = post(client, STEPS, households=both, year=2016, step="reviewed_on", day="2016-07-01")

    assert answer.json() == {
        "done": [ready.household_no],
        "refused": [{"household_no": unplanned.household_no, "reason": "未列入2016年脱贫计划。"}],
    }
    assert numbers(client, "/api/exits/?stage=reviewed_on") == [ready.household_no]
    assert numbers(client, "/api/exits/?stage=none") == []


def test_papers_and_the_way_back(client, liaison):
    household = make_household(make_area("510304105201"), planned_exit_year=2016)
    client.force_login(liaison)
    named = {"household_no": household.household_no, "year": 2016}
    assert post(client, "/api/exits/papers/", papers=["consent"], **named).json()["papers"] == [
        "consent"
    ]
    post(
        client,
        STEPS,
        households=[household.household_no],
        year=2016,
        step="reviewed_on",
        day="2016-07-01",
    )
    answer = post(client, "/api/exits/withdraw/", reason="日期登记有误", **named)
    assert answer.json()["reviewed_on"] is None


def test_indicators_are_stored_for_the_own_village_only(client, roles):
    village, other = make_area("510304105201", is_poor=True), make_area("510304105202")
    client.force_login(make_user(Role.VILLAGE_OFFICER, area_code=village.code))
    url, findings = "/api/indicators/", [{"code": "road", "met": True}]

    stored = post(client, url, village=village.code, year=2016, findings=findings)

    assert [row["code"] for row in stored.json()] == ["road"]
    answer = post(client, url, village=other.code, year=2016, findings=findings)
    assert answer.status_code == 400
    assert client.get(f"{url}?met=true&code=road").json()["count"] == 1


def test_a_helper_reads_only_his_households(client, roles):
    helper = make_user(Role.HELPER)
    own, other = make_household(), make_household()
    own.helpers.create(area_code=own.area_code, name="王五", user=helper, starts_on="2016-01-01")
    for household in (own, other):
        household.incomes.create(area_code=household.area_code, year=2015, net_income_pc=1)
        household.years.create(
            area_code=household.area_code, year=2015, person_count=1, status="poor"
        )
        household.exits.create(area_code=household.area_code, year=2015)
    client.force_login(helper)
    for name in ("incomes", "years", "exits"):
        assert numbers(client, f"/api/{name}/") == [own.household_no]


def test_a_leader_writes_nothing(client, leader):
    client.force_login(leader)
    for name in ("incomes/", "years/", "indicators/", "exits/step/", "exits/papers/"):
        assert post(client, f"/api/{name}").status_code == 403
