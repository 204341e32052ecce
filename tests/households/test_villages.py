from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.lists import LISTINGS
from accounts.models import Export, Role
from households.models import AreaAlias, HelperPairing, Posting, VillageIndicator
from tests.make import make_area, make_household, make_user

pytestmark = pytest.mark.django_db
POOR, OTHER, FAR = "510304105201", "510304105202", "510304106201"
KEYS = [column.key for column in LISTINGS["villages"].columns]


@pytest.fixture(autouse=True)
def in_july(settings):
    settings.DEMO_TODAY = date(2016, 7, 29)


def page(name="area_list"):
    return reverse(f"households:{name}")


def make_villages():
    """Make a poor village with a gap, one whose households are helped, and a far one."""
    poor = make_area(POOR, is_poor=True, planned_exit_year=2016, short_name="新光村")
    other, far = make_area(OTHER, short_name="团结村"), make_area(FAR, is_poor=True)
    make_household(poor, person_count=3, planned_exit_year=2016)
    gone = make_household(poor, person_count=2, planned_exit_year=2016, status="exited_supported")
    days = dict.fromkeys(("reviewed_on", "verified_on", "agreed_on"), "2016-07-01")
    later = {"publicised_on": "2016-07-01", "announced_on": "2016-07-11"}
    gone.exits.create(area_code=POOR, year=2016, **days, **later, marked_on="2016-07-12")
    make_household(poor, registered=False)
    helped = make_household(other, person_count=4)
    helped.helpers.create(area_code=OTHER, name="王五", starts_on="2016-01-01")
    for post in Posting.FIVE:
        far.postings.create(area_code=FAR, post=post, person_name="赵一", starts_on="2016-01-01")
    poor.postings.create(
        area_code=POOR, post="first_secretary", person_name="赵二", starts_on="2016-01-01"
    )
    for village, codes in ((POOR, ("road",)), (FAR, ("poverty_rate", "collective", "road"))):
        for code in (*codes, *(() if village == POOR else ("clinic", "culture", "network"))):
            VillageIndicator.objects.create(
                area_code=village, village_id=village, year=2016, code=code, met=True
            )
    AreaAlias.objects.create(area=other, area_code=OTHER, name="老街村")


def found(client, query=""):
    """Give the rows by code, each as label → text."""
    rows = client.get(f"{page()}?{query}").context["object_list"]
    told = [{cell.label: cell for cell in row} for row in rows]
    return {row["区划代码"].text: row for row in told}


def all_columns(client):
    client.post(reverse("accounts:list_columns", args=["villages"]), {"columns": KEYS})


def test_each_village_tells_its_figures(client, verifier):
    make_villages()
    client.force_login(verifier)
    all_columns(client)
    rows = found(client)
    told = [[cell.text for cell in list(row.values())[5:]] for row in rows.values()]
    assert told == [
        [2, 5, 1, 2, 5, 1, 2, 4, 1, 5],
        [1, 4, 1, 0, 0, 0, 0, 0, None, None],
        [0, 0, 0, 0, 0, 0, 0, 0, 6, 0],
    ]


def test_the_figures_add_up_to_the_townships(client, verifier):
    make_villages()
    client.force_login(verifier)
    all_columns(client)
    context = client.get(page()).context
    county = context["county"]
    columns = [dict(zip(KEYS, row, strict=True)) for row in context["object_list"]]

    def total(key):
        return sum(row[key].text for row in columns)

    assert total("households_here") == county.line.households
    assert total("persons_here") == county.line.persons
    assert total("plan_persons") == county.line.plan_persons
    assert total("marked_here") == county.work.marked
    assert total("unhelped") == county.work.unhelped
    assert total("vacant") == county.work.gaps


def test_a_figure_leads_to_what_it_counts_and_nothing_leads_nowhere(client, verifier):
    make_villages()
    client.force_login(verifier)
    all_columns(client)
    rows = found(client)
    for label, count in (
        ("贫困户", 2), ("未脱贫户", 1), ("计划脱贫户", 2), ("已标注户", 1), ("无帮扶人", 2),
    ):  # fmt: skip
        answer = client.get(rows[POOR][label].url)
        assert (label, answer.context["page_obj"].paginator.count) == (label, count)
    assert rows[OTHER]["无帮扶人"].url == ""
    assert (rows[POOR]["五个一缺岗"].tone, rows[FAR]["五个一缺岗"].tone) == ("red", "")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", [POOR, OTHER, FAR]),
        ("area=510304105", [POOR, OTHER]),
        ("poor=1", [POOR, FAR]),
        ("exit_year=2016", [POOR]),
        ("vacant=1", [POOR]),
        ("vacant=0", [FAR]),
        ("unmet=1", [POOR]),
        ("unmet=0", [FAR]),
        ("unhelped=1", [POOR]),
        ("unhelped=0", [OTHER, FAR]),
        ("sort=-households_here", [POOR, OTHER, FAR]),
        ("sort=households_here", [FAR, OTHER, POOR]),
    ],
)
def test_villages_are_filtered_and_sorted(client, verifier, query, codes):
    make_villages()
    client.force_login(verifier)
    all_columns(client)
    assert list(found(client, query)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [("新光", [POOR]), ("老街", [OTHER]), (FAR, [FAR]), ("510304105", [POOR, OTHER]), ("无", [])],
)
def test_villages_are_found_by_name_alias_and_code(client, leader, text, codes):
    make_villages()
    client.force_login(leader)
    all_columns(client)
    url = client.post(page(), {"q": text}).url
    assert list(found(client, url.removeprefix("?"))) == codes


@pytest.mark.parametrize("key", KEYS)
def test_every_column_sorts_both_ways(client, verifier, key):
    make_villages()
    client.force_login(verifier)
    all_columns(client)
    counts = [len(found(client, f"sort={sign}{key}")) for sign in ("", "-")]
    assert counts == [3, 3]


@pytest.mark.parametrize("query", ["", "?area=510304105", "?unmet=1&sort=-vacant"])
def test_the_list_asks_the_same_queries_at_one_and_three_rows(client, verifier, query):
    client.force_login(verifier)
    make_area(POOR[:9])
    counts = []
    for number in (201, 202, 203):
        make_household(make_area(f"510304105{number}", is_poor=True))
        with CaptureQueriesContext(connection) as queries:
            client.get(page() + query)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_export_holds_the_filtered_villages(
    client, verifier, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "media"
    make_villages()
    client.force_login(verifier)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:export_ask", args=["villages"]), {"query": "vacant=1"})
    export = Export.objects.get()
    with export.file.open() as file:
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
    row = dict(zip(rows[1], rows[2], strict=True))
    assert (export.rows, export.serial in rows[0][0]) == (1, True)
    assert (row["村（社区）"], row["贫困户"], row["五个一缺岗"]) == ("新光村", 2, 4)


def test_a_helper_counts_his_own_households_and_cannot_open_the_board(client, roles):
    make_villages()
    helper = make_user(Role.HELPER)
    HelperPairing.objects.update(user=helper)
    client.force_login(helper)
    all_columns(client)
    rows = found(client)
    assert [rows[code]["贫困户"].text for code in (POOR, OTHER)] == [0, 1]
    assert rows[POOR]["五个一缺岗"].url == ""
