from datetime import date
from typing import Any

import pytest

from accounts.errors import RuleBroken
from households.models import HelperPairing
from inspections.models import Answer, Problem, Visit
from reports.documents.cross_check import cross_check_text
from reports.selectors.cross_checks import cross_check_months, cross_facts
from tests.make import (
    COUNTY,
    JULY,
    NOW,
    make_area,
    make_assignment,
    make_household,
    make_problem,
    make_question,
    make_round,
    make_scheme,
    make_team,
    make_visit,
)

pytestmark = pytest.mark.django_db
JUNE = date(2016, 6, 1)
DAY = date(2016, 7, 28)
METHOD = {"item": "MZ-X5", "type": "select_one", "choices": [["self", "自查"], ["cross", "互查"]]}
ITEMS = {
    "MZ_Q112_plan": {"item": "MZ-Q112", "type": "yes_no", "label": "有改造计划"},
    "MZ_Q111_income": {
        "item": "MZ-Q111",
        "type": "decimal",
        "label": "人均纯收入",
        "unit": "元",
    },
}


@pytest.fixture
def household():
    make_area(COUNTY, "大安区")
    make_area(f"{COUNTY}105", "新店镇")
    village = make_area(f"{COUNTY}105201", "塅上村")
    household = make_household(village, household_no=f"{village.code}0001")
    HelperPairing.objects.create(
        area_code=village.code,
        household=household,
        name="张三",
        unit_name="区农业局",
        starts_on=date(2016, 1, 1),
    )
    return household


def checked(household: Any, period: date, method: str, *, day: int = 12, **said: str) -> Visit:
    """Make an accepted form of the checks scheme that says by which method it was filled."""
    round_ = make_round(scheme=make_scheme(code="checks"), period=period)
    assignment = make_assignment(
        round=round_,
        team=make_team(round_),
        subject_kind="household",
        subject_code=household.household_no,
        subject_name="李某某（户0001）",
        area_code=household.area_code,
    )
    visit = make_visit(
        assignment,
        state=Visit.State.ACCEPTED,
        visited_on=period.replace(day=day),
        submitted_at=NOW,
        accepted_at=NOW,
    )
    say(visit, "MZ_X5_method", method, **METHOD)
    for name, value in said.items():
        say(visit, name, value, failed=value == "no", **ITEMS[name])
    return visit


def say(visit: Visit, name: str, value: str, *, failed: bool = False, **fields: Any) -> None:
    """Answer one question, made on the way."""
    question = visit.checklist.questions.filter(name=name).first()
    question = question or make_question(name, checklist=visit.checklist, **fields)
    Answer.objects.create(visit=visit, question=question, value=value, failed=failed)


def facts():
    return cross_facts(county=COUNTY, period=JULY, on=DAY)


def test_what_the_cross_check_found_otherwise_names_the_helper_by_post(household):
    checked(household, JUNE, "self", MZ_Q112_plan="yes", MZ_Q111_income="4800")
    checked(household, JULY, "cross", MZ_Q112_plan="no", MZ_Q111_income="4800")
    found = facts()
    assert (found.total, found.compared, found.items) == (1, 1, 2)
    line = found.differences[0]
    assert (line.helper, line.own, line.cross) == ("区农业局帮扶责任人张某某", "是", "否")
    assert (line.subject, line.township, line.failed) == ("李某某（户0001）", "新店镇", True)


def test_the_text_masks_householders_and_helpers(household):
    checked(household, JUNE, "self", MZ_Q111_income="4800")
    checked(household, JULY, "cross", MZ_Q111_income="4300")
    text = "".join(it.text + it.run_in for it in cross_check_text(facts()))
    assert "区农业局帮扶责任人张某某（1项）。李某某（户0001）“人均纯收入”" in text
    assert "自查4800元、互查4300元" in text
    assert "张三" not in text


def test_the_newest_self_check_before_the_cross_check_counts(household):
    checked(household, date(2016, 5, 1), "self", MZ_Q111_income="4300")
    checked(household, JUNE, "self", MZ_Q111_income="4800")
    checked(household, JULY, "cross", MZ_Q111_income="4300")
    checked(household, date(2016, 8, 1), "self", MZ_Q111_income="4300")
    assert [line.own for line in facts().differences] == ["4800元"]


def test_who_helped_on_the_day_of_the_self_check_is_named(household):
    HelperPairing.objects.update(ends_on=date(2016, 6, 30))
    HelperPairing.objects.create(
        area_code=household.area_code,
        household=household,
        name="赵六",
        unit_name="区林业局",
        starts_on=date(2016, 7, 1),
    )
    checked(household, JUNE, "self", MZ_Q112_plan="yes")
    checked(household, JULY, "cross", MZ_Q112_plan="no")
    assert facts().differences[0].helper == "区农业局帮扶责任人张某某"


def test_a_subject_without_a_self_check_is_named_and_not_compared(household):
    HelperPairing.objects.all().delete()
    checked(household, JULY, "cross", MZ_Q112_plan="no")
    found = facts()
    assert found.without_self_check == ("塅上村李某某（户0001）",)
    assert (found.compared, found.differences) == (0, ())


def test_problems_of_the_cross_check_are_told_with_who_answers(household):
    visit = checked(household, JULY, "cross", MZ_Q112_plan="no")
    about = {"subject_kind": "household", "subject_code": household.household_no}
    about |= {"subject_name": "李某某（户0001）", "area_code": household.area_code}
    make_problem(visit=visit, fact="住房没有改造计划", **about)
    make_problem(source=Problem.Source.CROSS_CHECK, fact="台账缺页")
    make_problem(fact="不是互查发现的")
    found = [(it.helper, it.line.fact) for it in facts().problems]
    assert found == [
        ("新店镇", "台账缺页"),
        ("区农业局帮扶责任人张某某", "住房没有改造计划"),
    ]


def test_a_month_without_a_cross_check_is_refused(household):
    checked(household, JULY, "self", MZ_Q112_plan="yes")
    with pytest.raises(RuleBroken, match="没有已审核的互查记录"):
        facts()


def test_a_hidden_round_is_not_told(household):
    visit = checked(household, JULY, "cross", MZ_Q112_plan="no")
    visit.round.mode = "unannounced"
    visit.round.save(update_fields=["mode"])
    assert cross_check_months(COUNTY) == []


@pytest.mark.parametrize("items", [1, 2])
def test_comparing_asks_the_same_queries_for_any_number(
    household, items, django_assert_num_queries
):
    said = dict(list({"MZ_Q112_plan": "yes", "MZ_Q111_income": "4800"}.items())[:items])
    checked(household, JUNE, "self", **said)
    checked(household, JULY, "cross", **said)
    with django_assert_num_queries(8):
        facts()
