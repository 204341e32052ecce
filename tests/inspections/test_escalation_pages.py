"""The leaders' list, a problem's card, the timetable's page, the API: who sees what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from inspections.models import EscalationStep, Problem, Reply
from tests.inspections.escalation_cast import (
    DUE,
    have_timetable,
    make_discipline,
    ordered,
    run,
)
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db
LIST = reverse("inspections:escalation_list")
TIMETABLE = reverse("inspections:escalation_timetable")
DAY = date(2016, 8, 8)  # the twelfth day overdue


@pytest.fixture(autouse=True)
def timetable(roles, settings):
    settings.DEMO_TODAY = DAY
    have_timetable()


def listed(client, query: str = "") -> list[str]:
    return [row.number for row in client.get(LIST + query).context["object_list"]]


def test_the_leaders_list_holds_what_came_to_them_by_the_present_day(client, leader):
    early, late, on_time = ordered(), ordered(due_on=DUE - timedelta(days=30)), ordered(due_on=DAY)
    granted = ordered()
    run(DAY)
    Problem.objects.filter(pk=granted.pk).update(due_on=DAY + timedelta(days=9))
    client.force_login(leader)
    assert listed(client) == [late.number, early.number]
    assert on_time.number not in listed(client)


@pytest.mark.parametrize(("state", "there"), [("reported", True), ("closed", False)])
def test_a_problem_leaves_the_leaders_list_when_it_is_closed(client, leader, state, there):
    problem = ordered()
    run(DAY)
    closed = {"closed_on": DAY} if state == "closed" else {}
    Problem.objects.filter(pk=problem.pk).update(state=state, **closed)
    client.force_login(leader)
    assert (listed(client) == [problem.number]) is there


def test_a_line_says_how_late_and_what_is_done(client, leader, liaison):
    ordered(planned_measure="逐户补齐")
    replied = ordered()
    Reply.objects.create(problem=replied, cause="-", measure="已补制方案", result="-", by=liaison)
    run(DAY)
    client.force_login(leader)
    page = client.get(LIST).content.decode()
    assert "12天" in page
    assert "逐户补齐" in page
    assert "已补制方案" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("?late=20", 1), ("?late=60", 0), ("?severity=severe", 1), ("?state=reported", 0)],
)
def test_the_leaders_list_is_narrowed(client, leader, query, found):
    ordered()
    ordered(due_on=DUE - timedelta(days=10), severity="severe")
    run(DAY)
    client.force_login(leader)
    assert len(listed(client, query)) == found


def test_the_numbers_above_the_list_are_its_own(client, leader):
    ordered()
    ordered(due_on=DUE - timedelta(days=20), unit=make_unit("区教育局"))
    run(DAY)
    client.force_login(leader)
    counts = client.get(LIST).context["counts"]
    assert counts == {"total": 2, "units": 2, "long": 1, "reported": 0}


@pytest.mark.parametrize("lines", [1, 3])
def test_the_leaders_list_asks_the_same_queries_for_any_length(
    client, leader, lines, django_assert_num_queries
):
    for _ in range(lines):
        ordered()
    run(DAY)
    client.force_login(leader)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_the_problem_page_shows_everything_to_the_office_and_its_own_to_the_unit(
    client, office, liaison
):
    problem = ordered()
    run(DAY)
    page = reverse("inspections:problem_detail", args=[problem.pk])
    client.force_login(office)
    seen = client.get(page).content.decode()
    assert "催办记录" in seen
    assert "列入领导督办清单" in seen
    client.force_login(liaison)
    seen = client.get(page).content.decode()
    assert "超期通知负责人" in seen
    assert "列入领导督办清单" not in seen


def test_a_problem_nobody_was_told_about_has_no_card(client, office):
    problem = ordered()
    client.force_login(office)
    page = client.get(reverse("inspections:problem_detail", args=[problem.pk]))
    assert "催办记录" not in page.content.decode()


def test_the_unit_reads_the_timetable_that_holds_for_it(client, liaison):
    EscalationStep.objects.create(
        area_code=COUNTY, code="late_3", title="本区三天", days=3, audience="unit"
    )
    client.force_login(liaison)
    tables = client.get(TIMETABLE).context["tables"]
    assert [table.heading for table in tables] == [f"整改时限（{COUNTY}）", "下达后未签收（通用）"]
    assert [(line.when, line.audience) for line in tables[0].steps] == [("超期第3天", "责任单位")]


def test_the_timetable_says_when_in_words(client, liaison):
    client.force_login(liaison)
    tables = client.get(TIMETABLE).context["tables"]
    assert [line.when for table in tables for line in table.steps] == [
        *("时限前3天", "时限当日", "超期第1天", "超期第5天", "超期第10天", "超期第20天"),
        "下达后第2个工作日仍未签收",
        *["下达后第5个工作日仍未签收"] * 2,
    ]


def test_the_api_lists_what_was_told(client, liaison):
    problem = ordered()
    run(DAY)
    client.force_login(make_discipline())
    found = client.get(reverse("escalations-list") + "?told=true&audience=leaders").json()
    assert found["count"] == 1
    row = found["results"][0]
    assert row == {
        "id": row["id"], "problem": problem.pk, "number": problem.number, "unit": "新店镇",
        "title": "列入领导督办清单", "basis": "due", "days": 10, "audience": "leaders",
        "counted_from": "2016-07-27", "told": True, "at": "2016-07-20T09:00:00+08:00",
    }  # fmt: skip
    client.force_login(liaison)
    assert client.get(reverse("escalations-list")).status_code == 403
