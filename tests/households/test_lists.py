import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import paging
from accounts.lists import LISTINGS
from accounts.models import AuditEvent, Job, Role
from households.models import HelperPairing, Household, Member, Posting
from tests.make import make_area, make_household, make_unit, make_user

pytestmark = pytest.mark.django_db
PAGES = {
    "households": "household_list",
    "members": "member_list",
    "pairings": "pairing_list",
    "postings": "posting_list",
}
IDENTITY, PHONE = "510304196503021234", "13912345678"


def page(name):
    return reverse(f"households:{name}")


def fill(code, **fields):
    """Make a household with a helper in a village with a first secretary."""
    village = make_area(code, is_poor=True)
    household = make_household(village, **fields)
    household.helpers.create(
        area_code=code, name="王五", unit_name="区农林局", starts_on="2016-01-01"
    )
    Posting.objects.create(
        area_code=code, village=village, post="first_secretary", person_name="赵六",
        unit=make_unit("区农林局"), phone=PHONE, starts_on="2016-01-01",
    )  # fmt: skip
    return household


def found(client, name, query=""):
    return client.get(f"{page(name)}{query}").context["object_list"]


@pytest.mark.parametrize("name", PAGES.values())
@pytest.mark.parametrize("query", ["", "?area=510304&sort=-village", "?search=x"])
def test_a_list_asks_the_same_queries_at_one_and_three_rows(client, verifier, name, query):
    client.force_login(verifier)
    counts = []
    for village in ("201", "202", "203"):
        fill(f"510304105{village}")
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name) + query)
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("name", PAGES)
def test_every_column_can_be_shown_sorted_and_exported(client, verifier, name):
    fill("510304105201", phone=PHONE, bank_account="6228480402564890018", further_causes=["land"])
    client.force_login(verifier)
    columns = LISTINGS[name].columns
    keys = [column.key for column in columns]
    client.post(reverse("accounts:list_columns", args=[name]), {"columns": keys})
    for key in ["", *[column.key for column in columns if column.sort]]:
        (row,) = found(client, PAGES[name], f"?sort=-{key}")
        assert [cell.label for cell in row] == [column.label for column in columns]


@pytest.mark.parametrize(
    ("name", "query", "rows"),
    [
        ("member_list", "head=1", 2),
        ("member_list", "head=0", 1),
        ("member_list", "health=残疾", 1),
        ("member_list", "worker=1", 1),
        ("member_list", "insured=1", 1),
        ("member_list", "pupil=1", 1),
        ("member_list", "area=510304106", 1),
        ("member_list", "planned_exit_year=2016", 2),
        ("household_list", "unsafe_house=1", 1),
        ("household_list", "persons_from=2&persons_to=3", 1),
        ("household_list", "watch=unstable", 1),
        ("pairing_list", "now=1", 2),
        ("pairing_list", "unit=区农", 2),
        ("pairing_list", "account=1", 0),
        ("posting_list", "post=first_secretary&poor=1", 2),
        ("posting_list", "unit=区农&now=0", 0),
    ],
)
def test_lists_are_filtered(client, verifier, name, query, rows):
    first = fill("510304105201", person_count=2, planned_exit_year=2016, unsafe_house=True)
    fill("510304106201", watch="unstable")
    Member.objects.create(
        household=first, area_code=first.area_code, person_no=f"{first.household_no}02",
        name="李小四", identity_number=IDENTITY, relation="之子", health="残疾", insured=True,
        work_months=3, schooling="小学",
    )  # fmt: skip
    client.force_login(verifier)
    assert len(found(client, name, f"?{query}")) == rows


def test_watched_households_outside_the_register_stand_in_no_list_of_it(client, verifier):
    fill("510304105201", registered=False)
    client.force_login(verifier)
    names = ("household_list", "member_list", "pairing_list")
    assert [len(found(client, name)) for name in names] == [0, 0, 0]


def test_a_helper_sees_his_own_households_people_only(client, roles):
    helper = make_user(Role.HELPER)
    own, _other = fill("510304105201"), fill("510304105202")
    HelperPairing.objects.filter(household=own).update(user=helper)
    client.force_login(helper)
    rows = found(client, "member_list")
    assert [row[0].text for row in rows] == [f"{own.household_no}01"]


