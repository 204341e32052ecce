"""A closed problem opened again: back to 已认定, its history whole, a new reply needed."""

import pytest

from accounts.errors import RuleBroken
from accounts.models import Notice
from inspections.models import Problem
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.rectifications import close_problem
from inspections.services.reopening import reopen_problem
from tests.inspections.problem_cast import DAY, DUE, NOON, bring

pytestmark = pytest.mark.django_db
LATER = DUE.replace(month=8)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def closed(office, liaison, verifier) -> Problem:
    return bring("closed", office=office, liaison=liaison, verifier=verifier)


def test_a_reopened_problem_waits_for_a_new_order_with_its_history(closed, inspector, office):
    order = closed.order

    reopen_problem(problem=closed, by=inspector, on=LATER, note="方案又被搁置")

    assert (closed.state, closed.order, closed.due_on, closed.closed_on, closed.reopened) == (
        *(Problem.State.CONFIRMED, None, None, None),
        1,
    )
    assert (closed.planned_on, closed.planned_measure) == (None, "")
    assert list(closed.orders.all()) == [order]
    assert closed.replies.get().verification.passed
    last = closed.entries.last()
    assert (last.state, last.by, last.note) == (
        *("confirmed", inspector),
        "回头看发现问题反弹，重新整改：方案又被搁置",
    )
    told = Notice.objects.get(key=f"problem-{closed.pk}-reopened-1")
    assert (told.recipient, closed.number in told.text) == (office, True)


def test_only_a_closed_problem_is_reopened_with_a_reason(closed, inspector):
    with pytest.raises(RuleBroken, match="写明") as refusal:
        reopen_problem(problem=closed, by=inspector, on=LATER, note=" ")
    assert refusal.value.code == "no_reason"
    reopen_problem(problem=closed, by=inspector, on=LATER, note="反弹")
    with pytest.raises(RuleBroken) as refusal:
        reopen_problem(problem=closed, by=inspector, on=LATER, note="反弹")
    assert refusal.value.code == "wrong_state"


def test_nobody_of_the_responsible_unit_reopens(closed, liaison):
    with pytest.raises(RuleBroken) as refusal:
        reopen_problem(problem=closed, by=liaison, on=LATER, note="反弹")
    assert refusal.value.code == "own_unit"


def test_the_old_verification_does_not_close_it_a_second_time(closed, inspector, office, liaison):
    reopen_problem(problem=closed, by=inspector, on=LATER, note="反弹")
    given = {"requirement": "重新整改", "due_on": LATER, "by": office, "on": DAY}
    unit = closed.responsible_unit

    with pytest.raises(RuleBroken) as refusal:
        close_problem(problem=closed, note="", by=office, on=LATER)
    assert refusal.value.code == "wrong_state"
    order = issue_order(problems=[closed], unit=unit, **given)
    acknowledge_order(order=order, by=liaison, at=NOON)
    closed.refresh_from_db()
    with pytest.raises(RuleBroken) as refusal:
        close_problem(problem=closed, note="", by=office, on=LATER)

    assert refusal.value.code == "wrong_state"
    assert list(closed.orders.order_by("pk")) == [*closed.orders.order_by("pk")[:1], order]
