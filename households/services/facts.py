"""What is true of a household in a year: its income by source, its assurances, its policies."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.bulk import insert_columns
from households.facts.incomes import PARTS, work_out
from households.facts.policies import BY_CODE, policies_due
from households.models import Area, Household, HouseholdIncome, HouseholdYear
from households.selectors.household_file import home_of
from households.services.concerns import flag_household

FIRST_YEAR = 2000
LAST_YEAR = 2100
# what a year keeps of the household as it stood: named alike in both models
KEPT = (
    *("person_count", "attribute", "cause", "further_causes", "measure", "further_measures"),
    "status",
)
ENTERED = HouseholdYear.FOUND_OUT
CLASS_ENTERED = ("person_count", "attribute", "cause", "measure", "status")


@transaction.atomic
def set_income(
    *,
    household: Household,
    year: int,
    parts: Mapping[str, Decimal | None],
    net_income_pc: Decimal | None = None,
    rigid_expenses: Decimal | None = None,
    person_count: int | None = None,
    by: User | None,
    on: date,
) -> HouseholdIncome:
    """Store a household's income of a year, in 元: by source, or only the net per person.

    With all four sources and the costs the net per person is worked out (domain §2.2.1); with
    some of them it is refused, because an unknown source is not 0.
    """
    _check_year(year, on)
    persons = person_count or household.person_count
    net = _net_of(parts, persons, net_income_pc)
    values = {name: parts.get(name) for name in PARTS}
    income, _ = HouseholdIncome.objects.update_or_create(
        household=household,
        year=year,
        defaults={
            **values,
            "area_code": household.area_code,
            "net_income_pc": net,
            "rigid_expenses": rigid_expenses,
            "person_count": persons,
            "source": None,
        },
    )
    record(by=by, action="set_income", about=household, year=year, income=income.pk)
    flag_household(household=household, on=on)
    return income


def _net_of(
    parts: Mapping[str, Decimal | None], persons: int, net_income_pc: Decimal | None
) -> Decimal:
    """Give the net per person by the formula, else as it was told."""
    given = [amount for name in PARTS if (amount := parts.get(name)) is not None]
    if any(amount < 0 for amount in given):
        raise RuleBroken("收入和支出不能为负数。", code="income_negative")
    if given and len(given) < len(PARTS):
        raise RuleBroken("四项收入和生产经营支出须全部填写，没有的填0。", code="income_partial")
    working = work_out(parts, persons=persons)
    if working is not None:
        return working.per_person
    if net_income_pc is None:
        raise RuleBroken("请填写四项收入和支出，或只填人均纯收入。", code="income_empty")
    if net_income_pc < 0:
        raise RuleBroken("人均纯收入为负须填各项收入和支出。", code="income_loss")
    return net_income_pc


def _check_year(year: int, on: date) -> None:
    """Refuse years to come and years before registration could have begun."""
    if not FIRST_YEAR <= year <= on.year:
        raise RuleBroken(f"年度应在{FIRST_YEAR}至{on.year}之间。", code="year_out_of_range")


@transaction.atomic
def set_year_facts(
    *,
    household: Household,
    year: int,
    facts: Mapping[str, Any],
    by: User | None,
    on: date,
    reason: str = "",
) -> HouseholdYear:
    """Store what is true of a household in a year; the policies it is due are worked out.

    `facts` holds any of ENTERED and CLASS_ENTERED; what it does not name stays. A new row takes
    its class from the household as it stands. A closed year changes only for a written reason.
    """
    _check_year(year, on)
    _check_facts(facts)
    Household.objects.select_for_update().get(pk=household.pk)  # one writer of a household's year
    rows = HouseholdYear.objects.filter(household=household, year=year)
    row = rows.first() or _new_year(household, year)
    if row.closed_at and not reason.strip():
        raise RuleBroken("该年度已封存，更正须写明原因。", code="year_closed")
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name, value in facts.items():
        setattr(row, name, value)
    row.policies_due = policies_due(home_of(household, row))
    row.save()
    told = {"reason": reason.strip()} if row.closed_at else {}
    record(by=by, action="set_year_facts", about=household, year=year, fields=changed, **told)
    flag_household(household=household, on=on)
    return row


def _check_facts(facts: Mapping[str, Any]) -> None:
    """Refuse fields a year does not have and policies the codebook does not know."""
    unknown = sorted(facts.keys() - {*ENTERED, *CLASS_ENTERED})
    unknown += [code for code in facts.get("policies_received", ()) if code not in BY_CODE]
    if unknown:
        raise RuleBroken(f"没有这些项目：{'、'.join(unknown)}。", code="facts_unknown")


def _new_year(household: Household, year: int) -> HouseholdYear:
    """Begin a household's year from its class of today."""
    kept = {name: getattr(household, name) for name in KEPT}
    return HouseholdYear(household=household, area_code=household.area_code, year=year, **kept)


@transaction.atomic
def close_year(
    *, county: Area, year: int, by: User | None, at: datetime, reason: str = ""
) -> tuple[int, int]:
    """Keep every household's class, status and size as the year's; gives how many new and filled.

    A year that has been closed is closed again only for a written reason, and then also its closed
    rows are overwritten. `at` is the moment of closing; years to come are refused.
    """
    _check_year(year, at.date())
    Area.objects.select_for_update().get(pk=county.pk)  # one closing at a time
    years = HouseholdYear.objects.within(county.code).filter(year=year, household__registered=True)
    if years.exclude(closed_at=None).exists() and not reason.strip():
        raise RuleBroken("该年度已封存，重新封存须写明原因。", code="year_closed")
    households = Household.objects.within(county.code).registered()
    filled = HouseholdYear.objects.filter(pk__in=years.values("pk")).update(
        closed_at=at, area_code=_now("area_code"), **{name: _now(name) for name in KEPT}
    )
    added = _add_years(households.exclude(years__year=year), year=year, at=at)
    record(
        by=by,
        action="close_year",
        about=county,
        year=year,
        added=added,
        filled=filled,
        reason=reason.strip(),
    )
    return added, filled


def _now(name: str) -> Subquery:
    """Give a household's own value of a field, for updating its year."""
    return Subquery(Household.objects.filter(pk=OuterRef("household_id")).values(name)[:1])


def _add_years(households: Any, *, year: int, at: datetime) -> int:
    """Add the year of households that have none, as one bulk insert."""
    names: Sequence[str] = ("pk", "area_code", *KEPT)
    rows = list(households.order_by("pk").values_list(*names))
    if not rows:
        return 0
    columns: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    columns["household_id"] = columns.pop("pk")
    columns |= {"year": [year] * len(rows), "closed_at": [at] * len(rows)}
    return insert_columns(HouseholdYear, columns)
