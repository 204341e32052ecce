"""What is compared: the file's columns, the places in them that are new or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.sealing import search_keys
from households.checking.data import RegisterData
from households.checking.facts import NET
from households.facts.incomes import PARTS
from households.services.importing import register_fields as fields

CHUNK = 5000
Columns = dict[str, list[Any]]
Row = tuple[Any, ...]


@dataclass
class Table:
    """The rows of one level: which fields are compared, which are new, which differ and where.

    `changed` gives for a place in the data the stored row's values of `names`, in their order;
    a sealed value stands there as its search key.
    """

    names: list[str] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    changed: dict[int, Row] = field(default_factory=dict)


@dataclass
class Stored:
    """What conflicts are looked for in, gathered while the stored rows stream by."""

    villages: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    recognised: set[str] = field(default_factory=set)
    peopled: set[str] = field(default_factory=set)


@dataclass
class Changes:
    """Places in the data's columns that are new or changed, and what follows from it.

    `years_begun` are known households whose record of `year` begins with this change, because
    something of them changed; `years_kept` have one already that follows the change. Of
    those in `closed` the file says otherwise about a closed year, which stays as it is.
    """

    households: Table = field(default_factory=Table)
    members: Table = field(default_factory=Table)
    incomes: Table = field(default_factory=Table)
    years: Table = field(default_factory=Table)
    helpers: dict[int, tuple[str, str, str] | None] = field(default_factory=dict)
    heads_to_demote: dict[str, str] = field(default_factory=dict)
    absent: list[tuple[str, str]] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    year: int = 0
    years_begun: set[str] = field(default_factory=set)
    years_kept: set[str] = field(default_factory=set)
    closed: dict[str, int] = field(default_factory=dict)
    stored: Stored = field(default_factory=Stored)
    member_keys: Columns = field(default_factory=dict)
    household_keys: Columns = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether applying would change no row."""
        tables = (self.households, self.members, self.incomes, self.years)
        return not (self.helpers or any(table.new or table.changed for table in tables))

    def touched(self, data: RegisterData) -> set[str]:
        """Give the numbers of the households of which anything is new or changed."""
        numbers: set[str] = set()
        for table, columns in (
            (self.households, data.households),
            (self.members, data.members),
            (self.incomes, data.incomes),
            (self.years, data.years),
        ):
            of = columns.get("household_no", [])
            numbers.update(of[at] for at in (*table.new, *table.changed))
        numbers.update(data.households["household_no"][at] for at in self.helpers)
        return numbers


def rows_of(columns: Columns, keys: Sequence[str]) -> Iterator[Row]:
    """Give the rows of some columns."""
    return zip(*(columns[key] for key in keys), strict=True)


def keys_of(texts: list[Any]) -> list[str]:
    """Give the search keys of a column; few different texts are worked out once each."""
    different = list(set(texts))
    if len(different) == len(texts):
        return search_keys(texts)
    made = dict(zip(different, search_keys(different), strict=True))
    return [made[text] for text in texts]


def comparable(
    model: type[models.Model], columns: Columns, names: Sequence[str]
) -> tuple[list[str], Columns]:
    """Give the stored columns to read for these fields, and the file's columns beside them."""
    read, mine = [], {}
    for name in names:
        key = fields.key_of(model, name)
        read.append(key or name)
        mine[key or name] = keys_of(columns[name]) if key else columns[name]
    return read, mine


def amounts_of(data: RegisterData) -> list[str]:
    """Give the fields of income the file has."""
    return [name for name in fields.INCOME_FIELDS if name in data.incomes]


def amounts_of_year(data: RegisterData, year: int) -> list[str]:
    """Give the fields of income the file has for one year; the net per head is always worked out.

    Other years' columns say nothing of this one, so that its stored amounts stay.
    """
    given = {name for name in fields.INCOME_FIELDS if f"{year}:{name}" in data.given}
    if given.intersection(PARTS):
        given.add("person_count")
    return [name for name in amounts_of(data) if name == NET or name in given]


def facts_of(data: RegisterData) -> list[str]:
    """Give the facts of a year the file has."""
    return [name for name in fields.year_facts() if name in data.years]
