"""Incomes from a list: stated or worked out, 元 or 万元, one row a household and year."""

from decimal import Decimal

import pytest

from accounts.errors import RuleBroken
from households.models import Area, HouseholdIncome, RegisterBatch
from households.services.imports import answer_batch, apply_batch, check_batch, revert_batch
from tests.households.conftest import TODAY
from tests.make import NOW, make_household

NUMBER = "5103041050000001"
SOURCES = "户编号 年度 工资性收入 生产经营性收入 财产性收入 转移性收入 生产经营支出"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def household(areas):
    village = Area.objects.get(pk="510304105201")
    return make_household(village, household_no=NUMBER, person_count=4)


def incomes() -> list[tuple[int, Decimal]]:
    return list(HouseholdIncome.objects.order_by("year").values_list("year", "net_income_pc"))


def told(batch: RegisterBatch) -> list[tuple[str, str, str]]:
    return [(c.level, c.column, c.reason) for c in batch.complaints.all()]


def test_stated_incomes_of_the_year_of_the_upload(bring):
    batch = bring("incomes", "户编号 户主 人均纯收入", f"{NUMBER} 李四 2,680.5元")

    assert incomes() == [(2015, Decimal("2680.50"))]
    assert HouseholdIncome.objects.get().source == batch


def test_years_and_units_of_the_header(bring):
    bring("incomes", "户编号 2014年人均纯收入(元) 2015年人均纯收入(万元)", f"{NUMBER} 2400 0.31")

    assert incomes() == [(2014, Decimal("2400.00")), (2015, Decimal("3100.00"))]


def test_net_income_is_worked_out_from_the_sources(bring):
    bring("incomes", SOURCES, f"{NUMBER} 2015 8000 5000 0 1000 2000")

    row = HouseholdIncome.objects.get()
    assert (row.net_income_pc, row.person_count, row.wages) == (3000, 4, 8000)


def test_what_is_stated_is_kept_and_warned_of_when_the_sources_say_otherwise(bring):
    header = f"{SOURCES} 人均纯收入"
    batch = bring("incomes", header, f"{NUMBER} 2015 8000 5000 0 1000 2000 3200")

    reason = "按来源和4人计算应为3000.00元，请核对"
    assert told(batch) == [("warn", "人均纯收入", reason)]
    assert incomes() == [(2015, Decimal("3200.00"))]


def test_a_source_that_is_not_known_is_not_taken_for_nothing(send):
    batch = send("incomes", SOURCES, f"{NUMBER} 2015 8000 5000 _ 1000 2000")

    reason = "没有人均纯收入，也算不出：缺财产性收入（元），没有的请填0"
    assert (batch.state, told(batch)) == ("refused", [("block", "人均纯收入", reason)])


def test_the_same_list_again_changes_nothing(bring):
    line = f"{NUMBER} 2015 8000 5000 0 1000 2000"
    bring("incomes", SOURCES, line)

    assert bring("incomes", SOURCES, line).state == "unchanged"


def test_a_list_with_fewer_columns_leaves_the_others(bring):
    bring("incomes", SOURCES, f"{NUMBER} 2015 8000 5000 0 1000 2000")
    bring("incomes", "户编号 户主 人均纯收入", f"{NUMBER} 李四 3001")

    row = HouseholdIncome.objects.get()
    assert (row.net_income_pc, row.wages, row.costs) == (3001, 8000, 2000)


def test_unlikely_amounts_are_asked_about_and_read_by_the_answer(send):
    batch = send("incomes", "户编号 户主 人均纯收入", f"{NUMBER} 李四 0.45")
    (question,) = batch.counts["questions"]
    assert (batch.state, question["key"]) == ("asking", "unit:人均纯收入")

    batch = answer_batch(batch=batch, by=None, answers={question["key"]: "wan"})
    batch = check_batch(batch=batch, on=TODAY)
    apply_batch(batch=batch, by=None, at=NOW, on=TODAY)

    assert incomes() == [(2015, Decimal("4500.00"))]
    assert told(batch) == [("note", "人均纯收入", "按万元折算为4500.00元")]


@pytest.mark.parametrize(
    ("header", "line", "complaint"),
    [
        ("户编号 年度 人均纯收入", f"{NUMBER} 2015 -200",
         ("人均纯收入", "收入不能为负数；经营亏损请填生产经营支出")),
        ("户编号 年度 人均纯收入", f"{NUMBER} 2017 2000", ("年度", "年度还没有到")),
        ("户编号 年度 人均纯收入", f"{NUMBER} 2015 不详", ("人均纯收入", "不是数字")),
        ("户编号 年度 人均纯收入", f"{NUMBER} 2015 _", ("人均纯收入", "没有填写收入")),
        ("户编号 年度 人均纯收入", "5103041059 2015 2000", ("户编号", "登记册没有这一户")),
        (SOURCES, f"{NUMBER} 2015 -1 0 0 0 0", ("工资性收入", "金额不能为负数")),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_column(send, header, line, complaint):
    batch = send("incomes", header, line)

    assert batch.state == "refused"
    assert ("block", *complaint) in told(batch)


def test_a_loss_with_its_costs_is_kept(bring):
    bring("incomes", SOURCES, f"{NUMBER} 2015 0 1000 0 0 5000")

    assert incomes() == [(2015, Decimal("-1000.00"))]


def test_a_household_has_one_row_a_year(send):
    header = "户编号 年度 人均纯收入"
    batch = send("incomes", header, f"{NUMBER} 2015 2000", f"{NUMBER} 2015 2100")

    assert told(batch) == [("block", "户编号", "与第2行是同一户同一年度")]
    assert (batch.counts["accepted"], batch.counts["rejected"]) == (1, 1)


def test_a_list_is_taken_back_as_a_whole(bring):
    header = "户编号 2014年人均纯收入 2015年人均纯收入"
    bring("incomes", "户编号 年度 人均纯收入", f"{NUMBER} 2014 2000")
    batch = bring("incomes", header, f"{NUMBER} 2400 3100")

    revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert incomes() == [(2014, Decimal("2000.00"))]


def test_a_list_is_not_taken_back_over_later_changes(bring):
    header = "户编号 年度 人均纯收入"
    batch = bring("incomes", header, f"{NUMBER} 2015 2000")
    bring("incomes", header, f"{NUMBER} 2015 2600")

    with pytest.raises(RuleBroken, match="之后又有变化"):
        revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert incomes() == [(2015, Decimal("2600.00"))]
