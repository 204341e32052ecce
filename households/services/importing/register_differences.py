"""The differences an upload of the register makes, as rows for its preview and its taking back."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from households.checking.data import RegisterData
from households.models import Household, HouseholdIncome, HouseholdYear, Member
from households.services.importing.comparison import Act, Differences, Subject
from households.services.importing.register_fields import Words, is_sealed, key_of, label_of
from households.services.importing.register_tables import CHUNK, Changes, Table

HELPER, HELPER_UNIT, HELPER_USER = "帮扶责任人", "帮扶责任人单位", "帮扶责任人账号"
FORMER_HEAD = "原户主"


def year_label(year: int, name: str) -> str:
    """Name a field of one year: 2016年度人均纯收入（元）."""
    return f"{year}年度{name}"[:24]


def find_differences(*, data: RegisterData, changes: Changes, county: str) -> Differences:
    """Give a row for each new household, each new person or amount of a known one, each change."""
    rows, words = Differences(), Words(county)
    known = changes.stored.numbers
    columns = data.households
    for at in changes.households.new:
        number = columns["household_no"][at]
        _add(rows, Subject.HOUSEHOLD, number, columns["area_code"][at], columns["head_name"][at])
    _changed_households(rows, words, data, changes)
    _members(rows, words, data, changes)
    areas = dict(zip(columns["household_no"], columns["area_code"], strict=True))
    incomes = (HouseholdIncome, data.incomes, changes.incomes, Subject.INCOME)
    years = (HouseholdYear, data.years, changes.years, Subject.HOUSEHOLD)
    for model, of, table, subject in (incomes, years):
        _by_year(rows, words, model, of, table, subject, areas, known)
    _begun_years(rows, changes, areas)
    _helpers(rows, data, changes)
    for number, area in changes.absent:
        rows.add(Act.ABSENT, Subject.HOUSEHOLD, number, area_code=area, household_no=number)
    return rows


def _add(rows: Differences, subject: str, number: str, area: str, after: str) -> None:
    rows.add(Act.ADD, subject, number, area_code=area, household_no=number, after=after)


def _changed_households(
    rows: Differences, words: Words, data: RegisterData, changes: Changes
) -> None:
    table, columns = changes.households, data.households
    numbers = [columns["household_no"][at] for at in table.changed]
    opened = _opened(Household, "household_no", numbers, table.names)
    for at, before in table.changed.items():
        number, area = columns["household_no"][at], columns["area_code"][at]
        for name, old, new in _fields(
            Household, table.names, before, columns, at, changes.household_keys, opened.get(number)
        ):
            rows.add(
                Act.CHANGE,
                Subject.HOUSEHOLD,
                number,
                area_code=area,
                household_no=number,
                column=label_of(Household, name),
                before=words.show(Household, name, old),
                after=words.show(Household, name, new),
            )


def _members(rows: Differences, words: Words, data: RegisterData, changes: Changes) -> None:
    table, columns, known = changes.members, data.members, changes.stored.numbers
    for at in table.new:
        number = columns["household_no"][at]
        if number in known:
            rows.add(
                Act.ADD,
                Subject.MEMBER,
                columns["person_no"][at],
                area_code=columns["area_code"][at],
                household_no=number,
                after=f"{columns['name'][at]} {columns['relation'][at]}",
            )
    people = [columns["person_no"][at] for at in table.changed]
    opened = _opened(Member, "person_no", people, table.names)
    for at, (home, *before) in table.changed.items():
        person, number = columns["person_no"][at], columns["household_no"][at]
        cells = [
            (label_of(Member, name), words.show(Member, name, old), words.show(Member, name, new))
            for name, old, new in _fields(
                Member, table.names, before, columns, at, changes.member_keys, opened.get(person)
            )
            if name != "area_code"
        ]
        if home != number:
            cells.insert(0, (label_of(Member, "household"), home, number))
        _change(rows, Subject.MEMBER, person, number, columns["area_code"][at], cells)
    _former_heads(rows, data, changes)


def _former_heads(rows: Differences, data: RegisterData, changes: Changes) -> None:
    """A head who is not on the list any more stays as 原户主."""
    if not changes.heads_to_demote:
        return
    listed = set(data.members["person_no"])
    areas = changes.stored.villages
    for person, number in changes.heads_to_demote.items():
        if person not in listed:
            area = areas[changes.stored.numbers[number]][1]
            cells = [(label_of(Member, "relation"), Member.HEAD, FORMER_HEAD)]
            _change(rows, Subject.MEMBER, person, number, area, cells)


def _change(
    rows: Differences,
    subject: str,
    key: str,
    number: str,
    area: str,
    cells: Iterable[tuple[str, str, str]],
) -> None:
    for label, old, new in cells:
        rows.add(
            Act.CHANGE,
            subject,
            key,
            area_code=area,
            household_no=number,
            column=label,
            before=old,
            after=new,
        )


def _fields(
    model: type[models.Model],
    names: list[str],
    before: Iterable[Any],
    columns: dict[str, list[Any]],
    at: int,
    keys: dict[str, list[Any]],
    opened: dict[str, Any] | None,
) -> Iterable[tuple[str, Any, Any]]:
    """Give name, old and new value of each field that differs; sealed ones in the clear."""
    for name, old in zip(names, before, strict=True):
        key = key_of(model, name)
        if old == (keys[key][at] if key else columns[name][at]):
            continue
        yield name, (opened or {}).get(name, "") if key else old, columns[name][at]


def _opened(
    model: type[models.Model], by: str, values: list[str], names: list[str]
) -> dict[str, dict[str, Any]]:
    """Open the sealed fields of the rows that changed, and of no others."""
    sealed = [name for name in names if is_sealed(model, name) and key_of(model, name)]
    found: dict[str, dict[str, Any]] = {}
    manager: Any = model._default_manager  # noqa: SLF001 -- Django's documented API
    for start in range(0, len(values) if sealed else 0, CHUNK):
        rows = manager.filter(**{f"{by}__in": values[start : start + CHUNK]}).order_by()
        for key, *texts in rows.values_list(by, *sealed).iterator(chunk_size=CHUNK):
            found[key] = dict(zip(sealed, texts, strict=True))
    return found


def _by_year(
    rows: Differences,
    words: Words,
    model: type[models.Model],
    columns: dict[str, list[Any]],
    table: Table,
    subject: str,
    areas: dict[str, str],
    known: dict[str, int],
) -> None:
    first = table.names[0] if table.names else ""
    for at in table.new:
        number, year = columns["household_no"][at], columns["year"][at]
        if number in known:
            rows.add(
                Act.ADD,
                subject,
                number,
                area_code=areas[number],
                household_no=number,
                column=year_label(year, "情况" if model is HouseholdYear else ""),
                after=words.show(model, first, columns[first][at]),
            )
    for at, before in table.changed.items():
        number, year = columns["household_no"][at], columns["year"][at]
        cells = [
            (
                year_label(year, label_of(model, name)),
                words.show(model, name, old),
                words.show(model, name, columns[name][at]),
            )
            for name, old in zip(table.names, before, strict=True)
            if old != columns[name][at]
        ]
        _change(rows, subject, number, number, areas[number], cells)


def _begun_years(rows: Differences, changes: Changes, areas: dict[str, str]) -> None:
    """The year's record begins for known households that change; one line says so."""
    named = {
        (key, label)
        for key, label, act in zip(rows.key, rows.field, rows.act, strict=True)
        if act == Act.ADD
    }
    label = year_label(changes.year, "情况")
    for number in sorted(changes.years_begun):
        if (number, label) not in named:
            rows.add(
                Act.ADD,
                Subject.HOUSEHOLD,
                number,
                area_code=areas[number],
                household_no=number,
                column=label,
            )


def _helpers(rows: Differences, data: RegisterData, changes: Changes) -> None:
    columns, known = data.households, changes.stored.numbers
    for at, before in changes.helpers.items():
        number, name = columns["household_no"][at], columns["helper_name"][at]
        if number not in known:
            continue
        area, unit = columns["area_code"][at], columns["helper_unit"][at]
        if before is None:
            rows.add(
                Act.ADD,
                Subject.PAIRING,
                number,
                area_code=area,
                household_no=number,
                column=HELPER,
                after=name,
            )
            continue
        cells = [(HELPER, before[0], name), (HELPER_UNIT, before[1], unit)]
        cells.append((HELPER_USER, before[2], ""))
        changed = [cell for cell in cells if cell[1] != cell[2]]
        _change(rows, Subject.PAIRING, number, number, area, changed)
