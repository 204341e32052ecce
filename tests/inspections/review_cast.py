"""A team of two in 新店镇 whose leader reviews: fixtures, and a form that is handed in."""

from datetime import date

import pytest

from accounts.models import Role
from inspections.models import Visit
from inspections.services.opening import open_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_unit,
    make_user,
)

DAY = date(2016, 7, 12)
TOWNSHIP = f"{COUNTY}105"


@pytest.fixture
def team_leader():
    return make_user(Role.INSPECTOR, name="郑组长")


@pytest.fixture
def team(team_leader, inspector):
    make_area(TOWNSHIP, "新店镇")
    make_unit("新店镇", area_code=TOWNSHIP, kind="township")
    make_question("A203_plan", problem="没有减贫实施方案")
    return make_team(make_round(state="field"), team_leader, inspector, name="第一组")


def sent(team, by, *, code=TOWNSHIP, **fields) -> Visit:
    """Have a form of the team filled in and submitted; that of 新店镇 fails."""
    answer = "no" if code == TOWNSHIP else "yes"
    assignment = make_assignment(team=team, subject_code=code, **fields)
    visit = open_visit(assignment=assignment, by=by, at=NOW)
    save_answers(visit=visit, answers={"A203_plan": answer}, version=0, by=by)
    return submit_visit(visit=visit, by=by, on=DAY, at=NOW)
