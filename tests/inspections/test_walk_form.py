"""附件1 from the register's people to the problems of an accepted visit."""

from datetime import date
from typing import Any

import pytest

from accounts.errors import RuleBroken
from inspections.models import Assignment, Checklist, Problem, Round, Visit
from inspections.selectors.visits import form_of
from inspections.services.opening import open_visit
from inspections.services.saving import save_answers
from inspections.services.schemes import load_scheme
from tests.inspections.field_cast import handed_in
from tests.inspections.scheme_cast import scheme
from tests.inspections.test_walk_scheme import KNOWN, SOUND
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_household,
    make_round,
    make_team,
    make_unit,
)

DAY = date(2016, 7, 20)
VILLAGE = f"{COUNTY}105201"
pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(inspector) -> Visit:
    """A begun visit of a household of one that the register knows."""
    village = make_area(VILLAGE, is_poor=True)
    make_unit("新店镇", area_code=VILLAGE[:9], kind="township")
    loaded = load_scheme(data=scheme("walk"), area_code=COUNTY, by=None)
    team = make_team(make_round(scheme=loaded, state=Round.State.FIELD), inspector)
    household = make_household(village, status="exited_supported")
    assignment: Assignment = make_assignment(
        team=team,
        subject_kind="household",
        subject_code=household.household_no,
        area_code=VILLAGE,
        checklist=Checklist.objects.get(scheme=loaded),
    )
    return open_visit(assignment=assignment, by=inspector, at=NOW)


def answer(question: Any, **changed: Any) -> Any:
    """A sound answer, or the one that was changed: name__row."""
    plain, _, row = question.name.removeprefix("F1_").partition(".")
    key = f"{plain}__{row}" if row else plain
    first = question.choices[0][0] if question.choices else None
    sound = KNOWN.get(plain, first if question.type == "select_one" else None)
    return changed.get(key, SOUND[question.type] if sound is None else sound)


def filled(visit: Visit, by: Any, **changed: Any) -> Visit:
    """Answer what is asked until nothing is left, with a second member added by hand."""
    rows: dict[str, Any] | None = {"members": [1, 2]}
    changed = {"C1_book": "2", "C1_system": "2", "S5_persons": "2"} | changed
    first = {f"F1_{name}": value for name, value in changed.items() if "__" not in name}
    visit = save_answers(visit=visit, answers=first, version=visit.version, by=by, rows=rows)
    while left := form_of(visit, on=DAY).missing:
        answers = {question.name: answer(question, **changed) for question in left}
        visit = save_answers(visit=visit, answers=answers, version=visit.version, by=by)
    return visit


def test_the_form_opens_with_the_people_of_the_register(visit):
    assert visit.rows == {"members": [1]}
    names = visit.answers.filter(row=1).values_list("question__name", "value")
    assert dict(names)["F1_C1_name"] == "李某某"


def test_a_member_without_insurance_is_one_problem_of_the_household(visit, inspector):
    handed_in(filled(visit, inspector, C4_insured__2="no"), inspector, DAY)

    assert visit.answers.get(question__name="F1_C4_insured", row=2).value == "no"
    (problem,) = Problem.objects.all()
    assert (problem.item, problem.category_id) == ("F1-C4", "medical")
    assert "有1人未参加基本医保" in problem.fact


def test_a_form_with_a_warning_is_handed_in_once_the_reason_stands_in_it(visit, inspector):
    """Three in the household register, two written down: reckoned, so only explained."""
    filled(visit, inspector, C1_book="3", C1_system="3")
    with pytest.raises(RuleBroken, match="与户口簿人口不一致"):
        handed_in(visit, inspector, DAY)

    said = {"F1_C1_members": {"explain": "一人已迁出，户口未销"}}
    visit.refresh_from_db()
    save_answers(visit=visit, answers=said, version=visit.version, by=inspector)
    visit.refresh_from_db()
    handed_in(visit, inspector, DAY)

    kept = visit.answers.get(question__name="F1_C1_members")
    assert kept.explanation == "一人已迁出，户口未销"
    assert not Problem.objects.exists()
