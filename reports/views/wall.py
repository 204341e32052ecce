"""挂图作战: the month planned backwards, orders by unit and meetings on one line of days."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import PageMixin, person
from inspections.selectors.calendar import working_calendar
from projects.models import Meeting
from reports.selectors import county_of
from reports.selectors import wall as read
from reports.views.months import read_month
from reports.wall.bars import UnitRow, rows_of
from reports.wall.days import column, month_days
from reports.wall.schedule import Milestone

MONTHS_BACK, MONTHS_AHEAD = 23, 2
MARKS = {"push": "推", "monthly": "月", "review": "研", "other": "座"}
TONES = {"held": "green", "planned": "blue", "cancelled": "grey", "late": "red"}
LEGEND = (("grey", "待签收"), ("blue", "整改中"), ("orange", "待复核"), ("green", "已销号"))


class Marked(NamedTuple):
    """A milestone with the columns of its two days; 0 lies outside the month."""

    row: Milestone
    planned: int
    actual: int


class Mark(NamedTuple):
    """One sign on the line of meetings."""

    column: int
    letter: str
    tone: str
    words: str
    url: str
    day: date


class WallView(PageMixin, PermissionRequiredMixin, TemplateView):
    """A month on the wall: ?period=YYYY-MM, else the running one."""

    title = "挂图作战"
    permission_required = "inspections.view_rectificationorder"
    template_name = "reports/wall.html"

    @cached_property
    def period(self) -> date:
        """The first day of the month shown."""
        asked = self.request.GET.get("period")
        return read_month(asked) if asked else clock.today().replace(day=1)

    @cached_property
    def asked_unit(self) -> int | None:
        """The unit of the address; what is no number is nobody's."""
        text = self.request.GET.get("unit", "")[:9]
        return int(text) if text.isascii() and text.isdigit() else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add days, milestones, meetings and orders."""
        user, today, period = person(self.request), clock.today(), self.period
        county, is_working = county_of(user), working_calendar()
        schedule = read.month_schedule(
            user, county=county, period=period, on=today, is_working=is_working
        )
        met = read.month_meetings(user, county=county, period=period, on=today)
        return super().get_context_data(
            period=period,
            today=today,
            months=choices(today, period),
            before=shifted(period, -1),
            after=shifted(period, 1),
            days=month_days(period, is_working=is_working, on=today),
            schedule=schedule,
            milestones=[_marked(row, period) for row in schedule.milestones],
            met=met,
            meeting_lines=list(meeting_lines(met, period, today)),
            cycle_words=met.cycle.words(today) if met and met.cycle else "",
            cycle_late=bool(met and met.cycle and met.cycle.is_overdue(today)),
            legend=LEGEND,
            **self._orders(county),
            **kwargs,
        )

    def _orders(self, county: str) -> dict[str, Any]:
        """Give the rows of the units, and what the page can be narrowed to."""
        user, period = person(self.request), self.period
        still_open = self.request.GET.get("show") == "open"
        found = read.order_lines(
            user, county=county, period=period, unit=self.asked_unit, still_open=still_open
        )
        most = read.orders.MOST
        units = rows_of(found[:most], period=period, on=clock.today())
        return {
            "units": units,
            "totals": _totals(units),
            "more": len(found) > most,
            "most": most,
            "still_open": still_open,
            "unit": self.asked_unit,
            "charged": read.charged_units(user, county=county, period=period),
        }


def shifted(period: date, months: int) -> date:
    """Give the first of another month."""
    count = period.year * 12 + period.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def choices(today: date, period: date) -> list[date]:
    """Give the months to choose from: two years back, two months ahead, the one shown."""
    this = today.replace(day=1)
    near = {shifted(this, step) for step in range(-MONTHS_BACK, MONTHS_AHEAD + 1)}
    return sorted({*near, period}, reverse=True)


def _marked(row: Milestone, period: date) -> Marked:
    return Marked(row, column(row.planned, period), column(row.actual, period))


def _totals(units: tuple[UnitRow, ...]) -> dict[str, int]:
    names = ("problems", "closed", "late")
    sums = {name: sum(getattr(row, name) for row in units) for name in names}
    return sums | {"orders": sum(len(row.bars) for row in units)}


def meeting_lines(
    met: read.MonthMeetings | None, period: date, today: date
) -> Iterator[tuple[str, str, list[Mark]]]:
    """Give a line for the push meetings, one for the monthly, one for others there are."""
    if met is None:
        return
    marks = {kind: [] for kind in Meeting.Kind.values}  # type: dict[str, list[Mark]]
    for row in met.meetings:
        marks[row.kind].append(_mark(row, period, today))
    met_on = {mark.day for mark in marks[Meeting.Kind.PUSH]}
    for due in met.dues:
        if due.due_on in met_on:
            continue  # its own sign stands there
        late = due.late_days(today)
        words = f"应召开推进会{f'，晚{late}天' if late else ''}"
        tone = "red" if late else "grey"
        sign = Mark(column(due.due_on, period), "应", f"{tone} due", words, "", due.due_on)
        marks[Meeting.Kind.PUSH].append(sign)
    for kind, label in Meeting.Kind.choices:
        ordered = sorted(marks[kind], key=lambda mark: mark.day)
        wanted = met.cycle is not None and kind in {Meeting.Kind.PUSH, Meeting.Kind.MONTHLY}
        if ordered or wanted:
            yield label, "" if ordered else "本月未安排", ordered


def _mark(row: Meeting, period: date, today: date) -> Mark:
    late = row.state == Meeting.State.PLANNED and row.planned_on < today
    tone = "late" if late else row.state
    words = f"{row.title}，{'到期未开' if late else row.get_state_display()}"
    url = reverse("projects:meeting_detail", args=[row.pk])
    return Mark(column(row.day, period), MARKS[row.kind], TONES[tone], words, url, row.day)
