"""What a household's page shows of its facts, as the reader may see it."""

from typing import Any

from accounts.masking import shown
from accounts.models import User
from households.concerns.facts import KINDS
from households.models import Household, HouseholdYear, Member
from households.selectors.concerns import visible_flags

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


def assurances(row: HouseholdYear | None) -> dict[str, list[tuple[str, Any]]]:
    """Give a year's 两不愁三保障 and its other facts, for the page; nothing without a year."""
    if row is None:
        return {}
    return {"assured": _lines(row, _ASSURED, raw=True), "other": _lines(row, _OTHER)}


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
        ("监测对象类型", household.get_watch_display()),
        ("风险识别时间", household.risk_found_on),
        ("风险消除时间", household.risk_cleared_on),
    ]
