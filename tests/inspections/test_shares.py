"""Shares: each unit its owner, drawn teams as they are, forms that departments fill in."""

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.models import Notice, Role
from inspections.models import Assignment, Draw, DrawnUnit, Round
from inspections.selectors.offered import offered_checklists
from inspections.services.assignments import assign_round, assign_units
from tests.inspections.assign_cast import drawn_unit, make_drawn_round, team
from tests.make import (
    COUNTY,
    make_area,
    make_assignment,
    make_checklist,
    make_household,
    make_question,
    make_scheme,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

DAY = date(2016, 7, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return make_drawn_round()


def test_each_unit_has_an_owner_and_the_members_share_evenly(round_, office):
    given = team("一组")
    made = assign_round(round=round_, by=office, teams=[given], on=DAY)
    shares = Counter(row.owner for row in made)
    assert shares == dict.fromkeys(given["members"], 4)


def test_nobody_inspects_a_household_he_helps(round_, office):
    number = DrawnUnit.objects.filter(stage="household").order_by("pk")[0].subject_code
    household = make_household(make_area(number[:12]), household_no=number)
    given = team("一组")
    household.helpers.create(
        area_code=household.area_code, user=given["leader"], name="帮", starts_on=date(2016, 1, 1)
    )
    assign_round(round=round_, by=office, teams=[given, team("二组")], on=DAY)
    assert Assignment.objects.get(subject_code=number).team.name == "二组"


def test_drawn_teams_stand_as_they_were_drawn(round_, office):
    draw = Draw.objects.get()
    drawn = make_team(round_, make_user(Role.INSPECTOR), name="甲组", drawn_by=draw)
    with pytest.raises(RuleBroken, match="双随机抽签产生"):
        assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)
    made = assign_round(round=round_, by=office, on=DAY)
    assert {row.team for row in made} == {drawn}


def test_a_team_drawn_for_a_township_goes_there(round_, office):
    draw = Draw.objects.get()
    for name, place in (("甲组", f"{COUNTY}106"), ("乙组", f"{COUNTY}105")):
        make_team(round_, make_user(Role.INSPECTOR), name=name, drawn_by=draw, places=[place])
    made = assign_round(round=round_, by=office, on=DAY)
    assert {(row.team.name, row.area_code[:9]) for row in made} == {
        ("甲组", f"{COUNTY}106"),
        ("乙组", f"{COUNTY}105"),
    }


def test_each_kind_takes_the_checklist_chosen_for_it(round_, office):
    walk = make_checklist(make_scheme(code="walk"))
    make_question("H1_income", checklist=walk, levels="H")
    offered = offered_checklists(round_)
    made = assign_round(
        round=round_, by=office, teams=[team("一组")], on=DAY, checklists={"household": walk}
    )
    assert {row.checklist for row in made if row.subject_kind == "household"} == {walk}
    assert {row.checklist.scheme for row in made if row.subject_kind != "household"} == {
        round_.scheme
    }
    assert set(offered) == {"township", "village", "household", "department"}


def test_a_kind_that_no_checklist_asks_is_not_visited(round_, office):
    make_question("H1_income", levels="H")
    made = assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)
    assert {row.subject_kind for row in made} == {"household"}


@pytest.mark.parametrize(("forms", "own"), [("own", True), ("team", False)])
def test_a_department_fills_in_its_own_form_where_the_round_says_so(round_, office, forms, own):
    make_question("C01_1_plan", levels="Q", asked_of="区财政局")
    make_question("C02_1_plan", levels="Q", asked_of="区档案局")
    unit, silent = make_unit("区财政局"), make_unit("区档案局")
    clerk = make_user(Role.DEPARTMENT, unit=unit)
    Round.objects.update(department_forms=forms)
    round_.refresh_from_db()

    assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)

    found = Assignment.objects.get(subject_code=str(unit.pk))
    assert (found.filling_unit == unit, found.may_be_filled_by(clerk)) == (own, own)
    assert Assignment.objects.get(subject_code=str(silent.pk)).filling_unit is None
    assert list(Assignment.objects.visible_to(clerk)) == ([found] if own else [])
    assert Notice.objects.filter(recipient=clerk).count() == own


def test_an_own_draft_is_seen_by_its_unit_and_no_other(round_):
    unit = make_unit("区财政局")
    clerk, other = (make_user(Role.DEPARTMENT, unit=u) for u in (unit, make_unit("区档案局")))
    fields = {"subject_kind": "department", "subject_code": str(unit.pk), "area_code": COUNTY}
    visit = make_visit(make_assignment(round=round_, filling_unit=unit, **fields))
    seen = [list(type(visit).objects.visible_to(user)) for user in (clerk, other)]
    Round.objects.update(mode="unannounced")
    hidden = list(type(visit).objects.visible_to(clerk)), Assignment.objects.visible_to(clerk)
    assert (seen, hidden[0], list(hidden[1])) == ([[visit], []], [], [])


def test_further_units_go_to_the_team_that_has_the_township(round_, office):
    assign_round(round=round_, by=office, teams=[team("一组"), team("二组")], on=DAY)
    draw = Draw.objects.get()
    village = f"{COUNTY}106201"
    new = drawn_unit(draw, "household", f"{village}0009", village)
    known = DrawnUnit.objects.get(subject_code=village)

    (made,) = assign_units(round=round_, units=[known, new], by=office, on=DAY)

    home = Assignment.objects.get(subject_code=village)
    assert (made.team, made.drawn_unit, made.owner is None) == (home.team, new, False)
    assert Notice.objects.filter(text__contains="新增1项督查任务").count() == 2


def test_further_units_wait_for_the_field_phase(round_, office):
    with pytest.raises(RuleBroken, match="不能增加任务"):
        assign_units(round=round_, units=[], by=office, on=DAY)


def test_a_household_is_assigned_once_a_round(round_):
    first = make_assignment(round=round_, subject_code=f"{COUNTY}105")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_assignment(round=round_, subject_code=first.subject_code)
