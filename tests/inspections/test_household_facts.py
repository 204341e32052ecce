"""A household's form opens with what the register knows: its people as rows, no numbers."""

from datetime import date
from decimal import Decimal

import pytest

from households.identity import make_identity
from households.models import HelperPairing, HouseholdIncome, Member
from inspections.selectors.register_facts import register_facts
from inspections.selectors.visit_facts import visit_facts
from inspections.services.opening import open_visit
from tests.make import JULY, NOW, make_assignment, make_household, make_question, make_team

DAY = date(2016, 7, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(inspector):
    household = make_household(person_count=2)
    place = {"household": household, "area_code": household.area_code}
    Member.objects.create(
        **place,
        person_no=f"{household.household_no}02",
        name="李小四",
        relation="之子",
        identity_number=make_identity(born=date(2000, 7, 13), order=17),
        schooling="普通高中",
    )
    HouseholdIncome.objects.create(**place, year=2015, net_income_pc=Decimal(3120))
    HouseholdIncome.objects.create(**place, year=2014, net_income_pc=Decimal(2736))
    HelperPairing.objects.create(**place, name="孙某", unit_name="区农业局", starts_on=JULY)
    team = make_team(None, inspector)
    team.round.state = "field"
    return make_assignment(
        round=team.round,
        team=team,
        subject_kind="household",
        subject_code=household.household_no,
        subject_name="李某某（户0001）",
        area_code=household.area_code,
    )


def test_the_register_is_told_in_the_forms_words(assignment):
    facts = visit_facts(assignment, on=DAY)
    assert {
        name: facts[name]
        for name in ("person_count", "household_cause", "helpers", "register_income")
    } == {
        "person_count": "2",
        "household_cause": "因病",
        "helpers": "孙某（区农业局）",
        "register_income": "3120.00",
    }
    assert facts["register_income_year"] == "2015"


def test_people_come_as_rows_without_full_names_or_numbers(assignment):
    head, son = visit_facts(assignment, on=DAY)["members"]
    assert head["member_relation"] == "户主"
    assert son == {
        "member_name": "李某某",
        "member_relation": "之子",
        "member_age": "15",
        "member_schooling": "普通高中",
    }


def test_a_form_opens_with_a_row_for_each_person(assignment, inspector):
    asked = {"levels": "H", "fail_if": "", "repeat": "members"}
    make_question("M01_relation", type="text", default_fact="member_relation", **asked)
    make_question("M02_age", type="integer", default_fact="member_age", **asked)

    visit = open_visit(assignment=assignment, by=inspector, at=NOW)

    assert visit.rows == {"members": [1, 2]}
    rows = visit.answers.order_by("row", "question__position")
    assert [(a.question.name, a.row, a.value) for a in rows if a.row == 2] == [
        ("M01_relation", 2, "之子"),
        ("M02_age", 2, "16"),
    ]
    assert register_facts(visit, on=DAY)["M01_relation.2"] == "之子"
