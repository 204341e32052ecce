"""The timetable tells each step of each problem once, on its day, to whom it says."""

from datetime import date, timedelta

import pytest

from accounts.models import Notice, Role
from inspections.models import (
    AccountabilityCase,
    CalendarDay,
    Escalation,
    EscalationStep,
    Extension,
    Problem,
)
from inspections.services.escalations import Told, escalate
from tests.inspections.escalation_cast import (
    DUE,
    ISSUED,
    TOWNSHIP,
    have_timetable,
    make_discipline,
    ordered,
    run,
    steps_of,
    told,
)
from tests.make import COUNTY, NOW, make_round, make_unit, make_user

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)
State = Problem.State


@pytest.fixture(autouse=True)
def timetable(roles):
    have_timetable()


def days(count: int) -> date:
    return DUE + timedelta(days=count)


@pytest.mark.parametrize(
    ("late", "codes"),
    [
        (-4, []),
        (-3, ["before_3"]),
        (-1, ["before_3"]),
        (0, ["before_3", "on_day"]),
        (1, ["before_3", "on_day", "late_1"]),
        (4, ["before_3", "on_day", "late_1"]),
        (5, ["before_3", "on_day", "late_1", "late_5"]),
        (10, ["before_3", "on_day", "late_1", "late_5", "late_10"]),
        (20, ["before_3", "on_day", "late_1", "late_5", "late_10", "late_20"]),
    ],
)
def test_a_step_comes_exactly_on_its_day(late, codes):
    problem = ordered()
    for passed in range(-5, late + 1):
        run(days(passed))
    assert steps_of(problem) == [(code, True) for code in codes]


def test_the_unit_is_told_before_on_and_after_the_day(liaison):
    problem = ordered()
    for late in range(-5, 5):
        run(days(late))
    number = problem.number
    assert told(liaison) == [
        f"您单位有1个问题3天后到整改时限：{number}。请抓紧整改、按时报送。",
        f"您单位有1个问题今天到整改时限：{number}。请抓紧整改、按时报送。",
        f"您单位有1个问题超过整改时限1天：{number}。请抓紧整改、按时报送。",
    ]


def test_one_notice_tells_all_problems_of_a_unit_and_step(liaison):
    problems = [ordered(due_on=DUE - late * ONE) for late in (0, 1, 2, 0)]
    done = run(days(1))
    numbers = "、".join(problem.number for problem in problems[:3])
    assert done == Told(problems=4, steps=12, notices=1)
    assert told(liaison) == [
        f"您单位有4个问题超过整改时限1至3天：{numbers}等。请抓紧整改、按时报送。"
    ]
    notice = Notice.objects.get(recipient=liaison)
    unit = liaison.unit_id
    assert notice.url == f"/inspections/rectification/?unit={unit}&open=1&overdue=1"


def test_a_notice_about_one_problem_leads_to_it(liaison):
    problem = ordered()
    run(days(1))
    assert Notice.objects.get(recipient=liaison).url == f"/inspections/problems/{problem.pk}/"


@pytest.mark.parametrize("runs", [2, 5])
def test_any_number_of_runs_tells_nothing_twice(liaison, runs):
    ordered()
    assert run(days(1)).notices == 1
    assert [run(days(1)) for _ in range(runs)] == [Told()] * runs
    assert (Notice.objects.count(), Escalation.objects.count()) == (1, 3)


def test_after_a_pause_each_audience_hears_its_furthest_step_only(liaison, leader):
    discipline = make_discipline()
    problem = ordered()
    run(days(25))
    assert steps_of(problem) == [
        ("before_3", False),
        ("on_day", False),
        ("late_1", True),
        ("late_5", True),
        ("late_10", True),
        ("late_20", True),
    ]
    assert told(leader) == [
        f"新店镇有1个问题超过整改时限25天：{problem.number}。已列入领导督办清单。"
    ]
    assert told(discipline) == ["有1件提请问责事项（该整改不整改），请登录后在“问责”中办理。"]
    assert len(told(liaison)) == 2  # the unit, and as there is no head, its people for him


def test_a_step_added_before_one_that_was_told_is_not_told_any_more(liaison, leader):
    problem = ordered()
    run(days(12))
    EscalationStep.objects.create(code="late_3", title="三天", days=3, audience="leaders")
    run(days(12))
    assert ("late_3", False) in steps_of(problem)
    assert len(told(leader)) == 1


def test_a_reminder_is_not_sent_once_the_day_is_past(liaison):
    EscalationStep.objects.exclude(code="before_3").update(active=False)
    problem = ordered()
    run(days(1))
    assert (steps_of(problem), told(liaison)) == ([("before_3", False)], [])


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.ORDERED, True),
        (State.ACKNOWLEDGED, True),
        (State.RECTIFYING, True),
        (State.REPORTED, False),
        (State.VERIFIED, False),
    ],
)
def test_only_what_the_unit_has_in_hand_is_its_delay(state, due):
    problem = ordered(state=state)
    EscalationStep.objects.filter(basis="ordered").update(active=False)
    run(days(1))
    assert bool(steps_of(problem)) is due


