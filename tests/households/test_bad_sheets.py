"""Bad inputs of domain §5 that more than one cell takes part in; test_no_N_… is its number N."""

from datetime import date
from decimal import Decimal

import pytest

from households.checking.data import FoundConflict
from households.checking.figures import read_percent
from households.checking.places import places_from
from households.identity import make_identity
from tests.households import sheets
from tests.households.checks import check, check_tables, table, told
from tests.households.sheets import household, person

ONE, TWO = "5103041050000001", "5103041050000002"
BLANK = dict.fromkeys(sheets.HEADER, "")
SOURCES = {
    "工资性收入": "6000",
    "生产经营性收入": "1000",
    "财产性收入": "0",
    "转移性收入": "500",
    "生产经营支出": "500",
}


def numbers(checked):
    return checked.data.households.get("household_no", [])


def test_no_1_the_same_row_twice_keeps_the_first():
    checked = check([person(1), person(1), *household(2), person(1)])

    assert told(checked) == [(row, "人编号", "block", "与第2行重复，是同一人") for row in (3, 6)]
    assert (numbers(checked), checked.read, checked.rejected) == ([ONE, TWO], 5, 2)
    assert checked.conflicts == ()


def test_no_2_other_people_under_a_household_number_become_a_conflict():
    other = [person(3, n, 户编号=ONE, 人数="2") for n in (1, 2)]

    checked = check([*household(1), *household(2), *other])

    reason = "户编号重复，第2行已有此户，不是同一户人"
    assert told(checked) == [(6, "户编号", "block", reason), (7, "户编号", "block", reason)]
    assert (numbers(checked), checked.rejected) == ([ONE, TWO], 2)
    (conflict,) = checked.conflicts
    assert (conflict.kind, conflict.here_no, conflict.there_no) == ("same_number", ONE, ONE)


def test_no_2_members_who_stand_apart_are_put_together():
    checked = check([person(1, 人数="2"), person(2), person(1, 2, 人数="2")])

    assert told(checked) == [(4, "户编号", "note", "同户成员不相邻，已归入第2行的户")]
    assert checked.data.households["person_count"] == [2, 1]


def test_no_3_one_identity_number_in_two_households_becomes_a_conflict():
    same = person(1)["证件号码"]

    checked = check([*household(1), person(2, 证件号码=same)])

    assert told(checked) == [(4, "证件号码", "block", f"与第2行重复（户{ONE}）")]
    assert numbers(checked) == [ONE]
    found = "文件第2行李甲与第4行李甲证件号码相同"
    key = f"{ONE}01:{TWO}01"
    assert checked.conflicts == (FoundConflict("same_identity", key, ONE, TWO, f"{TWO}01", found),)


def test_no_5_a_wrong_check_digit_of_a_known_person_is_a_warning():
    row = person(证件号码="999999195603120010")

    checked = check([row], known_persons=frozenset({row["人编号"]}))

    assert told(checked) == [(2, "证件号码", "warn", "证件号码校验位不符，请核对原件")]
    assert checked.data.members["identity_number"] == ["999999195603120010"]


def test_no_10_sex_and_birth_are_compared_with_the_identity_number():
    row = {"证件号码": "999999195603120011", "性别": "女", "出生日期": "1957-03-12"}

    checked = check([person() | row])

    assert told(checked) == [
        (2, "性别", "warn", "性别与证件号码不符"),
        (2, "出生日期", "warn", "出生日期与证件号码不符"),
    ]


def test_no_13_the_unit_of_the_header_counts():
    header = ["人均纯收入(万元)" if name == "人均纯收入" else name for name in sheets.HEADER]

    checked = check([person() | {"人均纯收入(万元)": "0.45"}], header=header)

    assert (checked.complaints, checked.data.incomes["net_income_pc"]) == ((), ["4500.00"])


def test_no_16_a_loss_with_its_costs_is_taken():
    checked = check([person(人均纯收入="-200") | {"生产经营支出": "3000"}])

    assert checked.data.incomes["net_income_pc"] == ["-200.00"]


def test_no_19_a_sheet_that_counts_from_1904_is_read_so():
    checked = check_tables(table([person(首次识别时间="41076")], mac_epoch=True))

    assert checked.data.households["registered_on"] == ["2016-06-17"]


def test_no_23_the_answer_says_which_of_two_villages():
    rows = [person(行政村="高峰")]
    (asked,) = check(rows).questions

    checked = check(rows, answers={asked.key: "510304105202"})

    assert asked.choices == (("510304105202", "高峰村"), ("510304105001", "高峰社区"))
    assert checked.data.households["area_code"] == ["510304105202"]


@pytest.mark.parametrize(
    ("until", "level"), [(None, None), (date(2016, 12, 31), None), (date(2015, 12, 31), "warn")]
)
def test_no_26_another_name_is_taken_while_in_use_and_warned_of_later(until, level):
    aliases = [("510304105201", "老鹰村", date(2010, 1, 1), until)]
    places = places_from(sheets.AREAS, aliases, on=date(2016, 7, 31))

    checked = check([person(行政村="老鹰村")], places=places)

    assert [c.level for c in checked.complaints] == [level] * bool(level)
    assert checked.data.households["area_code"] == ["510304105201"]


