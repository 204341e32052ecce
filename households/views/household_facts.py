"""What a household's page shows of its facts, as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.masking import shown
from accounts.models import User
from households.concerns.facts import KINDS
from households.models import HelperPairing, Household, HouseholdYear, Member
from households.selectors.concerns import visible_flags
from households.selectors.household_file import IncomeLine

YES_NO = {True: "是", False: "否", None: None}
_ASSURED = ("food", "clothing", "schooling", "medical", "housing", "water")
_OTHER = (
    *("house_grade", "house_structure", "only_house", "near_hazard", "industry", "employment"),
    *("setback", "lacks_drive", "relapse_risk"),
)


def person_line(member: Member, user: User) -> dict[str, Any]:
    """Give what a user may see of a person."""
    return {
        "member": member,
        "name": shown(member.name, field="name", user=user),
        "identity": shown(member.identity_number, field="identity_number", user=user),
        "health": shown(member.health, field="illness", user=user),
    }


def flag_lines(household: Household, user: User) -> list[dict[str, Any]]:
    """Give the household's flags that a user may read, each with its kind's words."""
    rows = visible_flags(user).filter(household=household).order_by("code")
    return [{"flag": row, "label": KINDS[row.code].short} for row in rows if row.code in KINDS]


def assurances(row: HouseholdYear | None) -> dict[str, Any]:
    """Give a year's 两不愁三保障 and its other facts, for the page; nothing without a year.

    `met` counts the assurances that hold, of `asked`; `unchecked` those nobody has looked at.
    """
    if row is None:
        return {}
    assured = _lines(row, _ASSURED, raw=True)
    held = [value for _, value in assured]
    counts = {"met": held.count(True), "asked": len(held), "unchecked": held.count(None)}
    return {"assured": assured, "other": parted(_lines(row, _OTHER))} | counts


def parted(facts: list[tuple[str, Any]]) -> dict[str, Any]:
    """Part what is known from the labels of what nobody has entered."""
    untold = [label for label, value in facts if value is None or value == ""]
    return {"known": [each for each in facts if each[0] not in untold], "untold": untold}


def _lines(
    row: HouseholdYear, names: tuple[str, ...], *, raw: bool = False
) -> list[tuple[str, Any]]:
    """Give label and value of fields; raw leaves yes and no as they are stored."""
    return [(_label(name), _shown(row, name, raw=raw)) for name in names]


def _label(name: str) -> str:
    return str(HouseholdYear._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 -- Django's documented API


def _shown(row: HouseholdYear, name: str, *, raw: bool) -> Any:
    value = getattr(row, name)
    if value is None or isinstance(value, bool):
        return value if raw else YES_NO[value]
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else value


def facts_of(household: Household, user: User) -> list[tuple[str, Any]]:
    """Give the household's facts for partials/facts.html."""
    causes = dict(Household.Cause.choices)
    measures = dict(Household.Measure.choices)
    further = [str(causes.get(code, code)) for code in household.further_causes]
    also = [str(measures.get(code, code)) for code in household.further_measures]
    return [
        ("户编号", household.household_no),
        ("所在村", household.village.full_name),
        ("自然村（组）", household.group_name),
        ("人数", household.person_count),
        ("贫困户属性", household.get_attribute_display()),
        ("主要致贫原因", household.get_cause_display()),
        ("其他致贫原因", "、".join(further)),
        ("四个一批", household.get_measure_display()),
        ("兼有批次", "、".join(also)),
        ("脱贫状态", household.get_status_display()),
        ("计划脱贫年度", household.planned_exit_year),
        ("危房户", YES_NO[household.unsafe_house]),
        ("饮水安全", YES_NO[household.safe_water]),
        ("联系电话", shown(household.phone, field="phone", user=user)),
        ("银行账号", shown(household.bank_account, field="bank_account", user=user)),
        ("首次识别时间", household.registered_on),
        *(_watch_facts(household) if household.watch else ()),
    ]


def _watch_facts(household: Household) -> tuple[tuple[str, Any], ...]:
    """Give what only a watched household has."""
    return (
        ("监测对象类型", household.get_watch_display()),
        ("风险识别时间", household.risk_found_on),
        ("风险消除时间", household.risk_cleared_on),
    )


@dataclass(frozen=True)
class TopCard:
    """One figure at the top of a household's file, leading to its section."""

    label: str
    value: Any
    url: str
    unit: str = ""
    note: str = ""
    tone: str = "grey"


def top_cards(
    household: Household,
    *,
    incomes: Sequence[IncomeLine],
    latest: HouseholdYear | None,
    helpers: Sequence[HelperPairing],
    on: date,
) -> list[TopCard]:
    """Give what a reader looks for first: persons, newest income, assurances, who helps today."""
    return [
        TopCard("家庭人口", household.person_count, "#people", unit="人"),
        _income_card(incomes[0] if incomes else None),
        _assured_card(latest),
        _helper_card(helpers, on),
    ]


def _income_card(line: IncomeLine | None) -> TopCard:
    if line is None:
        return TopCard("人均纯收入", "未登记", "#incomes", tone="orange")
    told = {None: "", True: "，超过扶贫标准", False: "，未超过扶贫标准"}[line.passes]
    tone = {None: "grey", True: "green", False: "red"}[line.passes]
    note = f"{line.income.year}年{told}"
    income = line.income.net_income_pc
    return TopCard("人均纯收入", income, "#incomes", unit="元", note=note, tone=tone)


def _assured_card(latest: HouseholdYear | None) -> TopCard:
    label, told = "两不愁三保障和饮水", assurances(latest)
    if latest is None:
        return TopCard(label, "未登记", "#years", tone="orange")
    failing = told["asked"] - told["met"] - told["unchecked"]
    note = f"{latest.year}年" + (f"，{told['unchecked']}项未核" if told["unchecked"] else "")
    tone = "red" if failing else "orange" if told["unchecked"] else "green"
    unit = f"/ {told['asked']}项达标"
    return TopCard(label, told["met"], "#years", unit=unit, note=note, tone=tone)


def _helper_card(helpers: Sequence[HelperPairing], on: date) -> TopCard:
    now = [each for each in helpers if each.ends_on is None or each.ends_on >= on]
    if not now:
        return TopCard("帮扶责任人", "未落实", "#helpers", tone="red")
    return TopCard("帮扶责任人", now[0].name, "#helpers", note=now[0].unit_name)
