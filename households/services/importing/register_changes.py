"""What a checked register would change: its rows beside the rows of the county that are stored.

Stored rows stream by and are compared with the file's as plain values; only those that differ are
kept. Sealed fields are compared by their search keys and opened only where a difference is shown.
A column the sheet lacks is not compared and later not written, so that a sheet without telephones
does not empty them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from households.checking.data import RegisterData
from households.models import HelperPairing, Household, HouseholdIncome, HouseholdYear, Member
from households.services.importing import register_fields as fields
from households.services.importing.register_same import all_the_same, can_ask
from households.services.importing.register_tables import (
    CHUNK,
    Changes,
    Columns,
    Row,
    Table,
    amounts_of,
    amounts_of_year,
    comparable,
    facts_of,
    rows_of,
)


def find_changes(*, data: RegisterData, county: str, scope: str, on: date) -> Changes:
    """Compare checked rows with the stored rows of a county; `scope` is where `absent` counts.

    The record (年度情况) of the year of `on` follows the households' present state. Households
    of other places than the scope are told as `outside`, by place in the data.
    """
    changes = Changes(year=on.year)
    if not data.households:
        return changes
    if not Household.objects.within(county).exists():
        return _all_new(data, changes)
    if can_ask() and all_the_same(data, county, scope, changes):
        return changes
    _compare_households(data, county, scope, changes)
    _compare_members(data, county, changes)
    _compare_incomes(data, county, changes)
    _compare_years(data, county, changes)
    _find_years(data, changes)
    if "helper_name" in data.given:
        _compare_helpers(data, county, changes, on)
    return changes


def _all_new(data: RegisterData, changes: Changes) -> Changes:
    """Give the changes of a county's first register: every row is new."""
    for table, columns, names in (
        (changes.households, data.households, []),
        (changes.members, data.members, []),
        (changes.incomes, data.incomes, amounts_of(data)),
        (changes.years, data.years, facts_of(data)),
    ):
        table.names = names
        table.new = list(range(len(columns.get("household_no", ()))))
    if "helper_name" in data.given:
        named = enumerate(data.households["helper_name"])
        changes.helpers = {at: None for at, name in named if name}
    return changes


def _plain(rows: Iterable[Row], model: type[models.Model], names: Sequence[str]) -> Iterator[Row]:
    """Write days and amounts as the data has them; rows without such columns go through."""
    kinds = (models.DateField, models.DecimalField)
    odd = [at for at, name in enumerate(names) if isinstance(fields.field_of(model, name), kinds)]
    if not odd:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for at in odd:
            values[at] = fields.plain(values[at])
        yield tuple(values)


def _compare_households(data: RegisterData, county: str, scope: str, changes: Changes) -> None:
    table, stored = changes.households, changes.stored
    table.names = fields.given_fields(fields.HOUSEHOLD_FIELDS, data.households, data.given)
    read, mine = comparable(Household, data.households, table.names)
    changes.household_keys = {key: mine[key] for key in read if key not in table.names}
    rows = list(zip(*(mine[key] for key in read), strict=True))
    places = {number: at for at, number in enumerate(data.households["household_no"])}
    found: set[int] = set()
    names = ["household_no", "pk", "area_code", "head_name", *read]
    query = Household.objects.within(county).order_by().values_list(*names)
    for number, pk, area, head, *rest in query.iterator(chunk_size=CHUNK):
        stored.numbers[number] = pk
        stored.villages[pk] = (number, area, head)
        at = places.get(number)
        if at is None:
            if area.startswith(scope):
                changes.absent.append((number, area))
            continue
        found.add(at)
        before = tuple(map(fields.plain, rest))
        if not area.startswith(scope):
            changes.outside.append(at)
        elif before != rows[at]:
            table.changed[at] = before
    table.new = [at for at in range(len(rows)) if at not in found]


def _compare_members(data: RegisterData, county: str, changes: Changes) -> None:
    table = changes.members
    table.names = fields.given_fields(fields.MEMBER_FIELDS, data.members, data.given)
    read, mine = comparable(Member, data.members, table.names)
    changes.member_keys = {key: mine[key] for key in read if key not in table.names}
    rows = list(zip(data.members["household_no"], *(mine[key] for key in read), strict=True))
    places = {person: at for at, person in enumerate(data.members["person_no"])}
    found: set[int] = set()
    if changes.stored.numbers:
        _stream_members(data, county, changes, places, rows, read, found)
    table.new = [at for at in range(len(rows)) if at not in found]


