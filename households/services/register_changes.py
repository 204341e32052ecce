"""What a checked register would change: its rows beside the rows of the county that are stored.

Rows are compared column by column as plain values. A column the sheet lacks is not compared and
later not written, so that a sheet without telephones does not empty them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from households.models import HelperPairing, Household, HouseholdIncome, Member
from households.register_data import RegisterData

HOUSEHOLD_FIELDS = {
    "area_code": "village",
    "head_name": "name",
    "person_count": "household_no",
    "group_name": "group_name",
    "attribute": "attribute",
    "cause": "cause",
    "further_causes": "further_causes",
    "measure": "measures",
    "further_measures": "measures",
    "status": "status",
    "planned_exit_year": "planned_exit_year",
    "unsafe_house": "unsafe_house",
    "safe_water": "safe_water",
    "phone": "phone",
    "registered_on": "registered_on",
}
MEMBER_FIELDS = (
    "area_code",
    "name",
    "identity_number",
    "relation",
    "ethnicity",
    "education",
    "schooling",
    "health",
    "labour",
    "work_months",
    "insured",
)
_DERIVED = frozenset(("area_code",))


@dataclass
class Changes:
    """Places in the data's columns that are new or changed, and what follows from it."""

    household_fields: list[str]
    member_fields: list[str]
    new_households: list[int] = field(default_factory=list)
    changed_households: list[int] = field(default_factory=list)
    new_members: list[int] = field(default_factory=list)
    changed_members: list[int] = field(default_factory=list)
    new_incomes: list[int] = field(default_factory=list)
    changed_incomes: list[int] = field(default_factory=list)
    helpers: list[int] = field(default_factory=list)
    heads_to_demote: list[str] = field(default_factory=list)
    absent: int = 0
    outside: list[tuple[int, str]] = field(default_factory=list)
    clashes: list[tuple[int, str]] = field(default_factory=list)
    touched: int = 0
    household_ids: dict[str, int] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether applying would change no row."""
        found = (
            *(self.new_households, self.changed_households, self.new_members),
            *(self.changed_members, self.new_incomes, self.changed_incomes, self.helpers),
        )
        return not any(found)


def find_changes(*, data: RegisterData, county: str, scope: str) -> Changes:
    """Compare checked rows with the stored rows of a county; `scope` is where `absent` counts.

    Households of other places than the scope, and identity numbers that belong to another person,
    are told as `outside` and `clashes` with the place in the data's columns.
    """
    given = set(data.given)
    changes = Changes(
        household_fields=[key for key, column in HOUSEHOLD_FIELDS.items() if column in given],
        member_fields=[key for key in MEMBER_FIELDS if key in given or key in _DERIVED],
    )
    touched: set[str] = set()
    _compare_households(data, county, scope, changes, touched)
    _compare_members(data, county, changes, touched)
    _compare_incomes(data, county, changes, touched)
    if "helper_name" in given:
        _compare_helpers(data, county, changes, touched)
    new = {data.households["household_no"][at] for at in changes.new_households}
    changes.touched = len(touched - new)
    return changes


def rows_of(columns: dict[str, list[Any]], keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of some columns."""
    return zip(*(columns[key] for key in keys), strict=True)


def _stored(rows: Iterable[tuple[Any, ...]]) -> dict[Any, tuple[Any, ...]]:
    """Key stored rows by their first value."""
    return {row[0]: row[1:] for row in rows}


def _compare_households(
    data: RegisterData, county: str, scope: str, changes: Changes, touched: set[str]
) -> None:
    keys = ["household_no", *changes.household_fields]
    rows = Household.objects.within(county).values_list(
        "household_no", "pk", "area_code", *keys[1:]
    )
    stored = _stored(_plain_days(rows.iterator(chunk_size=5000), keys))
    changes.household_ids = {number: row[0] for number, row in stored.items()}
    for at, row in enumerate(rows_of(data.households, keys)):
        number = row[0]
        before = stored.get(number)
        if before is None:
            changes.new_households.append(at)
        elif not before[1].startswith(scope):
            changes.outside.append((at, number))
        elif before[2:] != row[1:]:
            changes.changed_households.append(at)
            touched.add(number)
    here = set(data.households["household_no"])
    changes.absent = sum(
        1 for number, row in stored.items() if row[1].startswith(scope) and number not in here
    )


def _plain_days(rows: Iterable[tuple[Any, ...]], keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Write the day a household was registered as text, as the data has it."""
    if "registered_on" not in keys:
        yield from rows
        return
    for row in rows:
        day = row[-1]
        yield (*row[:-1], day.isoformat() if day else None)


def _compare_members(data: RegisterData, county: str, changes: Changes, touched: set[str]) -> None:
    keys = ["person_no", "household_no", *changes.member_fields]
    names = ["person_no", "household__household_no", *changes.member_fields]
    stored = _stored(Member.objects.within(county).values_list(*names).iterator(chunk_size=5000))
    identity, relation = keys.index("identity_number") - 1, keys.index("relation") - 1
    owners = {row[identity]: person for person, row in stored.items()}
    heads = {row[0]: person for person, row in stored.items() if row[relation] == Member.HEAD}
    for at, row in enumerate(rows_of(data.members, keys)):
        person, household = row[0], row[1]
        before = stored.get(person)
        if before == row[1:]:
            continue
        touched.add(household)
        (changes.changed_members if before else changes.new_members).append(at)
        if owners.get(row[identity + 1], person) != person:
            changes.clashes.append((at, row[identity + 1]))
        head = heads.get(household, person)
        if row[relation + 1] == Member.HEAD and head != person:
            changes.heads_to_demote.append(head)


def _compare_incomes(data: RegisterData, county: str, changes: Changes, touched: set[str]) -> None:
    names = ("household__household_no", "year", "net_income_pc")
    stored = {
        (number, year): f"{amount:.2f}"
        for number, year, amount in HouseholdIncome.objects.within(county)
        .values_list(*names)
        .iterator(chunk_size=5000)
    }
    for at, (number, year, amount) in enumerate(
        rows_of(data.incomes, ("household_no", "year", "net_income_pc"))
    ):
        before = stored.get((number, year))
        if before == amount:
            continue
        touched.add(number)
        (changes.new_incomes if before is None else changes.changed_incomes).append(at)


def _compare_helpers(data: RegisterData, county: str, changes: Changes, touched: set[str]) -> None:
    keys = ("household_no", "helper_name", "helper_unit")
    names = ("household__household_no", "name", "unit_name")
    pairings = HelperPairing.objects.within(county).filter(ends_on=None).values_list(*names)
    stored = _stored(pairings)
    for at, (number, name, unit) in enumerate(rows_of(data.households, keys)):
        if name and stored.get(number) != (name, unit):
            changes.helpers.append(at)
            touched.add(number)
