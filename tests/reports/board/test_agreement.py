"""Dashboards agree with lists: every number of every board leads to exactly so many rows."""

from datetime import date

import pytest

from accounts import clock
from accounts.models import Role
from households.models import HelperPairing, Household, HouseholdIncome, Posting
from inspections.models import Problem
from reports.board.windows import KEYS, last_months, window_of
from reports.selectors.board import (
    MAKE_UPS,
    categories,
    make_up,
    matrix,
    place_board,
    trends,
)
from tests.make import make_category, make_household, make_problem, make_user
from tests.reports.board.agreeing import disagreeing, figures_in
from tests.reports.full_month import VILLAGES, fill_whole_month
from tests.reports.month import COUNTY, JULY

pytestmark = pytest.mark.django_db
TOWNSHIP = f"{COUNTY}105"


@pytest.fixture
def office(roles):
    fill_whole_month()
    first = make_problem(item="C02.1", area_code=COUNTY, category=make_category("fund", code="ZJ"))
    household = Household.objects.order_by("household_no").first()
    make_problem(
        subject_kind="household",
        subject_code=household.household_no,
        area_code=household.area_code,
        item="",
        repeats=first,
        reopened=2,
        due_on=date(2016, 8, 1),
    )
    make_problem(period=date(2015, 7, 1))
    for number, cause in enumerate(Household.Cause.values):
        other = make_household(cause=cause, status="relapsed" if number % 2 else "poor")
        HouseholdIncome.objects.create(
            household=other, area_code=other.area_code, year=2015, net_income_pc=1000 * number
        )
    HelperPairing.objects.create(
        household=household, area_code=household.area_code, name="张三", starts_on=JULY
    )
    for post in set(Posting.FIVE) - {Posting.Post.FIRST_SECRETARY}:
        Posting.objects.create(
            area_code=VILLAGES[0], village_id=VILLAGES[0], post=post, starts_on=JULY
        )
    return make_user(Role.POVERTY_OFFICE)


def test_every_number_of_a_places_board_is_its_lists(office):
    shapes = [
        place_board(code, JULY, on=clock.today(), user=office)
        for code in (COUNTY, TOWNSHIP, VILLAGES[0])
    ]
    assert disagreeing(shapes, office) == []
    assert sum(figure.value > 0 for figure in figures_in(tuple(shapes))) > 60
    told = {one.figure.key: one.note for group in shapes[0].groups for one in group.tiles}
    assert (told["posts_full"], told["helped"]) == ("1/3个村", "1/18户")


def test_every_point_of_the_trends_is_its_lists(office):
    shown = trends(COUNTY, last_months(JULY, 4), on=clock.today(), user=office)
    assert disagreeing([shown], office) == []
    assert [point.value for point in shown.line("problems").points] == [3, 2, 2, 5]


def test_every_cell_of_the_heat_table_and_every_category_is_its_lists(office):
    asked = [(COUNTY, window_of(key, JULY)) for key in KEYS]
    shapes = [
        made
        for code, window in [*asked, (TOWNSHIP, window_of("month", JULY))]
        for made in (
            matrix(code, window, on=clock.today(), user=office),
            matrix(code, window, on=clock.today(), user=office, by="block"),
            categories(code, window, on=clock.today(), user=office),
        )
    ]
    assert disagreeing(shapes, office) == []
    assert shapes[0].whole.value == Problem.objects.filter(period=JULY).count()


def test_every_shown_cell_of_the_make_up_is_its_list(office):
    shapes = [make_up(COUNTY, key, on=clock.today(), user=office) for key in MAKE_UPS]
    assert disagreeing(shapes, office) == []
    assert all(shape is not None for shape in shapes)
