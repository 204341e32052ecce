"""Working days of the published Chinese calendar (国务院办公厅 放假安排); no framework here."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from chinese_calendar.constants import holidays, in_lieu_days, workdays

SATURDAY = 5
ONE = timedelta(days=1)
IsWorking = Callable[[date], bool]


@cache
def published_years() -> range:
    """Give the years whose holidays and shifted days are known; in others weekdays count."""
    years = {day.year for day in (*holidays, *workdays, *in_lieu_days)}
    return range(min(years), max(years) + 1)


def is_weekday(day: date) -> bool:
    """Whether a day is Monday to Friday."""
    return day.weekday() < SATURDAY


def is_published_working_day(day: date) -> bool:
    """Whether a day is worked by the published calendar; outside its years, Monday to Friday.

    A Saturday or Sunday that is worked in exchange for a holiday (调休上班) is a working day.
    """
    return day in workdays or (is_weekday(day) and day not in holidays)


def add_working_days(day: date, count: int, *, is_working: IsWorking) -> date:
    """Give the `count`-th working day after a day; the day itself is day 0 and never counts."""
    found = day
    for _ in range(count):
        found += ONE
        while not is_working(found):
            found += ONE
    return found


def working_days_between(start: date, end: date, *, is_working: IsWorking) -> int:
    """Count the working days after `start` up to and with `end`; negative when `end` is earlier.

    It undoes `add_working_days`: from the day of issue to its due day are as many as were given.
    """
    if end < start:
        return -working_days_between(end, start, is_working=is_working)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working(day))
