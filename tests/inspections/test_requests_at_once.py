"""Two who decide one request at once: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from accounts.errors import RuleBroken
from inspections.models import AccountabilityCase, Extension, Problem, Sanction
from inspections.services.handing_up import hand_up
from inspections.services.orders import issue_order
from inspections.services.requests import decide_extension
from inspections.services.sanctions import dismiss_case, record_sanction
from tests.inspections.accountability_cast import case_of, decision, make_discipline
from tests.inspections.problem_cast import DAY, DUE, NOON, bring, replied
from tests.inspections.request_cast import ASKED, UNTIL, extension_of
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem in work of 新店镇."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return bring("rectifying", **cast, responsible_unit=liaison.unit)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do several acts in threads of their own; give the codes of the rules that were broken."""

    def run(act: Callable[[], object]) -> str:
        try:
            act()
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_an_extension_decided_twice_at_once_is_decided_once(problem, liaison, office):
    asked = extension_of(problem, liaison)

    def decide(*, grant: bool) -> Callable[[], object]:
        row = Extension.objects.get(pk=asked.pk)
        given = {"grant": grant, "note": "意见", "by": office, "at": NOON}
        return lambda: decide_extension(extension=row, **given)

    assert at_once(decide(grant=True), decide(grant=False)) == ["", "already_decided"]
    asked.refresh_from_db()
    problem.refresh_from_db()
    assert problem.due_on == (UNTIL if asked.state == "granted" else asked.due_before)


def test_more_time_asked_for_twice_at_once_waits_once(problem, liaison):
    ask = lambda: extension_of(problem, liaison)  # noqa: E731 -- the same act twice
    assert at_once(ask, ask) == ["", "already_asked"]
    assert ASKED["reason"] == Extension.objects.get().reason


def test_granted_while_it_is_reported_nothing_is_left_waiting(problem, liaison, office):
    asked = extension_of(problem, liaison)
    row, mine = Extension.objects.get(pk=asked.pk), Problem.objects.get(pk=problem.pk)
    given = {"extension": row, "grant": True, "note": "", "by": office, "at": NOON}

    codes = at_once(lambda: decide_extension(**given), lambda: replied(mine, liaison))
    asked.refresh_from_db()
    problem.refresh_from_db()
    expected = {"granted": ["", ""], "withdrawn": ["", "already_decided"]}
    assert (problem.state, codes) == (Problem.State.REPORTED, expected[asked.state])
    assert problem.due_on == (UNTIL if asked.state == "granted" else asked.due_before)


def test_an_order_to_the_village_loses_to_its_handing_up(liaison, office, verifier):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    village = make_unit("双石村", area_code=f"{COUNTY}105201", kind="village")
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    problem = bring("confirmed", **cast, responsible_unit=village, area_code=village.area_code)
    rows = [Problem.objects.select_related("responsible_unit").get(pk=problem.pk)]

    def hand_up_slowly() -> None:
        with transaction.atomic():
            hand_up(problem=problem, reason="需统筹资金", by=liaison, on=DAY)
            sleep(0.6)  # the order is given while the handing up is on its way

    def order_soon() -> None:
        sleep(0.2)
        given = {"unit": village, "requirement": "补", "due_on": DUE, "by": office, "on": DAY}
        issue_order(problems=rows, **given)

    assert at_once(hand_up_slowly, order_soon) == ["", "wrong_state"]
    problem.refresh_from_db()
    assert (problem.state, problem.order) == (Problem.State.CONFIRMED, None)


def test_a_case_decided_and_dismissed_at_once_is_one_of_the_two(problem, office):
    discipline, case = make_discipline(), case_of(problem, office)
    first, second = (AccountabilityCase.objects.get(pk=case.pk) for _ in "ab")
    given = {"by": discipline, "at": NOON}
    decided = decision(problem.responsible_unit)

    codes = at_once(
        lambda: record_sanction(decided=decided, case=first, **given),
        lambda: dismiss_case(case=second, exemption="容错", **given),
    )
    case.refresh_from_db()
    assert codes in (["", "case_closed"], ["", "case_dismissed"])
    assert Sanction.objects.count() == (1 if case.state == "decided" else 0)
