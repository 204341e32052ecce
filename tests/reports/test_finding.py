"""检索 from anywhere: what is found by what, inside one's scope, masked, with no name in sight."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Role
from households.models import Area, Household, Member
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_household,
    make_problem,
    make_unit,
    make_user,
)
from tests.reports.home_cast import make_order
from tests.reports.reading_cast import make_issued

pytestmark = pytest.mark.django_db
TOWNSHIP = f"{COUNTY}105"
IDENTITY, PHONE = "999999196501011234", "13800001234"
FIND = "/reports/find/"


@pytest.fixture(autouse=True)
def house(roles):
    make_area(TOWNSHIP, "新店镇")
    make_area(f"{TOWNSHIP}201", "元坝村")


def log_in(client, role=Role.POVERTY_OFFICE, **fields):
    user = make_user(role, **{"unit": make_unit("某单位"), **fields})
    client.force_login(user)
    return user


def find(client, words):
    """Type words into the field and give the page that comes of it, with the way there."""
    return client.post(FIND, {"q": words}, follow=True)


def told(answer):
    """Give what was found: heading → titles."""
    groups = re.findall(
        r'<h2 class="card-title">(?:<svg.*?</svg>)?(.*?)</h2>.*?<ul class="find-hits">(.*?)</ul>',
        answer.content.decode(),
        re.DOTALL,
    )
    return {name: re.findall(r'find-title">(.*?)<', hits) for name, hits in groups}


def test_a_name_finds_the_household_and_its_members_and_stands_in_no_address(client):
    log_in(client)
    household = make_household(head_name="欧阳修")
    make_household(head_name="李四")

    answer = find(client, " 欧阳 ")

    assert told(answer) == {"贫困户": ["欧阳修（1人）"], "家庭成员": ["欧阳修"]}
    assert reverse("households:household_detail", args=[household.household_no]) in (
        answer.content.decode()
    )
    assert re.fullmatch(rf"{FIND}\?search=[\w-]+", answer.redirect_chain[0][0])


@pytest.mark.parametrize("role", [Role.LEADER, Role.ORGANISATION_DEPT])
def test_who_sees_names_masked_finds_nobody_by_name_and_sees_none(client, role):
    log_in(client, role)
    household = make_household(head_name="欧阳修")
    assert told(find(client, "欧阳修")) == {}
    beginning = household.household_no[:-1]
    assert told(find(client, beginning))["贫困户"] == ["欧阳某某（1人）"]


def test_a_persons_number_is_found_by_its_keyed_index_and_written_down_without_it(client):
    log_in(client)
    household = make_household(phone=PHONE)
    Member.objects.filter(household=household).delete()
    Member.objects.create(
        household=household, area_code=household.area_code, name="李四",
        person_no=f"{household.household_no}02", identity_number=IDENTITY, relation="户主",
    )  # fmt: skip

    for number in (IDENTITY, PHONE):
        answer = find(client, number)
        assert told(answer) == {"贫困户": ["李四（1人）"], "家庭成员": ["李四"]}
        assert number not in answer.content.decode()
        assert number not in str(dict(client.session))
    kinds = AuditEvent.objects.filter(action="search_register").values_list("detail", flat=True)
    assert [detail["kind"] for detail in kinds.order_by("id")] == ["identity", "phone"]


def test_the_administrator_can_look_for_places_and_not_for_people(client):
    log_in(client, Role.ADMIN)
    make_household(head_name="元坝")
    assert told(find(client, "元坝")) == {"村": ["新店镇元坝村"]}
    answer = find(client, IDENTITY)
    assert "不能按证件号码或电话检索" in answer.content.decode()
    assert IDENTITY not in str(dict(client.session))


def test_a_township_finds_nothing_of_its_neighbour(client):
    log_in(client, Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}104")
    household = make_household(head_name="欧阳修")
    problem = make_problem()
    for words in ("欧阳修", household.household_no, problem.number, "元坝", IDENTITY):
        assert told(find(client, words)) == {}


def test_a_whole_number_opens_its_record_at_once(client):
    user = log_in(client)
    household, problem = make_household(), make_problem()
    order = make_order(user.unit, user, acknowledged_at=NOW, acknowledged_by=user)
    held = make_issued(7)
    pages = {
        household.household_no: ("households:household_detail", household.household_no),
        problem.number.lower(): ("inspections:problem_detail", problem.pk),
        f" {order.number} ": ("inspections:order_detail", order.pk),
        held.number: ("reports:reading_detail", held.pk),
        f"{TOWNSHIP}201": ("households:village_detail", f"{TOWNSHIP}201"),
        TOWNSHIP: ("households:township_detail", TOWNSHIP),
    }
    for number, (name, argument) in pages.items():
        answer = client.post(FIND, {"q": number})
        assert answer.headers["Location"] == reverse(name, args=[argument])


def test_a_documents_title_and_a_part_of_a_number_are_found(client):
    log_in(client)
    held, problem = make_issued(title="关于危房改造的通报"), make_problem()
    assert told(find(client, "危房改造")) == {"文件": [held.title]}
    assert told(find(client, problem.number[:-1]))["问题"] == [f"{problem.number} {problem.fact}"]


def test_eight_are_shown_and_the_rest_stands_behind_all(client):
    log_in(client)
    for _ in range(10):
        make_household(head_name="欧阳修")
    page = find(client, "欧阳").content.decode()
    assert "全部 10 条" in page
    assert len(told(find(client, "欧阳"))["贫困户"]) == 8
    listed = client.post(reverse("households:household_list"), {"q": "欧阳"}, follow=True)
    assert "共 <strong data-total>10</strong> 条" in listed.content.decode()


@pytest.mark.parametrize(
    "words", ["王", "长" * 200, "%", "_", "'--", "🏠🏠", "<b>某", "\x00\x01", "  "]
)
def test_odd_input_is_answered_kindly(client, words):
    log_in(client)
    make_household(head_name="王五")
    answer = find(client, words)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert told(answer) == {}
    assert "可以检索" in page
    assert "<b>某" not in page


def test_a_search_of_another_session_finds_nothing(client):
    log_in(client)
    page = client.get(FIND, {"search": "lost"}).content.decode()
    assert "检索条件已失效" in page


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("words", "queries"), [("元坝", 14), (TOWNSHIP[:-1], 15)])
def test_a_search_asks_the_same_queries_however_much_there_is(
    client, words, queries, times, django_assert_num_queries
):
    log_in(client)
    for number in range(times):
        village = make_area(f"{TOWNSHIP}30{number}", f"元坝{number}村")
        make_household(village, head_name="元坝")
        make_problem()
        make_issued(number + 1, title=f"元坝{number}")
    address = client.post(FIND, {"q": words}).headers["Location"]
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)

    assert Household.objects.count() == times
    assert Area.objects.villages().count() == times + 1
