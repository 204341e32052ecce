"""What a month's facts tell beyond the problems: voices, estimates, progress, earlier problems."""

import pytest

from reports.closed_lists import is_kept, problems_of, visits_of
from reports.facts.as_json import from_json, to_json
from reports.facts.lines import AccountabilityLine, Satisfaction, points_ahead, share_text
from reports.facts.progress import persons_ahead, programme_ahead
from reports.facts.rows import DrawFrame, HouseholdRow
from reports.facts.sums import parts_that_do_not_sum
from reports.selectors import month_facts
from tests.reports import rows
from tests.reports.full_month import VILLAGES, fill_whole_month
from tests.reports.month import COUNTY, DAY, JULY

HALF = {"elapsed": 183, "days": 366}


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker):
    """Gather the whole month once; the tests only look at it."""
    from django.db import transaction  # noqa: PLC0415 -- not before the test database is there

    with django_db_blocker.unblock(), transaction.atomic():
        fill_whole_month()
        gathered = month_facts(county=COUNTY, period=JULY, on=DAY)
        transaction.set_rollback(True)
    return gathered


def test_the_facts_survive_json_unchanged(facts):
    assert from_json(to_json(facts)) == facts


def test_the_whole_month_adds_up(facts):
    assert parts_that_do_not_sum(facts) == []


def test_satisfaction_is_told_both_ways():
    """Source: AC10, 240 households, 200 visited, 180 + 15 good."""
    told = Satisfaction(240, 200, 180, 15, 3, 2)
    assert (told.good, told.of_all, told.of_visited) == (195, "81.25%", "97.50%")
    assert (told.coverage, told.unanswered) == ("83.33%", 0)


def test_satisfaction_is_counted_from_the_forms(facts):
    assert facts.satisfaction == Satisfaction(
        households=6, visited=6, satisfied=2, mostly=1, dissatisfied=1, unclear=1
    )
    assert facts.satisfaction.unanswered == 1
    both = [facts.figure(f"satisfied_of_{whole}") for whole in ("all", "visited")]
    assert [(figure.value, figure.of) for figure in both] == [(3, 6), (3, 6)]


def test_a_share_of_nothing_is_a_dash():
    assert (share_text(1, 0), Satisfaction().of_all) == ("—", "—")


def test_the_estimates_speak_of_the_frame_of_the_draw(facts):
    told = {line.key: line for line in facts.estimates}
    assert list(told) == ["satisfied", "helped", "measured", "helper_known", "failing"]
    helped, satisfied = told["helped"], told["satisfied"]
    assert (helped.villages_in_frame, helped.households_in_frame) == (3, 30)
    assert (helped.villages, helped.visited, helped.good) == (2, 6, 4)
    assert (satisfied.visited, satisfied.good, satisfied.share_text) == (5, 3, "58.33%")
    assert satisfied.caution == "样本较小，仅供参考"
    assert told["measured"].caution == "没有可推算的走访户，不作推断"


def drawn_villages(count):
    """Make villages of ten households, five seen in each, four or three of them satisfied."""
    seen = [(village, number) for village in range(count) for number in range(5)]
    households = tuple(
        HouseholdRow(
            number=f"{village}-{number}",
            village=str(village),
            answered=frozenset({"satisfied"}),
            so=frozenset({"satisfied"} if number < 3 + village % 2 else ()),
        )
        for village, number in seen
    )
    drawn = frozenset(row.number for row in households)
    return rows.facts(
        households=households,
        frame=DrawFrame({str(village): 10 for village in range(20)}, drawn),
    )


def test_an_estimate_that_tells_something_is_a_figure():
    facts = drawn_villages(8)
    figure = facts.figure("estimate_satisfied")
    assert (figure.value, figure.of, figure.share) == (140, 200, "70.00%")
    assert facts.estimates[0].tells
    assert figure.counts_rows is False


def test_an_estimate_that_tells_nothing_is_no_figure(facts):
    alone = drawn_villages(1)
    assert (alone.estimates[0].share_text, alone.estimates[0].tells) == ("—", False)
    told = [figure.key for month in (alone, facts) for figure in month.figures]
    assert [key for key in told if key.startswith("estimate_")] == []


def test_without_a_draw_nothing_is_estimated():
    assert rows.facts().estimates == ()


def test_items_are_told_in_the_order_of_the_form(facts):
    told = {line.code: line for line in facts.items}
    asked = told["E303"]
    assert (asked.block, asked.asked, asked.failing, asked.unchecked) == ("E", 6, 2, 0)
    assert (told["E306"].asked, told["E306"].unchecked) == (6, 1)
    assert sum(line.failing for line in facts.items) == 5


def test_progress_puts_targets_exits_and_pledges_side_by_side(facts):
    first, second, *_ = facts.progress
    assert (first.target_persons, first.left_households, first.left_persons) == (3, 2, 2)
    assert (first.verified_households, second.left_households) == (3, 0)
    pledges = [(line.pledges, line.pledges_due, line.pledges_signed) for line in (first, second)]
    assert pledges == [(2, 2, 1), (1, 0, 0)]
    assert [line.pledges_overdue for line in (first, second)] == [1, 0]


def test_progress_against_time_is_actual_less_elapsed_percent(facts):
    assert points_ahead(30, 60, **HALF) == 0
    assert str(points_ahead(20, 60, **HALF)) == "-16.7"
    assert points_ahead(1, 0, **HALF) is None
    assert str(persons_ahead(facts)) == "-24.0"  # 2 of 6 on the 210th of 366 days
    assert str(persons_ahead(facts, facts.progress[0])) == "9.3"


def test_a_programme_without_numbers_has_no_progress(facts):
    assert [programme_ahead(facts, line) for line in facts.programmes] == [None, None]


def test_earlier_problems_are_the_open_and_the_lately_closed(facts):
    assert [(line.state, line.overdue) for line in facts.earlier_problems] == [
        ("ordered", True),
        ("rectifying", False),
        ("closed", False),
    ]
    counted = [facts.count(f"earlier_{part}") for part in ("open", "overdue", "closed")]
    assert counted == [2, 1, 1]
    assert {line.unit for line in facts.earlier_problems} == {"新店镇"}


def test_accountability_is_told_in_figures_only(facts):
    keys = ("sanctioned_units", "sanctioned_persons", "sanctions")
    assert [facts.count(key) for key in keys] == [1, 2, 3]
    assert facts.accountability == (
        AccountabilityLine("通报批评（单位）", 1, 1),
        AccountabilityLine("通报批评（个人）", 2, 0),
    )


def test_the_closed_book_holds_the_rows_of_the_new_figures(facts):
    keys = [figure.key for figure in facts.figures if is_kept(figure.key)]
    visits = ("visited_", "found_", "satisfied_")
    for key in keys:
        held = visits_of if key.startswith(visits) else problems_of
        assert (key, len(held(facts, key))) == (key, facts.count(key))
    assert {"earlier_overdue", "satisfied_of_all", "found_helped", "found_failing"} <= set(keys)
    assert VILLAGES[0] not in {line.name for line in facts.sample}
