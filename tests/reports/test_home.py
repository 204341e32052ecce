"""The first page: what waits, by role; every number is the number its list shows."""

import re

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import RectificationOrder
from reports.selectors.home import waiting_for
from tests.reports.home_cast import TODAY, fill, make_order, make_somebody

pytestmark = pytest.mark.django_db
TOTAL = re.compile(r"data-total>([\d,]+)<")
OWN = {
    *("待签收整改单", "已签收待整改", "整改中", "未定整改计划"),
    *("3日内到期", "超期在整改", "待自查（举一反三）"),
}
OFFICE = {"待认定问题", "待下达整改", "待销号", "待审批延期", "待审核申诉"}
PAPERS = {"起草中文件", "待审核文件", "待签发文件", "待编号文件", "待印发文件"}
COUNTERSIGN = "待会签文件"
READ = {"待签收通报", "待反馈批示"}
LATE, LEADERS = "超期未销号", "领导督办清单"
HERS = {
    Role.ADMIN: set(),
    Role.SUPERVISION_OFFICE: {
        *(*OFFICE, *PAPERS, *READ, "已反馈待办结"),
        *("待复核", LATE, LEADERS, "我的回头看", "待审核督查表"),
    },
    Role.POVERTY_OFFICE: {*OWN, *READ, "待复核", LATE, COUNTERSIGN},
    Role.ORGANISATION_DEPT: {*OWN, *READ, LATE, COUNTERSIGN},
    Role.ORGANS_COMMITTEE: {*OWN, *READ, LATE, COUNTERSIGN},
    Role.DEPARTMENT: {*OWN, *READ, LATE, "未完成任务"},
    Role.TOWNSHIP_OFFICER: {*OWN, *READ, LATE},
    Role.VILLAGE_OFFICER: {*OWN, LATE},
    Role.INSPECTOR: {"未完成任务", "待审核督查表", LATE, "我的回头看"},
    Role.HELPER: {"我帮扶的贫困户"},
    Role.LEADER: {LATE, LEADERS},
    Role.DISCIPLINE: {LATE, LEADERS, "待处理问责事项"},
}


@pytest.fixture(autouse=True)
def today(settings, roles):
    settings.DEMO_TODAY = TODAY


@pytest.mark.parametrize("role", list(Role))
def test_every_number_of_the_first_page_is_the_total_of_its_list(client, role):
    user = make_somebody(role)
    fill(user)
    client.force_login(user)
    waiting = waiting_for(user, on=TODAY)
    wrong = []
    for item in waiting:
        page = client.get(f"{reverse(item.url_name)}?{item.query}").content.decode()
        shown = TOTAL.search(page)
        if shown is None or int(shown[1].replace(",", "")) != item.count:
            wrong.append((item.label, item.count, shown and shown[1]))
    assert wrong == []
    assert {item.label for item in waiting} == HERS[role]
    assert [item.label for item in waiting if not item.count] == []


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"), [(Role.SUPERVISION_OFFICE, 17), (Role.TOWNSHIP_OFFICER, 13)]
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
    client.force_login(make_somebody(Role.ADMIN))
    assert "今天没有待办事项" in client.get(reverse("home")).content.decode()
