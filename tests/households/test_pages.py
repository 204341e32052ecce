import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Role
from households.models import Member, Posting
from tests.make import make_area, make_household, make_user

pytestmark = pytest.mark.django_db
LISTS = ("household_list", "area_list")


def page(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_queries_for_any_length(client, verifier, name):
    client.force_login(verifier)
    counts = []
    for village in ("201", "202", "203"):
        make_household(make_area(f"510304105{village}", is_poor=True))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_townships_sums_equal_their_parts(client, verifier):
    make_household(make_area("510304105201", is_poor=True), person_count=3)
    make_household(make_area("510304105202"), person_count=2)
    make_household(make_area("510304106201"), person_count=4)
    client.force_login(verifier)

    context = client.get(page("area_list")).context

    lines = [row.line for row in context["townships"]]
    assert [(line.villages, line.persons) for line in lines] == [(2, 5), (1, 4)]
    total = context["county"].line
    assert (total.villages, total.poor_villages, total.households, total.persons) == (3, 1, 3, 9)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("area=510304105", 2),
        ("area=510304105201", 1),
        ("planned_exit_year=2016", 1),
        ("measure=medical", 1),
        ("cause=schooling", 1),
        ("without_helper=1", 2),
        ("without_helper=0", 1),
        ("status=relapsed", 0),
    ],
)
def test_households_are_filtered(client, verifier, query, found):
    first = make_household(make_area("510304105201"), planned_exit_year=2016, cause="schooling")
    first.helpers.create(area_code=first.area_code, name="王五", starts_on="2016-01-01")
    make_household(make_area("510304105202"), measure="medical")
    make_household(make_area("510304106201"))
    client.force_login(verifier)

    response = client.get(f"{page('household_list')}?{query}")

    assert response.context["page_obj"].paginator.count == found


def test_a_township_sees_its_own_and_another_s_household_is_not_found(client, liaison):
    own = make_household(make_area("510304105201"))
    other = make_household(make_area("510304106201"))
    client.force_login(liaison)

    assert client.get(page("household_detail", own.household_no)).status_code == 200
    hidden = client.get(page("household_detail", other.household_no))
    missing = client.get(page("household_detail", "9"))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    assert client.get(page("village_detail", other.area_code)).status_code == 404


def test_an_administrator_sees_no_households(client, roles):
    make_household()
    client.force_login(make_user(Role.ADMIN))

    assert client.get(page("household_list")).status_code == 403


def test_the_file_of_a_household_shows_masked_numbers(client, verifier):
    household = make_household()
    number = household.members.get().identity_number
    client.force_login(verifier)

    text = client.get(page("household_detail", household.household_no)).content.decode()

    assert number not in text
    assert f"{number[:6]}***" in text
    assert "李四" in text


def test_a_leader_reads_the_householder_masked(client, leader):
    household = make_household()
    client.force_login(leader)

    for url in (page("household_list"), page("household_detail", household.household_no)):
        text = client.get(url).content.decode()
        assert "李某某" in text
        assert "李四" not in text


def test_one_number_is_shown_for_a_reason_and_leaves_a_trace(client, verifier):
    member = Member.objects.get(household=make_household())
    url = page("member_unmask", member.household.household_no, member.pk)
    client.force_login(verifier)

    assert "请写明查看事由" in client.post(url, {"reason": "看看"}).content.decode()
    shown = client.post(url, {"reason": "核对医疗救助发放名单"}).content.decode()

    assert member.identity_number in shown
    event = AuditEvent.objects.get(action="unmask_identity")
    assert (event.actor, event.detail) == (verifier, {"reason": "核对医疗救助发放名单"})


def test_a_leader_may_not_unmask(client, leader):
    member = Member.objects.get(household=make_household())
    client.force_login(leader)
    url = page("member_unmask", member.household.household_no, member.pk)
    assert client.post(url, {"reason": "核对名单核对名单"}).status_code == 403


def test_the_village_page_shows_the_five_posts_and_sets_one(client, verifier):
    village = make_area("510304105201", is_poor=True)
    client.force_login(verifier)
    assert client.get(page("village_detail", village.code)).content.decode().count("未落实") == 5

    form = {"post": "first_secretary", "person_name": "赵一", "starts_on": "2016-07-01"}
    client.post(page("posting_set", village.code), form)

    assert Posting.objects.get().person_name == "赵一"
    assert client.get(page("village_detail", village.code)).content.decode().count("未落实") == 4


def test_the_helper_is_set_on_the_household_s_page(client, liaison):
    household = make_household(make_area("510304105201"))
    client.force_login(liaison)

    client.post(
        page("pairing_set", household.household_no), {"name": "王五", "starts_on": "2016-07-01"}
    )

    assert household.helpers.get().name == "王五"
