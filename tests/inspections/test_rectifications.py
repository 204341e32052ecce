"""Rectification: the order, the plan, the close-out that needs another's verification."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.models import AuditEvent
from inspections.models import Extension, LedgerEntry, Objection, Problem, RectificationOrder
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import close_problem, send_back, start_rectification
from tests.inspections.problem_cast import DAY, DUE, NOON, PLAN, bring, code_of, replied
from tests.make import COUNTY, make_problem, make_unit

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


def test_start_rectification_writes_down_who_what_and_until_when(at, liaison):
    problem = at("acknowledged")
    start_rectification(problem=problem, **PLAN, by=liaison, at=NOON)
    assert problem.state == STATE.RECTIFYING
    plan = (problem.responsible_person, problem.planned_measure, problem.planned_on)
    assert plan == ("周干事", "逐户补齐方案", DUE)
    told = problem.entries.last().note
    assert told == "整改计划：责任人周干事，计划2016-07-27前完成。措施：逐户补齐方案"


def test_start_rectification_again_corrects_the_plan(at, liaison):
    problem = at("rectifying")
    start_rectification(problem=problem, **PLAN | {"person": "李干事"}, by=liaison, at=NOON)
    assert (problem.state, problem.responsible_person) == (STATE.RECTIFYING, "李干事")
    assert problem.entries.last().note.startswith("整改计划更正：责任人李干事")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person": " "}, "incomplete_plan"),
        ({"measure": ""}, "incomplete_plan"),
        ({"planned_on": DUE + timedelta(days=1)}, "plan_too_late"),
        ({"planned_on": NOON.date() - timedelta(days=1)}, "plan_in_past"),
    ],
)
def test_start_rectification_refuses_what_is_no_plan(at, liaison, fields, code):
    problem = at("acknowledged")
    call = partial(start_rectification, problem=problem, by=liaison, at=NOON, **PLAN | fields)
    assert code_of(call) == code


def test_start_rectification_after_the_term_can_only_promise_the_same_day(at, liaison):
    problem, late = at("acknowledged"), NOON + timedelta(days=20)
    call = partial(start_rectification, problem=problem, by=liaison, at=late)
    assert code_of(lambda: call(**PLAN)) == "plan_in_past"
    tomorrow = late.date() + timedelta(days=1)
    assert code_of(lambda: call(**PLAN | {"planned_on": tomorrow})) == "plan_too_late"
    assert call(**PLAN | {"planned_on": late.date()}).state == STATE.RECTIFYING


def test_start_rectification_is_for_the_responsible_unit(at, office):
    problem = at("acknowledged")
    call = partial(start_rectification, problem=problem, **PLAN, by=office, at=NOON)
    assert code_of(call) == "other_unit"


@pytest.mark.parametrize("state", ["found", "ordered", "reported", "verified", "closed"])
def test_start_rectification_is_refused_in_any_other_state(at, liaison, state):
    problem = at(state)
    call = partial(start_rectification, problem=problem, **PLAN, by=liaison, at=NOON)
    assert code_of(call) == "wrong_state"


def test_send_back_has_the_unit_report_again(at, office, verifier, liaison):
    problem = at("verified")
    send_back(problem=problem, note="照片不清", by=office, at=NOON)
    assert problem.state == STATE.RECTIFYING
    told = f"问题{problem.number}未准销号，退回整改：照片不清"
    assert [who.notices.first().text for who in (liaison, verifier)] == [told, told]
    assert replied(problem, liaison).problem.state == STATE.REPORTED


def test_send_back_needs_a_reason_and_another_unit(at, office, liaison):
    problem = at("verified")
    given = {"problem": problem, "at": NOON}
    assert code_of(lambda: send_back(**given, note=" ", by=office)) == "no_reason"
    assert code_of(lambda: send_back(**given, note="不清", by=liaison)) == "own_unit"


@pytest.mark.parametrize("state", ["rectifying", "reported", "closed"])
def test_send_back_is_only_from_verified(at, office, state):
    problem = at(state)
    code = code_of(lambda: send_back(problem=problem, note="不清", by=office, at=NOON))
    assert code == ("no_reply" if state == "rectifying" else "wrong_state")


def test_close_problem_waits_for_what_the_unit_asked(at, office, liaison):
    asked = {"reason": "不实", "by": liaison, "at": NOON}
    later = {"progress": "过半", "due_before": DUE, "until": DUE + timedelta(days=5)}
    for kind, more in ((Objection, {}), (Extension, later)):
        problem = at("verified")
        request = kind.objects.create(problem=problem, **asked, **more)
        call = partial(close_problem, problem=problem, note="", by=office, on=DUE)
        assert code_of(call) == "pending_request"
        request.state = kind.State.WITHDRAWN
        request.save()
        assert call().state == STATE.CLOSED


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
    assert told == [
        *("confirmed", "ordered", "acknowledged"),
        *("rectifying", "reported", "verified", "closed"),
    ]


def test_a_stale_copy_cannot_undo_what_another_did(at, office):
    problem = make_problem()
    stale = Problem.objects.get(pk=problem.pk)
    confirm_problem(problem=problem, scope="common", by=office, on=DAY)
    call = partial(reject_problem, problem=stale, by=office, on=DAY, note="不实")
    assert code_of(call) == "wrong_state"
