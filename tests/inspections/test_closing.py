"""Closing: a township whose forms are all accepted is closed, once, and stays so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from inspections.models import ClosedTownship
from inspections.services.closing import refuse_closed
from inspections.services.opening import open_visit
from inspections.services.reviews import accept_visit, return_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from tests.inspections.review_cast import DAY, TOWNSHIP, sent
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_township_closes_when_all_its_forms_are_accepted(team, team_leader, inspector, office):
    first = sent(team, inspector)
    village = f"{TOWNSHIP}201"
    make_question("A111_meeting", levels="V", problem="未评议")
    assignment = make_assignment(
        team=team, subject_kind="village", subject_code=village, area_code=village
    )
    accept_visit(visit=first, by=team_leader, at=NOW)
    assert not ClosedTownship.objects.exists()
    refuse_closed(team.round, village)

    visit = open_visit(assignment=assignment, by=inspector, at=NOW)
    save_answers(visit=visit, answers={"A111_meeting": "yes"}, version=0, by=inspector)
    accept_visit(
        visit=submit_visit(visit=visit, by=inspector, on=DAY, at=NOW), by=team_leader, at=NOW
    )

    closed = ClosedTownship.objects.get()
    assert (closed.round, closed.area_code, closed.closed_at) == (team.round, TOWNSHIP, NOW)
    assert AuditEvent.objects.filter(action="close_township").count() == 1
    text = "新店镇2016年7月督查表已全部审核，本期办结。"
    assert Notice.objects.filter(recipient=office, text=text).count() == 1
    with pytest.raises(RuleBroken, match="该乡镇本期已办结"):
        refuse_closed(team.round, village)
    with pytest.raises(RuleBroken, match="该乡镇本期已办结"):
        return_visit(visit=visit, remark="再看", by=team_leader, at=NOW)


def test_a_withdrawn_assignment_holds_no_township_open(team, team_leader, inspector):
    make_assignment(
        team=team,
        subject_code="X1",
        subject_kind="household",
        area_code=f"{TOWNSHIP}201",
        withdrawn=True,
    )
    accept_visit(visit=sent(team, inspector), by=team_leader, at=NOW)
    assert ClosedTownship.objects.count() == 1


def test_departments_close_no_township(team, team_leader, inspector):
    make_question("C101_plan", levels="Q")
    sent_form = make_assignment(
        team=team, subject_kind="department", subject_code="7", area_code=COUNTY
    )
    visit = open_visit(assignment=sent_form, by=inspector, at=NOW)
    save_answers(visit=visit, answers={"C101_plan": "yes"}, version=0, by=inspector)
    accept_visit(
        visit=submit_visit(visit=visit, by=inspector, on=DAY, at=NOW), by=team_leader, at=NOW
    )

    assert not ClosedTownship.objects.exists()
    refuse_closed(team.round, COUNTY)


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_the_last_two_at_once_close_once(roles):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    team_leader, inspector = (make_user(Role.INSPECTOR) for _ in "ab")
    make_area(TOWNSHIP, "新店镇")
    make_question("A203_plan")
    team = make_team(make_round(state="field"), team_leader, inspector)
    village = {"subject_kind": "village", "area_code": f"{TOWNSHIP}201"}
    make_question("A111_ok", levels="V")
    forms = []
    for code, name, more in ((TOWNSHIP, "A203_plan", {}), ("V1", "A111_ok", village)):
        assignment = make_assignment(team=team, subject_code=code, **more)
        visit = open_visit(assignment=assignment, by=inspector, at=NOW)
        save_answers(visit=visit, answers={name: "yes"}, version=0, by=inspector)
        forms.append(submit_visit(visit=visit, by=inspector, on=DAY, at=NOW))

    def accept(visit):
        try:
            accept_visit(visit=visit, by=team_leader, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(accept, forms))

    assert ClosedTownship.objects.count() == 1
