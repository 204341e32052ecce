"""The real monthly form, filled in for one unit of each kind."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import inspections
from inspections.models import Checklist, Problem, Question, Round
from inspections.scheme_files import read_scheme
from inspections.selectors.visits import form_of
from inspections.services.opening import open_visit
from inspections.services.saving import save_answers
from inspections.services.schemes import load_scheme
from tests.inspections.field_cast import handed_in
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_household,
    make_round,
    make_team,
    make_unit,
    make_visit,
)

MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"
DAY = date(2016, 7, 20)
VILLAGE = f"{COUNTY}105201"
pytestmark = pytest.mark.django_db
SOUND: dict[str, Any] = {
    "yes_no": "yes",
    "integer": "3",
    "decimal": "100",
    "rate": {"num": "20", "den": "20"},
    "select_multiple": ["none"],
    "text": "已查",
    "date": "2016-07-20",
}
KNOWN: dict[str, Any] = {
    "A103_income": "3600",
    "A113_days": "7",
    "A115_steps": ["applied", "reviewed", "approved", "posted", "announced"],
    "A201_villages": "4",
    "A201_persons": "3073",
    "A301_wrong": "0",
    "A301_missed": "0",
    "B301_by": "2018-06-17",
    "E304_right": ["population", "cause", "income", "measures"],
    "X03_methods": ["site_view"],
    "X06_status": "planned",
}


@pytest.fixture
def team(inspector):
    """A team in the field with the real scheme of 大安区."""
    make_area(VILLAGE, is_poor=True, planned_exit_year=2016)
    data, complaints = read_scheme(MONTHLY)
    assert data, complaints
    scheme = load_scheme(data=data, area_code=COUNTY, by=None)
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    return make_team(make_round(scheme=scheme, state=Round.State.FIELD), inspector)


def assignment_of(team, kind):
    """The assignment of one unit of a kind."""
    finance = make_unit("区财政局")
    household = make_household(measure="industry", planned_exit_year=2016)
    code, area_code = {
        "department": (str(finance.pk), COUNTY),
        "township": (VILLAGE[:9], VILLAGE[:9]),
        "village": (VILLAGE, VILLAGE),
        "household": (household.household_no, VILLAGE),
    }[kind]
    assignment = make_assignment(
        team=team, subject_kind=kind, subject_code=code, area_code=area_code, subject_name="某单位"
    )
    assignment.checklist = Checklist.objects.get(scheme=team.round.scheme)
    assignment.subject_name = finance.name if kind == "department" else "某单位"
    assignment.save()
    return assignment


def sound(question: Question) -> Any:
    """A sound answer to a question."""
    if question.name in KNOWN:
        return KNOWN[question.name]
    return question.choices[0][0] if question.type == "select_one" else SOUND[question.type]


def fill(visit, by, **faults):
    """Answer what is asked, part by part, until nothing is left."""
    while left := form_of(visit, on=DAY).missing:
        answers = {q.name: faults.get(q.name, sound(q)) for q in left}
        visit = save_answers(visit=visit, answers=answers, version=visit.version, by=by)
    return visit


KINDS = ["department", "township", "village", "household"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_form_of_each_kind_is_submitted_without_a_problem(team, inspector, kind):
    visit = open_visit(assignment=assignment_of(team, kind), by=inspector, at=NOW)
    handed_in(fill(visit, inspector), inspector, DAY)

    assert visit.answers.filter(failed=True).values_list("question__name").count() == 0
    assert not Problem.objects.exists()


@pytest.mark.parametrize(
    ("kind", "faults", "found"),
    [
        ("household", {"A104_gaps": ["housing", "water"]}, {"housing", "water"}),
        ("household", {"E306_answer": "dissatisfied"}, {"satisfaction"}),
        ("household", {"E303_visits": "0"}, {"helper"}),
        ("village", {"A113_days": "6"}, {"exit"}),
        ("village", {"E104_present": "no", "E104_leave": "no"}, {"village_posting"}),
        ("township", {"B002_medical_persons": "4"}, {"dynamic_data"}),
        ("department", {"C16_4_done": "10"}, {"fund"}),
    ],
)
def test_a_fault_becomes_a_problem_of_its_category(team, inspector, kind, faults, found):
    visit = open_visit(assignment=assignment_of(team, kind), by=inspector, at=NOW)
    handed_in(fill(visit, inspector, **faults), inspector, DAY)

    assert set(Problem.objects.values_list("category", flat=True)) == found
    assert set(Problem.objects.values_list("responsible_unit__name", flat=True)) <= {
        "新店镇",
        "区财政局",
    }


def test_a_poor_household_is_not_asked_about_leaving_poverty(team, inspector):
    visit = open_visit(assignment=assignment_of(team, "household"), by=inspector, at=NOW)
    save_answers(visit=visit, answers={"X06_status": "poor"}, version=0, by=inspector)

    asked = {question.item for question in form_of(visit, on=DAY).standing.asked}
    assert asked & {"A103", "A105", "A116", "A306"} == {"A103"}


def test_the_register_opens_the_form_for_the_inspector(team, inspector):
    visit = open_visit(assignment=assignment_of(team, "household"), by=inspector, at=NOW)
    known = dict(visit.answers.values_list("question__name", "value"))
    assert (known["X06_status"], known["B003_main"]) == ("planned", "industry")
    assert known["X01_number"] == "DA-督查-2016-07-001"


def test_saving_forty_answers_of_the_real_form_asks_six_queries(
    team, inspector, django_assert_max_num_queries
):
    visit = make_visit(assignment_of(team, "village"))
    questions = [q for q in form_of(visit, on=DAY).missing if q.type in SOUND][:40]
    answers = {question.name: sound(question) for question in questions}

    with django_assert_max_num_queries(6):
        save_answers(visit=visit, answers=answers, version=0, by=inspector)

    assert visit.answers.count() == 40
