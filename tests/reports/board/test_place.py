"""A place's board: whose it is, how many queries it takes, and what of it is the closed book."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import Role
from inspections.models import Problem, Round
from reports.board.windows import last_months, window_of
from reports.closed_lists import is_kept, is_of_visits, problems_of, visits_of
from reports.selectors import month_facts
from reports.selectors.board import (
    categories,
    make_ups,
    matrix,
    own_place,
    place_board,
    trends,
)
from tests.make import make_area, make_household, make_problem, make_round, make_user
from tests.reports.board.agreeing import disagreeing, figures_in
from tests.reports.full_month import VILLAGES, fill_whole_month
from tests.reports.month import COUNTY, JULY

pytestmark = pytest.mark.django_db
TOWNSHIP, OTHER = f"{COUNTY}105", f"{COUNTY}106"


def board(code, user, **given):
    return place_board(code, JULY, on=clock.today(), user=user, **given)


def tile(shown, key):
    return next(one for group in shown.groups for one in group.tiles if one.figure.key == key)


def test_a_township_sees_its_own_board_and_no_other(roles):
    fill_whole_month()
    user = make_user(Role.TOWNSHIP_OFFICER, area_code=TOWNSHIP)
    assert own_place(user) == TOWNSHIP
    assert board(TOWNSHIP, user).parents == ()
    assert disagreeing([board(TOWNSHIP, user), board(VILLAGES[0], user)], user) == []
    assert [board(code, user) for code in (COUNTY, OTHER, "", "51030410520")] == [None] * 4
    assert make_ups(COUNTY, on=clock.today(), user=user) is None


def test_what_an_unannounced_round_found_is_not_on_the_board_of_the_inspected(roles):
    make_area(TOWNSHIP, "新店镇")
    hidden = make_round(mode=Round.Mode.UNANNOUNCED, state=Round.State.FIELD)
    make_problem(round=hidden)
    township = make_user(Role.TOWNSHIP_OFFICER, area_code=TOWNSHIP)
    assert tile(board(TOWNSHIP, township), "problems").figure.value == 0
    assert tile(board(TOWNSHIP, make_user(Role.LEADER)), "problems").figure.value == 1


def test_the_way_down_leads_from_county_to_village_to_its_households(roles):
    fill_whole_month()
    user = make_user(Role.LEADER)
    county, township, village = (board(code, user) for code in (COUNTY, TOWNSHIP, VILLAGES[0]))
    assert [child.code for child in county.children][:2] == [TOWNSHIP, OTHER]
    assert [child.code for child in township.children if child.opens] == [VILLAGES[0]]
    assert township.children[-1].name == "镇本级"
    assert village.parents == ((COUNTY, "大安区"), (TOWNSHIP, "新店镇"))
    first = village.households[0]
    assert (first.label, first.visited, len(village.households)) == ("李某某（户0000）", True, 3)


def test_a_closed_months_tiles_are_its_book_and_the_rest_is_of_today(roles):
    fill_whole_month()
    user = make_user(Role.LEADER)
    facts = month_facts(county=COUNTY, period=JULY, on=clock.today())
    living, book = board(COUNTY, user, facts=facts), board(COUNTY, user, facts=facts, closed=True)
    kept = {one.figure.key: one for group in book.groups for one in group.tiles}
    now = {one.figure.key: one for group in living.groups for one in group.tiles}
    assert book.closed
    assert not living.closed
    assert {key: one.shown for key, one in kept.items()}.items() <= {
        key: one.shown for key, one in now.items()
    }.items()
    assert now.keys() - kept.keys() == {"rounds", "open_now", "overdue_now", "ready_villages"}

    for one in filter(is_kept, kept):
        rows = visits_of if is_of_visits(one) else problems_of
        assert len(rows(facts, one)) == kept[one].figure.value

    make_problem()
    after = board(COUNTY, user, facts=facts, closed=True)
    assert after.groups == book.groups
    assert after.children[0].cells[5].value == book.children[0].cells[5].value + 1


def test_the_rates_of_the_month(roles):
    fill_whole_month()
    make_problem(state=Problem.State.NOT_UPHELD)
    shown = board(COUNTY, make_user(Role.LEADER))
    told = {one.figure.key: (one.shown, one.note) for group in shown.groups for one in group.tiles}
    assert told["problems_closed"] == ("33.33%", "1/3个")
    assert told["days_to_close"] == ("16", "1个已销号问题，半数以上在此天数内")
    assert told["satisfied_of_visited"] == ("50.00%", "3/6户")
    assert told["helped"] == ("0.00%", "0/6户")
    assert told["left_persons"][0] == "33.33%"


def test_the_queries_do_not_grow_with_townships_months_or_problems(roles):
    user = make_user(Role.LEADER)
    list(user.held)
    found = []
    for number in (1, 2, 3):
        for village in range(number):
            make_household(make_area(f"{COUNTY}10{number}20{village}", is_poor=True))
            make_problem(area_code=f"{COUNTY}10{number}20{village}", period=JULY)
            make_problem(period=last_months(JULY, 3)[number - 1])
        found.append(_asked(user))
    assert found[0] == found[1] == found[2]
    assert found[0]["county"] <= 16


def _asked(user):
    on = clock.today()
    works = {
        "county": lambda: board(COUNTY, user),
        "township": lambda: board(f"{COUNTY}101", user),
        "village": lambda: board(f"{COUNTY}101200", user),
        "trends": lambda: trends(COUNTY, last_months(JULY, 3), on=on, user=user),
        "matrix": lambda: matrix(COUNTY, window_of("year", JULY), on=on, user=user),
        "categories": lambda: categories(COUNTY, window_of("open", JULY), on=on, user=user),
        "people": lambda: make_ups(COUNTY, on=on, user=user),
    }
    taken = {}
    for name, work in works.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert list(figures_in((work(),)))
        taken[name] = len(queries)
    return taken
