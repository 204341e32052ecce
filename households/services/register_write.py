"""Writing a checked register: new rows by COPY, changed rows by their keys."""

from datetime import date, timedelta
from typing import Any

from django.db import models

from accounts.fields import SearchKeyField
from households.bulk import BATCH, insert_columns
from households.models import HelperPairing, Household, HouseholdIncome, Member
from households.register_data import RegisterData
from households.services.register_changes import MEMBER_FIELDS, Changes

FORMER_HEAD = "原户主"
_HOUSEHOLD_COLUMNS = (
    *("household_no", "area_code", "group_name", "head_name", "person_count", "attribute"),
    *("cause", "further_causes", "measure", "further_measures", "status", "planned_exit_year"),
    *("unsafe_house", "safe_water", "phone", "registered_on"),
)


def write_changes(*, data: RegisterData, changes: Changes, on: date) -> None:
    """Write what `find_changes` found; call it inside the transaction that compared."""
    _write_households(data, changes)
    ids = dict(changes.household_ids)
    if changes.new_households:
        numbers = set(_picked(data.households["household_no"], changes.new_households))
        county = data.households["area_code"][0][:6]
        stored = Household.objects.within(county).values_list("household_no", "pk")
        ids |= {number: pk for number, pk in stored.iterator(chunk_size=5000) if number in numbers}
    _write_members(data, changes, ids)
    _write_incomes(data, changes, ids)
    _write_helpers(data, changes, ids, on)


def _picked(values: list[Any], places: list[int]) -> list[Any]:
    """Give the values at some places."""
    if len(places) == len(values):
        return values
    return [values[at] for at in places]


def _upsert(
    objects: list[models.Model], unique: list[str], fields: list[str], model: type[models.Model]
) -> None:
    keys = [
        field.name
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
        if isinstance(field, SearchKeyField) and field.of in fields
    ]
    model._default_manager.bulk_create(  # noqa: SLF001 -- Django's documented API
        objects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=[*fields, *keys],
    )


def _write_households(data: RegisterData, changes: Changes) -> None:
    new = {
        key: _picked(data.households[key], changes.new_households) for key in _HOUSEHOLD_COLUMNS
    }
    insert_columns(Household, new | {"village_id": new["area_code"]})
    changed: list[models.Model] = [
        Household(
            **{key: data.households[key][at] for key in _HOUSEHOLD_COLUMNS},
            village_id=data.households["area_code"][at],
        )
        for at in changes.changed_households
    ]
    if changed:
        _upsert(changed, ["household_no"], [*changes.household_fields, "village"], Household)


def _write_members(data: RegisterData, changes: Changes, ids: dict[str, int]) -> None:
    """Write people so that no household has two heads at any moment.

    A head who is no longer on the list stays as 原户主; then come those who are not head, new
    people, and the new heads last.
    """
    Member.objects.filter(person_no__in=changes.heads_to_demote).update(relation=FORMER_HEAD)
    heads = [at for at in changes.changed_members if data.members["relation"][at] == Member.HEAD]
    others = [at for at in changes.changed_members if data.members["relation"][at] != Member.HEAD]
    _change_members(data, changes, ids, others)
    numbers = _picked(data.members["household_no"], changes.new_members)
    keys = ("person_no", *MEMBER_FIELDS)
    new = {key: _picked(data.members[key], changes.new_members) for key in keys}
    insert_columns(Member, new | {"household_id": [ids[number] for number in numbers]})
    _change_members(data, changes, ids, heads)


def _change_members(
    data: RegisterData, changes: Changes, ids: dict[str, int], places: list[int]
) -> None:
    people: list[models.Model] = [
        Member(
            **{key: data.members[key][at] for key in ("person_no", *MEMBER_FIELDS)},
            household_id=ids[data.members["household_no"][at]],
        )
        for at in places
    ]
    if people:
        _upsert(people, ["person_no"], [*changes.member_fields, "household"], Member)


def _write_incomes(data: RegisterData, changes: Changes, ids: dict[str, int]) -> None:
    area = dict(zip(data.households["household_no"], data.households["area_code"], strict=True))

    def columns(places: list[int]) -> dict[str, list[Any]]:
        picked = {key: _picked(values, places) for key, values in data.incomes.items()}
        numbers = picked.pop("household_no")
        return picked | {
            "household_id": [ids[number] for number in numbers],
            "area_code": [area[number] for number in numbers],
        }

    insert_columns(HouseholdIncome, columns(changes.new_incomes))
    changed = columns(changes.changed_incomes)
    rows: list[models.Model] = [
        HouseholdIncome(**dict(zip(changed, row, strict=True)))
        for row in zip(*changed.values(), strict=True)
    ]
    if rows:
        _upsert(rows, ["household", "year"], ["net_income_pc", "area_code"], HouseholdIncome)


def _write_helpers(data: RegisterData, changes: Changes, ids: dict[str, int], on: date) -> None:
    """Begin the new pairings today; the ones before them end yesterday and stay.

    A pairing begun today already is put right in place.
    """
    if not changes.helpers:
        return
    numbers = _picked(data.households["household_no"], changes.helpers)
    wanted = {ids[number]: at for number, at in zip(numbers, changes.helpers, strict=True)}
    names, units = data.households["helper_name"], data.households["helper_unit"]
    if changes.household_ids:
        _end_pairings(wanted, names, units, on)
    at = list(wanted.values())
    insert_columns(
        HelperPairing,
        {
            "household_id": list(wanted),
            "area_code": _picked(data.households["area_code"], at),
            "name": _picked(names, at),
            "unit_name": _picked(units, at),
            "starts_on": [on.isoformat()] * len(at),
        },
    )


def _end_pairings(wanted: dict[int, int], names: list[str], units: list[str], on: date) -> None:
    """End running pairings of these households; those begun today are renamed and taken out."""
    running = HelperPairing.objects.filter(ends_on=None, household__in=list(wanted))
    today = list(running.filter(starts_on__gte=on))
    for pairing in today:
        at = wanted.pop(pairing.household_id)
        pairing.name, pairing.unit_name, pairing.user = names[at], units[at], None
    HelperPairing.objects.bulk_update(today, ["name", "unit_name", "user"], batch_size=BATCH)
    running.filter(starts_on__lt=on).update(ends_on=on - timedelta(days=1))
