"""Working days: the published calendar, shifted days, the office's own rows, the borders."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Role
from inspections.models import CalendarDay
from inspections.selectors import calendar
from inspections.working_days import (
    add_working_days,
    is_published_working_day,
    published_years,
    working_days_between,
)
from tests.make import make_user

add = partial(add_working_days, is_working=is_published_working_day)
between = partial(working_days_between, is_working=is_published_working_day)


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        (date(2016, 6, 9), date(2016, 6, 11), False),  # 端午
        (date(2016, 6, 12), date(2016, 6, 12), True),  # a Sunday, 调休上班
        (date(2016, 10, 1), date(2016, 10, 7), False),  # 国庆
        (date(2016, 10, 8), date(2016, 10, 9), True),  # a weekend, 调休上班
        (date(2020, 1, 19), date(2020, 1, 19), True),  # a Sunday, 调休上班
        (date(2020, 1, 24), date(2020, 2, 2), False),  # 春节, prolonged
        (date(2020, 2, 3), date(2020, 2, 3), True),
        (date(2016, 7, 16), date(2016, 7, 17), False),  # a plain weekend
        (date(2031, 10, 1), date(2031, 10, 3), True),  # not published: weekdays
        (date(2031, 10, 4), date(2031, 10, 5), False),
    ],
)
def test_the_published_calendar(first, last, worked):
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert [is_published_working_day(day) for day in days] == [worked] * len(days)


@pytest.mark.parametrize(
    ("issued", "count", "due"),
    [
        (date(2016, 7, 12), 0, date(2016, 7, 12)),  # the day of issue is day 0
        (date(2016, 7, 12), 1, date(2016, 7, 13)),
        (date(2016, 7, 15), 1, date(2016, 7, 18)),  # a Friday
        (date(2016, 6, 8), 1, date(2016, 6, 12)),  # over 端午 to the worked Sunday
        (date(2016, 6, 8), 2, date(2016, 6, 13)),
        (date(2016, 9, 30), 3, date(2016, 10, 10)),
        (date(2016, 7, 16), 1, date(2016, 7, 18)),  # issued on a day off
        (date(2016, 12, 30), 2, date(2017, 1, 4)),  # over the turn of the year
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # beyond what is published
    ],
)
def test_a_term_in_working_days(issued, count, due):
    assert add(issued, count) == due
    assert between(issued, due) == count
    assert between(due, issued) == -count


def test_days_off_after_the_due_day_are_no_working_days():
    assert between(date(2016, 6, 8), date(2016, 6, 11)) == 0
    assert between(date(2016, 7, 12), date(2016, 7, 12)) == 0


def test_the_calendar_holds_the_years_of_the_programme():
    assert {2016, 2020, 2026} <= set(published_years())


@pytest.mark.django_db
def test_the_offices_rows_win():
    CalendarDay.objects.create(day=date(2016, 7, 13), is_working=False, name="防汛")
    CalendarDay.objects.create(day=date(2016, 7, 16), is_working=True)
    assert not calendar.working_day(date(2016, 7, 13))
    assert calendar.working_day(date(2016, 7, 14))
    assert calendar.due_after(date(2016, 7, 12), 3) == date(2016, 7, 16)
    assert calendar.working_days_between(date(2016, 7, 12), date(2016, 7, 18)) == 4


@pytest.mark.django_db
def test_many_days_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar.due_after(date(2016, 7, 12), 60)


def test_an_unpublished_year_is_told():
    words = "2031年的放假安排系统尚未收录，按周一至周五推算，请以正式公布的安排为准。"
    assert calendar.calendar_note(date(2016, 7, 1), date(2031, 1, 1)) == words
    assert calendar.calendar_note(date(2016, 7, 1)) == ""


@pytest.mark.django_db
def test_the_administrator_puts_the_calendar_right(client):
    admin = make_user(Role.ADMIN, area_code="", is_staff=True)
    client.force_login(admin)
    sent = {"day": "2016-07-13", "name": "防汛"}
    assert client.post(reverse("admin:inspections_calendarday_add"), sent).status_code == 302
    row = CalendarDay.objects.get()
    assert (row.day, row.is_working) == (date(2016, 7, 13), False)
    assert AuditEvent.objects.get(action="add_calendarday").object_id == str(row.pk)


@pytest.mark.django_db
def test_an_office_does_not_change_the_calendar(client, office):
    client.force_login(office)
    assert client.get(reverse("admin:inspections_calendarday_add")).status_code in {302, 403}
