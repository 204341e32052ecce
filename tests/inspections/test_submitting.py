"""Submitting: what holds a form back by name, and what is dropped or sent on by others."""

from datetime import timedelta

import pytest

from accounts.errors import RuleBroken
from accounts.models import Notice, Role
from inspections.models import Round, Visit, VisitSave
from inspections.services.opening import open_visit
from inspections.services.reviews import accept_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from inspections.services.submitting_once import forget_keys
from tests.inspections.review_cast import DAY, TOWNSHIP
from tests.make import (
    COUNTY,
    NOW,
    make_assignment,
    make_question,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def checked(team, inspector, **check) -> Visit:
    """Have a form with one check filled in but for what the check wants."""
    make_question("A204_pages", type="integer", label="页数", fail_if="", item="A204", **check)
    visit = open_visit(
        assignment=make_assignment(team=team, subject_code=TOWNSHIP), by=inspector, at=NOW
    )
    questions = {q.name: q for q in visit.checklist.questions.all()}
    visit.answers.create(question=questions["A203_plan"], value="yes")
    visit.answers.create(question=questions["A204_pages"], value="900")
    return visit


def test_a_blocking_check_holds_a_form_back_by_name(team, inspector):
    check = {"constraint": "${A204_pages} < 500", "constraint_message": "页数过大"}
    visit = checked(team, inspector, **check)
    with pytest.raises(RuleBroken, match="A204 页数：页数过大"):
        submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
    Round.objects.update(strengths={"A204_pages.constraint": "ignore"})
    again = Visit.objects.get(pk=visit.pk)
    assert submit_visit(visit=again, by=inspector, on=DAY, at=NOW).state == "submitted"


def test_a_warning_wants_an_explanation(team, inspector):
    visit = checked(team, inspector, warning="${A204_pages} > 500", warning_message="请核对")
    with pytest.raises(RuleBroken, match="A204 页数：请核对") as refusal:
        submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
    assert refusal.value.code == "visit_unexplained"
    visit.answers.filter(value="900").update(explanation="含附件")
    assert submit_visit(visit=visit, by=inspector, on=DAY, at=NOW).state == "submitted"


def test_a_department_files_its_own_form_and_the_leader_reviews_it(team, team_leader):
    unit = make_unit("区农业局", kind="department")
    own = make_user(Role.DEPARTMENT, unit=unit)
    make_question("C101_plan", levels="Q")
    assignment = make_assignment(
        team=team,
        subject_kind="department",
        subject_code=str(unit.pk),
        subject_name=unit.name,
        area_code=COUNTY,
        filling_unit=unit,
    )
    visit = open_visit(assignment=assignment, by=own, at=NOW)
    save_answers(visit=visit, answers={"C101_plan": "yes"}, version=0, by=own)
    submit_visit(visit=visit, by=own, on=DAY, at=NOW)
    with pytest.raises(RuleBroken, match="自己填写或提交"):
        accept_visit(visit=visit, by=own, at=NOW)
    assert accept_visit(visit=visit, by=team_leader, at=NOW).state == "accepted"
    assert Notice.objects.filter(recipient=own, text__contains="审核通过").exists()


def test_a_row_that_is_gone_leaves_no_answer(team, inspector):
    ask = {"levels": "T", "repeat": "programmes", "fail_if": ""}
    question = make_question("D1_name", type="text", **ask)
    visit = open_visit(
        assignment=make_assignment(team=team, subject_code=TOWNSHIP), by=inspector, at=NOW
    )
    Visit.objects.filter(pk=visit.pk).update(rows={"programmes": [2]})
    plan = visit.checklist.questions.get(name="A203_plan")
    visit.answers.create(question=plan, value="yes")
    for row in (1, 2):
        visit.answers.create(question=question, row=row, value=f"项目{row}")
    submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
    assert list(visit.answers.filter(question=question).values_list("row", flat=True)) == [2]


def test_the_keys_of_a_form_are_dropped_a_month_after_it_was_accepted(team, inspector, office):
    for code, key in ((TOWNSHIP, "k1"), (f"{COUNTY}106", "k2")):
        given = make_assignment(team=team, subject_code=code)
        visit = open_visit(assignment=given, by=inspector, at=NOW)
        save_answers(
            visit=visit, answers={"A203_plan": "yes"}, version=0, by=inspector, request_key=key
        )
        if key == "k1":
            submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
            accept_visit(visit=visit, by=office, at=NOW)

    assert forget_keys(at=NOW + timedelta(days=30)) == 0
    assert forget_keys(at=NOW + timedelta(days=31)) == 1
    assert list(VisitSave.objects.values_list("key", flat=True)) == ["k2"]
