"""Meetings and their tasks that wait, for the first page."""

from accounts.models import User
from projects.models import Meeting, MeetingTask
from tests.make import COUNTY, JULY, NOW, make_unit, make_user
from tests.reports.home_cast import LATE, SOON


def fill_meetings(user: User) -> None:
    """Make a meeting past its day, and one whose tasks stand in every state, for two units."""
    about = {"area_code": COUNTY, "kind": "push", "period": JULY, "planned_by": user}
    Meeting.objects.create(title="推进会", planned_on=LATE, **about)
    held = {"state": "held", "held_on": LATE, "minutes": "研究了督查发现的问题。"}
    meeting = Meeting.objects.create(title="已开推进会", planned_on=LATE, **about, **held)
    told = {"result": "已办理", "reported_by": make_user(), "reported_at": NOW}
    done = told | {"confirmed_by": make_user(), "confirmed_at": NOW}
    for unit in (user.unit, make_unit("另一单位")):
        for state, fields in (("open", {}), ("reported", told), ("done", done)):
            for due_on in (LATE, SOON):
                MeetingTask.objects.create(
                    meeting=meeting, matter="补齐签字", unit=unit, due_on=due_on, state=state,
                    **fields,
                )  # fmt: skip
