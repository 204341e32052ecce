"""Reviewing: who may, one returned while the rest goes on, a township that closes by itself."""

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from inspections.models import Answer, Problem, Round, Visit
from inspections.selectors.completeness import completeness
from inspections.selectors.reviews import awaiting, changes_since, may_review, returned_before
from inspections.selectors.seals import verify_seal
from inspections.selectors.visits import form_of
from inspections.services.opening import open_visit
from inspections.services.reviews import accept_visit, accept_visits, return_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from tests.inspections.review_cast import DAY, TOWNSHIP, sent
from tests.make import (
    COUNTY,
    NOW,
    make_assignment,
    make_question,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_the_leader_accepts_and_the_failing_answer_becomes_a_problem(team, team_leader, inspector):
    visit = sent(team, inspector)
    assert not Problem.objects.exists()

    accept_visit(visit=visit, by=team_leader, at=NOW)
    accept_visit(visit=visit, by=team_leader, at=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.accepted_at) == ("accepted", NOW)
    assert [problem.fact for problem in Problem.objects.all()] == ["没有减贫实施方案"]
    assert AuditEvent.objects.filter(action="accept_visit").count() == 1


def test_the_office_may_review_but_nobody_else(team, team_leader, inspector, office):
    visit = sent(team, inspector)
    other_leader = make_team(team.round).leader
    for stranger in (other_leader, make_user(Role.POVERTY_OFFICE), make_user(Role.INSPECTOR)):
        with pytest.raises(RuleBroken, match="只有本组组长或目督办"):
            accept_visit(visit=visit, by=stranger, at=NOW)
        assert not may_review(visit, stranger)
    assert may_review(visit, office)
    assert accept_visit(visit=visit, by=office, at=NOW).state == "accepted"


@pytest.mark.parametrize("field", ["submitted_by", "started_by"])
def test_nobody_reviews_his_own_form(team, team_leader, inspector, field):
    visit = sent(team, inspector)
    Visit.objects.update(**{field: team_leader})
    visit.refresh_from_db()
    for act in (accept_visit, return_visit):
        with pytest.raises(RuleBroken, match="自己填写或提交"):
            act(
                visit=visit,
                by=team_leader,
                at=NOW,
                **({"remark": "x"} if act is return_visit else {}),
            )
    assert not awaiting(team_leader).exists()
    assert not may_review(visit, team_leader)


def test_a_draft_is_not_reviewed(team, team_leader, inspector):
    assignment = make_assignment(team=team, subject_code=TOWNSHIP)
    visit = open_visit(assignment=assignment, by=inspector, at=NOW)
    with pytest.raises(RuleBroken, match="只有已提交"):
        accept_visit(visit=visit, by=team_leader, at=NOW)
    with pytest.raises(RuleBroken, match="只有待审核"):
        return_visit(visit=visit, remark="补充", by=team_leader, at=NOW)


def test_one_is_returned_while_the_rest_goes_on(team, team_leader, inspector):
    first, second = sent(team, inspector), sent(team, inspector, code=f"{COUNTY}106")

    return_visit(visit=first, remark="方案页数不对", by=team_leader, at=NOW)
    accept_visit(visit=second, by=team_leader, at=NOW)

    first.refresh_from_db()
    assert (first.state, first.edition, first.returned_for, first.seal) == (
        "draft",
        2,
        "方案页数不对",
        "",
    )
    assert not first.answers.filter(failed=True).exists()
    told = Notice.objects.get(recipient=inspector, text__contains="退回")
    assert (told.text, told.url) == (
        "新店镇的督查表被退回：方案页数不对",
        f"/inspections/visits/{first.pk}/",
    )


def test_a_return_needs_a_remark(team, team_leader, inspector):
    visit = sent(team, inspector)
    with pytest.raises(RuleBroken, match="须写明原因"):
        return_visit(visit=visit, remark=" ", by=team_leader, at=NOW)


def test_a_second_edition_keeps_the_first_and_shows_the_difference(team, team_leader, inspector):
    visit = return_visit(visit=sent(team, inspector), remark="核实方案", by=team_leader, at=NOW)
    earlier = returned_before(visit)
    save_answers(visit=visit, answers={"A203_plan": "yes"}, version=visit.version, by=inspector)
    visit = submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)

    changes = changes_since(visit, form_of(visit, on=DAY), earlier, team_leader)

    assert [(c.question.name, c.before, c.after) for c in changes] == [("A203_plan", "否", "是")]
    assert earlier.answers[0]["value"] == "no"
    assert not visit.answers.filter(failed=True).exists()
    accept_visit(visit=visit, by=team_leader, at=NOW)
    assert not Problem.objects.exists()


def test_several_are_accepted_and_the_refused_named(team, team_leader, inspector):
    mine = sent(team, team_leader, code=f"{COUNTY}106")
    others = [sent(team, inspector, code=f"{COUNTY}{n}") for n in (107, 108)]

    reviewed = accept_visits(visits=[mine, *others], by=team_leader, at=NOW)

    assert list(reviewed.accepted) == others
    assert [(visit, reason[:4]) for visit, reason in reviewed.refused] == [(mine, "不能审核")]
    told = Notice.objects.filter(recipient=inspector).values_list("text", flat=True)
    assert list(told) == ["您提交的2张督查表已审核通过。"]


def test_accepting_none_is_refused(team_leader):
    with pytest.raises(RuleBroken, match="请先勾选"):
        accept_visits(visits=[], by=team_leader, at=NOW)


def test_the_leader_is_told_once_a_day_what_waits(team, team_leader, inspector, office):
    for code in (f"{COUNTY}106", f"{COUNTY}107"):
        sent(team, inspector, code=code)
    assert [n.text for n in Notice.objects.filter(recipient=team_leader)] == [
        "2016年7月第一组有督查表待审核。"
    ]
    sent(team, team_leader, code=f"{COUNTY}108")
    assert Notice.objects.filter(recipient=office).count() == 1


def test_the_seal_covers_every_answer(team, inspector):
    visit = sent(team, inspector)
    assert verify_seal(visit)
    Answer.objects.filter(visit=visit).update(explanation="后加的")
    assert not verify_seal(visit)


def test_a_household_problem_names_the_row_and_no_person(team, team_leader, inspector):
    village = f"{TOWNSHIP}201"
    ask = {"levels": "H", "repeat": "members"}
    make_question("M01_name", type="text", fail_if="", **ask)
    make_question("M02_school", problem="${M01_name}失学", item="M02", **ask)
    assignment = make_assignment(
        team=team, subject_kind="household", subject_code="H1", area_code=village
    )
    visit = open_visit(assignment=assignment, by=inspector, at=NOW)
    Visit.objects.filter(pk=visit.pk).update(rows={"members": [1, 3]})
    visit.refresh_from_db()
    questions = {q.name: q for q in visit.checklist.questions.all()}
    for row, name, school in ((1, "李四", "yes"), (3, "李小五", "no")):
        visit.answers.create(question=questions["M01_name"], row=row, value=name)
        visit.answers.create(question=questions["M02_school"], row=row, value=school)

    accept_visit(
        visit=submit_visit(visit=visit, by=inspector, on=DAY, at=NOW), by=team_leader, at=NOW
    )

    assert [problem.fact for problem in Problem.objects.all()] == ["第2人：李某某失学"]
    assert visit.answers.get(failed=True).row == 3


def test_a_round_is_not_done_before_all_is_accepted(team, team_leader, inspector):
    visit = sent(team, inspector)
    answered = completeness(Round.objects.get()).checks[3]
    assert (answered.passed, answered.missing) == (False, (visit.subject_name,))
