from datetime import date

import pytest

from reports.documents.phrases import months_named, rate, tallied, term_name
from reports.facts.term import Tally


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2016, 7), (2016, 7), "2016年7月"),
        ((2016, 7), (2016, 9), "2016年第三季度"),
        ((2016, 1), (2016, 6), "2016年上半年"),
        ((2016, 7), (2016, 12), "2016年下半年"),
        ((2016, 1), (2016, 12), "2016年度"),
        ((2016, 2), (2016, 4), "2016年2月至4月"),
        ((2016, 11), (2017, 1), "2016年11月至2017年1月"),
    ],
)
def test_a_term_is_named_as_offices_name_it(first, last, words):
    assert term_name(date(*first, 1), date(*last, 1)) == words


@pytest.mark.parametrize(
    ("months", "words"),
    [([3], "3月"), ([7, 8], "7月、8月"), ([1, 2, 3, 6], "1月至3月、6月"), ([], "")],
)
def test_three_months_on_end_are_a_span(months, words):
    assert months_named(date(2016, month, 1) for month in months) == words


def test_a_rate_shows_what_it_is_made_of():
    assert (rate(2, 3), rate(0, 0)) == ("66.7%（2/3）", "—")


def test_the_rest_is_counted_together():
    lines = [Tally("甲", 3), Tally("乙", 2), Tally("丙", 1)]
    assert tallied(lines, most=2) == "甲3个、乙2个，其余1个"
