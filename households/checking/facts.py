"""The facts of a register that belong to a year: incomes by source, assurances, the house."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from households.checking.asks import UNIT_CHOICES, UNIT_TEXT
from households.checking.columns import COLUMNS, AmountColumn
from households.checking.data import Columns, Level
from households.checking.figures import HIGH_INCOME, LOW_INCOME, Problem, Read, read_amount
from households.checking.roster import Roster
from households.checking.sheet import Sheet
from households.facts.incomes import COSTS, PARTS, work_out

NET = "net_income_pc"
YEAR_FIELDS = {"year_schooling": "schooling"}  # column key → field, where they differ
_CENT, _TEN_THOUSAND = Decimal("0.01"), 10000
Amounts = dict[str, list[Decimal | None]]


def read_incomes(roster: Roster, sizes: Sequence[int], income_year: int) -> Columns:
    """Read the columns of amounts into rows of household, year and 元.

    Net income per head is worked out where only its sources are given, and checked against them
    where both are. `sizes` are the persons of each household.
    """
    found: dict[int, dict[str, tuple[Sheet, AmountColumn]]] = {}
    for sheet in dict.fromkeys((roster.homes, roster.people)):
        for column in sheet.layout.amounts:
            of_year = found.setdefault(column.year or income_year, {})
            of_year.setdefault(column.key, (sheet, column))
    keys = [c.key for c in COLUMNS if c.level == "income"]
    given = [key for key in keys[1:] if any(key in of_year for of_year in found.values())]
    incomes: Columns = {key: [] for key in ("household_no", "year", NET, *given)}
    if given:
        incomes["person_count"] = []
    for year, of_year in sorted(found.items()):
        _add_year(incomes, roster, sizes, year, of_year)
    return incomes


def _add_year(
    incomes: Columns,
    roster: Roster,
    sizes: Sequence[int],
    year: int,
    of_year: dict[str, tuple[Sheet, AmountColumn]],
) -> None:
    """Add the rows of one year: those households of which the net income per head is known."""
    amounts: Amounts = {
        key: _read_amounts(roster, sheet, column) for key, (sheet, column) in of_year.items()
    }
    nothing: list[Decimal | None] = [None] * len(roster.starts)
    sources = any(key in amounts for key in PARTS)
    net = list(amounts.get(NET, nothing))
    if sources:
        _compare_sources(roster, sizes, of_year, amounts, net)
    _losses(roster, of_year, net, amounts.get(COSTS, nothing))
    known = [at for at, value in enumerate(net) if value is not None]
    incomes["household_no"] += [roster.numbers[roster.starts[at]] for at in known]
    incomes["year"] += [year] * len(known)
    incomes[NET] += [str(net[at]) for at in known]
    for key in incomes.keys() - {"household_no", "year", NET, "person_count"}:
        values = amounts.get(key, nothing)
        incomes[key] += [_text(values[at]) for at in known]
    if "person_count" in incomes:
        incomes["person_count"] += [sizes[at] if sources else None for at in known]


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _read_amounts(roster: Roster, sheet: Sheet, column: AmountColumn) -> list[Decimal | None]:
    """Read one column in 元; only net income per head has a usual range. Domain §5 nos. 13–16."""
    cells, places = roster.amount_cells(sheet, column.index, column.name)

    def reader(text: str) -> Read:
        number, problem = read_amount(text)
        if number is None:
            return None, problem
        number = (number * column.factor).quantize(_CENT)
        if number < 0 and column.key not in (NET, "business"):
            return None, Problem("金额不能为负数")
        return number, problem

    values = sheet.read(column.name, "amount", cells, places, reader=reader)
    if column.key == NET:
        _unlikely(sheet, column.name, values, places)
    return values


def _unlikely(
    sheet: Sheet, name: str, values: list[Decimal | None], places: Sequence[int]
) -> None:
    """Ask about net incomes that may be in 万元: the unit is never guessed."""
    odd = {v for v in set(values) if v and v > 0 and not LOW_INCOME <= v <= HIGH_INCOME}
    if not odd:
        return
    key = f"unit:{name}"
    answer = sheet.options.answers.get(key, "")
    for n, (value, place) in enumerate(zip(values, places, strict=True)):
        if value is None or value not in odd:
            continue
        if answer == "wan" and value < LOW_INCOME:
            values[n] = (value * _TEN_THOUSAND).quantize(_CENT)
            reason = f"按您的答复由万元折算为{values[n]}元"
            sheet.complain(place, name, str(value), reason, level=Level.NOTE)
            sheet.normalised += 1
        elif answer:
            reason = "按您的答复照原样登记，数值偏离常见范围"
            level = Level.NOTE if answer == "yuan" else Level.WARN
            sheet.complain(place, name, str(value), reason, level=level)
        else:
            sheet.asked.add(key, UNIT_TEXT, UNIT_CHOICES, name, str(value))
            reason = "数值偏离常见范围，单位是元还是万元"
            sheet.complain(place, name, str(value), reason, level=Level.ASK, question=key)


def _compare_sources(
    roster: Roster,
    sizes: Sequence[int],
    of_year: dict[str, tuple[Sheet, AmountColumn]],
    amounts: Amounts,
    net: list[Decimal | None],
) -> None:
    """Work net income out of its sources; warn where the sheet says otherwise. No. 38."""
    sheet, column = of_year.get(NET) or next(of_year[key] for key in PARTS if key in of_year)
    places = roster.starts if sheet is roster.people else roster.home_at
    for at, size in enumerate(sizes):
        working = work_out(
            {key: amounts[key][at] for key in PARTS if key in amounts}, persons=size
        )
        stated = net[at]
        if working is None:
            if stated is None and any(amounts[key][at] is not None for key in amounts):
                reason = "收入来源不全，无法计算人均纯收入，该年收入未登记"
                sheet.complain(places[at], column.name, "", reason, level=Level.WARN)
        elif stated is None:
            net[at] = working.per_person
        elif abs(stated * size - working.net) > _CENT * size:
            reason = f"与各项收入之和不符：按来源计算为{working.per_person}元，请核对"
            sheet.complain(places[at], column.name, str(stated), reason, level=Level.WARN)


def _losses(
    roster: Roster,
    of_year: dict[str, tuple[Sheet, AmountColumn]],
    net: list[Decimal | None],
    costs: list[Decimal | None],
) -> None:
    """Reject a negative net income without the costs that made it. Domain §5 no. 16."""
    if not any(value < 0 for value in set(net) if value is not None):
        return
    sheet, column = next(iter(of_year.values())) if NET not in of_year else of_year[NET]
    places = roster.starts if sheet is roster.people else roster.home_at
    for at, (value, spent) in enumerate(zip(net, costs, strict=True)):
        if value is not None and value < 0 and not (spent and spent > 0):
            reason = "收入不能为负数；经营亏损请填写生产经营支出"
            sheet.complain(places[at], column.name, str(value), reason)


def read_years(roster: Roster, year: int) -> Columns:
    """Read the assurances and the house as they stood in a year; only columns the sheet has."""
    columns = [
        column
        for column in COLUMNS
        if column.level == "year"
        and any(column.key in sheet.layout.at for sheet in (roster.homes, roster.people))
    ]
    if not columns:
        return {}
    years: dict[str, list[Any]] = {
        "household_no": [roster.numbers[start] for start in roster.starts],
        "year": [year] * len(roster.starts),
    }
    for column in columns:
        years[YEAR_FIELDS.get(column.key, column.key)] = roster.household_column(column)
    return years
