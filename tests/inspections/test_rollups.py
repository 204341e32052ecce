"""汇总: a problem counts where it belongs, and every figure is the list it leads to."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import clock
from inspections.models import Problem, RectificationOrder
from inspections.selectors.rollups import OVERDUE, STAGES, TOTAL
from tests.make import COUNTY, make_area, make_category, make_problem, make_round, make_unit

pytestmark = pytest.mark.django_db
PLACE, VILLAGE = f"{COUNTY}105", f"{COUNTY}105201"
PAGES = [("rollup", ""), ("rollup", f"area={PLACE}"), ("rollup_units", "")]
ENDED = ("found", "confirmed", "not_upheld")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2016, 7, 29))


@pytest.fixture
def spread(office):
    """One problem of each state in a village, a township, another township and a department."""
    make_area(VILLAGE, "燎原村")
    make_area(f"{COUNTY}106", "新民镇")
    department = make_unit("区住建局", kind="department")
    order = RectificationOrder.objects.create(
        area_code=COUNTY, year=2016, serial=1, unit=department, requirement="整改",
        issued_on=date(2016, 7, 12), due_on=date(2016, 7, 27), issued_by=office,
    )  # fmt: skip
    for place in (VILLAGE, PLACE, f"{COUNTY}106", COUNTY):
        for state in Problem.State.values:
            under = {} if state in ENDED else {"order": order, "due_on": order.due_on}
            closed = {"closed_on": date(2016, 7, 20)} if state == "closed" else {}
            own = {"responsible_unit": department} if place == COUNTY else {}
            make_problem(area_code=place, state=state, scope="common", **under, **closed, **own)


def lines_of(client, name, query=""):
    """Give the page's lines by label."""
    context = client.get(f"{reverse(f'inspections:{name}')}?{query}").context
    return {line["label"]: line for line in context["lines"]}


def figures(line):
    return [value for _, value, _ in line["cells"]]


def listed(client, url):
    """Give how many rows a figure's list tells."""
    page = client.get(url).content.decode()
    return int(re.search(r"<strong data-total>(\d+)</strong>", page)[1])


@pytest.mark.parametrize(("name", "query"), PAGES)
def test_every_figure_is_the_total_of_the_list_it_leads_to(client, office, spread, name, query):
    client.force_login(office)
    cells = [cell for line in lines_of(client, name, query).values() for cell in line["cells"]]
    assert len([url for _, _, url in cells if url]) >= 9
    assert [(label, listed(client, url)) for label, _, url in cells if url] == [
        (label, value) for label, value, url in cells if url
    ]


def test_filters_of_the_roll_up_go_with_every_figure(client, office, spread):
    make_problem(area_code=PLACE, source="audit", period=date(2016, 6, 1))
    client.force_login(office)
    for query in ("period=2016-06&source=audit", "source=own_visit"):
        for label, value, url in lines_of(client, "rollup", query)["合计"]["cells"]:
            assert (label, listed(client, url) if url else 0) == (label, value)


def test_a_village_s_problem_counts_for_its_village_and_its_township(client, office):
    make_area(VILLAGE, "燎原村")
    make_problem(area_code=VILLAGE)
    client.force_login(office)
    assert figures(lines_of(client, "rollup")["乡镇105镇"])[0] == 1
    inside = lines_of(client, "rollup", f"area={PLACE}")
    assert [figures(inside[label])[0] for label in ("燎原村", "合计")] == [1, 1]


def test_a_department_has_a_row_of_its_own_and_the_stages_add_up(client, office, spread):
    client.force_login(office)
    lines = lines_of(client, "rollup")
    assert figures(lines["区级部门"]) == [9, 1, 1, 3, 2, 1, 1, 5]
    assert figures(lines["合计"]) == [36, 4, 4, 12, 8, 4, 4, 20]
    assert lines["合计"]["rate"] == "4/32（12.5%）"
    states = [state for stage in STAGES.values() for state in stage.states]
    assert sorted(states) == sorted(Problem.State.values)
    assert [TOTAL, OVERDUE] == ["total", "overdue"]


def test_a_township_sees_its_villages_and_nobody_else_s(client, liaison, spread):
    client.force_login(liaison)
    assert list(lines_of(client, "rollup")) == ["镇本级", "燎原村", "合计"]
    assert client.get(f"{reverse('inspections:rollup')}?area={COUNTY}106").status_code == 404


def test_an_unannounced_round_counts_for_nothing_before_the_inspected(client, liaison):
    make_area(PLACE, "新店镇")
    make_problem(round=make_round(mode="unannounced", state="field"))
    client.force_login(liaison)
    assert figures(lines_of(client, "rollup")["合计"]) == [0] * 8


@pytest.mark.parametrize("name", ["rollup", "rollup_units"])
@pytest.mark.parametrize("number", [1, 3])
def test_roll_ups_ask_the_same_queries_for_any_length(
    client, office, name, number, django_assert_max_num_queries
):
    make_category()
    for at in range(number):
        code = f"{COUNTY}{105 + at}"
        make_area(code)
        unit = make_unit(f"镇{at}", area_code=code, kind="township")
        make_problem(area_code=code, responsible_unit=unit)
    client.force_login(office)
    with django_assert_max_num_queries(11):
        client.get(reverse(f"inspections:{name}"))


@pytest.mark.parametrize(
    ("name", "title"), [("rollup", "问题汇总表"), ("rollup_units", "责任单位问题汇总表")]
)
def test_a_roll_up_goes_out_as_an_office_s_sheet(client, office, spread, name, title):
    client.force_login(office)
    page = reverse(f"inspections:{name}_export")
    made = load_workbook(BytesIO(client.get(page, {"source": "own_visit"}).content)).active
    rows = list(made.values)
    total = next(row for row in rows if row[1] == "合计")
    assert rows[0][0] == f"大安区{title}"
    assert total[2:] == (36, 4, 4, 12, 8, 4, 4, 20, "4/32（12.5%）")
    assert rows[-2][0].startswith("统计范围：大安区，来源：本级督查；共36个。")
    assert rows[-1][0] == "未计入：不属实4个不在销号率的分母中。"
    assert (made.page_setup.paperSize, made.print_title_rows) == (9, "$3:$4")


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("problem_list", "found:state=found confirmed:state=confirmed closed:state=closed"),
        ("rectification_list", "open:open=1 reported:state=reported verified:state=verified"),
        ("problem_list", "overdue:overdue=1"),
        ("rectification_list", "overdue:overdue=1"),
    ],
)
def test_the_number_cards_are_the_lists_they_lead_to(client, office, spread, name, cards):
    client.force_login(office)
    page = reverse(f"inspections:{name}")
    counts = client.get(page).context["counts"]
    for key, query in (card.split(":") for card in cards.split()):
        assert (key, counts[key]) == (key, listed(client, f"{page}?{query}"))
