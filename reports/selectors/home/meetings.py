"""Meetings that wait: tasks to report, reports to confirm, meetings past their day."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from projects.models import Meeting, MeetingTask
from projects.selectors.meetings import REPORT, RUN
from reports.selectors.home.waiting import Waiting, dated, due

TASKS, MEETINGS = "projects:meeting_task_list", "projects:meeting_list"


def waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """Give what the user's unit is to report, and what whoever runs the meetings has to do."""
    if user.unit_id and user.has_perm(REPORT):
        own = MeetingTask.objects.visible_to(user).filter(unit=user.unit_id).unreported()
        query = f"state=open&unit={user.unit_id}"
        yield dated("待报告会议任务", due(own, on=on), TASKS, query, tone="orange", act="报告")
    if not user.has_perm(RUN):
        return
    reported = MeetingTask.objects.visible_to(user).filter(state=MeetingTask.State.REPORTED)
    others = reported.exclude(unit=user.unit_id or 0).count()
    yield Waiting("待确认会议任务", others, TASKS, "state=confirm", act="确认")
    planned = Meeting.objects.visible_to(user).filter(state=Meeting.State.PLANNED)
    late = planned.filter(planned_on__lt=on).count()
    yield Waiting("到期未开会议", late, MEETINGS, "state=overdue", "red", act="记录")
