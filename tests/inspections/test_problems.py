"""Problems: raised once with a number for life, sorted, upheld or not."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Role, UnitAlias
from inspections.models import Answer, LedgerEntry, Problem, Visit
from inspections.services.problems import (
    confirm_problem,
    confirm_problems,
    propose_scope,
    raise_problem,
    reject_problem,
)
from tests.make import (
    COUNTY,
    JULY,
    NOW,
    make_area,
    make_assignment,
    make_category,
    make_household,
    make_problem,
    make_question,
    make_round,
    make_scheme,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 12)
STATE = Problem.State


def answered(visit: Visit, question, value="no", **fields) -> Answer:
    return Answer.objects.create(
        visit=visit, question=question, value=value, **{"failed": True} | fields
    )


def raised(visit: Visit, question, value="no") -> Problem | None:
    answer = answered(visit, question, value)
    return raise_problem(
        visit=visit, question=question, answer=answer, by=visit.started_by, on=DAY
    )


@pytest.fixture
def visit(db) -> Visit:
    township = make_area(f"{COUNTY}105", "新店镇")
    return make_visit(make_assignment(subject_code=township.code))


def test_raise_problem_numbers_a_month_from_one(visit):
    first = raised(visit, make_question("A203_plan"))
    second = raised(visit, make_question("A204_township"))
    assert [first.number, second.number] == ["510304-201607-001", "510304-201607-002"]


def test_raise_problem_numbers_on_beyond_a_thousand(visit):
    make_problem(number="510304-201607-999")
    make_problem(number="510304-201607-1000")
    assert raised(visit, make_question()).number == "510304-201607-1001"


def test_raise_problem_copies_the_unit_and_starts_as_found_without_a_day(visit):
    problem = raised(visit, make_question())
    assert (problem.state, problem.due_on, problem.period) == (STATE.FOUND, None, JULY)
    assert (problem.subject_code, problem.subject_name) == (f"{COUNTY}105", "新店镇")


def test_raise_problem_writes_ledger_and_trail(visit):
    problem = raised(visit, make_question())
    assert list(LedgerEntry.objects.values_list("problem", "state")) == [(problem.pk, "found")]
    assert AuditEvent.objects.filter(action="raise_problem").count() == 1


def test_raise_problem_twice_for_an_item_gives_the_same_problem(visit):
    question = make_question()
    first = raised(visit, question)
    again = raise_problem(
        visit=visit, question=question, answer=first.answer, by=visit.started_by, on=DAY
    )
    assert (again.pk, again.fact, Problem.objects.count()) == (first.pk, first.fact, 1)


def test_raise_problem_adds_a_further_fact_of_the_same_item(visit):
    raised(visit, make_question("A201_villages", problem="摘帽村合计${A201_villages}个"), "3")
    both = raised(visit, make_question("A201_persons", problem="人口合计${A201_persons}人"), "9")
    assert both.fact == "摘帽村合计3个；人口合计9人"
    assert Problem.objects.count() == 1


def test_raise_problem_keeps_two_categories_of_an_item_apart(visit):
    make_category("water", code="YS", name="饮水安全", always_severe=True)
    raised(visit, make_question("A104_food"))
    water = raised(visit, make_question("A104_water", category="water"))
    assert (Problem.objects.count(), water.severity) == (2, Problem.Severity.SEVERE)


def test_raise_problem_without_a_category_makes_none(visit):
    question = make_question()
    question.category = ""
    assert raised(visit, question) is None


def test_raise_problem_words_the_fact_as_the_scheme_does(visit):
    answered(visit, make_question("A101_task", type="integer"), "120")
    wording = "2015年度减贫任务${A101_task}人，完成${A101_done}人，未完成任务"
    done = make_question("A101_done", type="integer", problem=wording)
    assert raised(visit, done, "118").fact == "2015年度减贫任务120人，完成118人，未完成任务"


def test_raise_problem_without_wording_tells_the_items_answers(visit):
    task = make_question("A101_task", type="integer", label="2015年减贫任务", unit="人")
    answered(visit, task, "120")
    done = make_question("A101_done", type="integer", label="完成", unit="人")
    assert raised(visit, done, "118").fact == "2015年减贫任务120人，完成118人"


def test_raise_problem_names_item_and_source_as_its_basis(visit):
    problem = raised(visit, make_question(source="方案三（一）"))
    assert problem.basis == "A203 减贫实施方案已制定（方案三（一））"


def test_raise_problem_of_a_household_never_carries_a_full_name():
    household = make_household(head_name="李四光")
    visit = make_visit(
        make_assignment(
            subject_kind="household",
            subject_code=household.household_no,
            subject_name="李某某（户0001）",
            area_code=household.area_code,
        )
    )
    question = make_question("A105_signed", type="text", problem="户主${A105_signed}未签字")
    assert raised(visit, question, "李四光").fact == "户主李某某未签字"


@pytest.mark.parametrize("named", ["区水务局", "水务局"])
def test_raise_problem_finds_a_department_by_name_or_alias(visit, named):
    unit = make_unit("区水务局")
    UnitAlias.objects.create(unit=unit, area_code=COUNTY, name="水务局")
    question = make_question(responsible=f"department:{named},township")
    assert raised(visit, question).responsible_unit == unit


@pytest.mark.parametrize("party", ["township", "village", "helper", "helping_unit", ""])
def test_raise_problem_in_a_township_falls_to_its_own_unit(visit, party):
    problem = raised(visit, make_question(responsible=party))
    found = (problem.responsible_unit.name, problem.responsible_unit.area_code)
    assert found == ("新店镇", f"{COUNTY}105")


def test_raise_problem_prefers_the_villages_own_unit():
    village = make_area(f"{COUNTY}105201", "高石村")
    unit = make_unit("高石村", area_code=village.code, kind="village")
    visit = make_visit(make_assignment(subject_kind="village", subject_code=village.code))
    assert raised(visit, make_question(responsible="village")).responsible_unit == unit


def test_raise_problem_finds_the_organisation_department_by_its_people(visit, roles):
    unit = make_unit("大安区组织人事部门")
    make_user(Role.ORGANISATION_DEPT, unit=unit)
    question = make_question(responsible="organisation_dept")
    assert raised(visit, question).responsible_unit == unit


def test_raise_problem_in_a_department_falls_to_that_department():
    unit = make_unit("区林业局")
    visit = make_visit(
        make_assignment(
            subject_kind="department",
            subject_code=str(unit.pk),
            subject_name=unit.name,
            area_code=COUNTY,
        )
    )
    assert raised(visit, make_question(responsible="township")).responsible_unit == unit


def test_propose_scope_calls_an_item_common_in_two_townships():
    round_ = make_round()
    for area in (f"{COUNTY}105", f"{COUNTY}106"):
        make_problem(round=round_, area_code=area, item="A203")
    alone = make_problem(round=round_, item="A101")
    assert propose_scope(round=round_) == 2
    alone.refresh_from_db()
    assert alone.proposed_scope == Problem.Scope.INDIVIDUAL


def test_propose_scope_does_not_count_what_was_not_upheld():
    round_ = make_round()
    make_problem(round=round_, area_code=f"{COUNTY}105")
    make_problem(round=round_, area_code=f"{COUNTY}106", state=STATE.NOT_UPHELD)
    assert propose_scope(round=round_) == 0


@pytest.mark.parametrize(("asked", "failed", "common"), [(4, 2, 2), (4, 1, 0), (3, 3, 0)])
def test_propose_scope_calls_an_item_common_in_half_of_four_objects(asked, failed, common):
    round_ = make_round()
    team, question = make_team(round_), make_question("A302_fits")
    for number in range(asked):
        code = f"{COUNTY}105201{number:04}"
        kind = {"subject_kind": "household", "subject_code": code}
        task = make_assignment(team=team, area_code=f"{COUNTY}105201", **kind)
        dated = dict.fromkeys(("submitted_at", "accepted_at"), NOW)
        visit = make_visit(task, state="accepted", visited_on=DAY, **dated)
        answered(visit, question)
        if number < failed:
            make_problem(round=round_, area_code=f"{COUNTY}105201", item="A302", **kind)
    assert propose_scope(round=round_) == common


def test_propose_scope_takes_its_numbers_from_the_scheme():
    round_ = make_round(scheme=make_scheme(options={"common_townships": 1}))
    make_problem(round=round_)
    assert propose_scope(round=round_) == 1


def test_confirm_problem_upholds_with_a_scope_and_another_unit(office):
    problem, unit = make_problem(), make_unit("区水务局")
    confirm_problem(problem=problem, scope="common", by=office, on=DAY, unit=unit)
    shown = (problem.state, problem.scope, problem.responsible_unit)
    assert shown == (STATE.CONFIRMED, "common", unit)
    assert problem.entries.get().note == "认定为共性问题。责任单位改为区水务局。"


def test_confirm_problem_refuses_an_unknown_scope(office):
    with pytest.raises(RuleBroken, match="共性或个性") as refusal:
        confirm_problem(problem=make_problem(), scope="", by=office, on=DAY)
    assert refusal.value.code == "wrong_scope"


def test_confirm_problem_refuses_a_second_time(office):
    problem = make_problem()
    confirm_problem(problem=problem, scope="common", by=office, on=DAY)
    with pytest.raises(RuleBroken, match="已认定") as refusal:
        confirm_problem(problem=problem, scope="individual", by=office, on=DAY)
    assert (refusal.value.code, problem.entries.count()) == ("wrong_state", 1)


def test_confirm_problems_takes_each_proposal(office):
    common, alone = (
        make_problem(proposed_scope="common"),
        make_problem(proposed_scope="individual"),
    )
    assert confirm_problems(problems=[common, alone], scope="proposed", by=office, on=DAY) == 2
    assert (common.scope, alone.scope) == ("common", "individual")


def test_confirm_problems_is_all_or_nothing(office):
    good, silent = make_problem(proposed_scope="common"), make_problem()
    with pytest.raises(RuleBroken, match="没有系统建议"):
        confirm_problems(problems=[good, silent], scope="proposed", by=office, on=DAY)
    good.refresh_from_db()
    assert (good.state, LedgerEntry.objects.count()) == (STATE.FOUND, 0)


def test_reject_problem_needs_a_reason(office):
    with pytest.raises(RuleBroken, match="理由") as refusal:
        reject_problem(problem=make_problem(), by=office, on=DAY, note=" ")
    assert refusal.value.code == "no_reason"


def test_reject_problem_is_not_for_the_responsible_unit(liaison):
    with pytest.raises(RuleBroken, match="责任单位") as refusal:
        reject_problem(problem=make_problem(), by=liaison, on=DAY, note="已制定")
    assert refusal.value.code == "own_unit"


def test_reject_problem_ends_it_and_tells_the_unit(office, liaison):
    problem = make_problem()
    reject_problem(problem=problem, by=office, on=DAY, note="方案已补交")
    assert problem.state == STATE.NOT_UPHELD
    assert liaison.notices.get().text == f"问题{problem.number}经核实认定不属实。"