def search(client, name, text):
    """Type something into the search box; give where it leads and how many rows are there."""
    url = client.post(page(name), {"q": text}).url
    return url, len(
        client.get(url if url.startswith("/") else page(name) + url).context["object_list"]
    )


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("household_list", "李", 1),
        ("household_list", "四", 0),
        ("household_list", IDENTITY, 1),
        ("household_list", "５１０３０４ 19650302 1234", 1),
        ("household_list", IDENTITY[:17] + "9", 0),
        ("household_list", PHONE, 1),
        ("household_list", PHONE[:10], 0),
        ("household_list", "510304105201", 1),
        ("member_list", IDENTITY, 1),
        ("member_list", "李四", 1),
        ("member_list", PHONE, 1),
        ("member_list", "510304105201", 1),
        ("pairing_list", "王五", 2),
        ("pairing_list", PHONE, 1),
        ("posting_list", "赵", 2),
        ("posting_list", "510304106", 1),
    ],
)
def test_the_search_box_finds_names_numbers_and_whole_personal_numbers(
    client, verifier, name, text, rows
):
    fill("510304105201", phone=PHONE).members.update(identity_number="", identity_key="")
    Member.objects.all().delete()
    first = Household.objects.get()
    Member.objects.create(
        household=first, area_code=first.area_code, person_no=f"{first.household_no}01",
        name="李四", identity_number=IDENTITY, relation="户主",
    )  # fmt: skip
    fill("510304106201", head_name="王二")
    client.force_login(verifier)
    assert search(client, name, text)[1] == rows


@pytest.mark.parametrize("number", [IDENTITY, PHONE])
def test_a_typed_number_stays_nowhere(client, verifier, number, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(verifier)
    with CaptureQueriesContext(connection) as queries:
        url, _ = search(client, "member_list", number)
        client.post(
            reverse("accounts:export_ask", args=["members"]), {"search": url.split("=")[1]}
        )
    told = [
        url,
        caplog.text,
        *(str(session.get_decoded()) for session in Session.objects.all()),
        *(str(event.detail) for event in AuditEvent.objects.all()),
        *(str(job.payload) for job in Job.objects.all()),
        *(query["sql"] for query in queries.captured_queries),
    ]
    assert [text for text in told if number in text] == []
    assert AuditEvent.objects.filter(action="search_register").count() == 1


def test_the_export_of_a_search_holds_what_was_found(
    client, verifier, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    fill("510304105201"), fill("510304105202", head_name="王二")
    client.force_login(verifier)
    url, _ = search(client, "household_list", "王")
    with django_capture_on_commit_callbacks(execute=True):
        form = {"search": url.split("=")[1], "query": url[1:]}
        client.post(reverse("accounts:export_ask", args=["households"]), form)
    assert Job.objects.get().result == {"rows": 1}
    assert "王" not in str(Job.objects.get().payload)


def test_another_persons_search_finds_nothing(client, verifier, office):
    fill("510304105201")
    client.force_login(verifier)
    url, _ = search(client, "household_list", "李")
    client.force_login(office)
    answer = client.get(page("household_list") + url)
    assert (len(answer.context["object_list"]), "已失效" in answer.content.decode()) == (0, True)


def test_who_sees_names_masked_does_not_search_by_them(client, leader):
    fill("510304105201")
    client.force_login(leader)
    assert search(client, "household_list", "李四")[1] == 0


def test_the_state_of_health_is_asked_only_by_who_may_see_it(client, verifier, leader):
    offered = []
    for user in (verifier, leader):
        client.force_login(user)
        answer = client.get(page("member_list") + "?health=残疾")
        offered.append("health" in answer.context["filter"].form.fields)
    assert offered == [True, False]


def test_long_lists_are_counted_and_leafed_to_a_point(client, verifier, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    for code in ("201", "202", "203"):
        fill(f"510304105{code}", person_count=4)
    client.force_login(verifier)

    answer = client.get(page("household_list"))
    whole = client.get(page("household_list") + "?total=1", headers={"HX-Request": "true"})

    assert (answer.context["capped"], answer.context["paginator"].count) == (True, 2)
    text = whole.content.decode()
    assert "<strong data-total>3</strong>" in text
    assert '<strong data-sum="person_count">12</strong>' in text
