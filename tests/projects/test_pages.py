import csv
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import AnnualTarget, Programme
from projects.selectors import plan_of
from projects.services import TargetRow, load_programmes, set_targets
from tests.make import COUNTY, make_area, make_household, make_unit

pytestmark = pytest.mark.django_db
SCHEME = Path(__file__).resolve().parents[2] / "inspections" / "schemes" / "monthly"
FIRST, SECOND = f"{COUNTY}105", f"{COUNTY}106"


def plan(villages=4, persons=3073):
    """Set the county's published plan and its parts by township."""
    parts = [TargetRow(FIRST, 1, 500, 1500), TargetRow(SECOND, villages - 1, 520, persons - 1500)]
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1020, 3073), *parts], by=None)
    make_area(f"{FIRST}201", is_poor=True, planned_exit_year=2016)
    for number in range(3):
        make_area(f"{SECOND}20{number}", is_poor=True, planned_exit_year=2016)
    make_household(make_area(f"{FIRST}201"), person_count=1500, planned_exit_year=2016)
    make_household(make_area(f"{SECOND}201"), person_count=1573, planned_exit_year=2016)


def test_the_parts_add_up_to_four_villages_and_3073_persons(office):
    plan()
    found = plan_of(office, year=2016)

    assert (found.total.villages, found.total.persons) == (4, 3073)
    assert (found.total.marked_villages, found.total.marked_persons) == (4, 3073)
    assert [ok for ok, _, _ in found.checks] == [True] * 4
    assert [line.agrees for line in found.lines] == [True, True]


def test_parts_that_do_not_add_up_are_shown(office):
    plan(persons=3000)
    found = plan_of(office, year=2016)

    assert found.checks[1] == (False, "各乡镇脱贫人口之和等于全区任务", "3000人，任务3073人")
    assert [line.agrees for line in found.lines] == [True, False]


def test_the_page_lists_seventeen_programmes_the_last_one_supplemented(client, office):
    with (SCHEME / "programmes.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        make_unit(row["lead_unit"])
    load_programmes(area_code=COUNTY, year=2016, rows=rows, by=None)
    plan()
    client.force_login(office)

    text = client.get(reverse("projects:plan")).content.decode()

    assert Programme.objects.count() == 17
    assert list(Programme.objects.filter(is_supplement=True).values_list("code")) == [("C17",)]
    assert (text.count("补列"), "data-programmes>17<" in text) == (1, True)


def test_the_page_asks_the_same_queries_for_any_length(client, office):
    client.force_login(office)
    counts = []
    for number in range(3):
        make_area(f"{COUNTY}10{number}201")
        unit = make_unit(f"单位{number}")
        Programme.objects.create(
            area_code=COUNTY, year=2016, code=f"C{number}", name="专项", lead_unit=unit
        )
        AnnualTarget.objects.create(area_code=f"{COUNTY}10{number}", year=2016)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("projects:plan"))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_office_sets_a_township_s_target_on_its_page(client, office):
    make_area(FIRST)
    client.force_login(office)

    client.post(
        reverse("projects:target_set", args=[2016, FIRST]),
        {"villages": 1, "households": 20, "persons": 60},
    )

    assert list(AnnualTarget.objects.values_list("area_code", "persons")) == [(FIRST, 60)]


def test_a_township_reads_its_own_part_and_sets_none(client, liaison):
    plan()
    client.force_login(liaison)

    assert [line.code for line in plan_of(liaison, year=2016).lines] == [FIRST]
    url = reverse("projects:target_set", args=[2016, FIRST])
    assert (client.get(reverse("projects:plan")).status_code, client.get(url).status_code) == (
        200,
        403,
    )


def test_the_api_gives_targets_inside_the_caller_s_area(client, liaison):
    plan()
    client.force_login(liaison)

    results = client.get("/api/targets/?year=2016").json()["results"]

    assert [(row["area_code"], row["persons"]) for row in results] == [(FIRST, 1500)]
