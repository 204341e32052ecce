import csv
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import AnnualTarget, Programme
from projects.services import load_programmes, set_targets, targets_from_register
from projects.services.targets import TargetRow
from tests.make import COUNTY, make_area, make_household, make_unit
from tests.projects.plan_cast import FIRST, SECOND, make_plan, make_register, typed

pytestmark = pytest.mark.django_db
SCHEME = Path(__file__).resolve().parents[2] / "inspections" / "schemes" / "monthly"


def page(client, query="?year=2016"):
    return client.get(reverse("projects:plan") + query).content.decode()


def table(code=COUNTY, year=2016):
    return reverse("projects:target_set", args=[year, code])


def test_the_plan_names_its_figures_and_leads_to_the_lists_that_they_count(client, office):
    make_register()
    make_plan(second=1500)
    client.force_login(office)

    text = page(client)

    assert 'data-number="脱贫人口">3,073<' in text
    assert ("未平衡" in text, "底册多73人" in text) == (True, True)
    listed = f"{reverse('households:household_list')}?area={SECOND}&amp;planned_exit_year=2016"
    assert f'<a href="{listed}">底册多73人</a>' in text


def test_a_year_before_stays_readable(client, office):
    make_register()
    make_plan()
    set_targets(year=2015, rows=[TargetRow(COUNTY, 2, 10, 1234)], by=office)
    client.force_login(office)

    text = page(client, "?year=2015")

    assert 'data-number="脱贫人口">1,234<' in text
    assert "2村" in text
    assert '<option value="2016">' in text


def test_a_township_s_page_lists_its_villages(client, office):
    make_register()
    make_plan()
    targets_from_register(year=2016, area_code=COUNTY, by=office)
    client.force_login(office)
    text = page(client, f"?year=2016&area={SECOND}")
    assert "data-persons>1,573<" in text
    assert "返回上一级" in text


def test_the_office_hands_down_the_plan_in_one_table(client, office):
    make_area(FIRST)
    make_area(SECOND)
    client.force_login(office)
    data = typed((COUNTY, 4, 9, 3073), (FIRST, 1, 4, 1500), (SECOND, 3, 5, 1573))

    answer = client.post(table(), data, follow=True)

    assert "任务已保存。" in answer.content.decode()
    assert list(AnnualTarget.objects.values_list("area_code", "persons")) == [
        (COUNTY, 3073),
        (FIRST, 1500),
        (SECOND, 1573),
    ]


def test_a_plan_that_does_not_add_up_is_saved_and_said_so(client, office):
    make_area(FIRST)
    client.force_login(office)
    answer = client.post(table(), typed((COUNTY, 4, 9, 3073), (FIRST, 4, 9, 3000)), follow=True)
    text = answer.content.decode()
    assert "尚未平衡：各部分之和少73人" in text
    assert AnnualTarget.objects.count() == 2


def test_rows_that_were_not_touched_are_not_sent_back(client, office):
    make_plan()
    make_area(FIRST)
    make_area(SECOND)
    client.force_login(office)
    shown = typed((COUNTY, 4, 4, 3073), was="4,4,3073") | typed((FIRST, 1, 1, 1), was="1,1,1")
    client.post(table(), shown | typed((SECOND, 3, 3, 1600), was="3,3,1573"))
    persons = dict(AnnualTarget.objects.values_list("area_code", "persons"))
    assert persons == {COUNTY: 3073, FIRST: 1500, SECOND: 1600}


def test_a_row_somebody_else_changed_is_told_and_not_overwritten(client, office):
    make_area(FIRST)
    set_targets(year=2016, rows=[TargetRow(FIRST, 1, 1, 7)], by=None)
    client.force_login(office)
    answer = client.post(table(), typed((COUNTY, 0, 0, 0), (FIRST, 1, 1, 9)))
    text = answer.content.decode()
    assert "已被改为1村、1户、7人" in text
    assert f'name="was_{FIRST}" value="1,1,7"' in text
    assert AnnualTarget.objects.get(area_code=FIRST).persons == 7


def test_a_wrong_figure_keeps_the_table_as_typed(client, office):
    make_area(FIRST)
    client.force_login(office)
    answer = client.post(table(), typed((COUNTY, 4, 9, "x"), (FIRST, 1, -4, 15)))
    assert "有2处须改正，尚未保存。" in answer.content.decode()
    assert not AnnualTarget.objects.exists()


def test_a_township_sets_its_villages_beside_a_share_it_only_reads(client, liaison):
    make_register()
    make_plan()
    client.force_login(liaison)
    url, village = table(FIRST), f"{FIRST}201"

    text = client.get(url).content.decode()
    client.post(url, typed((village, 1, 1, 1500)) | typed((FIRST, 9, 9, 9)))

    assert (f'name="persons_{village}"' in text, f'name="persons_{FIRST}"' in text) == (
        True,
        False,
    )
    persons = dict(AnnualTarget.objects.values_list("area_code", "persons"))
    assert (persons[village], persons[FIRST]) == (1500, 1500)


def test_villages_are_filled_from_the_register(client, liaison):
    make_register()
    client.force_login(liaison)
    url = reverse("projects:targets_fill", args=[2016, FIRST])
    text = client.post(url, follow=True).content.decode()
    assert "已按底册填报1个村的任务" in text
    assert AnnualTarget.objects.get().persons == 1500


@pytest.mark.parametrize("name", ["projects:target_set", "projects:targets_fill"])
@pytest.mark.parametrize(("year", "code"), [(2016, SECOND), (1999, FIRST), (2016, f"{FIRST}201")])
def test_other_places_years_and_single_villages_are_not_found(client, liaison, name, year, code):
    make_register()
    client.force_login(liaison)
    assert client.post(reverse(name, args=[year, code])).status_code == 404


def test_a_leader_reads_and_sets_nothing(client, leader):
    make_register()
    make_plan()
    client.force_login(leader)
    assert "分解任务" not in page(client)
    assert client.get(table()).status_code == 403


def test_a_village_reads_its_own_line(client, village_officer):
    make_register()
    make_plan()
    client.force_login(village_officer)
    text = page(client)
    assert ("第201村" in text, "data-persons>0<" in text) == (True, True)


def test_the_programmes_are_seventeen_the_last_one_supplemented(client, office):
    with (SCHEME / "programmes.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        make_unit(row["lead_unit"])
    load_programmes(area_code=COUNTY, year=2016, rows=rows, by=None)
    client.force_login(office)

    text = client.get(reverse("projects:programme_list")).content.decode()

    assert list(Programme.objects.filter(is_supplement=True).values_list("code")) == [("C17",)]
    assert "data-programmes>17<" in text
    assert '扶贫专项 <span class="tab-count">17</span>' in text


@pytest.mark.parametrize("name", ["projects:plan", "projects:programme_list", "target_set"])
def test_the_pages_ask_the_same_queries_for_any_length(client, office, name):
    client.force_login(office)
    make_area(COUNTY)
    address = table() if name == "target_set" else reverse(name) + "?year=2016"
    counts = []
    for number in range(3):
        village = make_area(f"{COUNTY}10{number}201", is_poor=True, planned_exit_year=2016)
        make_household(village, planned_exit_year=2016)
        unit = make_unit(f"单位{number}")
        Programme.objects.create(
            area_code=COUNTY, year=2016, code=f"C{number}", name="专项", lead_unit=unit
        )
        rows = [TargetRow(village.code, 1, 1, 1), TargetRow(village.code[:9], 1, 1, 1)]
        set_targets(year=2016, rows=rows, by=office)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[2]
