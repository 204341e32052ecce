"""The meetings of a month and the cycle of the push meetings."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.selectors import parameter
from projects.cycle import KEY, USUAL_DAYS, Cycle, PushDue, dues
from projects.models import Meeting
from projects.selectors.meetings import sees_whole
from reports.wall.days import column
from reports.wall.schedule import last_day


@dataclass(frozen=True)
class MonthMeetings:
    """The meetings the user sees; for county offices the days one was due and the cycle."""

    meetings: tuple[Meeting, ...]
    dues: tuple[PushDue, ...]
    cycle: Cycle | None

    @property
    def monthly(self) -> Meeting | None:
        """Give the month's own meeting that was not called off."""
        kind, off = Meeting.Kind.MONTHLY, Meeting.State.CANCELLED
        found = (row for row in self.meetings if row.kind == kind and row.state != off)
        return next(found, None)


def month_meetings(user: User, *, county: str, period: date, on: date) -> MonthMeetings | None:
    """Give a month's meetings; None to whoever may not see meetings. Three queries at most.

    A due day is shown in the month it lies in; what is overdue, until a meeting is held.
    """
    if not user.has_perm("projects.view_meeting"):
        return None
    seen = Meeting.objects.visible_to(user).filter(area_code=county)
    last = last_day(period)
    planned = seen.filter(held_on=None, planned_on__range=(period, last))
    shown = (planned | seen.filter(held_on__range=(period, last))).order_by("planned_on", "pk")
    meetings = tuple(sorted(shown, key=lambda row: (row.day, row.pk)))
    if not sees_whole(user):
        return MonthMeetings(meetings, (), None)
    given = parameter(key=KEY, area_code=county, on=on)
    days = int(given or USUAL_DAYS)
    held = seen.push().held().filter(held_on__lte=max(last, on)).order_by("-held_on")
    known = list(held.values_list("held_on", flat=True))  # some eighteen a year
    told = tuple(due for due in dues(known, days=days) if column(due.due_on, period))
    return MonthMeetings(meetings, told, Cycle(known[0] if known else None, days))
