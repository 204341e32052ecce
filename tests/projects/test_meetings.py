from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Parameter
from projects.models import Meeting, MeetingTask
from projects.selectors.meetings import push_cycle
from projects.services.meeting_tasks import confirm_task, report_task, return_task
from projects.services.meetings import cancel_meeting, correct_minutes, hold_meeting
from tests.make import COUNTY, make_unit
from tests.projects.meeting_cast import HELD_ON, TODAY, given_task, held, line, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stand(settings):
    settings.DEMO_TODAY = TODAY


def code_of(act, **kwargs):
    with pytest.raises(RuleBroken) as refusal:
        act(**kwargs)
    return refusal.value.code


def test_a_month_has_one_monthly_meeting_unless_it_was_called_off(office):
    first = planned(office, kind="monthly")
    with pytest.raises(RuleBroken, match="2016年7月已安排月例会，每月一次。"):
        planned(office, date(2016, 7, 30), kind="monthly")
    cancel_meeting(meeting=first, reason="与全区大会合并召开", by=office)
    assert planned(office, kind="monthly").title == "2016年7月脱贫攻坚月例会"
    assert planned(office, date(2016, 8, 1), kind="monthly").period == date(2016, 8, 1)


def test_minutes_and_tasks_are_kept_together_and_the_unit_is_told(office, liaison):
    meeting = held(office, line(liaison.unit))
    task = meeting.tasks.get()
    assert (meeting.state, meeting.held_on, task.state) == ("held", HELD_ON, "open")
    told = Notice.objects.get(recipient=liaison)
    assert told.text == "脱贫攻坚推进会（7月12日）布置任务：补齐签字，7月28日前完成。"
    assert told.url == f"/plan/meetings/tasks/{task.pk}/"
    acts = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["plan_meeting", "hold_meeting"]


def test_a_task_that_is_not_whole_keeps_the_meeting_planned(office, liaison):
    meeting, nobody = planned(office), make_unit("区档案局")
    hold = {"meeting": meeting, "held_on": HELD_ON, "minutes": "纪要", "by": office}
    codes = [
        code_of(hold_meeting, **hold, tasks=[line(liaison.unit), wrong])
        for wrong in (
            line(liaison.unit, due_on=HELD_ON - timedelta(days=1)),
            line(nobody),
            line(liaison.unit, matter="  "),
        )
    ]
    assert codes == ["due_before_held", "nobody", "no_words"]
    assert code_of(hold_meeting, **(hold | {"held_on": date(2016, 7, 30)})) == "not_yet"
    meeting.refresh_from_db()
    assert (meeting.state, MeetingTask.objects.count()) == ("planned", 0)


def test_a_meeting_is_held_once_and_its_minutes_change_by_added_lines_only(office):
    meeting = held(office)
    again = {"meeting": meeting, "held_on": HELD_ON, "minutes": "另一份", "by": office}
    assert code_of(hold_meeting, **again) == "wrong_state"
    assert code_of(cancel_meeting, meeting=meeting, reason="误登", by=office) == "wrong_state"
    added = correct_minutes(meeting=meeting, text="时限为8月底", reason="笔误", by=office)
    meeting.refresh_from_db()
    assert (meeting.minutes, added.text) == ("研究了督查发现的问题。", "时限为8月底")


def test_only_the_two_offices_run_meetings_of_their_own_county(liaison, leader, verifier):
    assert [code_of(planned, by=who) for who in (liaison, leader)] == ["may_not_run"] * 2
    verifier.area_code = "510311"
    assert code_of(planned, by=verifier) == "meeting_elsewhere"


def test_a_task_is_reported_sent_back_reported_again_and_confirmed(office, liaison):
    task = given_task(office, liaison)
    report_task(task=task, result="已补齐", by=liaison)
    return_task(task=task, reason="缺佐证", by=office)
    task.refresh_from_db()
    assert (task.state, task.result) == ("open", "已补齐")
    report_task(task=task, result="已补齐并附名单", by=liaison)
    done = confirm_task(task=task, by=office)
    assert (done.state, done.confirmed_by) == ("done", office)
    assert list(task.steps.values_list("act", flat=True)) == [
        *("given", "reported", "returned", "reported", "done")
    ]
    assert Notice.objects.filter(recipient=office).count() == 2
    assert Notice.objects.filter(recipient=liaison).count() == 3


def test_a_task_is_reported_by_its_unit_and_confirmed_by_another(office, verifier, liaison):
    task = given_task(office, verifier)
    report = {"task": task, "result": "办了"}
    assert code_of(report_task, **report, by=liaison) == "not_yours"
    assert code_of(confirm_task, task=task, by=office) == "wrong_state"
    report_task(**report, by=verifier)
    assert code_of(confirm_task, task=task, by=verifier) == "own_task"
    assert code_of(report_task, **report, by=verifier) == "wrong_state"
    assert confirm_task(task=task, by=office).state == "done"


def test_a_task_is_overdue_from_the_day_after_its_day_until_it_is_reported(office, liaison):
    task = given_task(office, liaison, due_on=TODAY)
    late = [MeetingTask.objects.overdue(on=TODAY + timedelta(days=n)).count() for n in (0, 1)]
    assert late == [0, 1]
    report_task(task=task, result="办了", by=liaison)
    assert not MeetingTask.objects.overdue(on=date(2016, 12, 31)).exists()


def test_a_unit_sees_what_it_was_charged_with_and_county_offices_all(
    office, leader, liaison, outsider
):
    given_task(office, liaison)
    seen = [
        (Meeting.objects.visible_to(who).count(), MeetingTask.objects.visible_to(who).count())
        for who in (office, leader, liaison, outsider)
    ]
    assert seen == [(1, 1), (1, 1), (1, 1), (0, 0)]


def test_the_cycle_counts_from_the_last_push_meeting_by_the_parameter_in_force(office):
    held(office)
    held(office, on=date(2016, 7, 20), kind="other")
    assert push_cycle(COUNTY, on=TODAY).due_on == date(2016, 8, 1)
    Parameter.objects.create(
        area_code=COUNTY, key="meeting_cycle_days", label="推进会周期", value=15, unit="天",
        valid_from=date(2016, 7, 1), valid_to=TODAY,
    )  # fmt: skip
    dues = [push_cycle(COUNTY, on=TODAY + timedelta(days=n)).due_on for n in (0, 1)]
    assert dues == [date(2016, 7, 27), date(2016, 8, 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "held"},
        {"minutes": "有纪要"},
        {"cancel_reason": "没有取消"},
        {"state": "cancelled"},
        {"period": date(2016, 7, 2)},
    ],
)
def test_the_database_refuses_a_meeting_that_contradicts_itself(office, wrong):
    meeting = planned(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)


def test_the_database_refuses_a_report_without_words_and_an_own_confirmation(office, liaison):
    task = given_task(office, liaison)
    rows, at = MeetingTask.objects.filter(pk=task.pk), meeting_moment()
    reported = {"reported_by": liaison, "reported_at": at, "result": "办了"}
    own = {**reported, "state": "done", "confirmed_by": liaison, "confirmed_at": at}
    for wrong in ({"state": "reported"}, {"confirmed_by": office}, own):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def meeting_moment():
    return Meeting.objects.get().steps.first().at
