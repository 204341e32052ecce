"""What stands beside a form: register facts and progress."""

from datetime import date

import pytest

from households.models import HelperPairing, Posting
from inspections.answers import Reply
from inspections.selectors.visit_facts import visit_facts
from inspections.selectors.visits import form_of, register_panel
from tests.make import (
    COUNTY,
    JULY,
    make_area,
    make_assignment,
    make_household,
    make_question,
    make_unit,
    make_visit,
)

DAY = date(2016, 7, 12)
VILLAGE = f"{COUNTY}105201"
pytestmark = pytest.mark.django_db


def household_assignment(household):
    return make_assignment(
        subject_kind="household",
        subject_code=household.household_no,
        subject_name="李某某（户0001）",
        area_code=household.area_code,
    )


@pytest.mark.parametrize(
    ("status", "year", "expected"),
    [
        ("poor", 2016, "planned"),
        ("poor", 2017, "poor"),
        ("poor", None, "poor"),
        ("exited_supported", 2015, "exited"),
        ("relapsed", None, "poor"),
    ],
)
def test_a_household_stands_where_the_register_says(status, year, expected):
    household = make_household(status=status, planned_exit_year=year)
    facts = visit_facts(household_assignment(household), on=DAY)
    assert facts["household_exit_status"] == expected


def test_a_household_brings_its_measures():
    household = make_household(measure="industry", further_measures=["medical"])
    facts = visit_facts(household_assignment(household), on=DAY)
    assert (facts["measure"], facts["further_measures"]) == ("industry", ["medical"])


def test_a_village_brings_its_standing_and_its_households():
    village = make_area(VILLAGE, is_poor=True, planned_exit_year=2016)
    assignment = make_assignment(subject_kind="village", subject_code=VILLAGE, area_code=VILLAGE)
    household = make_household(village)
    make_assignment(
        round=assignment.round,
        team=assignment.team,
        subject_kind="household",
        subject_code=household.household_no,
        subject_name="李某某（户0001）",
        area_code=VILLAGE,
    )
    facts = visit_facts(assignment, on=DAY)

    assert (facts["poor_village"], facts["village_exit_status"]) == ("yes", "planned")
    assert facts["visited_households"] == "李某某（户0001）"


def test_methods_follow_the_round():
    assignment = make_assignment()
    assignment.round.mode = "joint"
    facts = visit_facts(assignment, on=DAY)
    assert facts["methods"] == ["random_check", "site_view", "documents", "joint"]


def test_form_of_counts_what_is_done_and_left():
    make_question("A203_plan")
    make_question("A204_x", type="integer", fail_if="")
    make_question("A205_x", required=False)
    make_question("A206_x", relevant="${A203_plan} = 'no'")
    visit = make_visit()
    visit.answers.create(question=visit.checklist.questions.get(name="A203_plan"), value="yes")

    form = form_of(visit, on=DAY)

    assert (form.done, form.total) == (1, 2)
    assert [question.name for question in form.missing] == ["A204_x"]
    assert form.replies == {"A203_plan": Reply("given", "yes")}


def test_form_of_words_the_problem_to_be():
    make_question(
        "A203_days", type="integer", fail_if="${A203_days} < 7", problem="只有${A203_days}天"
    )
    visit = make_visit()
    visit.answers.create(question=visit.checklist.questions.get(), value="5")

    form = form_of(visit, on=DAY)

    assert [form.fact(question) for question in form.failing] == ["只有5天"]


@pytest.mark.parametrize("questions", [1, 30])
def test_form_of_asks_the_same_queries_for_any_length(questions, django_assert_num_queries):
    visit = make_visit()
    for number in range(questions):
        make_question(f"B{number:03}_x")
    visit.round.scheme  # noqa: B018 -- read beforehand, as the page does

    with django_assert_num_queries(3):
        form_of(visit, on=DAY)


def test_household_panel_shows_the_register_to_an_inspector(inspector):
    household = make_household(measure="industry", planned_exit_year=2016)
    HelperPairing.objects.create(
        household=household,
        area_code=household.area_code,
        name="孙某",
        unit_name="区农业局",
        starts_on=JULY,
    )
    visit = make_visit(household_assignment(household))
    panel = dict(register_panel(visit, inspector, on=DAY))

    assert panel["户主"] == "李四"
    assert panel["所属“一批”"] == "生产和就业发展"
    assert panel["帮扶责任人"] == "孙某（区农业局）"
    assert "999999" not in "".join(panel.values())


def test_household_panel_hides_names_from_a_leader(leader):
    household = make_household()
    visit = make_visit(household_assignment(household))
    panel = dict(register_panel(visit, leader, on=DAY))
    assert (panel["户主"], panel["家庭成员"]) == ("李某某", "李某某（户主）")


def test_register_panel_names_who_is_posted_in_a_poor_village(inspector):
    village = make_area(VILLAGE, is_poor=True, planned_exit_year=2016)
    make_household(village, person_count=4)
    for post, ends in [("first_secretary", None), ("liaison_leader", date(2016, 6, 30))]:
        Posting.objects.create(
            village=village,
            area_code=VILLAGE,
            post=post,
            person_name="孙某",
            unit=make_unit("区教育局"),
            starts_on=date(2015, 7, 1),
            ends_on=ends,
        )
    visit = make_visit(
        make_assignment(subject_kind="village", subject_code=VILLAGE, area_code=VILLAGE)
    )
    panel = dict(register_panel(visit, inspector, on=DAY))

    assert (panel["计划摘帽年度"], panel["未脱贫户"]) == ("2016", "1户4人")
    assert (panel["第一书记"], panel["联系领导"]) == ("孙某（区教育局）", "未登记")


def test_register_panel_has_nothing_on_a_township(inspector):
    assert register_panel(make_visit(), inspector, on=DAY) == []