def test_no_26_a_renamed_township_is_found_by_its_former_name():
    aliases = [("510304105", "新店乡", None, date(2015, 12, 31))]
    places = places_from(sheets.AREAS, aliases, on=date(2016, 7, 31))

    checked = check([person(乡="新店乡")], places=places)

    assert told(checked) == [(2, "行政村", "warn", "是原用名，按新建村登记")]


def test_no_29_a_household_number_is_filled_down_in_merged_ranges_only():
    rows = household(1, people=3)
    rows[1]["户编号"] = rows[2]["户编号"] = ""
    merged = {sheets.HEADER.index("户编号"): [(2, 3)]}

    checked = check_tables(table(rows, merged=merged))

    reason = "户编号为空（只有合并的单元格会自动填充）"
    assert (4, "户编号", "block", reason) in told(checked)
    assert (checked.data.members["household_no"], checked.rejected) == ([ONE, ONE], 1)


def test_no_30_totals_are_skipped_and_compared():
    rows = [
        *household(1),
        BLANK | {"县": "小计", "人数": "2"},
        *household(2),
        BLANK | {"县": "小计", "人数": "3"},
        BLANK | {"县": "合 计", "人数": "4"},
        BLANK | {"县": "总计", "人数": "5人"},
    ]

    checked = check(rows)

    assert told(checked) == [
        (7, "人数", "warn", "小计人数3与实有2行不符，请核对"),
        (9, "人数", "warn", "总计人数5与实有4行不符，请核对"),
    ]
    assert (checked.read, checked.skipped) == (4, 4)


def test_no_31_footers_are_skipped():
    rows = [*household(1), BLANK | {"县": "制表人：赵"}, BLANK | {"乡": "填报日期：2016年"}]

    checked = check(rows)

    assert (checked.complaints, checked.read, checked.skipped) == ((), 2, 2)


PEOPLE = ["户编号", "人编号", "姓名", "证件号码", "与户主关系", "健康状况"]
HOMES = [name for name in sheets.HEADER if name not in PEOPLE[1:]]


def test_no_33_on_two_sheets_people_need_a_household_and_households_people():
    rows = [person(1), person(2), person(3)]

    checked = check_tables(
        table(rows[:2], header=PEOPLE, sheet="人"), table(rows[1:], header=HOMES, sheet="户")
    )

    assert [
        (c.sheet, *line) for c, line in zip(checked.complaints, told(checked), strict=True)
    ] == [
        ("户", 3, "户编号", "warn", "该户没有成员，未登记"),
        ("户", 3, "户编号", "out", "这一行没有导入"),
        ("人", 2, "户编号", "block", "工作表“户”中没有这一户"),
    ]
    assert numbers(checked) == [TWO]
    assert (checked.read, checked.accepted, checked.rejected) == (4, 2, 2)


def test_no_34_two_heads_keep_the_household_out():
    checked = check([*household(1, 与户主关系="户主"), person(2)])

    assert told(checked) == [
        (2, "户编号", "out", "同户第3行须改正，整户不导入"),
        (3, "与户主关系", "block", "同户有两个户主，第2行已是户主"),
    ]
    assert (numbers(checked), checked.rejected) == ([TWO], 2)


@pytest.mark.parametrize(
    ("text", "number", "question"),
    [
        ("95", Decimal(95), ""),
        ("95%", Decimal(95), ""),
        ("0.3", Decimal(30), ""),
        ("0.95", Decimal("0.95"), "percent"),
        ("1", Decimal(1), "percent"),
        ("0.95%", Decimal("0.95"), ""),
    ],
)
def test_no_37_a_percent_is_asked_about_where_it_may_be_a_share(text, number, question):
    value, problem = read_percent(text)

    assert (value, problem.question if problem else "") == (number, question)


def test_no_38_an_income_that_is_not_the_sum_of_its_sources_is_a_warning():
    true, false = (person(n, 人均纯收入=text) | SOURCES for n, text in ((1, "7000"), (2, "6000")))

    checked = check([true, false])

    assert told(checked) == [
        (3, "人均纯收入", "warn", "与各项收入之和不符：按来源计算为7000.00元，请核对")
    ]


CONTRADICTIONS = {
    "已脱贫户饮水未解决，未列为监测对象": {"是否解决安全饮用水": "否", "脱贫状态": "脱贫享受政策"},
    "已脱贫户住危房，未列为监测对象": {"危房户": "是", "脱贫状态": "脱贫享受政策"},
    "患病成员未参加大病保险": {"健康状况": "患有大病", "是否参加大病保险": "否"},
    "10岁适龄儿童未在校": {
        "证件号码": make_identity(born=date(2006, 5, 1), order=1),
        "在校生状况": "非在校生",
    },
    "识别满一个月未落实帮扶措施": {"四个一批": "", "首次识别时间": "2016-06-30"},
    "风险已消除，缺少风险消除时间": {"风险是否消除": "是"},
}


@pytest.mark.parametrize("reason", CONTRADICTIONS)
def test_no_52_contradictions_are_warnings(reason):
    checked = check([person() | CONTRADICTIONS[reason]])

    assert [(c.level, c.reason) for c in checked.complaints] == [("warn", reason)]
    assert checked.accepted == 1
