"""The rules of 边缘户 and 重点户 at their exact boundaries, with the calculation they show."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from households.concerns.facts import (
    KINDS,
    HouseholdFacts,
    Income,
    Person,
    Standards,
    YearFacts,
    age_on,
)
from households.concerns.rules import RULES, flags, judge
from households.concerns.standards import shipped_standards, shipped_words

TODAY = date(2016, 7, 29)
NUMBERS = {row["key"]: Decimal(row["value"]) for row in shipped_standards()}


def finding(code: str, *, numbers: dict[str, Decimal] | None = None, **facts: Any) -> Any:
    standards = Standards(NUMBERS | (numbers or {}), shipped_words())
    return judge(HouseholdFacts(**facts), standards, on=TODAY)[code]


def outside(income: str | None, *, risk: bool | None = True) -> dict[str, Any]:
    """Give a household outside the register with an income per head and a risk."""
    return {
        "registered": False,
        "income": Income(2015, Decimal(income)) if income else None,
        "year": YearFacts(2016, relapse_risk=risk),
    }


def earned(transfers: str, rest: str, **more: Any) -> dict[str, Any]:
    parts = (Decimal(rest), Decimal(0), Decimal(0), Decimal(transfers))
    return {"income": Income(2015, Decimal(3000), *parts, **more)}


def people(*labour: str) -> dict[str, Any]:
    return {"person_count": len(labour), "people": tuple(Person(labour=one) for one in labour)}


def test_every_rule_has_its_words_and_only_other_has_no_rule():
    assert [*RULES, "K99"] == list(KINDS)


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        (outside("4999.99"), True),
        (outside("5000.00"), False),
        (outside("4999.99", risk=False), False),
        (outside("4999.99") | {"registered": True}, False),
        (outside("4999.99", risk=None), None),
        (outside(None), None),
        (outside(None, risk=False), False),
        (outside("5000.00", risk=None), False),
    ],
)
def test_borderline_needs_all_three(facts, holds):
    assert finding("K00", **facts).holds is holds


def test_borderline_shows_its_working():
    assert finding("K00", **outside("4999.99")).working == (
        "非建档立卡户；2015年人均纯收入 4,999.99元 ＜ 5,000元；有致贫返贫风险"
    )


@pytest.mark.parametrize(
    ("transfers", "rest", "holds", "working"),
    [
        ("4200", "5800", True, "2015年转移性收入 4,200 ÷ 总收入 10,000 = 42.00% ＞ 40%"),
        ("4000", "6000", False, "2015年转移性收入 4,000 ÷ 总收入 10,000 = 40.00% ≤ 40%"),
        (
            "4000.01",
            "5999.99",
            True,
            "2015年转移性收入 4,000.01 ÷ 总收入 10,000 = 40.0001% ＞ 40%",
        ),
        ("0", "0", None, "资料不全：2015年转移性收入 0 ÷ 总收入 0，无法计算"),
    ],
)
def test_transfer_share_excludes_the_limit(transfers, rest, holds, working):
    assert finding("K01", **earned(transfers, rest)) == (holds, working)


def test_transfer_share_names_the_missing_parts():
    income = Income(2015, Decimal(3000), transfers=Decimal(900), wages=Decimal(1))
    assert finding("K01", income=income).working == (
        "资料不全：2015年生产经营性收入、2015年财产性收入"
    )


def test_transfer_share_may_be_of_net_income():
    facts = earned("4000", "6000", costs=Decimal(1000))
    found = finding("K01", numbers={"transfer_share_of_net": Decimal(1)}, **facts)
    assert found == (True, "2015年转移性收入 4,000 ÷ 纯收入 9,000 = 44.44% ＞ 40%")


@pytest.mark.parametrize(
    ("labour", "holds"),
    [
        (["普通劳动力", "无劳动力"], False),  # 0.5: not by the ratio, and a full labourer is there
        (["弱劳动力或半劳动力"], True),  # 0.5: not by the ratio, but by the gloss
        (["弱劳动力或半劳动力", "弱劳动力"], False),  # 0.5, two half labourers
        (["普通劳动力", "无劳动力", "丧失劳动力"], True),  # 0.33
        (["普通劳动力", ""], None),
        (["普通劳动力", "不详"], None),
    ],
)
def test_labour_ratio_keeps_both_readings(labour, holds):
    assert finding("K02", **people(*labour)).holds is holds


def test_labour_ratio_shows_both_readings():
    assert finding("K02", **people("半劳动力")).working == (
        "劳动力系数 0.5 ÷ 1人 = 0.50 ≥ 0.5；全劳力0人、弱（半）劳力1人，"
        "按注解（无全劳力且弱、半劳力不超过1人）是"
    )


def test_a_child_without_an_entry_is_no_labourer():
    child, grown = Person(birth=date(2000, 7, 30)), Person(birth=date(2000, 7, 29))
    worker = Person(labour="技能劳动力")
    assert finding("K02", person_count=2, people=(worker, child)).holds is False
    assert finding("K02", person_count=2, people=(worker, grown)).holds is None


@pytest.mark.parametrize(
    ("labour", "industry", "employment", "holds"),
    [
        ("普通劳动力", False, False, True),
        ("普通劳动力", True, None, False),
        ("普通劳动力", False, None, None),
        ("无劳动力", None, None, False),
        ("", False, False, None),
    ],
)
def test_labourers_without_industry_or_job(labour, industry, employment, holds):
    year = YearFacts(2016, industry=industry, employment=employment)
    assert finding("K03", year=year, **people(labour)).holds is holds


def test_months_of_work_are_a_job():
    worker = Person(labour="普通劳动力", work_months=6)
    assert finding("K03", people=(worker,), year=YearFacts(2016, industry=False)).holds is False


@pytest.mark.parametrize(
    ("health", "holds"),
    [
        (["患有大病"], True),
        (["长期慢性病、患有大病"], True),
        (["健康", "残疾"], False),
        ([""], None),
    ],
)
def test_serious_illness(health, holds):
    ill = tuple(Person(health=one) for one in health)
    assert finding("K04", person_count=len(ill), people=ill).holds is holds


@pytest.mark.parametrize(
    ("schooling", "holds"),
    [
        (["学前教育", "普通高中一年级", "本科二年级"], True),
        (["学前教育", "普通高中一年级", "九年级"], False),
        (["学前教育", "普通高中一年级", ""], None),
        (["学前教育", "", "非在校生"], False),
    ],
)
def test_students_outside_the_compulsory_years(schooling, holds):
    pupils = tuple(Person(schooling=one) for one in schooling)
    assert finding("K05", person_count=len(pupils), people=pupils).holds is holds


def test_people_the_register_does_not_list_are_missing_facts():
    assert finding("K04", person_count=2, people=(Person(health="健康"),)) == (
        None,
        "资料不全：1人健康状况",
    )


@pytest.mark.parametrize(
    ("code", "year", "holds"),
    [
        ("K06", {"only_house": True, "house_structure": "earth"}, True),
        ("K06", {"only_house": True, "house_structure": "brick"}, False),
        ("K06", {"only_house": False}, False),
        ("K06", {"only_house": True}, None),
        ("K07", {"near_hazard": True}, True),
        ("K07", {}, None),
        ("K08", {"setback": "养殖失败"}, True),
        ("K08", {}, False),
        ("K09", {"lacks_drive": False}, False),
        ("K09", {"lacks_drive": True}, True),
    ],
)
def test_what_the_register_states_of_a_year(code, year, holds):
    assert finding(code, year=YearFacts(2016, **year)).holds is holds


@pytest.mark.parametrize("code", ["K01", "K03", "K04", "K06", "K07", "K08", "K09", "K10"])
def test_a_household_of_which_nothing_is_known_is_told_as_such(code):
    found = finding(code)
    assert found.holds is None
    assert found.working.startswith("资料不全：")


@pytest.mark.parametrize(
    ("born", "marriage", "holds"),
    [
        (date(1971, 7, 29), "未婚", True),
        (date(1971, 7, 30), "未婚", False),
        (date(1950, 1, 1), "丧偶", False),
        (date(1950, 1, 1), "", None),
        (date(1980, 1, 1), "", False),
        (None, "未婚", None),
        (None, "已婚", False),
    ],
)
def test_single_counts_from_the_birthday(born, marriage, holds):
    assert finding("K10", people=(Person(birth=born, marriage=marriage),)).holds is holds


def test_the_widowed_count_where_the_office_says_so():
    widow = Person(birth=date(1950, 1, 1), marriage="丧偶")
    numbers = {"single_with_divorced": Decimal(1)}
    assert finding("K10", numbers=numbers, people=(widow,)).holds is True


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1971, 7, 29), date(2016, 7, 29), 45),
        (date(1972, 2, 29), date(2017, 2, 28), 44),
        (date(1972, 2, 29), date(2017, 3, 1), 45),
    ],
)
def test_age_on_counts_the_birthday(born, day, age):
    assert age_on(born, day) == age


def test_a_standard_that_is_not_set_flags_nobody():
    facts = HouseholdFacts(**outside("1"))
    standards = Standards({}, shipped_words())
    assert flags(facts, standards, on=TODAY) == []
    assert judge(facts, standards, on=TODAY)["K00"].working == (
        "资料不全：判定标准（borderline_income）未设置"
    )


def test_a_household_may_be_of_several_kinds():
    facts = HouseholdFacts(
        **outside("4000"), people=(Person(health="患有大病", labour="半劳动力"),)
    )
    found = flags(facts, Standards(NUMBERS, shipped_words()), on=TODAY)
    assert [flag.code for flag in found] == ["K00", "K02", "K04"]