def _stream_members(
    data: RegisterData,
    county: str,
    changes: Changes,
    places: dict[str, int],
    rows: list[Row],
    read: list[str],
    found: set[int],
) -> None:
    """Look at each stored person once: same, changed, or not in the file."""
    table, stored = changes.members, changes.stored
    homes = dict(
        zip(changes.member_keys["identity_key"], data.members["household_no"], strict=True)
    )
    new_head = {
        number: person
        for number, person, relation in rows_of(
            data.members, ("household_no", "person_no", "relation")
        )
        if relation == Member.HEAD
    }
    names = ["person_no", "household_id", "identity_key", "relation", "name", *read]
    query = Member.objects.within(county).order_by().values_list(*names)
    for person, household, identity, relation, name, *rest in _plain(
        query.iterator(chunk_size=CHUNK), Member, names
    ):
        number = stored.villages[household][0]
        at = places.get(person)
        stored.owners[identity] = (person, number)
        stored.peopled.add(number)
        if homes.get(identity) == number:
            stored.recognised.add(number)
        if relation == Member.HEAD and new_head.get(number, person) != person:
            changes.heads_to_demote[person] = number
        if at is None:
            continue
        found.add(at)
        before = (number, *rest)
        if before == rows[at]:
            continue
        table.changed[at] = before
        if number == rows[at][0] and name == data.members["name"][at]:
            stored.recognised.add(number)


def _compare_incomes(data: RegisterData, county: str, changes: Changes) -> None:
    years = set(data.incomes.get("year", ()))
    said = {year: amounts_of_year(data, year) for year in years}
    changes.incomes.names = amounts_of(data)
    _compare_by_year(HouseholdIncome, data.incomes, said, county, changes, changes.incomes)


def _compare_years(data: RegisterData, county: str, changes: Changes) -> None:
    changes.years.names = facts_of(data)
    said = dict.fromkeys(data.years.get("year", ()), changes.years.names)
    _compare_by_year(HouseholdYear, data.years, said, county, changes, changes.years)
    _spare_closed_years(data, county, changes)


def _spare_closed_years(data: RegisterData, county: str, changes: Changes) -> None:
    """Leave the records of closed years alone: they change by hand, for a written reason."""
    changed = changes.years.changed
    if not changed:
        return
    years = HouseholdYear.objects.within(county).filter(year__in=set(data.years["year"]))
    closed = years.exclude(closed_at=None).values_list("household__household_no", "year")
    shut = set(closed.iterator(chunk_size=CHUNK))
    keys = list(rows_of(data.years, ("household_no", "year")))
    for at in [at for at in changed if keys[at] in shut]:
        del changed[at]
        changes.closed[keys[at][0]] = keys[at][1]


def _find_years(data: RegisterData, changes: Changes) -> None:
    """Sort the known households that changed by whether the year has a record of them."""
    if not changes.households.changed:
        return
    numbers = data.households["household_no"]
    changed = {numbers[at] for at in changes.households.changed}
    stored = changes.stored
    ids = [stored.numbers[number] for number in changed]
    for start in range(0, len(ids), CHUNK):
        rows = HouseholdYear.objects.filter(
            year=changes.year, household__in=ids[start : start + CHUNK]
        )
        for household, closed_at in rows.values_list("household_id", "closed_at"):
            number = stored.villages[household][0]
            changed.discard(number)
            if closed_at is None:
                changes.years_kept.add(number)
    changes.years_begun = changed


def _compare_by_year(
    model: type[models.Model],
    columns: Columns,
    said: Mapping[int, list[str]],
    county: str,
    changes: Changes,
    table: Table,
) -> None:
    """Compare rows that stand under household and year; `said` are the fields given of a year.

    A field that is not given of a row's year counts as the same.
    """
    names = table.names
    if not columns.get("household_no"):
        return
    silent = {
        year: [at for at, name in enumerate(names) if name not in given]
        for year, given in said.items()
    }
    rows = list(rows_of(columns, names))
    places = {key: at for at, key in enumerate(rows_of(columns, ("household_no", "year")))}
    found: set[int] = set()
    if changes.stored.numbers:
        manager: Any = model._default_manager  # noqa: SLF001 -- Django's documented API
        query = manager.within(county).order_by().filter(year__in=set(columns["year"]))
        read = ["household_id", "year", *names]
        for household, year, *rest in _plain(
            query.values_list(*read).iterator(chunk_size=CHUNK), model, read
        ):
            at = places.get((changes.stored.villages[household][0], year))
            if at is None:
                continue
            found.add(at)
            for place in silent[year]:
                rest[place] = rows[at][place]
            if tuple(rest) != rows[at]:
                table.changed[at] = tuple(rest)
    table.new = [at for at in range(len(rows)) if at not in found]


def _compare_helpers(data: RegisterData, county: str, changes: Changes, on: date) -> None:
    """Find whose helper is another; of one begun `on` this day the account is remembered too."""
    running: dict[str, tuple[str, str, str]] = {}
    if changes.stored.numbers:
        query = HelperPairing.objects.within(county).order_by().filter(ends_on=None)
        rows = query.values_list(
            "household_id", "name", "unit_name", "starts_on", "user__username"
        )
        running = {
            changes.stored.villages[household][0]: (
                name,
                unit,
                (user or "") if since >= on else "",
            )
            for household, name, unit, since, user in rows.iterator(chunk_size=CHUNK)
        }
    with_unit = "helper_unit" in data.given
    keys = ("household_no", "helper_name", "helper_unit" if with_unit else "helper_name")
    for at, (number, name, unit) in enumerate(rows_of(data.households, keys)):
        before = running.get(number)
        same = before is not None and before[0] == name and (before[1] == unit or not with_unit)
        if name and not same:
            changes.helpers[at] = before
