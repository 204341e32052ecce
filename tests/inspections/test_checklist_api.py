"""The API of checklists: enough to ask every question without the site, for whoever may."""

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import Checklist
from inspections.services.schemes import load_scheme
from inspections.workbooks.reading import read_upload
from tests.inspections.workbook_cast import Edited, published
from tests.make import COUNTY, make_assignment, make_round, make_team, make_user
from tests.reports.month import DAY

pytestmark = pytest.mark.django_db


def versions(client):
    return [
        (row["scheme"], row["version"])
        for row in client.get(reverse("checklists-list")).json()["results"]
    ]


@pytest.fixture
def two_versions():
    """The small scheme and a second version of it."""
    first = published()
    data = read_upload(Edited().question("A101_times", hint="本年").content, name="x.xlsx").data
    return first, load_scheme(data=data, area_code=COUNTY, by=None)


def test_the_list_has_the_newest_versions(client, leader, two_versions):
    client.force_login(leader)
    assert versions(client) == [("trial", 2)]


def test_a_checklist_says_all_of_its_questions(client, leader, settings):
    settings.DEMO_TODAY = DAY
    client.force_login(leader)
    checklist = Checklist.objects.get(scheme=published())
    told = client.get(reverse("checklists-detail", args=[checklist.pk])).json()

    assert (told["title"], told["version"], told["parameters"]["paid_rate"]) == (
        "试用督查表",
        1,
        "0.9",
    )
    assert [question["name"] for question in told["questions"]] == [
        *("A100_note", "A101_meeting", "A101_times", "M01_name", "M02_health", "A103_place"),
        *("C01_plan", "C01_paid", "C02_plan", "C02_paid"),
    ]
    times, health = told["questions"][2], told["questions"][4]
    assert times["relevant"] == "${A101_meeting} = 'yes'"
    assert (times["warning"], times["warning_message"]) == (
        "${A101_times} > 30",
        "一个月开会超过30次",
    )
    assert (health["repeat"], health["choices"]) == (
        "members",
        [["well", "健康"], ["ill", "患病"]],
    )
    assert told["questions"][1]["responsible"] == ["township"]


def test_an_inspector_has_the_versions_of_his_own_assignments(client, inspector, two_versions):
    round_ = make_round(scheme=two_versions[0])
    checklist = Checklist.objects.get(scheme=two_versions[0])
    make_assignment(round=round_, team=make_team(round_, inspector), checklist=checklist)
    other = make_user(Role.INSPECTOR)

    client.force_login(inspector)
    assert versions(client) == [("trial", 1)]
    assert client.get(reverse("checklists-detail", args=[checklist.pk])).status_code == 200
    client.force_login(other)
    assert versions(client) == []
    assert client.get(reverse("checklists-detail", args=[checklist.pk])).status_code == 404


def test_the_inspected_have_no_checklists(client, liaison):
    client.force_login(liaison)
    assert client.get(reverse("checklists-list")).status_code == 403


def test_a_checklist_takes_the_same_queries_for_any_length(
    client, leader, django_assert_num_queries
):
    client.force_login(leader)
    pk = Checklist.objects.get(scheme=published()).pk
    client.get(reverse("checklists-detail", args=[pk]))
    with django_assert_num_queries(6):
        client.get(reverse("checklists-detail", args=[pk]))
