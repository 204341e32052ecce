from datetime import date

import pytest

from projects.cycle import Cycle, PushDue, dues

LAST = date(2016, 7, 9)


@pytest.mark.parametrize(
    ("on", "left", "late", "words"),
    [
        (date(2016, 7, 28), 1, False, "还有1天"),
        (date(2016, 7, 29), 0, False, "今天应召开"),
        (date(2016, 7, 30), -1, True, "已超期1天"),
    ],
)
def test_the_next_push_meeting_is_due_on_the_twentieth_day_and_overdue_on_the_next(
    on, left, late, words
):
    cycle = Cycle(LAST)
    assert (cycle.due_on, cycle.days_left(on)) == (date(2016, 7, 29), left)
    assert (cycle.is_overdue(on), cycle.words(on)) == (late, words)


def test_nothing_is_due_before_the_first_was_held():
    cycle = Cycle(None)
    told = (cycle.due_on, cycle.is_overdue(LAST), cycle.words(LAST))
    assert told == (None, False, "尚未召开推进会")


def test_each_meeting_held_makes_one_due_day_which_the_next_meeting_answers():
    assert dues([], days=20) == ()
    first, second = dues([date(2016, 7, 22), date(2016, 7, 1)], days=20)
    assert first == PushDue(date(2016, 7, 21), date(2016, 7, 22))
    assert (first.late_days(date(2016, 12, 31)), second.held_on) == (1, None)
    assert [second.late_days(date(2016, 8, day)) for day in (11, 12)] == [0, 1]
