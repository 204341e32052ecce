import json

import pytest

from projects.models import Pledge
from reports.facts.as_json import fingerprint, from_json, to_json
from reports.facts.deriving import elapsed_days
from reports.facts.month import BLOCKS, block_of
from reports.selectors import month_facts
from tests.make import make_problem, make_unit
from tests.reports.month import COUNTY, DAY, JULY, fill_month, make_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    fill_month()
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def test_facts_survive_json_unchanged(facts):
    assert from_json(json.loads(json.dumps(to_json(facts)))) == facts


def test_the_fingerprint_follows_the_content(facts):
    again = month_facts(county=COUNTY, period=JULY, on=DAY)
    make_problem()
    changed = month_facts(county=COUNTY, period=JULY, on=DAY)
    assert fingerprint(again) == fingerprint(facts) != fingerprint(changed)


def test_the_six_blocks_come_in_the_order_of_the_plan(facts):
    assert [line.code for line in facts.blocks] == list(BLOCKS)
    assert [(line.answers, line.failing, line.problems) for line in facts.blocks] == [
        (1, 1, 2),
        (0, 0, 0),
        (1, 0, 0),
        (2, 1, 0),
        (1, 1, 1),
        (1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("item", "block"), [("A203", "A"), ("C17.2", "C"), ("", "Z"), ("X1", "Z")]
)
def test_an_item_belongs_to_a_block(item, block):
    assert block_of(item) == block


def test_programmes_carry_the_answers_and_the_supplement(facts):
    lines = [(line.code, line.plan, line.is_supplement) for line in facts.programmes]
    assert lines == [("C02", "是", False), ("C17", "", True)]


def test_works_below_the_time_progress_are_marked(facts):
    work = facts.works[0]
    assert (work.subject, work.name, work.planned, work.done, work.behind) == (
        "区农业局",
        "产业培育",
        "1200",
        "300",
        True,
    )


def test_last_months_problems_say_what_is_overdue(facts):
    states = [(line.state, line.overdue) for line in facts.last_problems]
    assert states == [("closed", False), ("ordered", True)]


def test_the_day_the_term_ends_is_not_overdue(facts):
    term = facts.last_problems[1].due_on
    on_the_day = month_facts(county=COUNTY, period=JULY, on=term)
    assert on_the_day.count("last_overdue") == 0


def test_the_time_progress_counts_the_day_itself():
    assert [elapsed_days(2016, day) for day in (JULY, DAY)] == [183, 210]


@pytest.mark.parametrize("households", [1, 3])
def test_the_facts_ask_the_same_queries_for_any_size(households, django_assert_num_queries):
    make_month(households)
    with django_assert_num_queries(30):
        month_facts(county=COUNTY, period=JULY, on=DAY)


def test_another_county_changes_nothing(facts):
    make_problem(area_code="510311105", responsible_unit=make_unit("外区", area_code="510311"))
    Pledge.objects.create(area_code="510311105", year=2016, due_on=DAY)
    assert month_facts(county=COUNTY, period=JULY, on=DAY) == facts


def test_a_month_below_the_minimum_sample_is_known():
    make_month(households=2)
    facts = month_facts(county=COUNTY, period=JULY, on=DAY)
    assert facts.enough is False
    assert [check.passed for check in facts.checks[:3]] == [True, True, False]
