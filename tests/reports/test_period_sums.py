from dataclasses import replace
from datetime import date

import pytest

from reports.facts.as_json import facts_from_json, fingerprint, to_json
from reports.facts.lines import AccountabilityLine, Satisfaction
from reports.facts.month import Remark
from reports.facts.term import PeriodFacts, Recurring
from reports.facts.term_sums import latest_words, months_between
from tests.reports.term import (
    AUGUST,
    JULY,
    SEPTEMBER,
    closed,
    month,
    problem,
    quarter,
    seen,
    two_months,
)


@pytest.fixture
def term():
    return quarter(*two_months())


def test_problems_stand_as_the_newest_month_tells_of_them(term):
    told = [(line.number, line.state, line.overdue) for line in term.problems]
    assert told == [
        ("07-1", "closed", False),
        ("07-2", "ordered", True),
        ("08-1", "ordered", False),
    ]
    assert (term.closed, term.overdue) == (1, 1)


def test_each_month_keeps_its_own_problems_and_number(term):
    rows = [(row.month.month, row.number, row.problems, row.closed) for row in term.months]
    assert rows == [(7, "目督通〔2016〕7号", 2, 1), (8, "目督通〔2016〕8号", 1, 0)]


def test_a_month_without_a_bulletin_is_missing(term):
    assert term.missing == (SEPTEMBER,)


def test_who_was_seen_twice_counts_once(term):
    assert (term.villages_seen, term.households_seen, term.visits) == (2, 2, 6)


def test_townships_never_drawn_are_named(term):
    assert term.unseen == ("何市镇",)


def test_an_item_that_came_back_in_a_township_recurs(term):
    again = Recurring("新店镇", "A203", "规划方案", (JULY, AUGUST), 2)
    assert term.recurring == (again,)


def test_what_was_not_upheld_leaves_the_term():
    july, august = two_months()
    rejected = replace(august, last_rejected=(july.problems[0],), last_problems=())
    assert [line.number for line in quarter(july, rejected).problems] == ["07-2", "08-1"]


def test_the_month_before_the_term_is_not_of_the_term():
    june = problem("06-1")
    july = month(JULY, last_problems=(june,), earlier_problems=(problem("05-1"),))
    assert latest_words([july], JULY) == {}


def test_a_later_month_tells_of_earlier_problems_too():
    july, august = two_months()
    september = month(SEPTEMBER, earlier_problems=(closed(july.problems[1]),))
    term = quarter(july, august, september)
    assert (term.closed, term.overdue, term.missing) == (2, 0, ())
    assert [row.closed for row in term.months] == [2, 0, 0]


def test_answers_and_measures_are_pooled():
    july, august = two_months()
    say = Satisfaction(households=240, visited=4, satisfied=2, mostly=1, dissatisfied=1)
    told = (AccountabilityLine("约谈（个人）", 2, 0),)
    months = [replace(it, satisfaction=say, accountability=told) for it in (july, august)]
    term = quarter(*months)
    assert (term.satisfaction.good, term.satisfaction.visited) == (6, 8)
    assert (term.satisfaction.households, term.satisfaction.of_visited) == (240, "75.00%")
    assert term.accountability == (AccountabilityLine("约谈（个人）", 4, 0),)


def test_a_practice_told_in_two_months_is_quoted_once():
    july, august = two_months()
    told = (Remark("新店镇", "建立周例会制度"),)
    months = [replace(it, good_practices=told) for it in (july, august)]
    assert quarter(*months).practices == told


def test_facts_come_back_from_json_as_they_were(term):
    back = facts_from_json(to_json(term), PeriodFacts)
    assert (back, fingerprint(back)) == (term, fingerprint(term))


def test_months_run_over_the_end_of_a_year():
    months = months_between(date(2016, 11, 1), date(2017, 1, 1))
    assert months == [date(2016, 11, 1), date(2016, 12, 1), date(2017, 1, 1)]


def test_a_department_is_counted_once():
    sample = tuple(replace(line, kind="department", township="") for line in seen("新店镇"))
    term = quarter(month(JULY, sample=sample), month(AUGUST, sample=sample))
    assert term.departments_seen == 1
