import pytest
from django.urls import reverse

from accounts.menu import ENTRIES, LETTERS, menu_of
from accounts.models import User
from tests.make import make_user

pytestmark = pytest.mark.django_db


def labels(user: User) -> list[str]:
    """Give the words of a user's menu."""
    return [line.label for line in menu_of(User.objects.get(pk=user.pk), path="/")]


def test_every_entry_leads_somewhere():
    user = make_user(is_superuser=True, is_staff=True)
    assert labels(user) == [entry.label for entry in ENTRIES]


def test_every_entry_has_a_letter_of_its_own():
    assert set(LETTERS) == {entry.url_name for entry in ENTRIES}
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_the_supervision_office_has_the_whole_loop(office):
    assert labels(office) == [
        *("首页", "看板", "挂图作战", "底册", "期次", "问题", "整改", "会议", "举一反三"),
        *("回头看", "问责", "台账", "通报", "阅文", "项目资金", "方案"),
    ]


def test_a_leader_has_nothing_to_fill_in(leader):
    assert set(labels(leader)) & {"我的任务", "设置"} == set()


def test_a_user_without_a_role_has_only_the_first_page():
    assert labels(make_user()) == ["首页"]


def test_the_entry_that_leads_furthest_is_the_active_one():
    user = make_user(is_superuser=True, is_staff=True)
    path = reverse("inspections:problem_list")
    active = [line.label for line in menu_of(user, path=f"{path}17/") if line.active]
    assert active == ["问题"]


@pytest.mark.parametrize(
    ("page", "line"),
    [("order_list", "整改"), ("objection_list", "整改"), ("problem_ledger", "台账")],
)
def test_a_page_below_a_line_of_the_menu_marks_that_line(page, line):
    user = make_user(is_superuser=True, is_staff=True)
    lines = menu_of(user, path=reverse(f"inspections:{page}"))
    assert [one.label for one in lines if one.active] == [line]
