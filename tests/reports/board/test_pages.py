"""The board pages: the numbers of the selectors, their lists, their files, and who sees them."""

import re
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from reports.board.windows import last_months, window_of
from reports.selectors.board import matrix, place_board, trends
from tests.make import make_area, make_household, make_problem, make_round, make_user
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db
TOWNSHIP = f"{COUNTY}105"
SEPTEMBER = JULY.replace(month=9)
NAMES = ("dashboard", "board_trends", "board_matrix", "board_people", "board_screen")


@pytest.fixture(autouse=True)
def month(settings, roles):
    settings.DEMO_TODAY = DAY
    fill_month()


@pytest.fixture
def page(client, leader):
    """Give what gets a page as the leader."""
    client.force_login(leader)

    def get(name: str, *args: str, **asked: str) -> str:
        return client.get(reverse(f"reports:{name}", args=args), asked).content.decode()

    return get


class Tables(HTMLParser):
    """Reads the tables of a page: id of the figure → rows of what their cells say."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "figure":
            self.rows = self.tables[given["id"]] = []
        elif tag == "tr":
            self.rows.append([])
        self.inside = self.inside or tag in {"td", "th"}
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data):
        if self.inside and self.rows:
            self.rows[-1][-1] += data


def numbers_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-number="(\w+)">([^<]+)<', page))


def test_the_tiles_say_what_the_selector_says(page, leader):
    for code in (COUNTY, TOWNSHIP, f"{TOWNSHIP}201"):
        board = place_board(code, JULY, on=DAY, user=leader)
        told = {tile.figure.key: tile.shown for group in board.groups for tile in group.tiles}
        shown = numbers_of(page("board_place", code))
        assert {key: shown[key] for key in told} == told


def test_the_board_begins_at_the_newest_month_that_has_begun(client, leader, page, liaison):
    make_round(period=SEPTEMBER, mode="unannounced")
    assert '<option value="2016-07" selected>' in page("dashboard")
    assert '<option value="2016-09" selected>' in page("dashboard", period="2016-09")
    client.force_login(liaison)
    assert 'value="2016-09"' not in page("board_trends")  # 暗访
    wrong = ("0000-01", "0001-01", "2016-13", "9999-12")
    assert {client.get(reverse("reports:board_trends"), {"period": one}).status_code
            for one in wrong} == {404}  # fmt: skip


def test_what_is_still_in_time_leads_to_its_own_list(client, page):
    for due_on in (DAY, DAY, JULY):
        make_problem(area_code=TOWNSHIP, due_on=due_on)
    cells = re.findall(r'data-value="(\d+)"><a href="([^"]*overdue=0)">', page("dashboard"))
    listed = [client.get(address.replace("&amp;", "&")).content.decode() for _, address in cells]
    totals = [re.search(r"data-total>(\d+)<", text)[1] for text in listed]
    assert [number for number, _ in cells] == totals
    assert totals


def test_the_tables_say_what_the_selectors_say(page, leader):
    who = {"on": DAY, "user": leader}
    months = Tables(page("board_trends")).tables["trend-problems"]
    line = trends(COUNTY, last_months(JULY, 12), **who).line("problems")
    assert [row[1] for row in months[1:]] == [str(point.value) for point in line.points]
    found = matrix(COUNTY, window_of("month", JULY), **who)
    rows = Tables(page("board_matrix")).tables["matrix"][1:-1]
    assert rows == [
        [row.name, *(str(one.figure.value) for one in row.cells), str(row.total.value)]
        for row in found.rows
    ]


def test_every_link_of_the_pages_opens(client, leader, page):
    pages = [page(name).partition('id="main"')[2] for name in NAMES]
    addresses = {one for text in pages for one in re.findall(r'href="(/[^"#]*)"', text)}
    answers = {one: client.get(one.replace("&amp;", "&")).status_code for one in addresses}
    assert {one: code for one, code in answers.items() if code not in {200, 302}} == {}


def test_a_workbook_holds_the_numbers_of_its_table(client, page):
    for text in map(page, ("dashboard", "board_trends", "board_matrix", "board_people")):
        shown = Tables(text).tables
        for address in re.findall(r'href="([^"]+\.xlsx[^"]*)"', text):
            sent = client.get(address.replace("&amp;", "&")).content
            sheet = openpyxl.load_workbook(BytesIO(sent)).active
            table = shown[re.search(r"/([\w-]+)\.xlsx", address)[1]][1:]
            rows = [[told(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)]
            assert [row[: len(table[0])] for row in rows[: len(table)]] == table


def told(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value or "")


def test_more_townships_ask_no_more_queries(page):
    names = ("dashboard", "board_trends", "board_matrix", "board_people", "board_screen_now")

    def asked() -> list[int]:
        for name in names:
            page(name)  # the facts are gathered anew once after a change
        return [queries_of(page, name) for name in names]

    before = asked()
    for tail in ("107", "108", "109"):
        make_area(COUNTY + tail, f"镇{tail}")
        village = make_area(f"{COUNTY}{tail}201", is_poor=True)
        make_household(village, household_no=f"{village.code}0001")
        make_problem(area_code=village.code)
    assert asked() == before


def queries_of(page, name: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(name)
    return len(queries)


def test_the_screen_names_units_and_no_person(page):
    text = page("board_screen_now")
    assert 'data-screen-now="' in text
    assert "某某" not in text
    assert page("board_screen").count("hx-get") == 1


def test_a_hidden_count_has_no_number_and_no_list(page):
    assert 'data-value="">＊</td>' in page("board_people")


def test_a_township_is_led_to_its_own_board_and_no_further(client, liaison):
    client.force_login(liaison)
    own = reverse("reports:board_place", args=[TOWNSHIP])
    assert client.get(reverse("reports:dashboard")).url.startswith(own)
    codes = {
        code: client.get(reverse("reports:board_place", args=[code])).status_code
        for code in (TOWNSHIP, f"{TOWNSHIP}201", f"{COUNTY}106", COUNTY, "510311", "x")
    }
    assert list(codes.values()) == [200, 200, 404, 404, 404, 404]
    names = ("board_trends", "board_matrix", "board_people", "board_screen", "board_screen_now")
    answers = [client.get(reverse(f"reports:{name}")).status_code for name in names]
    assert answers == [200, 200, 403, 403, 403]
    county = reverse("reports:board_export", args=["county", "blocks"])
    assert client.get(county).status_code == 404


def test_another_place_asked_for_is_not_there(client, leader):
    client.force_login(leader)
    for name in (*NAMES, "board_screen_now"):
        for area in ("510311", "a/b", "51030\x00"):
            answer = client.get(reverse(f"reports:{name}"), {"area": area})
            assert (name, area, answer.status_code) == (name, area, 404)


def test_whoever_has_no_right_to_boards_is_refused(client, roles):
    village = make_user(Role.VILLAGE_OFFICER, area_code=f"{TOWNSHIP}201")
    client.force_login(village)
    addresses = [
        *(reverse(f"reports:{name}") for name in (*NAMES, "board_screen_now")),
        reverse("reports:board_place", args=[village.area_code]),
        reverse("reports:board_export", args=["place", "categories"]),
    ]
    answers = {one: client.get(one).status_code for one in addresses}
    assert answers == dict.fromkeys(addresses, 403)
