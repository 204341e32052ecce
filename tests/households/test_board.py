"""The board of the five posts: who serves, what is empty, how a visitor found it, the coverage."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from households.models import Area, Household, Posting, PostingSighting
from households.selectors import postings as selectors
from households.services.postings import note_sighting, set_posting
from tests.make import COUNTY, make_area, make_household, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)
FIRST = "510304105201"


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


def village(code: str = FIRST, *, poor: bool = True, posts: Any = ()) -> Area:
    made = make_area(code, is_poor=poor)
    for post in posts:
        serve(made, post)
    return made


def serve(village: Area, post: str, **fields: Any) -> Posting:
    given = {"starts_on": date(2016, 1, 1), "person_name": "王五"} | fields
    return Posting.objects.create(village=village, area_code=village.code, post=post, **given)


def board(client: Any, query: str = "") -> Any:
    return client.get(reverse("households:board") + query).context


def test_a_poor_village_has_five_posts_and_another_its_paired_unit():
    rows = selectors.board_rows([village(), village(f"{COUNTY}105202", poor=False)], on=TODAY)
    assert [[slot.label for slot in row.slots] for row in rows] == [
        ["联系领导", "帮扶单位", "驻村工作组", "第一书记", "农技员"],
        ["结对帮扶单位"],
    ]
    assert [row.gaps for row in rows] == [5, 1]


@pytest.mark.parametrize(
    ("starts", "ends", "serves"),
    [
        (TODAY, None, True),
        (date(2016, 7, 30), None, False),
        (date(2016, 1, 1), TODAY, True),
        (date(2016, 1, 1), date(2016, 7, 28), False),
    ],
)
def test_both_ends_belong_to_a_term(starts, ends, serves):
    place = village()
    serve(place, "first_secretary", starts_on=starts, ends_on=ends)
    (row,) = selectors.board_rows([place], on=TODAY)
    assert (row.slots[3].posting is not None) is serves


def test_the_last_sighting_of_who_serves_is_shown():
    place = village()
    old = serve(place, "first_secretary", ends_on=date(2016, 6, 30))
    new = serve(place, "first_secretary", starts_on=date(2016, 7, 1), person_name="赵六")
    for posting, day, present in ((old, 29, True), (new, 5, False), (new, 12, True)):
        PostingSighting.objects.create(
            posting=posting,
            area_code=FIRST,
            seen_on=date(2016, 6 if posting == old else 7, day),
            present=present,
            noted_in=f"{day}",
        )
    (row,) = selectors.board_rows([place], on=TODAY)
    slot = row.slots[3]
    assert slot.who == "赵六"
    assert slot.sighting is not None
    assert (slot.sighting.seen_on, slot.sighting.present) == (date(2016, 7, 12), True)


def test_a_sighting_is_noted_for_who_served_that_day_and_once_a_paper():
    place = village()
    old = serve(place, "first_secretary", ends_on=date(2016, 6, 30))
    serve(place, "first_secretary", starts_on=date(2016, 7, 1))
    given = {"village_code": FIRST, "post": "first_secretary", "seen_on": date(2016, 6, 15)}
    for present in (False, True):
        note_sighting(**given, present=present, noted_in="表1")
    note_sighting(**(given | {"post": "agro_technician"}), present=True, noted_in="表1")
    (seen,) = PostingSighting.objects.all()
    assert (seen.posting, seen.present) == (old, False)


def test_the_sums_are_those_of_the_lists(client, verifier):
    village(posts=Posting.FIVE)
    village(f"{COUNTY}105202", posts=Posting.FIVE[:3])
    village(f"{COUNTY}106201", poor=False)
    village(f"{COUNTY}106202", poor=False, posts=["paired_unit"])
    client.force_login(verifier)

    sums = selectors.board_sums(verifier, on=TODAY)

    assert (sums.complete, sums.poor, sums.other) == (1, 2, 2)
    assert [number for _, _, number in sums.gaps] == [0, 0, 0, 1, 1, 1]
    for post, _, number in sums.gaps:
        kind = "kind=other&" if post == "paired_unit" else ""
        listed = board(client, f"?{kind}gap={post}")
        assert listed["page_obj"].paginator.count == number


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?gap=any", 1),
        ("?kind=other", 1),
        ("?kind=other&gap=any", 1),
        ("?area=510304106", 1),
        ("?gap=agro_technician", 1),
    ],
)
def test_villages_are_filtered(client, verifier, query, found):
    village(posts=Posting.FIVE)
    village(f"{COUNTY}106201", posts=Posting.FIVE[:4])
    village(f"{COUNTY}106202", poor=False)
    client.force_login(verifier)
    assert board(client, query)["page_obj"].paginator.count == found


def test_the_coverage_is_of_registered_households_and_each_number_is_its_list(client, verifier):
    helped, _ = make_household(village()), make_household(village())
    helped.helpers.create(area_code=FIRST, name="王五", starts_on="2016-01-01")
    ended = make_household(make_area(f"{COUNTY}106201"))
    ended.helpers.create(
        area_code=ended.area_code, name="王五", starts_on="2015-01-01", ends_on="2015-12-31"
    )
    watched = make_household(village())
    Household.objects.filter(pk=watched.pk).update(registered=False)
    client.force_login(verifier)

    lines = board(client)["coverage"]

    assert [(line.helped, line.households, line.percent) for line in lines] == [
        (1, 2, "50.00%"),
        (0, 1, "0.00%"),
    ]
    for line in lines:
        for value, number in (("0", line.helped), ("1", line.missing)):
            url = reverse("households:household_list")
            listed = client.get(f"{url}?area={line.code}&without_helper={value}").context
            assert listed["page_obj"].paginator.count == number


@pytest.mark.parametrize(
    ("helped", "households", "percent"),
    [(1199, 1200, "99.91%"), (1200, 1200, "100.00%"), (0, 0, "—"), (29999, 30000, "99.99%")],
)
def test_a_rate_is_full_only_where_nothing_lacks(helped, households, percent):
    assert selectors.Coverage("", "", helped, households).percent == percent


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_the_same_queries_for_any_length(
    client, verifier, rows, django_assert_num_queries
):
    for number in range(rows):
        village(f"{COUNTY}10520{number}", posts=Posting.FIVE[:4])
    client.force_login(verifier)
    board(client)
    with django_assert_num_queries(14):
        board(client)


def test_a_village_shows_all_its_terms(client, verifier):
    place = village()
    serve(place, "first_secretary", ends_on=date(2016, 6, 30))
    serve(place, "first_secretary", starts_on=date(2016, 7, 1))
    client.force_login(verifier)
    url = reverse("households:board_village", args=[FIRST])
    with CaptureQueriesContext(connection) as queries:
        posts = client.get(url).context["posts"]
    assert [(post.post, len(post.terms), post.vacant) for post in posts][3:] == [
        ("first_secretary", 2, False),
        ("agro_technician", 0, True),
    ]
    assert len(queries) < 12


def test_a_term_is_ended_on_the_page_and_stays_in_the_history(client, verifier):
    place = village()
    posting = serve(place, "first_secretary")
    client.force_login(verifier)
    url = reverse("households:posting_end", args=[posting.pk])

    tomorrow = client.post(url, {"ends_on": "2016-07-30"})
    early = client.post(url, {"ends_on": "2015-12-31"})
    done = client.post(url, {"ends_on": "2016-07-20"})

    assert "不得晚于今日" in tomorrow.content.decode()
    assert "不得早于到岗日期" in early.content.decode()
    assert done.url == reverse("households:board_village", args=[FIRST])
    assert Posting.objects.get().ends_on == date(2016, 7, 20)
    assert client.post(url, {"ends_on": "2016-07-20"}).status_code == 404


def test_another_townships_board_is_not_seen(client, liaison):
    village()
    village(f"{COUNTY}106201")
    client.force_login(liaison)
    assert board(client)["page_obj"].paginator.count == 1
    hidden = client.get(reverse("households:board_village", args=[f"{COUNTY}106201"]))
    assert hidden.status_code == 404


def test_the_api_gives_terms_villages_and_coverage(client, verifier):
    unit: Unit = make_unit("区农业局")
    place = village(posts=Posting.FIVE[:3])
    set_posting(
        village=place, post="agro_technician", unit=unit, starts_on=date(2016, 7, 1), by=verifier
    )
    client.force_login(verifier)

    def asked(address: str) -> Any:
        return client.get(f"/api/{address}").json()

    assert asked("postings/?serving_on=2016-06-30")["count"] == 3
    assert asked(f"postings/?village={FIRST}&post=agro_technician")["results"][0]["unit_name"] == (
        "区农业局"
    )
    (row,) = asked("board/?gap=any")["results"]
    assert (row["gaps"], row["slots"][3]["posting"]) == (1, None)
    assert asked("helper-coverage/") == [
        {"area_code": "510304105", "name": "乡镇105镇", "helped": 0, "households": 0}
    ]
