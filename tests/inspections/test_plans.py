"""Planning a month from the last one: what is carried over, what differs, what may be changed."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Role
from inspections.models import Round
from inspections.selectors.frames import round_frame
from inspections.selectors.plans import (
    carried_exclusions,
    carried_over,
    differences,
    last_round,
    next_period,
    proposed_teams,
)
from inspections.services.rounds import change_plan, plan_round
from tests.inspections.draw_cast import make_households
from tests.make import COUNTY, JULY, make_area, make_round, make_scheme, make_team, make_user

AUGUST = date(2016, 8, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def july():
    """The July round: 暗访, three households a village, one township left out."""
    july = make_round(
        mode="unannounced",
        methods=["site_view"],
        households_per_village=3,
        population="households_poor",
        starts_on=date(2016, 7, 31),
        ends_on=date(2016, 8, 5),
    )
    july.exclusions.create(unit_code=f"{COUNTY}101", unit_name="某镇", reason="受灾")
    july.exclusions.create(unit_code=f"{COUNTY}102", unit_name="他镇", reason="审计")
    return july


def test_the_newest_earlier_round_of_the_scheme_is_the_last_one(july):
    make_round(period=date(2016, 6, 1))
    newer = make_scheme(version=2)
    make_round(scheme=make_scheme(code="walk"), period=date(2016, 7, 1))
    assert last_round(area_code=COUNTY, scheme=newer, before=AUGUST) == july
    assert last_round(area_code=COUNTY, scheme=newer, before=date(2016, 6, 1)) is None


def test_the_first_month_without_a_round_is_planned_next(july):
    assert next_period(scheme=july.scheme, today=date(2016, 7, 29)) == AUGUST
    assert next_period(scheme=make_scheme(code="walk"), today=date(2016, 7, 29)) == JULY


def test_the_days_move_to_the_new_month_and_the_numbers_stay(july):
    found = carried_over(july, date(2016, 9, 1))
    assert (found["starts_on"], found["ends_on"]) == (date(2016, 9, 30), date(2016, 10, 5))
    assert (found["mode"], found["households_per_village"]) == ("unannounced", 3)
    assert (found["methods"], found["population"]) == (["site_view"], "households_poor")


def test_an_exclusion_is_carried_while_its_unit_is_there(july):
    found = carried_exclusions(july, {f"{COUNTY}102": "他镇"})
    assert found == [{"unit_code": f"{COUNTY}102", "reason": "审计"}]


def test_the_last_teams_are_proposed_without_those_who_left(july):
    stays = make_user(Role.INSPECTOR)
    gone = make_user(Role.INSPECTOR, is_active=False)
    make_team(july, gone, stays, name="甲组")
    august = make_round(period=AUGUST)
    (team,) = proposed_teams(august)
    assert (team.name, team.leader, team.members) == ("甲组", None, (stays,))


def test_what_differs_from_last_month_is_named(july):
    august = make_round(
        period=AUGUST, mode="random", methods=["site_view"], households_per_village=3,
        population="households_poor", starts_on=date(2016, 8, 31), ends_on=date(2016, 9, 5),
    )  # fmt: skip
    assert [(row.label, row.was, row.now) for row in differences(august, july)] == [
        ("组织形式", "暗访", "随机抽查"),
        ("不参加抽签", "某镇、他镇", "无"),
    ]


@pytest.mark.parametrize(
    ("options", "own", "rule"),
    [
        ({}, "", "households_planned"),
        ({"population": "poor_villages", "households": "still_poor"}, "", "villages_poor"),
        ({"population": "poor_villages"}, "households_poor", "households_poor"),
    ],
)
def test_the_rounds_own_population_goes_before_the_schemes(options, own, rule):
    round_ = make_round(scheme=make_scheme(options=options), population=own)
    assert round_.population_rule == rule


def test_the_frame_follows_the_rounds_population():
    for place, poor in ((f"{COUNTY}101201", True), (f"{COUNTY}102201", False)):
        village = make_area(place, is_poor=poor)
        make_households(village, 1)
    round_ = make_round(population="villages_poor")
    narrow = {unit.unit_id for unit in round_frame(round_).units if unit.stage == "township"}
    round_.population = "households_poor"
    wide = {unit.unit_id for unit in round_frame(round_).units if unit.stage == "township"}
    assert (narrow, wide) == ({f"{COUNTY}101"}, {f"{COUNTY}101", f"{COUNTY}102"})


def test_no_department_is_told_of_an_unannounced_round():
    scheme = make_scheme()
    with pytest.raises(RuleBroken, match="暗访不得事先告知"):
        plan_round(
            scheme=scheme, period=AUGUST, by=None, mode="unannounced", department_forms="own"
        )


def test_a_planned_round_is_changed_with_its_exclusions(july, office):
    change_plan(
        round=july, by=office, townships=3, households_per_village=4, mode="random",
        exclusions=[(f"{COUNTY}103", "新镇", "审计")],
    )  # fmt: skip
    july.refresh_from_db()
    assert (july.townships, july.households_per_village, july.mode) == (3, 4, "random")
    assert july.starts_on == date(2016, 7, 5)
    assert [row.unit_code for row in july.exclusions.all()] == [f"{COUNTY}103"]
    assert AuditEvent.objects.get().action == "change_plan"


@pytest.mark.parametrize(
    ("state", "changes", "code"),
    [
        ("sealed", {}, "already_sealed"),
        ("planned", {"townships": 1}, "below_minimum"),
        ("planned", {"department_forms": "own"}, "would_be_told"),
        ("planned", {"exclusions": [("1", "某镇", "")]}, "exclusion_without_reason"),
    ],
)
def test_a_plan_that_is_sealed_or_against_the_rules_is_refused(july, office, state, changes, code):
    Round.objects.update(state=state)
    with pytest.raises(RuleBroken) as refusal:
        change_plan(round=july, by=office, **changes)
    assert refusal.value.code == code
    assert july.exclusions.count() == 2
