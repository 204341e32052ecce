"""The rules of 边缘户 and the ten kinds of 重点户, with the calculation shown.

Source: domain §2.2.2 (plan 001 附件2); boundaries §0.3: 低于, 小于, 超过 exclude the number, 以上
includes it. A fact that is not known never makes a flag: the finding is None and says what lacks.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from households.concerns.facts import (
    HouseholdFacts,
    Income,
    StandardMissing,
    Standards,
    YearFacts,
)
from households.concerns.finding import Finding, amount, lacking, no, percent, plain, yes
from households.concerns.people import labour_ratio, no_work, serious_illness, single, students

EARTH = "earth"


class Flag(NamedTuple):
    """A kind that holds, with its working."""

    code: str
    working: str


Rule = Callable[[HouseholdFacts, Standards, date], Finding]


def judge(facts: HouseholdFacts, standards: Standards, *, on: date) -> dict[str, Finding]:
    """Give the finding of each rule by its kind, K00 to K10."""
    found: dict[str, Finding] = {}
    for code, rule in RULES.items():
        try:
            found[code] = rule(facts, standards, on)
        except StandardMissing as missing:
            found[code] = lacking(f"判定标准（{missing}）未设置")
    return found


def flags(facts: HouseholdFacts, standards: Standards, *, on: date) -> list[Flag]:
    """Give the kinds that hold, in order."""
    found = judge(facts, standards, on=on)
    return [Flag(code, finding.working) for code, finding in found.items() if finding.holds]


def borderline(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K00: not registered, income under the line, and at risk: all three. 001-18."""
    if facts.registered:
        return no("建档立卡户，不属边缘户")
    limit = standards.number("borderline_income")
    income, risk = facts.income, (facts.year or YearFacts(0)).relapse_risk
    if risk is False:
        return no("非建档立卡户，无致贫返贫风险")
    if income is not None and income.per_head >= limit:
        told = f"{income.year}年人均纯收入 {amount(income.per_head)}元 ≥ {amount(limit)}元"
        return no(told)
    missing = [] if income else ["人均纯收入"]
    if income is None or risk is None:
        return lacking(*missing, *(["致贫返贫风险"] if risk is None else []))
    told = f"{income.year}年人均纯收入 {amount(income.per_head)}元 ＜ {amount(limit)}元"
    return yes(f"非建档立卡户；{told}；有致贫返贫风险")


def transfer_share(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K01: transfers over the share of total income (of net income where the office says so)."""
    limit = standards.number("transfer_share")
    of_net = standards.number("transfer_share_of_net") != 0
    income = facts.income
    if income is None:
        return lacking("家庭收入")
    whole, missing = _whole(income, of_net=of_net)
    if missing or income.transfers is None:
        return lacking(*(f"{income.year}年{name}" for name in missing))
    name = "纯收入" if of_net else "总收入"
    told = f"{income.year}年转移性收入 {amount(income.transfers)} ÷ {name} {amount(whole)}"
    if whole <= 0:
        return lacking(f"{told}，无法计算")
    over = income.transfers > limit * whole
    share = percent(income.transfers / whole, limit)
    return Finding(over, f"{told} = {share} {'＞' if over else '≤'} {plain(limit * 100)}%")


def _whole(income: Income, *, of_net: bool) -> tuple[Decimal, list[str]]:
    """Add the income up; give the sum and the names of the parts that are not known."""
    parts = {
        "工资性收入": income.wages,
        "生产经营性收入": income.business,
        "财产性收入": income.property_income,
        "转移性收入": income.transfers,
    }
    if of_net:
        parts["生产经营支出"] = -income.costs if income.costs is not None else None
    missing = [name for name, value in parts.items() if value is None]
    return sum((value for value in parts.values() if value is not None), Decimal(0)), missing


def earth_house(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K06: the only house, and of earth."""
    only, structure = (facts.year or YearFacts(0))[1:3]
    if only is False or structure not in {"", EARTH}:
        return no("有其他住房" if only is False else "住房不是土坯房")
    missing = [] if only is not None else ["是否唯一住房"]
    missing += [] if structure else ["房屋结构"]
    return lacking(*missing) if missing else yes("唯一住房，土坯结构")


def _stated(*, value: bool | None, if_true: str, if_not: str, lacks: str) -> Finding:
    """Give the finding of a fact that the register states outright."""
    return lacking(lacks) if value is None else Finding(value, if_true if value else if_not)


def hazard(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K07: at or near a place where a disaster may strike."""
    return _stated(
        value=facts.year.near_hazard if facts.year else None,
        if_true="居住在灾害隐患点（附近）",
        if_not="不在灾害隐患点",
        lacks="是否居住在灾害隐患点",
    )


def setback(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K08: an investment failed or a job lost, as somebody wrote down."""
    if facts.year is None:
        return lacking("产业投资和就业情况")
    said = facts.year.setback
    return yes(f"{facts.year.year}年：{said}") if said else no("未登记失败或不稳定")


def lacks_drive(facts: HouseholdFacts, standards: Standards, on: date) -> Finding:
    """K09: little drive of its own, as a visitor judged."""
    year = facts.year or YearFacts(0)
    return _stated(
        value=year.lacks_drive,
        if_true="入户判定自身发展动力不足",
        if_not="入户判定有发展动力",
        lacks="自身发展动力判定",
    )


RULES: dict[str, Rule] = {
    "K00": borderline,
    "K01": transfer_share,
    "K02": labour_ratio,
    "K03": no_work,
    "K04": serious_illness,
    "K05": students,
    "K06": earth_house,
    "K07": hazard,
    "K08": setback,
    "K09": lacks_drive,
    "K10": single,
}
