from datetime import date
from typing import Any

import pytest

from inspections.working_days import is_published_working_day
from reports.wall.bars import OrderLine, bar_of, rows_of, state_of
from reports.wall.days import Span, column, month_days, span

JULY = date(2016, 7, 1)
ON = date(2016, 7, 29)


def line(**fields: Any) -> OrderLine:
    told = {
        "pk": 1, "number": "督改〔2016〕1号", "serial": 1, "unit_id": 1, "unit": "新店镇",
        "issued_on": date(2016, 7, 26), "due_on": date(2016, 8, 10), "problems": 3, "closed": 0,
        "reported": 0, "acknowledged": True,
    }  # fmt: skip
    return OrderLine(**(told | fields))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2016, 7, 26), date(2016, 8, 10), Span(26, 31, cut_right=True)),
        (date(2016, 6, 30), date(2016, 7, 1), Span(1, 1, cut_left=True)),
        (date(2016, 7, 1), date(2016, 7, 31), Span(1, 31)),
        (date(2016, 6, 1), date(2016, 8, 1), Span(1, 31, cut_left=True, cut_right=True)),
        (date(2016, 6, 1), date(2016, 6, 30), None),
        (date(2016, 8, 1), date(2016, 8, 2), None),
        (date(2016, 7, 12), date(2016, 7, 11), None),
    ],
)
def test_a_span_is_cut_to_the_month_and_says_where(start, end, found):
    assert span(start, end, JULY) == found


def test_a_day_of_another_month_has_no_column():
    asked = (JULY, date(2016, 7, 31), date(2016, 8, 1), date(2015, 7, 1), None)
    assert [column(day, JULY) for day in asked] == [1, 31, 0, 0, 0]


def test_a_month_has_its_days_with_holidays_and_weekends_worked_instead():
    found = month_days(date(2016, 10, 1), is_working=is_published_working_day, on=ON)
    assert len(found) == 31
    assert [row.day.day for row in found[:10] if row.is_working] == [8, 9, 10]
    assert (found[0].weekday, any(row.is_today for row in found)) == ("六", False)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"closed": 3, "due_on": date(2016, 7, 1)}, "closed"),
        ({"due_on": date(2016, 7, 28)}, "late"),
        ({"due_on": ON}, "rectifying"),  # the day itself is in time
        ({"due_on": date(2016, 7, 28), "reported": 3}, "late"),
        ({"closed": 1, "reported": 2}, "reported"),
        ({"acknowledged": False}, "asked"),
        ({}, "rectifying"),
    ],
)
def test_the_state_of_an_order_is_that_of_its_problems(fields, state):
    assert state_of(line(**fields), on=ON) == state


def test_a_late_order_has_a_tail_from_its_day_to_today():
    bar = bar_of(line(issued_on=date(2016, 6, 24), due_on=date(2016, 7, 11)), period=JULY, on=ON)
    assert (bar.columns, bar.tail) == (Span(1, 11, cut_left=True), Span(12, 29))
    assert (bar.tone, bar.words) == ("red", "超期18天")


def test_a_unit_has_one_row_with_its_orders_by_their_day():
    later, sooner = line(pk=1), line(pk=2, due_on=date(2016, 8, 1), closed=3)
    other = line(pk=3, unit_id=2, unit="新民镇", due_on=date(2016, 7, 1))
    first, second = rows_of([later, sooner, other], period=JULY, on=ON)
    assert [bar.line.pk for bar in first.bars] == [2, 1]
    assert (first.problems, first.closed, first.late, second.late) == (6, 3, 0, 1)
