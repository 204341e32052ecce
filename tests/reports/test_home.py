"""The first page: what waits, by role; every number is the number its list shows."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import Problem, RectificationOrder, Round, Visit
from reports.selectors.home import Waiting, month_for, waiting_for
from reports.views.home import grouped
from tests.make import (
    JULY,
    NOW,
    make_assignment,
    make_household,
    make_problem,
    make_round,
    make_team,
    make_user,
    make_visit,
)
from tests.reports.home_cast import FAR, LATE, SOON, TODAY, fill, make_order, make_somebody
from tests.reports.home_meetings import fill_meetings
from tests.reports.home_register import fill_register
from tests.reports.reading_cast import make_issued

pytestmark = pytest.mark.django_db
TOTAL = re.compile(r"data-total>([\d,]+)<")
OWN = {
    *("待签收整改单", "已签收待整改", "整改中", "未定整改计划"),
    *("3日内到期", "超期在整改", "待自查（举一反三）"),
}
OFFICE = {"待认定问题", "待下达整改", "待销号", "待审批延期", "待审核申诉"}
PAPERS = {"起草中文件", "待审核文件", "待签发文件", "待编号文件", "待印发文件"}
COUNTERSIGN = "待会签文件"
READ = {"待签收文件", "待反馈批示"}
MEETINGS, MEET = {"待确认会议任务", "到期未开会议"}, "待报告会议任务"
UPLOADED = {"上传待对应列名", "上传待确认", "上传待应用"}
OVERDUE, LEADERS = "超期未销号", "领导督办清单"
HERS = {
    Role.ADMIN: {"登录被锁定的账号", "从未登录的账号", "未成功的后台任务"},
    Role.SUPERVISION_OFFICE: {
        *(*OFFICE, *PAPERS, *READ, *MEETINGS, "已反馈待办结"),
        *("待复核", OVERDUE, LEADERS, "我的回头看", "待审核督查表"),
    },
    Role.POVERTY_OFFICE: {
        *(*OWN, *READ, *UPLOADED, *MEETINGS, MEET, "待复核"),
        *(OVERDUE, COUNTERSIGN, "底册冲突待处理"),
    },
    Role.ORGANISATION_DEPT: {*OWN, *READ, *UPLOADED, MEET, OVERDUE, COUNTERSIGN},
    Role.ORGANS_COMMITTEE: {*OWN, *READ, *UPLOADED, MEET, OVERDUE, COUNTERSIGN},
    Role.DEPARTMENT: {*OWN, *READ, MEET, OVERDUE, "未完成任务"},
    Role.TOWNSHIP_OFFICER: {*OWN, *READ, *UPLOADED, MEET, OVERDUE, "平台差异待说明"},
    Role.VILLAGE_OFFICER: {*OWN, OVERDUE, "平台差异待说明"},
    Role.INSPECTOR: {"未完成任务", "待审核督查表", OVERDUE, "我的回头看"},
    Role.HELPER: {"我帮扶的贫困户"},
    Role.LEADER: {OVERDUE, LEADERS, "批示未反馈"},
    Role.DISCIPLINE: {OVERDUE, LEADERS, "待处理问责事项"},
}


@pytest.fixture(autouse=True)
def today(settings, roles):
    settings.DEMO_TODAY = TODAY


@pytest.mark.parametrize("role", list(Role))
def test_every_number_of_the_first_page_is_the_total_of_its_list(client, role):
    user = make_somebody(role)
    fill(user)
    fill_register(user)
    fill_meetings(user)
    client.force_login(user)
    waiting = waiting_for(user, on=TODAY)
    wrong = []
    for item in waiting:
        page = client.get(f"{reverse(item.url_name)}?{item.query}").content.decode()
        shown = TOTAL.search(page)
        total = shown and int(shown[1].replace(",", ""))
        if total != item.count:
            wrong.append((item.label, item.count, total))
    assert wrong == []
    assert {item.label for item in waiting} == HERS[role]
    assert [item.label for item in waiting if not item.count] == []


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"), [(Role.SUPERVISION_OFFICE, 23), (Role.TOWNSHIP_OFFICER, 17)]
)
def test_the_first_page_asks_the_same_queries_however_much_waits(
    client, role, queries, times, django_assert_num_queries
):
    user = make_somebody(role)
    fill(user, times=times)
    client.force_login(user)
    client.get(reverse("home"))

    with django_assert_num_queries(queries):
        client.get(reverse("home"))


def test_a_township_signs_for_its_orders_on_the_first_page(client):
    user = make_somebody(Role.TOWNSHIP_OFFICER)
    orders = [make_order(user.unit, user) for _ in range(3)]
    client.force_login(user)
    page = client.get(reverse("home")).content.decode()
    assert f'action="{reverse("inspections:order_sign_many")}"' in page
    ids = re.findall(r'name="ids" value="(\d+)"', page)
    assert ids == [str(order.pk) for order in orders]

    client.post(reverse("inspections:order_sign_many"), {"ids": ids})

    assert RectificationOrder.objects.filter(acknowledged_by=user).count() == 3
    assert "签收所选" not in client.get(reverse("home")).content.decode()


def test_who_may_do_nothing_is_told_so(client):
    client.force_login(make_user())
    assert "今天没有待办事项" in client.get(reverse("home")).content.decode()


def test_what_is_late_stands_before_what_is_near_and_that_before_what_has_no_day():
    late = Waiting("迟", 1, "home", late=1, nearest=LATE)
    today = Waiting("今", 2, "home", nearest=TODAY)
    soon = Waiting("近", 3, "home", nearest=SOON)
    red = Waiting("红", 4, "home", tone="red")
    plain = Waiting("平", 5, "home")

    (group,) = grouped([plain, soon, red, today, late, Waiting("无", 0, "home")], on=TODAY)

    assert [(card.item.label, card.tone, card.deadline) for card in group.cards] == [
        ("迟", "red", "已超期 1"),
        ("今", "orange", "今天到期"),
        ("近", "orange", "还有 2 天"),
        ("红", "", ""),
        ("平", "", ""),
    ]
    assert [card.item.label for card in group.quiet] == ["无"]


def test_the_month_stands_where_its_round_forms_problems_and_bulletin_are(client):
    office = make_somebody(Role.SUPERVISION_OFFICE)

    def stand():
        steps = month_for(office, on=JULY).steps()
        return "".join({"done": "✓", "now": "→", "todo": "·"}[step.state] for step in steps)

    assert stand() == "→·····"
    held = make_round()
    assert stand() == "✓→····"
    visit = make_visit(make_assignment(team=make_team(held, make_user())))
    Round.objects.update(state="field")
    assert stand() == "✓✓→···"
    done = {"submitted_at": NOW, "submitted_by": make_user(), "visited_on": TODAY}
    Visit.objects.update(state="submitted", **done)
    assert stand() == "✓✓✓→··"
    problem = make_problem(visit=visit, round=held)
    Visit.objects.update(state="accepted", accepted_at=NOW)
    assert stand() == "✓✓✓✓→·"
    Problem.objects.filter(pk=problem.pk).update(state="confirmed", scope="common")
    assert stand() == "✓✓✓✓✓→"
    make_issued(period=JULY, kind="monthly")
    assert stand() == "✓✓✓✓✓✓"
    client.force_login(make_somebody(Role.TOWNSHIP_OFFICER))
    assert "month-line" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.DISCIPLINE])
def test_a_leaders_numbers_of_the_month_are_the_totals_of_their_lists(client, role, settings):
    settings.DEMO_TODAY = date(2016, 7, 29)
    user = make_somebody(role)
    fill(user)
    Visit.objects.update(state="accepted", accepted_at=NOW)
    client.force_login(user)
    page = client.get(reverse("home")).content.decode()
    figures = re.findall(
        r'class="number-card number-\w+" href="([^"]+)".*?data-number="\S+">(\d+)', page
    )
    assert len(figures) == 4
    totals = [TOTAL.search(client.get(unescape(url)).content.decode())[1] for url, _ in figures]
    assert totals == [number for _, number in figures]
    assert int(totals[1]) > 0


def test_an_inspector_is_one_tap_from_the_form_of_what_is_due_first(client):
    user = make_somebody(Role.INSPECTOR)
    team = make_team(make_round(state="field"), user)
    later, own, first = (
        make_assignment(team=team, due_on=day, owner=owner)
        for day, owner in ((FAR, None), (FAR, user), (SOON, None))
    )
    client.force_login(user)
    page = client.get(reverse("home")).content.decode()
    opened = re.findall(r'action="/inspections/assignments/(\d+)/', page)
    assert opened == [str(row.pk) for row in (own, first, later)]


def test_a_helper_sees_his_own_households_by_name(client):
    user = make_somebody(Role.HELPER)
    fill(user)
    make_household(head_name="王五")
    client.force_login(user)
    page = client.get(reverse("home")).content.decode()
    assert "李四" in page
    assert "王五" not in page


def test_the_administrator_sees_how_the_installation_is(client):
    client.force_login(make_somebody(Role.ADMIN))
    page = client.get(reverse("home")).content.decode()
    assert "12 个角色齐全" in page
