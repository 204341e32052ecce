"""Check a whole register in one pass over its columns: data out, complaints by cell.

Each distinct text of a column is read once; rows are looked at singly only where something is
wrong. What is rejected takes its whole household out; the rest can be applied.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, compress
from typing import Any

from households.checking.asks import Asked
from households.checking.columns import BY_KEY, COLUMNS, Layout, match_header, missing_columns
from households.checking.data import (
    Checked,
    CheckOptions,
    Columns,
    Complaint,
    FoundConflict,
    RegisterData,
)
from households.checking.facts import read_incomes, read_years
from households.checking.logic import (
    compare_totals,
    count_people,
    find_heads,
    tell_left_out,
    warn_of_households,
    warn_of_people,
)
from households.checking.roster import Roster
from households.checking.sheet import Sheet
from households.checking.villages import find_villages
from households.checking.words import HOUSEHOLD_TYPES, WATCHES
from households.reading.book import Book, Table

_ASIDE = (
    *("county", "township", "village", "household_no"),
    "measures",
    "household_type",
    "person_count",
)
_PEOPLE_KEYS, _HOME_KEYS = "household_no name identity_number", "household_no township village"

__all__ = ["check_register"]


def check_register(book: Book, options: CheckOptions) -> Checked:
    """Check a register: one sheet with a row for each person, or one of households beside it.

    The sheet with 人编号 and 证件号码 holds the people; another with 户编号 and without them holds
    the households. Columns that are missing are told and nothing else is done.
    """
    layouts = [match_header(table.header, options.mapping) for table in book.tables]
    people, homes = _choose(layouts)
    chosen = [people] if homes is None else [people, homes]
    columns = tuple(chain.from_iterable(layouts[at].headers for at in chosen))
    missing = missing_columns(*(layouts[at] for at in chosen))
    doubled = _doubled([(book.tables[at], layouts[at]) for at in chosen])
    if missing or doubled:
        read = len(book.tables[people].rows)
        lacking = tuple(dict.fromkeys((*missing, *(c.column for c in doubled))))
        return Checked(RegisterData(), doubled, read=read, columns=columns, missing=lacking)
    asked = Asked()
    sheet = Sheet(book.tables[people], layouts[people], options, asked, keys=_PEOPLE_KEYS)
    home = None
    if homes is not None:
        home = Sheet(book.tables[homes], layouts[homes], options, asked, keys=_HOME_KEYS)
    return _Check(Roster(sheet, home), options, asked).outcome(columns)


def _choose(layouts: Sequence[Layout]) -> tuple[int, int | None]:
    """Return which table holds the people and which, if any, the households."""
    whole = [at for at, layout in enumerate(layouts) if layout.has("identity_number")]
    people = whole[0] if whole else 0
    for at, layout in enumerate(layouts):
        if at != people and layout.has("household_no") and not layout.has("identity_number"):
            return people, at
    return people, None


def _doubled(sheets: Iterable[tuple[Table, Layout]]) -> tuple[Complaint, ...]:
    return tuple(
        Complaint(table.sheet, table.head_row, name, "", "这一列出现了两次")
        for table, layout in sheets
        for name in layout.doubled
    )


class _Check:
    """One check of a register whose columns are there."""

    def __init__(self, roster: Roster, options: CheckOptions, asked: Asked) -> None:
        self.roster, self.options, self.asked = roster, options, asked
        self.people, self.homes = roster.people, roster.homes
        self.conflicts = roster.conflicts

    def outcome(self, columns: tuple[tuple[str, str], ...]) -> Checked:
        """Check everything and gather what may be applied."""
        if not self.people.rows:
            self.people.complain(None, "户编号", "", "表头以下没有数据")
            data = RegisterData()
        else:
            data = self._data()
            compare_totals(self.roster)
        sheets = list(dict.fromkeys((self.homes, self.people)))
        gone = self._rejected_households()
        places = self._rejected_rows(gone)
        tell_left_out(self.roster, places)
        rejected = sum(map(len, places))
        read = sum(len(sheet.rows) for sheet in sheets)
        complaints = [
            complaint
            for sheet in sheets
            for complaint in sorted(sheet.complaints, key=lambda complaint: complaint.row)
        ]
        return Checked(
            data=self._accepted(data, gone),
            complaints=tuple(complaints),
            questions=self.asked.questions(),
            conflicts=tuple(self.conflicts),
            read=read,
            accepted=read - rejected,
            rejected=rejected,
            skipped=sum(len(sheet.table.rows) - len(sheet.rows) for sheet in sheets),
            normalised=sum(sheet.normalised for sheet in sheets),
            columns=columns,
        )

    # ---- reading

    def _data(self) -> RegisterData:
        """Read all columns, in the order a reader of the complaints would."""
        roster = self.roster
        households = self._households()
        members = self._members(households["area_code"])
        stated = roster.household_column(BY_KEY["person_count"])
        households["person_count"] = count_people(roster, members, stated)
        households["head_name"] = find_heads(roster, members)
        self._unique(members, "person_no")
        self._unique(members, "identity_number")
        warn_of_people(roster, members, self.options.latest)
        warn_of_households(roster, households, self.options.latest)
        households["row"] = [self.homes.rows[at] for at in roster.home_at]
        members["row"] = list(self.people.rows)
        incomes = read_incomes(roster, households["person_count"], self.options.income_year)
        years = read_years(roster, self.options.income_year)
        layouts = (self.people.layout, self.homes.layout)
        given = {key for layout in layouts for key in layout.at}
        for amount in chain.from_iterable(layout.amounts for layout in layouts):
            given |= {amount.key, f"{amount.year or self.options.income_year}:{amount.key}"}
        return RegisterData(households, members, incomes, years, sorted(given))

    def _households(self) -> Columns:
        roster = self.roster
        households: Columns = {"household_no": [roster.numbers[start] for start in roster.starts]}
        households["area_code"] = find_villages(roster)
        for column in COLUMNS:
            if column.level == "household" and column.key not in _ASIDE:
                households[column.key] = roster.household_column(column)
        measures = roster.household_column(BY_KEY["measures"])
        households["measure"] = [codes[0] if codes else "" for codes in measures]
        households["further_measures"] = [codes[1:] if codes else [] for codes in measures]
        self._registered(households)
        return households

    def _registered(self, households: Columns) -> None:
        """Say who is in the register and who is only watched; the registered need their facts."""
        types = self.roster.household_column(BY_KEY["household_type"])
        outside = (HOUSEHOLD_TYPES["边缘易致贫户"], HOUSEHOLD_TYPES["一般农户"])
        watches = frozenset(WATCHES.values())
        households["registered"] = [
            kind not in outside if said is None else said
            for said, kind in zip(households["registered"], types, strict=True)
        ]
        households["watch"] = [
            watch or (kind if kind in watches else "")
            for watch, kind in zip(households["watch"], types, strict=True)
        ]
        for key in ("attribute", "cause"):
            if "" not in households[key]:
                continue
            sheet, _, places = self.roster.household_cells(key)
            for value, registered, place in zip(
                households[key], households["registered"], places, strict=True
            ):
                if value == "" and registered:
                    sheet.complain(place, sheet.name(key), "", "不能为空")

    def _members(self, area_codes: list[str]) -> Columns:
        roster = self.roster
        numbers = roster.member_column(BY_KEY["person_no"])
        known = self.options.known_persons

        def is_known(at: int) -> bool:
            return numbers[at] in known

        members: Columns = {"person_no": numbers}
        for column in COLUMNS:
            if column.level == "member" and column.key != "person_no":
                options: dict[str, Any] = {}
                if column.kind == "identity":
                    options["known"] = is_known
                members[column.key] = roster.member_column(column, **options)
        members["household_no"] = roster.numbers
        members["area_code"] = roster.spread(area_codes)
        return members

    # ---- once only

    def _unique(self, members: Columns, key: str) -> None:
        """Reject a number that stands on two rows; in two households it is a conflict. No. 3."""
        values = members[key]
        if len(set(values)) == len(values):
            return
        sheet, column = self.people, BY_KEY[key]
        seen: dict[Any, int] = {}
        for at, value in enumerate(values):
            if not value or at in sheet.alone:
                continue
            before = seen.setdefault(value, at)
            if before == at:
                continue
            row, other = sheet.rows[before], self.roster.numbers[before]
            elsewhere = other != self.roster.numbers[at]
            reason = f"与第{row}行重复" + (f"（户{other}）" if elsewhere else "")
            sheet.complain(at, sheet.name(key), sheet.shown(column.kind, value), reason)
            if key == "identity_number" and elsewhere:
                self._same_identity(members, before, at)

    def _same_identity(self, members: Columns, before: int, at: int) -> None:
        numbers, persons, names = self.roster.numbers, members["person_no"], members["name"]
        found = (
            f"文件第{self.people.rows[before]}行{names[before]}与"
            f"第{self.people.rows[at]}行{names[at]}证件号码相同"
        )
        key = f"{persons[before]}:{persons[at]}"[:80]
        self.conflicts.append(
            FoundConflict("same_identity", key, numbers[before], numbers[at], persons[at], found)
        )

    # ---- what may be applied

    def _rejected_households(self) -> set[int]:
        """Return the households, by the place of their first row, of which a row is rejected."""
        roster = self.roster
        gone = {roster.first[at] for at in self.people.blocked}
        if roster.joined:
            of_place = dict(zip(roster.home_at, roster.starts, strict=True))
            gone |= {of_place[at] for at in self.homes.blocked if at in of_place}
        return gone

    def _rejected_rows(self, gone: set[int]) -> tuple[set[int], set[int]]:
        """Return the rejected places of the people's sheet and of the households' own."""
        roster = self.roster
        rows = set(self.people.alone)
        rows |= {at for at, start in enumerate(roster.first) if start in gone} if gone else set()
        homes: set[int] = set()
        if roster.joined:
            pairs = zip(roster.home_at, roster.starts, strict=True)
            homes = {at for at, start in pairs if start in gone} | self.homes.alone
        return rows, homes

    def _accepted(self, data: RegisterData, gone: set[int]) -> RegisterData:
        """Take the rejected households out of the data, and the rows that are rejected alone."""
        if (not gone and not self.people.alone) or not data.households:
            return data
        roster = self.roster
        homes = [start not in gone for start in roster.starts]
        alone = self.people.alone
        rows = [start not in gone and at not in alone for at, start in enumerate(roster.first)]
        left = set(compress(data.households["household_no"], homes))
        incomes = [number in left for number in data.incomes["household_no"]]
        return RegisterData(
            _kept(data.households, homes),
            _kept(data.members, rows),
            _kept(data.incomes, incomes),
            _kept(data.years, homes),
            data.given,
        )


def _kept(columns: Columns, keep: list[bool]) -> Columns:
    return {key: list(compress(values, keep)) for key, values in columns.items()}
