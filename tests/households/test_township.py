from dataclasses import astuple
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households.selectors.place_work import work_of_townships
from households.selectors.places import township_lines
from tests.make import make_area, make_household

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)


@pytest.fixture(autouse=True)
def in_july(settings):
    settings.DEMO_TODAY = TODAY


def page(name, *args):
    return reverse(f"households:{name}", args=args)


def make_township():
    poor = make_area("510304105201", is_poor=True, planned_exit_year=2016)
    other = make_area("510304105202")
    helped = make_household(poor, person_count=3, planned_exit_year=2016)
    helped.helpers.create(area_code=poor.code, name="王五", starts_on="2016-01-01")
    gone = make_household(other, person_count=2, planned_exit_year=2016, status="exited_supported")
    days = {"reviewed_on": "2016-07-01", "verified_on": "2016-07-01", "agreed_on": "2016-07-01"}
    later = {"publicised_on": "2016-07-01", "announced_on": "2016-07-11"}
    gone.exits.create(area_code=other.code, year=2016, **days, **later, marked_on="2016-07-12")
    make_household(other, person_count=4)
    make_household(other, registered=False)
    make_household(make_area("510304106201"))
    poor.postings.create(
        area_code=poor.code, post="first_secretary", person_name="赵一", starts_on="2016-01-01"
    )


def test_a_township_s_sums_equal_its_villages(client, verifier):
    make_township()
    client.force_login(verifier)

    context = client.get(page("township_detail", "510304105")).context

    own, total = context["own"], context["total"]
    assert astuple(own)[2:] == astuple(total)[2:] == (2, 1, 1, 3, 9, 2, 2, 5)
    work = context["work"]
    assert work == work_of_townships(verifier, year=2016, on=TODAY)["510304105"]
    assert astuple(work) == (3, 1, 2, 1, 1, 4, 1)
    assert (work.unhelped, work.helped_percent) == (2, 33)


def test_the_county_s_row_equals_its_townships(client, verifier):
    make_township()
    client.force_login(verifier)
    context = client.get(page("area_list")).context
    lines = township_lines(verifier, year=2016)
    assert context["county"].line.persons == sum(line.persons for line in lines) == 10
    works = [row.work for row in context["townships"]]
    assert context["county"].work.marked == sum(work.marked for work in works) == 1
    assert context["county"].work.gaps == 4


def test_every_figure_leads_to_the_list_it_counts(client, verifier):
    make_township()
    client.force_login(verifier)
    for name, query, count in (
        ("household_list", "area=510304105", 3),
        ("household_list", "area=510304105&still_poor=1", 2),
        ("household_list", "area=510304105&planned_exit_year=2016", 2),
        ("household_list", "area=510304105&without_helper=1", 2),
        ("exit_list", "year=2016&area=510304105&stage=marked_on", 1),
        ("area_list", "area=510304105&poor=1", 1),
    ):
        response = client.get(f"{page(name)}?{query}")
        assert (query, response.context["page_obj"].paginator.count) == (query, count)
        township = client.get(page("township_detail", "510304105")).content.decode()
        assert f"{page(name)}?{query}".replace("&", "&amp;") in township


def test_the_page_asks_the_same_queries_for_any_number_of_villages(client, verifier):
    make_area("510304105")
    client.force_login(verifier)
    counts = []
    for number in (201, 202, 203):
        make_household(make_area(f"510304105{number}", is_poor=True))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("township_detail", "510304105"))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_another_township_is_not_found(client, liaison):
    make_area("510304106")
    client.force_login(liaison)
    assert client.get(page("township_detail", "510304106")).status_code == 404


def test_the_village_shows_its_indicators_and_takes_them(client, liaison):
    village = make_area("510304105201", is_poor=True, planned_exit_year=2016)
    make_household(village, person_count=3)
    client.force_login(liaison)
    url = page("indicator_set", village.code, 2016)
    assert "现有未脱贫人口3人" in client.get(url).content.decode()

    client.post(url, {"population": 100, "road": "1", "clinic": "0", "clinic_note": "在建"})

    text = client.get(page("village_detail", village.code)).content.decode()
    assert "3 ÷ 100 = 3.00%" in text
    assert text.count("未达标") == 1
    assert client.get(url).context["form"].initial["population"] == 100
