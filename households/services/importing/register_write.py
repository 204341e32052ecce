"""Writing a checked register: new rows by COPY, changed rows by their keys."""

from datetime import date, timedelta
from typing import Any

from django.db import models

from households.bulk import BATCH, insert_columns, write_over
from households.checking.data import RegisterData
from households.models import (
    HelperPairing,
    Household,
    HouseholdIncome,
    HouseholdYear,
    Member,
    RegisterBatch,
)
from households.services.importing import register_fields as fields
from households.services.importing.register_differences import FORMER_HEAD
from households.services.importing.register_tables import (
    CHUNK,
    Changes,
    Columns,
    amounts_of_year,
    rows_of,
)


class Writer:
    """One writing of what `find_changes` found, inside the transaction that compared."""

    def __init__(
        self, data: RegisterData, changes: Changes, batch: RegisterBatch, on: date
    ) -> None:
        self.data, self.changes, self.batch, self.on = data, changes, batch, on
        self.ids = changes.stored.numbers

    def write(self) -> None:
        """Write every level, households first."""
        self._households()
        self._members()
        self._incomes()
        self._years()
        self._helpers()

    def _insert(self, model: type[models.Model], columns: Columns) -> None:
        count = len(next(iter(columns.values()), ()))
        insert_columns(model, columns | {"source_id": [self.batch.pk] * count})

    def _homes(self, columns: Columns, at: list[int]) -> list[int]:
        return [self.ids[number] for number in _picked(columns["household_no"], at)]

    def _households(self) -> None:
        table, columns = self.changes.households, self.data.households
        names = ["household_no", *(name for name in fields.HOUSEHOLD_FIELDS if name in columns)]
        if table.new:
            new = {name: _picked(columns[name], table.new) for name in names}
            for key, values in self.changes.household_keys.items():
                new[key] = _picked(values, table.new)
            self._insert(Household, new | {"village_id": new["area_code"]})
            made = Household.objects.filter(source=self.batch).order_by()
            self.ids.update(made.values_list("household_no", "pk").iterator(chunk_size=CHUNK))
        changed: list[models.Model] = [
            Household(
                **{name: columns[name][at] for name in names},
                village_id=columns["area_code"][at],
            )
            for at in table.changed
        ]
        write_over(Household, changed, ["household_no"], [*table.names, "village"])

    def _members(self) -> None:
        """Write people so that no household has two heads at any moment.

        A head who is no longer on the list stays as 原户主; then come those who are not head, new
        people, and the new heads last.
        """
        table, columns = self.changes.members, self.data.members
        leaving = list(self.changes.heads_to_demote)
        for start in range(0, len(leaving), CHUNK):
            former = Member.objects.filter(person_no__in=leaving[start : start + CHUNK])
            former.update(relation=FORMER_HEAD)
        relation = columns["relation"]
        self._change_members([at for at in table.changed if relation[at] != Member.HEAD])
        if table.new:
            names = ["person_no", *(name for name in fields.MEMBER_FIELDS if name in columns)]
            new = {name: _picked(columns[name], table.new) for name in names}
            for key, values in self.changes.member_keys.items():
                new[key] = _picked(values, table.new)
            self._insert(Member, new | {"household_id": self._homes(columns, table.new)})
        self._change_members([at for at in table.changed if relation[at] == Member.HEAD])

    def _change_members(self, places: list[int]) -> None:
        table, columns = self.changes.members, self.data.members
        names = ["person_no", *(name for name in fields.MEMBER_FIELDS if name in columns)]
        people: list[models.Model] = [
            Member(
                **{name: columns[name][at] for name in names},
                household_id=self.ids[columns["household_no"][at]],
            )
            for at in places
        ]
        write_over(Member, people, ["person_no"], [*table.names, "household"])

    def _incomes(self) -> None:
        table, columns = self.changes.incomes, self.data.incomes
        if not (table.new or table.changed):
            return
        area = self._areas()

        def picked(places: list[int]) -> Columns:
            found = {name: _picked(columns[name], places) for name in ("year", *table.names)}
            numbers = _picked(columns["household_no"], places)
            return found | {
                "household_id": [self.ids[number] for number in numbers],
                "area_code": [area[number] for number in numbers],
            }

        if table.new:
            self._insert(HouseholdIncome, picked(table.new))
        for year in sorted({columns["year"][at] for at in table.changed}):
            places = [at for at in table.changed if columns["year"][at] == year]
            names = [*amounts_of_year(self.data, year), "area_code"]
            rows = _objects(HouseholdIncome, picked(places))
            write_over(HouseholdIncome, rows, ["household", "year"], names)

    def _areas(self) -> dict[str, str]:
        columns = self.data.households
        return dict(zip(columns["household_no"], columns["area_code"], strict=True))

    def _years(self) -> None:
        """Begin the year's record of new households and of those that changed; keep it up."""
        columns, table = self.data.households, self.changes.years
        numbers = columns["household_no"]
        places = {number: at for at, number in enumerate(numbers)}
        begun = {numbers[at] for at in self.changes.households.new} | self.changes.years_begun
        facts = (
            {key: at for at, key in enumerate(rows_of(self.data.years, ("household_no", "year")))}
            if self.data.years
            else {}
        )
        wanted = {(number, self.changes.year) for number in begun}
        new = set(table.new)
        wanted |= {key for key, at in facts.items() if at in new}
        self._begin_years(sorted(wanted), places, facts)
        kept = [
            {"household_id": self.ids[number], "year": self.changes.year}
            | self._copied(places[number])
            for number in sorted(self.changes.years_kept)
        ]
        write_over(
            HouseholdYear,
            [HouseholdYear(**row) for row in kept],
            ["household", "year"],
            [*fields.YEAR_COPIED, "area_code"],
        )
        changed = [
            HouseholdYear(
                household_id=self.ids[self.data.years["household_no"][at]],
                year=self.data.years["year"][at],
                **self._copied(places[self.data.years["household_no"][at]]),
                **{name: self.data.years[name][at] for name in table.names},
            )
            for at in table.changed
        ]
        write_over(HouseholdYear, list(changed), ["household", "year"], table.names)

    def _copied(self, at: int) -> dict[str, Any]:
        columns = self.data.households
        return {name: columns[name][at] for name in ("area_code", *fields.YEAR_COPIED)}

    def _begin_years(
        self,
        wanted: list[tuple[str, int]],
        places: dict[str, int],
        facts: dict[tuple[Any, ...], int],
    ) -> None:
        if not wanted:
            return
        at = [places[number] for number, _ in wanted]
        households, years = self.data.households, self.data.years
        columns: Columns = {
            "household_id": [self.ids[number] for number, _ in wanted],
            "year": [year for _, year in wanted],
        }
        for name in ("area_code", *fields.YEAR_COPIED):
            columns[name] = _picked(households[name], at)
        for name in self.changes.years.names:
            default = fields.field_of(HouseholdYear, name).get_default()
            columns[name] = [
                years[name][facts[key]] if key in facts else default for key in wanted
            ]
        insert_columns(HouseholdYear, columns)

    def _helpers(self) -> None:
        """Begin the new pairings today; the ones before them end yesterday and stay.

        A pairing begun today already is put right in place.
        """
        columns, changes = self.data.households, self.changes
        if not changes.helpers:
            return
        wanted = {self.ids[columns["household_no"][at]]: at for at in changes.helpers}
        if any(changes.helpers.values()):
            self._end_pairings(wanted)
        at = list(wanted.values())
        self._insert(
            HelperPairing,
            {
                "household_id": list(wanted),
                "area_code": _picked(columns["area_code"], at),
                "name": _picked(columns["helper_name"], at),
                "unit_name": _picked(columns["helper_unit"], at),
                "starts_on": [self.on.isoformat()] * len(at),
            },
        )

    def _end_pairings(self, wanted: dict[int, int]) -> None:
        """End running pairings of these households; those begun today are renamed, taken out."""
        columns, ids = self.data.households, list(wanted)
        for start in range(0, len(ids), CHUNK):
            running = HelperPairing.objects.filter(
                ends_on=None, household__in=ids[start : start + CHUNK]
            )
            today = list(running.filter(starts_on__gte=self.on))
            for pairing in today:
                at = wanted.pop(pairing.household_id)
                pairing.name = columns["helper_name"][at]
                pairing.unit_name, pairing.user = columns["helper_unit"][at], None
            HelperPairing.objects.bulk_update(
                today, ["name", "unit_name", "user"], batch_size=BATCH
            )
            ended = running.filter(starts_on__lt=self.on)
            ended.update(ends_on=self.on - timedelta(days=1))


def _picked(values: list[Any], places: list[int]) -> list[Any]:
    """Give the values at some places."""
    if len(places) == len(values) and places == list(range(len(values))):
        return values
    return [values[at] for at in places]


def _objects(model: type[models.Model], columns: Columns) -> list[models.Model]:
    return [
        model(**dict(zip(columns, row, strict=True)))
        for row in zip(*columns.values(), strict=True)
    ]
