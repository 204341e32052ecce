"""Helpers from a list: one running for each household; preview, apply, again, back."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import Role
from households.models import Area, HelperPairing, RegisterBatch
from households.services.imports import revert_batch
from tests.households.conftest import TODAY
from tests.make import NOW, make_household, make_user

HEADER = "户编号 帮扶责任人 单位 登录账号 结对日期"
FIRST = "5103041050000001 王五 区农业局 wangwu 2016-01-05"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def household(areas, roles):
    make_user(Role.HELPER, username="wangwu", name="王五")
    village = Area.objects.get(pk="510304105201")
    return make_household(village, household_no="5103041050000001")


def pairings() -> list[tuple[str, date, date | None]]:
    rows = HelperPairing.objects.order_by("starts_on")
    return [(row.name, row.starts_on, row.ends_on) for row in rows]


def told(batch: RegisterBatch) -> list[tuple[int, str, str]]:
    return [(c.row, c.column, c.reason) for c in batch.complaints.all()]


def test_a_list_gives_households_their_helpers(bring):
    batch = bring("pairings", HEADER, FIRST)

    row = HelperPairing.objects.get()
    assert (row.name, row.unit_name, row.user.username) == ("王五", "区农业局", "wangwu")
    assert (row.starts_on, row.source) == (date(2016, 1, 5), batch)


def test_the_same_list_again_changes_nothing(bring):
    bring("pairings", HEADER, FIRST)

    assert bring("pairings", HEADER, FIRST).state == "unchanged"


def test_without_a_day_a_pairing_begins_when_applied_and_again_is_no_news(bring):
    bring("pairings", HEADER, "5103041050000001 王五 _ _ _")

    assert pairings() == [("王五", TODAY, None)]
    later = date(2016, 9, 1)
    again = bring("pairings", HEADER, "5103041050000001 王五 _ _ _", on=later)
    assert again.state == "unchanged"


def test_another_helper_ends_the_one_before(bring):
    bring("pairings", HEADER, FIRST)
    bring("pairings", HEADER, "5103041050000001 赵六 _ _ 2016-06-01")

    assert pairings() == [
        ("王五", date(2016, 1, 5), date(2016, 5, 31)),
        ("赵六", date(2016, 6, 1), None),
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("5103041050000009 王五 _ _ _", ("户编号", "登记册没有这一户")),
        ("5103041050000001 _ _ _ _", ("帮扶责任人", "帮扶责任人为空")),
        ("5103041050000001 王五 _ nobody _", ("登录账号", "本区县没有这个帮扶责任人账号")),
        ("1.23457E+17 王五 _ _ _",
         ("户编号", "编号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_row_and_column(send, line, complaint):
    batch = send("pairings", HEADER, line)

    assert (batch.state, told(batch)) == ("refused", [(2, *complaint)])


def test_an_earlier_day_than_the_running_one_is_rejected(bring, send):
    bring("pairings", HEADER, FIRST)

    batch = send("pairings", HEADER, "5103041050000001 赵六 _ _ 2015-06-01")

    assert told(batch) == [(2, "结对日期", "应晚于现任的开始日期2016-01-05")]


def test_a_household_has_one_row(send):
    batch = send("pairings", HEADER, FIRST, "5103041050000001 赵六 _ _ 2016-06-01")

    reason = "与第2行是同一户，一户只有一名帮扶责任人"
    assert (batch.state, told(batch)) == ("staged", [(3, "户编号", reason)])


def test_a_township_pairs_its_own_households_only(send, outsider):
    batch = send("pairings", HEADER, FIRST, by=outsider)

    assert told(batch) == [(2, "户编号", "不在本人负责的区域")]


def test_a_list_is_taken_back_as_a_whole(bring):
    bring("pairings", HEADER, FIRST)
    batch = bring("pairings", HEADER, "5103041050000001 赵六 _ _ 2016-06-01")

    revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert pairings() == [("王五", date(2016, 1, 5), None)]


def test_a_list_is_not_taken_back_over_a_later_one(bring):
    batch = bring("pairings", HEADER, FIRST)
    bring("pairings", HEADER, "5103041050000001 赵六 _ _ 2016-06-01")

    with pytest.raises(RuleBroken, match="之后又有变化"):
        revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert len(pairings()) == 2
