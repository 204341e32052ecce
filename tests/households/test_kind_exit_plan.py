"""The annual exit plan from a list: years of households, with its own sums told."""

import pytest

from accounts.errors import RuleBroken
from households.models import Area, Household, RegisterBatch
from households.services.imports import revert_batch
from tests.make import NOW, make_household

HEADER = "户编号 计划脱贫年度 计划脱贫人数"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def households(areas) -> list[Household]:
    return [
        make_household(
            Area.objects.get(pk=code), household_no=f"51030410500{n:02}", person_count=n + 2
        )
        for n, code in enumerate(("510304105201", "510304105202", "510304106201"))
    ]


def years() -> list[int | None]:
    rows = Household.objects.order_by("household_no")
    return list(rows.values_list("planned_exit_year", flat=True))


def told(batch: RegisterBatch, level: str) -> list[tuple[str, str]]:
    return [(c.column, c.reason) for c in batch.complaints.filter(level=level)]


def test_a_plan_sets_the_years_and_tells_its_sums(bring):
    batch = bring("exit_plan", HEADER, "5103041050000 2016 2", "5103041050001 2016年 4")

    assert years() == [2016, 2016, None]
    assert told(batch, "note") == [
        ("计划脱贫年度", "合计2016年计划脱贫2户5人"),
        ("计划脱贫年度", "新店镇2016年计划脱贫2户5人"),
    ]
    assert told(batch, "warn") == [("计划脱贫人数", "与登记册的3人不符，合计按登记册")]


def test_the_same_plan_again_changes_nothing(bring):
    bring("exit_plan", "户编号 计划脱贫年度", "5103041050000 2016")

    assert bring("exit_plan", "户编号 计划脱贫年度", "5103041050000 2016").state == "unchanged"


def test_households_the_plan_does_not_name_stay_in_it(bring):
    bring("exit_plan", HEADER, "5103041050000 2016 2", "5103041050001 2016 3")

    batch = bring("exit_plan", HEADER, "5103041050002 2016 4")

    assert (years(), batch.counts["absent"]) == ([2016] * 3, 2)


def test_a_plan_is_taken_back_as_a_whole(bring):
    bring("exit_plan", HEADER, "5103041050000 2015 2")
    batch = bring("exit_plan", HEADER, "5103041050000 2016 2", "5103041050001 2016 3")

    revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert years() == [2015, None, None]


def test_a_plan_is_not_taken_back_over_a_later_one(bring):
    batch = bring("exit_plan", HEADER, "5103041050000 2016 2")
    bring("exit_plan", HEADER, "5103041050000 2017 2")

    with pytest.raises(RuleBroken, match="5103041050000的计划脱贫年度在本次导入之后又有变化"):
        revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert years() == [2017, None, None]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("5103041050009 2016 _", ("户编号", "登记册没有这一户")),
        ("5103041050000 _ _", ("计划脱贫年度", "计划脱贫年度为空")),
        ("5103041050000 16 _", ("计划脱贫年度", "年度应为四位数字，如2016")),
        ("5103041050000 2016 四", ("计划脱贫人数", "不是数字")),
    ],
)
def test_a_wrong_row_is_named_by_column(send, line, complaint):
    batch = send("exit_plan", HEADER, line)

    assert (batch.state, told(batch, "block")) == ("refused", [complaint])


def test_a_list_without_years_is_of_the_year_of_the_upload(bring):
    batch = bring("exit_plan", "户编号 户主 人数", "5103041050000 李四 2")

    reason = "没有这一列，全部按上传时填写的2015年登记，请核对"
    assert (years()[0], told(batch, "warn")) == (2015, [("计划脱贫年度", reason)])


def test_a_watched_household_outside_the_register_has_no_plan(send, households):
    Household.objects.filter(pk=households[0].pk).update(registered=False)

    assert told(send("exit_plan", HEADER, "5103041050000 2016 _"), "block") == [
        ("户编号", "不是建档立卡户")
    ]
