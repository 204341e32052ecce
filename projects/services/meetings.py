"""Meetings: planned, held with minutes and tasks, corrected by added lines, cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.scope import COUNTY
from accounts.services.notices import notify
from accounts.services.trail import record
from accounts.services.words import required, short
from households.models import Area
from projects.models import Meeting, MeetingStep, MeetingTask
from projects.selectors.meetings import RUN, chargeable_units, reporters

State, Act, Kind = Meeting.State, MeetingStep.Act, Meeting.Kind
MINUTES_LENGTH, TEXT_LENGTH, REASON_LENGTH, NOTICE_LENGTH = 5000, 1000, 200, 200
MATTER_LENGTH, PERSON_LENGTH, MOST_TASKS = 300, 40, 50


@dataclass(frozen=True)
class Plan:
    """What is known of a meeting before it is held; a title is made where none is given."""

    kind: str
    planned_on: date
    title: str = ""
    place: str = ""
    host: str = ""
    attendees: str = ""


@dataclass(frozen=True)
class TaskLine:
    """One task as the minutes give it."""

    matter: str
    unit: Unit
    due_on: date
    person: str = ""


@transaction.atomic
def plan_meeting(*, area_code: str, plan: Plan, by: User, at: datetime | None = None) -> Meeting:
    """Plan a meeting of a county.

    A month has one 月例会 (plan 000 §5, 每月); a 推进会 may stand beside it. Raises RuleBroken
    "may_not_run", "meeting_elsewhere", "monthly_once".
    """
    at = at or clock.now()
    require_runner(by, area_code)
    period = plan.planned_on.replace(day=1)
    _refuse_second_monthly(area_code, plan.kind, period)
    meeting = Meeting.objects.create(
        area_code=area_code,
        kind=plan.kind,
        period=period,
        title=plan.title.strip() or _title_of(plan),
        planned_on=plan.planned_on,
        place=plan.place.strip(),
        host=plan.host.strip(),
        attendees=plan.attendees.strip(),
        planned_by=by,
    )
    write_down(meeting, act=Act.PLANNED, by=by, at=at, text=f"计划{_day(plan.planned_on)}召开")
    record(by=by, action="plan_meeting", about=meeting, kind=meeting.kind)
    return meeting


@transaction.atomic
def hold_meeting(  # noqa: PLR0913 -- what the minutes of one meeting say
    *,
    meeting: Meeting,
    held_on: date,
    minutes: str,
    tasks: Iterable[TaskLine] = (),
    place: str = "",
    host: str = "",
    attendees: str = "",
    by: User,
    at: datetime | None = None,
) -> Meeting:
    """Record that a meeting was held: its minutes and the tasks it gave, all or nothing.

    The units charged are told. Minutes are sealed: see correct_minutes. Raises RuleBroken for
    whoever may not, another state, a day to come, no minutes, and a task that is not whole.
    Source: 002-25 (明确工作任务、完成时限).
    """
    at = at or clock.now()
    held = locked(meeting)
    require_runner(by, held.area_code)
    if held_on > clock.today():
        raise RuleBroken("召开日期不能晚于今天。", code="not_yet")
    lines = _sound(held, list(tasks), held_on)
    words = required(minutes, what="会议纪要", longest=MINUTES_LENGTH)
    told = {"place": place, "host": host, "attendees": attendees}
    given = {name: value.strip() for name, value in told.items() if value.strip()}
    _move(held, State.HELD, held_on=held_on, minutes=words, **given)
    write_down(held, act=Act.HELD, by=by, at=at, text=f"{_day(held_on)}召开，任务{len(lines)}项")
    record(by=by, action="hold_meeting", about=held, tasks=len(lines))
    for line in lines:
        _give(held, line, by=by, at=at)
    return held


@transaction.atomic
def correct_minutes(
    *, meeting: Meeting, text: str, reason: str, by: User, at: datetime | None = None
) -> MeetingStep:
    """Add a correction to the minutes; what was written stays. Raises RuleBroken."""
    at = at or clock.now()
    held = locked(meeting)
    require_runner(by, held.area_code)
    if held.state != State.HELD:
        raise wrong_state(held)
    words = required(text, what="更正内容", longest=TEXT_LENGTH)
    why = required(reason, what="更正原因", longest=REASON_LENGTH)
    step = write_down(held, act=Act.CORRECTED, by=by, at=at, text=words, reason=why)
    record(by=by, action="correct_minutes", about=held, line=step.pk)
    return step


@transaction.atomic
def cancel_meeting(
    *, meeting: Meeting, reason: str, by: User, at: datetime | None = None
) -> Meeting:
    """Call a planned meeting off, with the reason. Raises RuleBroken."""
    at = at or clock.now()
    held = locked(meeting)
    require_runner(by, held.area_code)
    why = required(reason, what="取消原因", longest=REASON_LENGTH)
    _move(held, State.CANCELLED, cancel_reason=why)
    write_down(held, act=Act.CANCELLED, by=by, at=at, reason=why)
    record(by=by, action="cancel_meeting", about=held)
    return held


def require_runner(by: User, area_code: str) -> None:
    """Refuse whoever does not run this county's meetings."""
    if not by.has_perm(RUN):
        raise RuleBroken("会议由目督办、扶贫移民办组织。", code="may_not_run")
    if len(area_code) != COUNTY or not area_code.startswith(by.area_code):
        raise RuleBroken("只能组织本区县的会议。", code="meeting_elsewhere")


