"""The working calendar: the published one, put right by the days the office wrote down."""

from collections.abc import Callable
from datetime import date

from inspections import working_days as calendar
from inspections.models import CalendarDay


def working_calendar() -> Callable[[date], bool]:
    """Give what tells whether a day is worked, for many days at the cost of one query.

    The office's own rows win over the published calendar; outside its years weekdays count.
    """
    rows = dict(CalendarDay.objects.values_list("day", "is_working"))

    def is_working(day: date) -> bool:
        own = rows.get(day)
        return calendar.is_published_working_day(day) if own is None else own

    return is_working


def working_day(day: date) -> bool:
    """Whether a day is worked."""
    return working_calendar()(day)


def due_after(on: date, working_days: int) -> date:
    """Give the day that many working days after `on`; `on` itself is day 0."""
    return calendar.add_working_days(on, working_days, is_working=working_calendar())


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and with `end`; negative when it is earlier."""
    return calendar.working_days_between(start, end, is_working=working_calendar())


def calendar_note(*days: date) -> str:
    """Say in Chinese where a day lies in a year whose holidays are not known; "" else."""
    known = calendar.published_years()
    unknown = sorted({day.year for day in days if day.year not in known})
    if not unknown:
        return ""
    years = "、".join(f"{year}年" for year in unknown)
    return f"{years}的放假安排系统尚未收录，按周一至周五推算，请以正式公布的安排为准。"
