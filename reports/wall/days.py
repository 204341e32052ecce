"""The days of a month as the columns of a chart."""

from dataclasses import dataclass
from datetime import date

from inspections.working_days import IsWorking
from reports.wall.schedule import days_in, last_day

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class DayColumn:
    """One day: its number and weekday, whether it is worked, whether it is today."""

    day: date
    is_working: bool
    is_today: bool

    @property
    def weekday(self) -> str:
        """Give 一 to 日."""
        return WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class Span:
    """From which column to which, both included; whether it began before, or goes on after."""

    first: int
    last: int
    cut_left: bool = False
    cut_right: bool = False


def month_days(period: date, *, is_working: IsWorking, on: date) -> tuple[DayColumn, ...]:
    """Give the days of a month in order."""
    return tuple(DayColumn(day, is_working(day), day == on) for day in days_in(period))


def column(day: date | None, period: date) -> int:
    """Give a day's column, 0 for a day outside the month or none."""
    inside = day is not None and (day.year, day.month) == (period.year, period.month)
    return day.day if inside and day else 0


def span(start: date, end: date, period: date) -> Span | None:
    """Give the columns from one day to another as far as they lie in the month; None for none."""
    last = last_day(period)
    if end < period or start > last or end < start:
        return None
    first_shown, last_shown = max(start, period), min(end, last)
    return Span(first_shown.day, last_shown.day, start < period, end > last)
