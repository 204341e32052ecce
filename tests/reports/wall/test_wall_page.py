from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Parameter
from inspections.models import Draw, Problem, Round
from inspections.selectors.calendar import working_calendar
from reports.models import Bulletin
from reports.selectors.wall import month_meetings, month_schedule, order_lines
from reports.wall.schedule import Code
from tests.make import COUNTY, JULY, NOW, make_problem, make_round
from tests.projects.meeting_cast import TODAY, held, line, planned
from tests.reports.month import accepted, ordered

pytestmark = pytest.mark.django_db
WALL = "reports:wall_chart"


@pytest.fixture(autouse=True)
def _stand(settings):
    settings.DEMO_TODAY = TODAY


def schedule(user, period=JULY):
    return month_schedule(
        user, county=COUNTY, period=period, on=TODAY, is_working=working_calendar()
    )


def seen(user, **asked):
    return order_lines(user, county=COUNTY, period=JULY, **asked)


def in_field() -> Round:
    """Make July sealed and drawn, one form accepted on the 20th."""
    round_ = make_round()
    shas = dict.fromkeys(("previous", "pool_sha", "rule_sha", "seal", "result_sha"), "0" * 64)
    Draw.objects.create(
        round=round_, area_code=COUNTY, number=1, draw_id="1", pool="", rule="", seed="1",
        state="drawn", sealed_at=NOW, drawn_at=NOW, **shas,
    )  # fmt: skip
    accepted(round_, "township", f"{COUNTY}105", "新店镇", f"{COUNTY}105")
    return round_


def test_what_was_done_comes_from_the_rounds_and_the_bulletins_own_records(office):
    round_ = in_field()
    problem = make_problem(round=round_)
    held_ = Bulletin.objects.create(area_code=COUNTY, period=JULY, state="review", facts={})
    for act in ("drafted", "submitted"):
        held_.steps.create(act=act, by=office, at=NOW)
    rows = {row.code: row.actual for row in schedule(office).milestones}
    done, day = [Code.SEALED, Code.DRAWN, Code.BEGINS, Code.ENDS, Code.REVIEWED], NOW.date()
    assert {code for code, actual in rows.items() if actual == day} == {*done, Code.DRAFTED}
    assert rows[Code.JUDGED] is None
    Problem.objects.filter(pk=problem.pk).update(state="confirmed", scope="common")
    problem.entries.create(state="confirmed", by=office, at=NOW + timedelta(days=2))
    rows = {row.code: row.actual for row in schedule(office).milestones}
    assert rows[Code.JUDGED] == day + timedelta(days=2)
    Bulletin.objects.update(state="draft")  # sent back: what was submitted no longer stands
    rows = {row.code: row.actual for row in schedule(office).milestones}
    assert rows[Code.DRAFTED] is None


def test_a_month_without_a_round_is_planned_and_its_day_is_data(office):
    rows = schedule(office).milestones
    assert (rows[-1].planned, rows[-1].state) == (TODAY, "today")
    Parameter.objects.create(
        area_code=COUNTY, key="bulletin_day", label="通报印发日", value=24, valid_from=JULY
    )
    assert schedule(office).milestones[-1].planned == date(2016, 7, 22)


def test_the_inspected_see_the_days_in_the_field_and_nothing_of_an_unannounced_round(liaison):
    round_ = in_field()
    codes = [row.code for row in schedule(liaison).milestones]
    assert codes == [Code.BEGINS, Code.ENDS, Code.ISSUED]
    Round.objects.filter(pk=round_.pk).update(mode="unannounced")
    hidden = schedule(liaison)
    Round.objects.filter(pk=round_.pk).update(area_code="510311")
    assert hidden == schedule(liaison)
    assert [row.code for row in hidden.milestones] == [Code.ISSUED]


def test_a_unit_sees_its_own_orders_and_the_office_those_that_run_in_the_month(
    office, liaison, outsider
):
    open_ = ordered(state="ordered", due_on=date(2016, 8, 10))
    late = ordered(state="rectifying", due_on=date(2016, 6, 30))
    closed = {"state": "closed", "closed_on": date(2016, 6, 29), "due_on": date(2016, 6, 30)}
    ordered(**closed)  # over before the month
    other = ordered(state="ordered", area_code=f"{COUNTY}106", due_on=date(2016, 8, 10))
    Problem.objects.filter(pk=other.pk).update(due_on=date(2016, 9, 1))
    pks = [{row.pk for row in seen(who)} for who in (office, liaison, outsider)]
    own = {open_.order_id, late.order_id}
    assert pks[0] >= own | {other.order_id}
    assert pks[1] == own
    assert pks[2] <= {other.order_id}
    assert {row.due_on for row in seen(office, unit=other.order.unit_id)} == {date(2016, 9, 1)}
    assert len(seen(office)) == 3
    Problem.objects.filter(pk=open_.pk).update(state="closed", closed_on=TODAY)
    assert [len(seen(office, still_open=each)) for each in (False, True)] == [3, 2]


def test_the_push_meetings_due_days_stand_beside_the_meetings(office, liaison):
    held(office, on=date(2016, 6, 20))
    held(office, line(liaison.unit), on=date(2016, 7, 12))
    planned(office, date(2016, 7, 31), kind="monthly")
    met = month_meetings(office, county=COUNTY, period=JULY, on=TODAY)
    assert [(due.due_on.day, due.late_days(TODAY)) for due in met.dues] == [(10, 2)]
    assert (met.cycle.due_on, met.monthly.planned_on.day) == (date(2016, 8, 1), 31)
    own = month_meetings(liaison, county=COUNTY, period=JULY, on=TODAY)
    assert ([row.held_on.day for row in own.meetings], own.cycle) == ([12], None)


def test_a_month_long_ago_still_shows_the_day_a_push_meeting_was_due(office):
    days = [date(2015, 9, 10) + timedelta(days=20 * number) for number in range(15)]
    for day in days:
        held(office, on=day)
    met = month_meetings(office, county=COUNTY, period=date(2015, 9, 1), on=TODAY)
    assert [(due.due_on, due.held_on) for due in met.dues] == [(days[1], days[1])]


def test_the_page_links_every_bar_and_says_what_is_late_in_words(client, office):
    problem = ordered(state="rectifying", due_on=date(2016, 7, 11))
    client.force_login(office)
    page = client.get(reverse(WALL), {"period": "2016-07"}).content.decode()
    assert f'href="{reverse("inspections:order_detail", args=[problem.order_id])}"' in page
    assert "1个问题、已销号0个，超期18天" in page
    assert "本月还没有制定期次" in page
    assert [client.get(reverse(WALL), {"period": wrong}).status_code for wrong in (
        "2016-13", "0001-01", "x")] == [404, 404, 404]  # fmt: skip


@pytest.mark.parametrize("orders", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_orders(
    client, office, orders, django_assert_num_queries
):
    in_field()
    for _ in range(orders):
        ordered(state="ordered", due_on=date(2016, 8, 10))
        held(office)
    client.force_login(office)
    client.get(reverse(WALL))
    with django_assert_num_queries(17):
        client.get(reverse(WALL))