def test_the_head_is_told_for_his_unit_and_its_people_are_not(liaison):
    head = make_user(Role.TOWNSHIP_OFFICER, unit=liaison.unit, area_code=TOWNSHIP)
    liaison.unit.head = head
    liaison.unit.save()
    run(days(1))
    problem = ordered()
    EscalationStep.objects.exclude(code="late_5").update(active=False)
    run(days(5))
    text = f"新店镇有1个问题超过整改时限5天：{problem.number}。请单位负责人督促落实。"
    assert (told(head), told(liaison)) == ([text], [])


@pytest.mark.parametrize("gone", [True, False])
def test_a_unit_without_an_active_head_is_told_itself(liaison, gone):
    if gone:
        head = make_user(unit=liaison.unit, is_active=False)
        liaison.unit.head = head
        liaison.unit.save()
    EscalationStep.objects.exclude(code="late_5").update(active=False)
    ordered()
    run(days(5))
    assert len(told(liaison)) == 1


def test_an_order_nobody_signs_for_is_told_by_working_days(liaison):
    problem = ordered(state=State.ORDERED)  # ordered on Tuesday 7-12
    assert run(ISSUED + ONE) == Told()
    run(date(2016, 7, 14))
    assert steps_of(problem) == [("unsigned_2", True)]
    assert told(liaison) == [
        f"您单位有1个问题的整改单下达2天未签收：{problem.number}。请尽快签收。"
    ]
    run(date(2016, 7, 18))  # Monday: the fourth working day
    assert steps_of(problem) == [("unsigned_2", True)]
    run(date(2016, 7, 19))
    assert {code for code, _ in steps_of(problem)} == {
        *("unsigned_2", "unsigned_5", "unsigned_5_case")
    }
    assert AccountabilityCase.objects.get().trigger == "not_advanced"


def test_the_offices_own_calendar_moves_a_working_day():
    problem = ordered(state=State.ORDERED)
    CalendarDay.objects.create(day=date(2016, 7, 13), is_working=False)
    run(date(2016, 7, 14))
    assert steps_of(problem) == []
    run(date(2016, 7, 15))
    assert steps_of(problem) == [("unsigned_2", True)]


def test_a_reminder_may_count_working_days_back():
    EscalationStep.objects.filter(code="before_3").update(in_working_days=True)
    problem = ordered(due_on=date(2016, 7, 25))  # Monday
    assert run(date(2016, 7, 19)) == Told()
    run(date(2016, 7, 20))  # Wednesday
    assert steps_of(problem) == [("before_3", True)]


def test_more_time_begins_the_timetable_again(liaison):
    problem = ordered()
    run(days(1))
    Problem.objects.filter(pk=problem.pk).update(due_on=days(10))
    assert run(days(2)) == Told()
    run(days(11))
    assert len(told(liaison)) == 2
    assert Escalation.objects.filter(problem=problem, counted_from=days(10)).count() == 3


def test_asking_for_more_time_does_not_stop_the_timetable(liaison):
    problem = ordered()
    Extension.objects.create(
        problem=problem, reason="雨季", progress="一半", due_before=DUE, until=days(30),
        by=liaison, at=NOW,
    )  # fmt: skip
    assert run(days(1)).notices == 1


@pytest.mark.parametrize(("state", "notices"), [("field", 0), ("done", 1)])
def test_what_an_unannounced_round_found_is_told_when_it_is_done(liaison, state, notices):
    closed = {"closed_on": DUE} if state == "done" else {}
    ordered(round=make_round(mode="unannounced", state=state, **closed))
    assert run(days(1)).notices == notices


def test_a_countys_own_timetable_takes_the_place_of_the_general_one():
    own = ordered()
    other = ordered(area_code="510399105")
    EscalationStep.objects.create(
        area_code=COUNTY, code="late_2", title="两天", days=2, audience="unit"
    )
    run(days(2))
    escalate(county="510399", on=days(2), at=NOW)
    assert steps_of(own) == [("late_2", True)]
    assert [code for code, _ in steps_of(other)] == ["before_3", "on_day", "late_1"]


def test_a_townships_own_timetable_goes_before_its_countys():
    own, other = ordered(), ordered(area_code=f"{COUNTY}106")
    for area, days_late in ((COUNTY, 2), (TOWNSHIP, 3)):
        EscalationStep.objects.create(
            area_code=area, code="own", title="自定", days=days_late, audience="unit"
        )
    run(days(2))
    assert (steps_of(own), steps_of(other)) == ([], [("own", True)])


def test_another_countys_problems_and_people_are_left_alone():
    stranger = make_user(Role.LEADER, area_code="510399")
    problem = ordered(area_code="510399105", unit=make_unit("某镇", area_code="510399105"))
    assert run(days(30)) == Told()
    assert (steps_of(problem), told(stranger)) == ([], [])


def test_a_unit_with_nobody_is_still_written_down():
    problem = ordered()
    assert run(days(1)) == Told(problems=1, steps=3)
    assert len(steps_of(problem)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_asks_the_same_queries_for_any_number_of_problems(
    liaison, count, django_assert_num_queries
):
    for _ in range(count):
        ordered()
    with django_assert_num_queries(16):
        run(days(1))