def locked(meeting: Meeting) -> Meeting:
    """Give the meeting as it stands, held against everybody else until this act is done."""
    row: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    return row


def wrong_state(held: Meeting) -> RuleBroken:
    """Give the refusal of an act the meeting's state does not allow."""
    return RuleBroken(
        f"{held.title}现为“{held.get_state_display()}”，不能进行此项操作，请刷新页面。",
        code="wrong_state",
    )


def write_down(
    meeting: Meeting,
    *,
    act: str,
    by: User,
    at: datetime,
    text: str = "",
    reason: str = "",
    task: MeetingTask | None = None,
) -> MeetingStep:
    """Add a line to the meeting's story."""
    return MeetingStep.objects.create(
        meeting=meeting, task=task, act=act, text=text[:TEXT_LENGTH], reason=reason, by=by, at=at
    )


def tell(
    people: Iterable[User], task: MeetingTask, *, event: str, text: str, at: datetime
) -> None:
    """Tell people about a task; each act anew, so that a second report is told again."""
    notify(
        recipients=people,
        key=f"meeting_task_{event} {task.pk} {task.steps.count()}",
        text=text[:NOTICE_LENGTH],
        url=reverse("projects:meeting_task", args=[task.pk]),
        at=at,
    )


def _move(held: Meeting, to: str, **fields: Any) -> None:
    planned = Meeting.objects.filter(pk=held.pk, state=State.PLANNED)
    if not planned.update(state=to, **fields):
        held.refresh_from_db()
        raise wrong_state(held)
    held.refresh_from_db()


def _give(held: Meeting, line: TaskLine, *, by: User, at: datetime) -> None:
    task = MeetingTask.objects.create(
        meeting=held,
        matter=line.matter.strip(),
        unit=line.unit,
        person=line.person.strip(),
        due_on=line.due_on,
    )
    write_down(held, act=Act.GIVEN, by=by, at=at, text=task.matter, task=task)
    told = f"{held.title}布置任务：{short(task.matter)}，{_day(task.due_on)}前完成。"
    tell(reporters(task.unit_id), task, event="given", text=told, at=at)


def _sound(held: Meeting, lines: list[TaskLine], held_on: date) -> list[TaskLine]:
    """Refuse tasks that are not whole: words, a day after the meeting, a unit that can report."""
    if len(lines) > MOST_TASKS:
        raise RuleBroken(f"一次会议最多布置{MOST_TASKS}项任务。", code="too_many_tasks")
    able = set(chargeable_units(held.area_code)) if lines else set()
    for place, line in enumerate(lines, start=1):
        required(line.matter, what=f"第{place}项任务内容", longest=MATTER_LENGTH)
        if len(line.person.strip()) > PERSON_LENGTH:
            raise RuleBroken(f"第{place}项责任人不超过{PERSON_LENGTH}字。", code="too_long")
        if line.due_on < held_on:
            raise RuleBroken(f"第{place}项完成时限不得早于召开日期。", code="due_before_held")
        if line.unit not in able:
            raise RuleBroken(f"{line.unit}没有可以报告任务的人员，请另选单位。", code="nobody")
    return lines


def _refuse_second_monthly(area_code: str, kind: str, period: date) -> None:
    if kind != Kind.MONTHLY:
        return
    list(Area.objects.select_for_update().filter(code=area_code))  # one planner at a time
    standing = Meeting.objects.filter(area_code=area_code, kind=kind, period=period)
    if standing.exclude(state=State.CANCELLED).exists():
        raise RuleBroken(
            f"{period.year}年{period.month}月已安排月例会，每月一次。", code="monthly_once"
        )


def _title_of(plan: Plan) -> str:
    if plan.kind == Kind.MONTHLY:
        return f"{plan.planned_on.year}年{plan.planned_on.month}月脱贫攻坚月例会"
    return f"脱贫攻坚{Kind(plan.kind).label}（{_day(plan.planned_on)}）"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
