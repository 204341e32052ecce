"""Rectification: no way to close-out but through another's verification with evidence."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from inspections.models import LedgerEntry, Problem, RectificationOrder
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import (
    acknowledge_order,
    close_problem,
    issue_order,
    reply,
    verify,
)
from tests.inspections.problem_cast import (
    DAY,
    DUE,
    NOON,
    PASSED,
    WORDS,
    bring,
    make_attachment,
    replied,
)
from tests.make import COUNTY, make_problem, make_unit, make_user

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def order_of(problems, by, **fields) -> RectificationOrder:
    given = {"requirement": "限期补齐", "due_on": DUE, "on": DAY} | fields
    unit = fields.get("unit") or problems[0].responsible_unit
    return issue_order(problems=problems, by=by, **given | {"unit": unit})


def code_of(call) -> str:
    with pytest.raises(RuleBroken) as refusal:
        call()
    return refusal.value.code


def test_issue_order_moves_its_problems_and_tells_the_unit(at, office, liaison):
    problems = [at("confirmed"), at("confirmed")]
    order = order_of(problems, office)
    shown = set(Problem.objects.values_list("state", "order", "due_on"))
    assert shown == {(STATE.ORDERED, order.pk, DUE)}
    notice = "收到督改〔2016〕1号，2个问题，限2016-07-27前完成，请签收。"
    assert liaison.notices.get().text == notice


def test_issue_order_numbers_a_year_without_gaps(at, office):
    assert [order_of([at("confirmed")], office).serial for _ in range(3)] == [1, 2, 3]


def test_issue_order_leaves_no_gap_after_a_refusal(at, office):
    order_of([at("confirmed")], office)
    assert code_of(lambda: order_of([at("found")], office)) == "wrong_state"
    assert order_of([at("confirmed")], office).serial == 2


def test_issue_order_begins_a_new_year_at_one(at, office):
    order_of([at("confirmed")], office)
    later = {"on": DAY.replace(year=2017), "due_on": DUE.replace(year=2017)}
    assert str(order_of([at("confirmed")], office, **later)) == "督改〔2017〕1号"


def test_issue_order_refuses_problems_of_two_units(at, office):
    other = make_unit("新民镇", area_code=f"{COUNTY}106", kind="township")
    problems = [at("confirmed"), at("confirmed", responsible_unit=other)]
    assert code_of(lambda: order_of(problems, office)) == "several_units"
    assert RectificationOrder.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"requirement": "  "}, "no_requirement"),
        ({"due_on": DAY - timedelta(days=1)}, "due_too_early"),
    ],
)
def test_issue_order_refuses_what_cannot_be_done(at, office, fields, code):
    problem = at("confirmed")
    assert code_of(lambda: order_of([problem], office, **fields)) == code


def test_issue_order_refuses_an_empty_list(office):
    unit = make_unit("新店镇")
    assert code_of(lambda: order_of([], office, unit=unit)) == "nothing_chosen"


def test_acknowledge_order_is_for_the_unit_addressed(at, outsider, office):
    order = at("ordered").order
    for person in (outsider, office):
        call = partial(acknowledge_order, order=order, by=person, at=NOON)
        assert code_of(call) == "other_unit"


def test_acknowledge_order_happens_once(at, liaison):
    order = at("acknowledged").order
    again = partial(acknowledge_order, order=order, by=liaison, at=NOON)
    assert code_of(again) == "already_acknowledged"
    assert LedgerEntry.objects.filter(state="acknowledged").count() == 1


def test_reply_reports_with_evidence_and_tells_the_issuer(at, liaison, office):
    problem = at("acknowledged")
    made = replied(problem, liaison)
    assert (problem.state, made.evidence.count()) == (STATE.REPORTED, 1)
    texts = set(office.notices.values_list("text", flat=True))
    assert f"新店镇报送问题{problem.number}的整改情况，待复核。" in texts


def test_reply_without_evidence_is_refused(at, liaison):
    problem = at("acknowledged")
    call = partial(reply, problem=problem, **WORDS, evidence=[], by=liaison, at=NOON)
    assert code_of(call) == "no_evidence"


def test_reply_with_anothers_paper_is_refused(at, liaison, outsider):
    evidence = [make_attachment(outsider)]
    problem = at("acknowledged")
    call = partial(reply, problem=problem, **WORDS, evidence=evidence, by=liaison, at=NOON)
    assert code_of(call) == "evidence_used"


def test_reply_with_an_empty_cause_is_refused(at, liaison):
    problem, words = at("acknowledged"), WORDS | {"cause": " "}
    evidence = [make_attachment(liaison)]
    call = partial(reply, problem=problem, **words, evidence=evidence, by=liaison, at=NOON)
    assert code_of(call) == "incomplete_reply"


def test_reply_by_another_unit_is_refused(at, office, outsider):
    problem = at("acknowledged")
    for person in (office, outsider):
        call = partial(reply, problem=problem, **WORDS, evidence=[], by=person, at=NOON)
        assert code_of(call) == "other_unit"


@pytest.mark.parametrize("state", ["found", "confirmed", "ordered", "reported", "verified"])
def test_reply_is_refused_in_any_other_state(at, liaison, state):
    problem = at(state)
    assert code_of(lambda: replied(problem, liaison)) == "wrong_state"


def test_verify_passes_by_all_three_gates(at):
    problem = at("verified")
    assert problem.state == STATE.VERIFIED
    assert problem.entries.last().note == "复核通过。属实"


@pytest.mark.parametrize("gate", ["cause_found", "measure_done", "result_met"])
def test_verify_sends_back_when_one_gate_fails(at, verifier, liaison, gate):
    problem, verdict = at("reported"), PASSED | {gate: False, "note": "请补充"}
    verify(problem=problem, **verdict, by=verifier, at=NOON)
    assert problem.state == STATE.RECTIFYING
    assert liaison.notices.first().text.endswith("。请补充")
    assert replied(problem, liaison).problem.state == STATE.REPORTED


def test_verify_refuses_a_return_without_reason(at, verifier):
    verdict = PASSED | {"result_met": False, "note": ""}
    problem = at("reported")
    call = partial(verify, problem=problem, **verdict, by=verifier, at=NOON)
    assert code_of(call) == "no_reason"


def test_verify_refuses_the_responsible_unit(at, liaison):
    colleague = make_user(area_code=liaison.area_code, unit=liaison.unit)
    problem = at("reported")
    call = partial(verify, problem=problem, **PASSED, by=colleague, at=NOON)
    assert code_of(call) == "own_unit"


def test_verify_refuses_the_replier_even_in_a_new_unit(at, liaison, verifier):
    problem = at("reported")
    liaison.unit = verifier.unit
    liaison.save()
    call = partial(verify, problem=problem, **PASSED, by=liaison, at=NOON)
    assert code_of(call) == "own_reply"


def test_close_problem_dates_and_tells(at, office, liaison):
    problem = at("verified")
    close_problem(problem=problem, note="同意", by=office, on=DUE)
    assert (problem.state, problem.closed_on) == (STATE.CLOSED, DUE)
    assert liaison.notices.first().text == f"问题{problem.number}已销号。"
    assert AuditEvent.objects.filter(action="close_problem").count() == 1


def test_close_problem_refuses_the_responsible_unit(at, liaison):
    problem = at("verified")
    call = partial(close_problem, problem=problem, note="", by=liaison, on=DUE)
    assert code_of(call) == "own_unit"


def test_close_problem_refuses_the_replier_even_in_a_new_unit(at, liaison, verifier):
    problem = at("verified")
    liaison.unit = verifier.unit
    liaison.save()
    call = partial(close_problem, problem=problem, note="", by=liaison, on=DUE)
    assert code_of(call) == "own_reply"


def test_close_problem_refuses_without_evidence(at, office):
    problem = at("verified")
    problem.replies.get().evidence.clear()
    call = partial(close_problem, problem=problem, note="", by=office, on=DUE)
    assert code_of(call) == "no_evidence"


def test_close_problem_refuses_what_nobody_verified(at, office):
    problem = at("reported")
    call = partial(close_problem, problem=problem, note="", by=office, on=DUE)
    assert code_of(call) == "not_verified"


def test_close_problem_refuses_without_any_reply(at, office):
    problem = at("acknowledged")
    call = partial(close_problem, problem=problem, note="", by=office, on=DUE)
    assert code_of(call) == "no_reply"


def test_close_problem_happens_once(at, office):
    problem = at("verified")
    close_problem(problem=problem, note="", by=office, on=DUE)
    call = partial(close_problem, problem=problem, note="", by=office, on=DUE)
    assert code_of(call) == "wrong_state"


def test_a_problem_is_in_time_on_its_day_and_overdue_the_day_after(at):
    problem = at("ordered")
    later = DUE + timedelta(days=1)
    assert [problem.is_overdue(on=day) for day in (DUE, later)] == [False, True]
    assert [Problem.objects.overdue(on=day).count() for day in (DUE, later)] == [0, 1]


def test_the_story_of_a_closed_problem_is_whole(at, office):
    problem = at("verified")
    close_problem(problem=problem, note="", by=office, on=DUE)
    told = list(problem.entries.values_list("state", flat=True))
    assert told == ["confirmed", "ordered", "acknowledged", "reported", "verified", "closed"]


def test_a_stale_copy_cannot_undo_what_another_did(at, office):
    problem = make_problem()
    stale = Problem.objects.get(pk=problem.pk)
    confirm_problem(problem=problem, scope="common", by=office, on=DAY)
    call = partial(reject_problem, problem=stale, by=office, on=DAY, note="不实")
    assert code_of(call) == "wrong_state"
