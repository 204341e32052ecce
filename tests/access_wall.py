"""Who may reach 挂图作战 and the meetings: address → the kind of record in it, the roles."""

from datetime import date
from typing import Any

from accounts.models import Unit
from projects.models import Meeting
from tests import make

MEET, RUN, REPORT = "目扶组机行乡领纪", "目扶", "扶组机行乡"
ORDERS = "目扶组机行乡村领纪"

WALL: dict[str, tuple[str, str]] = {
    "reports:wall_chart": ("", ORDERS),
    "projects:meeting_list": ("", MEET),
    "projects:meeting_plan": ("", RUN),
    "projects:meeting_detail": ("meeting", MEET),
    "projects:meeting_hold": ("meeting", RUN),
    "projects:meeting_correct": ("meeting", RUN),
    "projects:meeting_cancel": ("meeting", RUN),
    "projects:meeting_task_list": ("", MEET),
    "projects:meeting_task": ("meeting_task", MEET),
    "projects:meeting_task_report": ("meeting_task", REPORT),
    "projects:meeting_task_confirm": ("meeting_task", RUN),
    "projects:meeting_task_return": ("meeting_task", RUN),
    "meetings-list": ("", MEET),
    "meetings-detail": ("meeting", MEET),
    "meetings-hold": ("meeting", RUN),
    "meetings-correct": ("meeting", RUN),
    "meetings-cancel": ("meeting", RUN),
    "meeting-tasks-list": ("", MEET),
    "meeting-tasks-detail": ("meeting_task", MEET),
    "meeting-tasks-report": ("meeting_task", REPORT),
    "meeting-tasks-confirm": ("meeting_task", RUN),
    "meeting-tasks-send-back": ("meeting_task", RUN),
}


def make_met(unit: Unit, place: str) -> dict[str, dict[str, Any]]:
    """Make a meeting of the unit's county that gave it a task."""
    by = make.make_user()
    meeting = Meeting.objects.create(
        area_code=unit.area_code[:6], kind="push", period=make.JULY, title=f"{place}推进会",
        planned_on=date(2016, 7, 12), held_on=date(2016, 7, 12), minutes=place, state="held",
        planned_by=by,
    )  # fmt: skip
    task = meeting.tasks.create(matter=f"{place}补方案", unit=unit, due_on=date(2016, 7, 20))
    meeting.steps.create(task=task, act="given", text=place, by=by, at=make.NOW)
    return {"meeting": {"pk": meeting.pk}, "meeting_task": {"pk": task.pk}}
