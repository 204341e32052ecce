"""The dashboards' rules on plain values: medians, rates, colours, months, what is hidden."""

from datetime import date

import pytest

from reports.board.heat import step_of
from reports.board.making import Maker
from reports.board.numbers import Counts, added, median_days
from reports.board.people import HIDDEN, Kind, make_up_of
from reports.board.tiles import NOTHING, rate
from reports.board.windows import last_months, window_of
from reports.facts.figures import HOUSEHOLDS

MAKE = Maker("510304", date(2016, 7, 29))
CAUSE = Kind("cause", "致贫原因", "户", HOUSEHOLDS, "cause", (("a", "因病"), ("b", "因残")))
PLACES = [("510304105", "新店镇"), ("510304106", "新民镇")]


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ({}, None),
        ({0: 1}, 0),
        ({3: 1, 9: 1}, 3),
        ({3: 1, 9: 2}, 9),
        ({1: 2, 5: 1, 40: 1}, 1),
        ({1: 1, 5: 1, 40: 1}, 5),
    ],
)
def test_the_median_is_the_fewest_days_that_half_were_closed_in(days, median):
    assert median_days(days) == median


def test_places_add_up():
    one, other = Counts(households=3, problems=2), Counts(households=4, overdue_now=1)
    assert added([one, other]) == Counts(households=7, problems=2, overdue_now=1)
    assert added([]) == Counts()


def test_a_rate_of_nothing_is_a_dash():
    figure = MAKE.figure("helped", "覆盖", 0, "户", HOUSEHOLDS, of=0)
    assert rate(figure).shown == NOTHING


@pytest.mark.parametrize(("value", "step"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5)])
def test_a_cell_is_the_darker_the_more_it_holds(value, step):
    assert step_of(value, 100) == step


def test_the_months_of_a_trend_run_over_the_year():
    assert last_months(date(2016, 2, 1), 3) == (
        date(2015, 12, 1),
        date(2016, 1, 1),
        date(2016, 2, 1),
    )


def test_a_window_names_the_filters_of_its_lists():
    asked = {key: window_of(key, date(2016, 7, 1)).filters for key in ("month", "year", "x")}
    assert asked["year"] == (("year", "2016"),)
    assert asked["x"] == asked["month"] == (("period", "2016-07"),)


def test_a_hidden_cell_has_neither_number_nor_list():
    counts = {(PLACES[0][0], "a"): 3, (PLACES[0][0], "b"): 20, (PLACES[1][0], "a"): 30}
    counts[PLACES[1][0], "b"] = 40
    made = make_up_of(MAKE, CAUSE, PLACES, counts)
    assert [[cell.text for cell in row.cells] for row in made.rows] == [[HIDDEN] * 2] * 2
    assert [cell.text for cell in made.totals] == ["33", "60"]
    assert all(cell.figure is None for row in made.rows for cell in row.cells)
    assert [row.total.value for row in made.rows] == [23, 70]
    assert made.note.startswith("＊：1至4户")


def test_what_is_not_sensitive_is_shown():
    plain = Kind("status", "状态", "户", HOUSEHOLDS, "status", CAUSE.kinds, sensitive=False)
    made = make_up_of(MAKE, plain, PLACES, {(PLACES[0][0], "a"): 3})
    assert [cell.text for cell in made.rows[0].cells] == ["3"]
    assert [column.key for column in made.columns] == ["a"]
