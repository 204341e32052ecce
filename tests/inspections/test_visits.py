"""A form on the spot: opened, saved over the right version, submitted once, problems raised."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Parameter, Role
from inspections.models import Answer, Problem, Round, Visit
from inspections.selectors.visits import form_of
from inspections.services.opening import open_visit
from inspections.services.reviews import accept_visit
from inspections.services.saving import AnswersRefused, save_answers
from inspections.services.submitting import submit_visit
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_category,
    make_question,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

DAY = date(2016, 7, 12)
TOWNSHIP = f"{COUNTY}105"
pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(inspector):
    """A township's visit of the inspector's team, in the field phase."""
    make_area(TOWNSHIP)
    make_unit("新店镇", area_code=TOWNSHIP, kind="township")
    team = make_team(None, inspector)
    Round.objects.update(state=Round.State.FIELD)
    team.round.refresh_from_db()
    return make_assignment(team=team, subject_code=TOWNSHIP)


@pytest.fixture
def visit(assignment):
    make_question("A203_plan", problem="没有减贫实施方案")
    make_question("A203_pages", type="integer", fail_if="", required=False)
    make_question("A204_signed", type="rate", fail_if="rate(${A204_signed}) < 1")
    return make_visit(assignment)


def stored(visit):
    rows = visit.answers.order_by("question__position")
    return {a.question.name: (a.status, a.value, a.reason) for a in rows}


def test_open_visit_begins_one_draft(assignment, inspector):
    first = open_visit(assignment=assignment, by=inspector, at=NOW)
    again = open_visit(assignment=assignment, by=inspector, at=NOW)

    assert again == first
    assert (first.state, first.subject_name, first.version) == ("draft", "新店镇", 0)
    assert AuditEvent.objects.filter(action="open_visit").count() == 1


def test_open_visit_fills_in_what_is_known(assignment, inspector):
    for name, fact in [("X01_number", "form_number"), ("X04_team", "team")]:
        make_question(name, type="calculate", default_fact=fact, fail_if="")
    make_question("X07_date", type="date", default_fact="today", fail_if="")

    visit = open_visit(assignment=assignment, by=inspector, at=NOW)

    assert [value for _, value, _ in stored(visit).values()] == [
        "2016-07-001",
        f"{assignment.team.name}：组长陈组长",
        "2016-07-20",
    ]


def test_open_visit_is_for_the_own_team(assignment):
    with pytest.raises(RuleBroken, match="不是本组的任务"):
        open_visit(assignment=assignment, by=make_user(), at=NOW)


def test_open_visit_waits_for_the_field_phase(assignment, inspector):
    Round.objects.update(state=Round.State.DRAWN)
    assignment.round.refresh_from_db()
    with pytest.raises(RuleBroken, match="不在进行中"):
        open_visit(assignment=assignment, by=inspector, at=NOW)


def test_open_visit_refuses_a_withdrawn_unit(assignment, inspector):
    assignment.withdrawn = True
    with pytest.raises(RuleBroken, match="已撤回"):
        open_visit(assignment=assignment, by=inspector, at=NOW)


def test_save_answers_keeps_some_and_counts_the_version(visit, inspector):
    unchecked = {"status": "unchecked"}
    saved = save_answers(
        visit=visit,
        answers={"A203_plan": "yes", "A204_signed": unchecked},
        version=0,
        by=inspector,
    )
    save_answers(
        visit=saved, answers={"A203_plan": "no", "A203_pages": "１２"}, version=1, by=inspector
    )

    visit.refresh_from_db()
    assert visit.version == 2
    assert stored(visit) == {
        "A203_plan": ("given", "no", ""),
        "A203_pages": ("given", "12", ""),
        "A204_signed": ("unchecked", None, ""),
    }


def test_save_answers_clears_what_is_emptied(visit, inspector):
    save_answers(visit=visit, answers={"A203_plan": "yes"}, version=0, by=inspector)
    save_answers(visit=visit, answers={"A203_plan": ""}, version=1, by=inspector)
    assert stored(visit) == {}


def test_save_answers_refuses_an_old_version(visit, inspector):
    save_answers(visit=visit, answers={"A203_plan": "yes"}, version=0, by=inspector)
    late = Visit.objects.get(pk=visit.pk)

    with pytest.raises(RuleBroken, match="已在别处保存过") as refusal:
        save_answers(visit=late, answers={"A203_plan": "no"}, version=0, by=inspector)

    assert refusal.value.code == "version_conflict"
    assert stored(visit) == {"A203_plan": ("given", "yes", "")}


def test_a_repeated_request_changes_nothing(visit, inspector):
    stale = Visit.objects.get(pk=visit.pk)
    for one in (visit, Visit.objects.get(pk=visit.pk), stale):
        save_answers(
            visit=one, answers={"A203_plan": "yes"}, version=0, by=inspector, request_key="k1"
        )

    visit.refresh_from_db()
    assert (visit.version, stored(visit)) == (1, {"A203_plan": ("given", "yes", "")})


def test_save_answers_keeps_the_good_and_names_the_bad(visit, inspector):
    answers = {"A203_plan": "yes", "A203_pages": "三", "A204_signed": {"num": "3", "den": "2"}}

    with pytest.raises(AnswersRefused) as refusal:
        save_answers(visit=visit, answers=answers, version=0, by=inspector)

    assert refusal.value.errors == {
        "A203_pages": "应填整数：三",
        "A204_signed": "分子3不能大于分母2。",
    }
    assert stored(visit) == {"A203_plan": ("given", "yes", "")}


def test_save_answers_refuses_a_question_of_another_unit(visit, inspector):
    make_question("E302_knows", levels="H")
    with pytest.raises(AnswersRefused, match="E302_knows：没有这个检查项"):
        save_answers(visit=visit, answers={"E302_knows": "no"}, version=0, by=inspector)


def test_save_answers_is_for_the_own_team(visit):
    with pytest.raises(RuleBroken, match="不是本组的任务"):
        save_answers(visit=visit, answers={"A203_plan": "yes"}, version=0, by=make_user())
    assert stored(visit) == {}


@pytest.mark.parametrize("count", [1, 40])
def test_a_save_asks_six_queries_for_any_length(
    visit, inspector, count, django_assert_max_num_queries
):
    names = [f"B{n:03}_x" for n in range(count)]
    for name in names:
        make_question(name)
    visit = Visit.objects.select_related("round").get(pk=visit.pk)

    with django_assert_max_num_queries(6):
        save_answers(visit=visit, answers=dict.fromkeys(names, "yes"), version=0, by=inspector)

    assert Answer.objects.filter(visit=visit).count() == count


def fill(visit, by, **answers):
    full = {"A203_plan": "yes", "A204_signed": {"num": "5", "den": "5"}} | answers
    return save_answers(visit=visit, answers=full, version=visit.version, by=by)


def test_submit_visit_names_what_is_unanswered(visit, inspector):
    with pytest.raises(RuleBroken) as refusal:
        submit_visit(visit=visit, by=inspector, on=DAY)

    assert refusal.value.code == "visit_incomplete"
    assert "还有2项未答" in str(refusal.value)
    assert "A203 减贫实施方案已制定" in str(refusal.value)
    visit.refresh_from_db()
    assert visit.state == "draft"


def test_submit_visit_seals_the_form(visit, inspector):
    fill(visit, inspector)
    submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.visited_on, visit.submitted_by) == ("submitted", DAY, inspector)
    with pytest.raises(RuleBroken, match="已提交，不能再改"):
        save_answers(visit=visit, answers={"A203_plan": "no"}, version=visit.version, by=inspector)


def test_unchecked_and_not_applicable_are_answers(visit, inspector):
    put_aside = {"status": "not_applicable", "reason": "今年新设"}
    fill(visit, inspector, A203_plan={"status": "unchecked"}, A204_signed=put_aside)

    assert submit_visit(visit=visit, by=inspector, on=DAY).state == "submitted"
    assert not Problem.objects.exists()


def test_an_accepted_form_raises_a_problem_for_each_failing_item(visit, inspector):
    make_category("plan")
    fill(visit, inspector, A203_plan="no", A204_signed={"num": "4", "den": "5"})
    submit_visit(visit=visit, by=inspector, on=DAY)
    assert not Problem.objects.exists()
    accept_visit(visit=visit, by=make_user(Role.SUPERVISION_OFFICE), at=NOW)

    problems = Problem.objects.order_by("item")
    assert [(p.item, p.responsible_unit.name, p.found_on) for p in problems] == [
        ("A203", "新店镇", DAY),
        ("A204", "新店镇", DAY),
    ]
    assert problems[0].fact == "没有减贫实施方案"
    assert visit.answers.filter(failed=True).count() == 2


def test_submit_visit_twice_does_it_once(visit, inspector):
    fill(visit, inspector, A203_plan="no")
    stale = Visit.objects.get(pk=visit.pk)
    submit_visit(visit=visit, by=inspector, on=DAY)
    again = submit_visit(visit=stale, by=inspector, on=DAY)

    assert again.state == "submitted"
    assert AuditEvent.objects.filter(action="submit_visit").count() == 1


def test_submit_visit_drops_what_was_not_asked_in_the_end(visit, inspector):
    make_question("A205_why", relevant="${A203_plan} = 'no'")
    fill(visit, inspector, A203_plan="no", A205_why="no")
    visit = save_answers(visit=visit, answers={"A203_plan": "yes"}, version=1, by=inspector)

    submit_visit(visit=visit, by=inspector, on=DAY)

    assert set(stored(visit)) == {"A203_plan", "A204_signed"}
    assert not Problem.objects.exists()


def test_submit_visit_keeps_what_was_reckoned_and_its_failure(visit, inspector):
    make_question(
        "A204_share",
        type="calculate",
        calculation="rate(${A204_signed})",
        fail_if="${A204_share} < 0.9",
        required=False,
    )
    fill(visit, inspector, A204_signed={"num": "4", "den": "5"})
    submit_visit(visit=visit, by=inspector, on=DAY)

    reckoned = visit.answers.get(question__name="A204_share")
    assert (reckoned.value, reckoned.failed) == ("0.8", True)


def test_the_form_states_the_day_of_the_visit(visit, inspector):
    make_question("X07_date", type="date", default_fact="today", fail_if="")
    fill(visit, inspector, X07_date="2016-07-11")
    assert submit_visit(visit=visit, by=inspector, on=DAY).visited_on == date(2016, 7, 11)


def test_submit_visit_is_for_the_own_team(visit, inspector):
    fill(visit, inspector)
    with pytest.raises(RuleBroken, match="不是本组的任务"):
        submit_visit(visit=visit, by=make_user(), on=DAY)


def test_a_rule_looks_at_the_threshold_of_the_day_and_place(visit, inspector):
    make_question("B402_x", type="rate", fail_if="rate(${B402_x}) < parameter('ncms_rate')")
    save_answers(
        visit=visit, answers={"B402_x": {"num": "96", "den": "100"}}, version=0, by=inspector
    )
    for area, start, value in [("", 2015, "0.95"), (COUNTY, 2016, "0.97"), (COUNTY, 2017, "0.90")]:
        Parameter.objects.create(
            area_code=area, key="ncms_rate", value=Decimal(value), valid_from=date(start, 1, 1)
        )

    judged = {year: form_of(visit, on=date(year, 7, 1)).failing for year in (2015, 2016, 2017)}

    assert {year: len(failing) for year, failing in judged.items()} == {2015: 0, 2016: 1, 2017: 0}
