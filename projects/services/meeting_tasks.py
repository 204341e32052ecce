"""Tasks of meetings: reported by the unit, confirmed by the office or sent back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from accounts.services.words import required, short
from projects.models import MeetingStep, MeetingTask
from projects.selectors.meetings import REPORT, reporters, runners
from projects.services.meetings import (
    REASON_LENGTH,
    TEXT_LENGTH,
    require_runner,
    tell,
    write_down,
)

State, Act = MeetingTask.State, MeetingStep.Act


@transaction.atomic
def report_task(
    *, task: MeetingTask, result: str, by: User, at: datetime | None = None
) -> MeetingTask:
    """Report for the unit what came of its task. Raises RuleBroken for others and otherwise."""
    at = at or clock.now()
    held = _locked(task)
    if held.unit_id != by.unit_id or not by.has_perm(REPORT):
        raise RuleBroken(f"本任务由{held.unit}报告。", code="not_yours")
    words = required(result, what="办理结果", longest=TEXT_LENGTH)
    _move(held, State.OPEN, State.REPORTED, result=words, reported_by=by, reported_at=at)
    _write(held, Act.REPORTED, by=by, at=at, text=words)
    told = f"{held.unit}已报告会议任务：{short(held.matter)}"
    others = [person for person in runners(held.meeting.area_code) if person != by]
    tell(others, held, event="reported", text=told, at=at)
    return held


@transaction.atomic
def confirm_task(
    *, task: MeetingTask, note: str = "", by: User, at: datetime | None = None
) -> MeetingTask:
    """Confirm a report: the task is done. Raises RuleBroken; no unit confirms its own."""
    at = at or clock.now()
    held = _locked(task)
    _refuse_own(held, by)
    words = note.strip()[:REASON_LENGTH]
    _move(held, State.REPORTED, State.DONE, confirmed_by=by, confirmed_at=at)
    _write(held, Act.DONE, by=by, at=at, text=words)
    tell(
        reporters(held.unit_id),
        held,
        event="done",
        text=f"会议任务已办结：{short(held.matter)}",
        at=at,
    )
    return held


@transaction.atomic
def return_task(
    *, task: MeetingTask, reason: str, by: User, at: datetime | None = None
) -> MeetingTask:
    """Send a report back with the reason; what was reported stays in the story."""
    at = at or clock.now()
    held = _locked(task)
    _refuse_own(held, by)
    why = required(reason, what="退回原因", longest=REASON_LENGTH)
    _move(held, State.REPORTED, State.OPEN)
    _write(held, Act.RETURNED, by=by, at=at, reason=why)
    told = f"会议任务退回：{short(why)}。请继续办理后重新报告。"
    tell(reporters(held.unit_id), held, event="returned", text=told, at=at)
    return held


def _locked(task: MeetingTask) -> MeetingTask:
    rows = MeetingTask.objects.select_for_update(of=("self",)).select_related("unit", "meeting")
    held: MeetingTask = rows.get(pk=task.pk)
    return held


def _refuse_own(held: MeetingTask, by: User) -> None:
    require_runner(by, held.meeting.area_code)
    if by.pk == held.reported_by_id or (by.unit_id and by.unit_id == held.unit_id):
        raise RuleBroken("本单位的任务由其他单位确认。", code="own_task")


def _move(held: MeetingTask, came_from: str, to: str, **fields: Any) -> None:
    """Move to a state if it stands in the old one. Raises RuleBroken "wrong_state"."""
    if not MeetingTask.objects.filter(pk=held.pk, state=came_from).update(state=to, **fields):
        held.refresh_from_db()
        raise RuleBroken(
            f"本任务现为“{held.get_state_display()}”，不能进行此项操作，请刷新页面。",
            code="wrong_state",
        )
    held.refresh_from_db()


def _write(
    held: MeetingTask, act: str, *, by: User, at: datetime, text: str = "", reason: str = ""
) -> None:
    write_down(held.meeting, task=held, act=act, by=by, at=at, text=text, reason=reason)
    county = held.meeting.area_code
    record(by=by, action=f"meeting_task_{act}", about=held, area_code=county, state=held.state)
