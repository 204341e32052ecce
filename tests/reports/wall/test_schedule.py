from datetime import date

import pytest

from inspections.working_days import is_published_working_day, is_weekday
from reports.wall.schedule import (
    Code,
    Milestone,
    issue_day,
    milestones,
    planned_days,
    working_days_back,
)

JULY = date(2016, 7, 1)
WORKS = is_published_working_day


def days(*numbers: int, month: int = 7) -> list[date]:
    return [date(2016, month, number) for number in numbers]


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        (date(2016, 7, 1), None, date(2016, 7, 29)),  # the 30th and 31st are a weekend
        (date(2016, 9, 1), None, date(2016, 9, 30)),
        (date(2016, 4, 1), None, date(2016, 4, 29)),
        (date(2016, 7, 1), 24, date(2016, 7, 22)),  # a Sunday goes back to Friday
        (date(2016, 10, 1), 7, date(2016, 10, 8)),  # 国庆 all week: not back into September
        (date(2016, 10, 1), 8, date(2016, 10, 8)),  # a Saturday worked instead
        (date(2016, 2, 1), 31, date(2016, 2, 29)),
    ],
)
def test_the_bulletin_is_due_on_its_day_or_the_months_working_day_before(period, day, due):
    assert issue_day(period, day=day, is_working=WORKS) == due


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2016, 7, 25), 0, date(2016, 7, 25)),
        (date(2016, 7, 24), 0, date(2016, 7, 24)),  # a round's own Sunday stands
        (date(2016, 7, 25), 1, date(2016, 7, 22)),  # over a weekend
        (date(2016, 10, 10), 1, date(2016, 10, 9)),  # a Sunday worked instead
        (date(2016, 10, 8), 1, date(2016, 9, 30)),  # over the holiday
    ],
)
def test_working_days_are_counted_back_by_the_published_calendar(day, count, found):
    assert working_days_back(day, count, is_working=WORKS) == found


def test_a_month_without_a_round_is_counted_back_by_the_usual_gaps():
    plan = planned_days(issue_on=date(2016, 7, 29), gaps={}, field=None, is_working=WORKS)
    expected = days(4, 5, 8, 21, 22, 25, 26, 27, 28, 29)
    assert [plan[code] for code in Code] == expected


def test_the_rounds_own_days_stand_and_what_goes_before_is_counted_from_the_first():
    field = (date(2016, 7, 11), date(2016, 7, 22))
    plan = planned_days(issue_on=date(2016, 7, 29), gaps={}, field=field, is_working=WORKS)
    assert [plan[code] for code in Code] == days(5, 6, 11, 22, 22, 25, 26, 27, 28, 29)


def test_gaps_are_data_and_a_holiday_moves_all_before_it():
    gaps = {"schedule_days_signed": 3, "schedule_days_checked": 0}
    plan = planned_days(issue_on=date(2016, 10, 10), gaps=gaps, field=None, is_working=WORKS)
    assert plan[Code.SIGNED] == plan[Code.CHECKED] == date(2016, 9, 30)
    assert plan[Code.DRAFTED] == date(2016, 9, 29)


def test_a_milestone_planned_before_the_one_it_follows_says_that_the_month_does_not_fit():
    field = (date(2016, 7, 11), date(2016, 7, 27))
    plan = planned_days(issue_on=date(2016, 7, 29), gaps={}, field=field, is_working=is_weekday)
    found = milestones(plan, {}, on=JULY)
    squeezed = [row.code for row in found if row.squeezed]
    assert squeezed == [Code.REVIEWED, Code.JUDGED, Code.DRAFTED]


@pytest.mark.parametrize(
    ("on", "actual", "state", "late", "words"),
    [
        (27, None, "ahead", 0, "还有1天"),
        (28, None, "today", 0, "今天"),
        (29, None, "late", 1, "超期1天"),
        (29, 28, "done", 0, "已完成"),
        (29, 26, "done", 0, "已完成"),
        (31, 29, "done", 1, "已完成，晚1天"),
    ],
)
def test_a_milestone_is_late_from_the_day_after_its_day(on, actual, state, late, words):
    done = JULY.replace(day=actual) if actual else None
    row = Milestone(Code.SIGNED, "签发", JULY.replace(day=28), done, JULY.replace(day=on))
    assert (row.state, row.late_days, row.words) == (state, late, words)
