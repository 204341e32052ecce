"""A push meeting of 大安区 with tasks for 新店镇, for the tests of meetings and of the wall."""

from datetime import date
from typing import Any

from accounts.models import Unit, User
from projects.models import Meeting, MeetingTask
from projects.services.meetings import Plan, TaskLine, hold_meeting, plan_meeting
from tests.make import COUNTY, NOW

TODAY = date(2016, 7, 29)
HELD_ON = date(2016, 7, 12)


def planned(by: User, on: date = HELD_ON, kind: str = "push", **fields: Any) -> Meeting:
    return plan_meeting(area_code=COUNTY, plan=Plan(kind, on, **fields), by=by, at=NOW)


def line(unit: Unit, due_on: date = date(2016, 7, 28), matter: str = "补齐签字") -> TaskLine:
    return TaskLine(matter, unit, due_on, "周干事")


def held(by: User, *tasks: TaskLine, on: date = HELD_ON, kind: str = "push") -> Meeting:
    meeting = planned(by, on, kind)
    given: dict[str, Any] = {"minutes": "研究了督查发现的问题。", "tasks": tasks, "at": NOW}
    return hold_meeting(meeting=meeting, held_on=on, by=by, **given)


def given_task(by: User, to: User, **fields: Any) -> MeetingTask:
    """Hold a meeting that gives one task to the person's unit."""
    assert to.unit is not None
    return held(by, line(to.unit, **fields)).tasks.get()
