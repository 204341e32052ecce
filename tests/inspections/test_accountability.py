"""提请问责: once for each failure; the discipline office is told that something waits."""

import pytest

from accounts.models import AuditEvent, Notice, User
from inspections.models import AccountabilityCase, Problem
from inspections.selectors.accountability import proposals_of, proposed
from inspections.services.accountability import propose, propose_by_hand, propose_for
from tests.inspections.accountability_cast import case_of, make_discipline
from tests.inspections.problem_cast import NOON, bring, code_of
from tests.make import make_problem, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def discipline(roles) -> User:
    """纪委."""
    return make_discipline()


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem under order."""
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return bring("ordered", **cast, responsible_unit=liaison.unit)


def test_the_timetable_puts_a_matter_once(problem, discipline, office):
    given = {
        "area_code": problem.area_code,
        "trigger": "not_rectified",
        "grounds": "超期三十天",
        "unit": problem.responsible_unit,
        "key": "problem-1-30",
        "problem": problem,
        "at": NOON,
    }
    case = propose(**given)

    assert propose(**given) is None
    assert list(AccountabilityCase.objects.all()) == [case]
    assert (case.state, case.proposed_by) == ("proposed", None)
    told = Notice.objects.get(key=f"accountability-{case.pk}")
    assert (told.recipient, told.text) == (
        discipline,
        "有一件提请问责事项待处理，请在“问责”中办理。",
    )


def test_the_trail_of_a_case_says_its_state_and_no_more(problem, office):
    case_of(problem, office, grounds="冼大明拒不整改")
    assert AuditEvent.objects.get(action="propose_accountability").detail == {"state": "proposed"}


def test_a_problem_is_put_once_for_each_failure(problem, office):
    case_of(problem, office)

    assert code_of(lambda: case_of(problem, office)) == "already_proposed"
    other = {"problem": problem, "trigger": "not_advanced", "grounds": "未推进", "by": office}
    assert propose_for(**other, at=NOON).trigger == "not_advanced"


def test_a_problem_opened_again_may_be_put_again(problem, office):
    case_of(problem, office)
    problem.reopened = 1
    assert case_of(problem, office).problem == problem


@pytest.mark.parametrize("state", ["found", "not_upheld"])
def test_what_nobody_upheld_is_not_put(office, state):
    assert code_of(lambda: case_of(make_problem(state=state), office)) == "wrong_state"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"trigger": "lazy"}, "wrong_trigger"), ({"grounds": " "}, "no_grounds")],
)
def test_a_proposal_names_a_failure_and_what_happened(problem, office, given, code):
    asked = {"trigger": "other", "grounds": "事由", **given}
    assert code_of(lambda: propose_for(problem=problem, **asked, by=office, at=NOON)) == code


def test_a_form_sent_twice_puts_one_matter(office, liaison):
    asked = {"unit": liaison.unit, "trigger": "not_screened", "grounds": "未排查", "by": office}
    token = "0" * 32
    propose_by_hand(**asked, token=token, at=NOON)

    again = code_of(lambda: propose_by_hand(**asked, token=token, at=NOON))
    assert (again, AccountabilityCase.objects.count()) == ("already_proposed", 1)


def test_an_office_sees_its_own_proposals_and_not_the_timetables(problem, office, liaison):
    case = case_of(problem, office)
    propose(
        area_code=problem.area_code,
        trigger="other",
        grounds="自动",
        unit=liaison.unit,
        key="auto",
        at=NOON,
    )
    colleague = make_user(unit=office.unit)

    assert list(proposals_of(office)) == list(proposals_of(colleague)) == [case]
    assert list(proposals_of(liaison)) == []


def test_the_problems_page_tells_the_office_only_that_it_was_put(
    problem, office, discipline, liaison, leader, verifier
):
    case = case_of(problem, office)

    assert proposed(problem, office).shown == {"cases": [], "is_register": False}
    assert proposed(problem, discipline).shown == {"cases": [case], "is_register": True}
    assert [proposed(problem, other) for other in (liaison, leader, verifier)] == [None] * 3
