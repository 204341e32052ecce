"""上交镇级: what a village cannot solve becomes its township's, under an order of its own."""

from datetime import date

import pytest

from accounts.models import Notice, Role
from inspections.models import Problem
from inspections.services.handing_up import hand_up
from inspections.services.orders import issue_order
from tests.inspections.problem_cast import DAY, DUE, bring, code_of
from tests.inspections.request_cast import extension_of
from tests.make import COUNTY, make_unit, make_user

pytestmark = pytest.mark.django_db
ON = date(2016, 7, 20)


@pytest.fixture
def village(roles):
    """文书 of a village of 新店镇."""
    code = f"{COUNTY}105201"
    unit = make_unit("双石村", area_code=code, kind="village")
    return make_user(Role.VILLAGE_OFFICER, area_code=code, unit=unit)


@pytest.fixture
def cast(office, village, verifier):
    """Who brings a village's problem how far."""
    place = {"area_code": f"{COUNTY}105201", "responsible_unit": village.unit}
    return {"office": office, "liaison": village, "verifier": verifier, **place}


def up(problem, by, reason="需统筹资金"):
    return hand_up(problem=problem, reason=reason, by=by, on=ON)


@pytest.mark.parametrize("state", ["confirmed", "ordered", "acknowledged", "rectifying"])
def test_handed_up_it_waits_for_an_order_to_the_township(cast, village, liaison, office, state):
    problem = up(bring(state, **cast), village)

    assert (problem.state, problem.responsible_unit) == (Problem.State.CONFIRMED, liaison.unit)
    assert (problem.order, problem.due_on, problem.planned_on) == (None, None, None)
    assert (problem.handed_up_on, problem.village_can_solve) == (ON, False)
    told = Notice.objects.filter(key=f"problem-{problem.pk}-handed-up")
    assert {notice.recipient for notice in told} == {liaison, office}
    assert problem.entries.last().note.startswith("上交镇级，责任单位由双石村改为新店镇。")


def test_the_old_order_keeps_what_it_covered(cast, village, liaison, office):
    problem = bring("acknowledged", **cast)
    old = problem.order
    asked = extension_of(problem, village)
    up(problem, village)
    problem.refresh_from_db()
    new = issue_order(
        problems=[problem], unit=liaison.unit, requirement="补", due_on=DUE, by=office, on=DAY
    )

    assert list(problem.orders.order_by("pk")) == [old, new]
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_township_hands_up_on_the_villages_behalf(cast, liaison):
    assert up(bring("ordered", **cast), liaison).responsible_unit == liaison.unit


def test_strangers_and_the_office_hand_nothing_up(cast, liaison, outsider, office):
    problem = bring("ordered", **cast)
    assert code_of(lambda: up(problem, outsider)) == "other_unit"
    assert code_of(lambda: up(problem, office)) == "other_unit"


def test_a_township_has_nowhere_to_hand_up_to(cast, village, liaison):
    problem = up(bring("ordered", **cast), village)
    assert code_of(lambda: up(problem, liaison)) == "not_a_village"


def test_handing_up_says_why(cast, village, liaison):
    assert code_of(lambda: up(bring("ordered", **cast), village, " ")) == "no_reason"


@pytest.mark.parametrize("state", ["reported", "verified", "closed"])
def test_what_is_reported_is_not_handed_up(cast, village, liaison, state):
    problem = bring(state, **cast)
    assert code_of(lambda: up(problem, village)) == "wrong_state"
