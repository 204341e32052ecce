"""What a check of an uploaded sheet is told and what it gives: plain values, ready for JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from households.checking.places import Places

Columns = dict[str, list[Any]]


class Level(StrEnum):
    """What a complaint means: a row stays out, a person must say, please look, or put right.

    OUT is a row without a fault that stays out because another row of its household does.
    """

    BLOCK = "block"
    OUT = "out"
    ASK = "ask"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Complaint:
    """What is said of one cell; the value is shown masked. `question` is the key of an ask."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    level: Level = Level.BLOCK
    question: str = ""


@dataclass(frozen=True)
class Question:
    """What a person must say before the file can be used; choices are (answer, label)."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class FoundConflict:
    """Two records that cannot both be right; `kind` is a RegisterConflict.Kind value."""

    kind: str
    key: str
    here_no: str
    there_no: str
    person_no: str
    found: str


@dataclass(frozen=True)
class RegisterData:
    """Rows by columns: households, members, incomes and years by household_no; JSON types only.

    Only households of which nothing is rejected are here. `row` is each line's number in the
    sheet; `given` holds the keys of the columns the sheet has, those of amounts with their year
    too (2015:wages).
    """

    households: Columns = field(default_factory=dict)
    members: Columns = field(default_factory=dict)
    incomes: Columns = field(default_factory=dict)
    years: Columns = field(default_factory=dict)
    given: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PlainData:
    """Rows by columns of a sheet that is no register, such as a village list."""

    rows: Columns = field(default_factory=dict)
    given: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CheckOptions:
    """What a check needs besides the sheet.

    `income_year` is the year of columns that name none; `answers` by question key; `mapping` from
    header to column key, "" for a header that is not read; `masks` by kind of cell; rows outside
    the `scope` prefix are rejected; days after `latest` (2016-07-31) are warned of;
    `known_persons` are the 人编号 the register has, whose wrong check digits are only warned of.
    """

    places: Places
    income_year: int
    answers: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    masks: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    scope: str = ""
    latest: str = "9999-12-31"
    known_persons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """The outcome of a check. Rows: read = accepted + rejected; skipped ones hold no record.

    `columns` pairs each header with the name of the column it was taken for, "" if it is not
    read; `missing` names required columns nobody was found for.
    """

    data: RegisterData | PlainData
    complaints: tuple[Complaint, ...] = ()
    questions: tuple[Question, ...] = ()
    conflicts: tuple[FoundConflict, ...] = ()
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    normalised: int = 0
    columns: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
