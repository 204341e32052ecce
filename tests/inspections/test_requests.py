"""延期: asked for in time by the unit itself, granted by another, twice at most."""

from datetime import date, timedelta

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Parameter, Role
from inspections.models import Extension, Problem
from inspections.selectors.requests import waiting_for
from inspections.services.requests import (
    ask_extension,
    decide_extension,
    withdraw_request,
)
from tests.inspections.problem_cast import DUE, NOON, bring, code_of, replied
from tests.inspections.request_cast import ASKED, UNTIL, extension_of
from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem signed for by 新店镇, due on DUE."""
    return bring(
        "acknowledged",
        office=office,
        liaison=liaison,
        verifier=verifier,
        responsible_unit=liaison.unit,
    )


def granted(problem, office, liaison, until=UNTIL) -> Extension:
    asked = extension_of(problem, liaison, until)
    made = decide_extension(extension=asked, grant=True, note="", by=office, at=NOON)
    problem.refresh_from_db()
    return made


def test_more_time_is_asked_for_and_the_office_is_told(problem, liaison, office):
    asked = extension_of(problem, liaison)

    assert (asked.state, asked.due_before, asked.order) == ("pending", DUE, problem.order)
    assert Notice.objects.get(recipient=office, key=f"extension-{asked.pk}").url.endswith(
        f"/extensions/{asked.pk}/"
    )
    assert problem.entries.last().note == "申请延期至2016-08-06。原因：材料待省厅批复"
    trail = AuditEvent.objects.get(action="ask_extension")
    assert (trail.actor, trail.area_code) == (liaison, problem.area_code)


def test_the_day_itself_is_in_time_and_the_next_is_not(problem, liaison):
    late = {"problem": problem, **ASKED, "until": UNTIL, "by": liaison}
    after = NOON.replace(day=DUE.day + 1)

    assert code_of(lambda: ask_extension(**late, at=after)) == "past_due"
    assert ask_extension(**late, at=NOON.replace(day=DUE.day)).until == UNTIL


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "incomplete_request"),
        ({"progress": ""}, "incomplete_request"),
        ({"until": DUE}, "until_too_early"),
    ],
)
def test_a_request_says_why_what_is_done_and_a_later_day(problem, liaison, given, code):
    asked = {**ASKED, "until": UNTIL, **given}
    assert code_of(lambda: ask_extension(problem=problem, **asked, by=liaison, at=NOON)) == code


def test_another_unit_asks_for_nothing(problem, outsider):
    assert code_of(lambda: extension_of(problem, outsider)) == "other_unit"


def test_one_request_waits_at_a_time(problem, liaison):
    extension_of(problem, liaison)
    assert code_of(lambda: extension_of(problem, liaison)) == "already_asked"


@pytest.mark.parametrize("state", ["confirmed", "ordered", "reported"])
def test_only_what_is_in_work_gets_more_time(office, liaison, verifier, state):
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    problem = bring(state, **cast, responsible_unit=liaison.unit)
    assert code_of(lambda: extension_of(problem, liaison)) == "wrong_state"


def test_granted_the_day_is_the_later_one_and_the_unit_is_told(problem, office, liaison):
    asked = granted(problem, office, liaison)

    assert (problem.due_on, problem.order.due_on) == (UNTIL, DUE)
    assert (asked.decided_by, asked.decided_at) == (office, NOON)
    assert problem.entries.last().note == "同意延期，整改时限由2016-07-27改为2016-08-06。"
    assert Notice.objects.filter(recipient=liaison, key=f"extension-{asked.pk}-decided").exists()


def test_a_refusal_says_why_and_the_day_stays(problem, office, liaison):
    asked = extension_of(problem, liaison)
    refuse = {"extension": asked, "grant": False, "by": office, "at": NOON}

    assert code_of(lambda: decide_extension(**refuse, note=" ")) == "no_reason"
    decide_extension(**refuse, note="进度太慢")
    problem.refresh_from_db()
    assert (asked.state, problem.due_on) == ("refused", DUE)


def test_a_decision_is_made_once(problem, office, liaison):
    asked = granted(problem, office, liaison)
    again = {"extension": asked, "grant": False, "note": "不行", "by": office, "at": NOON}
    assert code_of(lambda: decide_extension(**again)) == "already_decided"


def test_nobody_of_the_unit_decides(problem, liaison):
    asked = extension_of(problem, liaison)
    colleague = make_user(Role.SUPERVISION_OFFICE, unit=liaison.unit)
    yes = {"extension": asked, "grant": True, "note": "", "at": NOON}

    assert code_of(lambda: decide_extension(**yes, by=liaison)) == "own_request"
    assert code_of(lambda: decide_extension(**yes, by=colleague)) == "own_unit"


def test_a_day_that_moved_meanwhile_is_not_moved_again(problem, office, liaison):
    asked = extension_of(problem, liaison)
    Problem.objects.filter(pk=problem.pk).update(due_on=date(2016, 8, 1))
    yes = {"extension": asked, "grant": True, "note": "", "by": office, "at": NOON}

    assert code_of(lambda: decide_extension(**yes)) == "due_moved"
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_what_is_reported_takes_the_request_back(problem, office, liaison):
    asked = extension_of(problem, liaison)
    replied(problem, liaison)
    yes = {"extension": asked, "grant": True, "note": "", "by": office, "at": NOON}

    assert code_of(lambda: decide_extension(**yes)) == "already_decided"
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_third_extension_of_an_order_is_refused(problem, office, liaison):
    granted(problem, office, liaison)
    granted(problem, office, liaison, UNTIL + timedelta(days=1))

    with pytest.raises(RuleBroken, match="已延期2次，达到上限"):
        extension_of(problem, liaison, UNTIL + timedelta(days=2))


def test_a_county_sets_how_often_time_is_given(problem, liaison):
    Parameter.objects.create(
        area_code="510304",
        key="most_extensions",
        label="最多延期次数",
        value=0,
        valid_from=date(2016, 1, 1),
    )
    assert code_of(lambda: extension_of(problem, liaison)) == "too_many_extensions"


def test_the_unit_takes_its_request_back_and_may_ask_again(problem, office, liaison, outsider):
    asked = extension_of(problem, liaison)

    assert code_of(lambda: withdraw_request(request=asked, by=outsider, at=NOON)) == "other_unit"
    withdraw_request(request=asked, by=liaison, at=NOON)
    assert code_of(lambda: withdraw_request(request=asked, by=liaison, at=NOON)) == (
        "already_decided"
    )
    assert extension_of(problem, liaison).state == "pending"


def test_what_waits_is_counted_for_whoever_may_decide(problem, office, liaison, verifier):
    extension_of(problem, liaison)

    assert waiting_for(office) == {"extension": 1, "objection": 0}
    assert waiting_for(verifier) == waiting_for(liaison) == {"extension": 0, "objection": 0}
