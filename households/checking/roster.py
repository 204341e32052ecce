"""The people of a register put into households, on one sheet or on a sheet of each."""

from collections.abc import Sequence
from typing import Any

from households.checking.columns import BY_KEY, Column
from households.checking.data import FoundConflict, Level
from households.checking.sheet import Sheet
from households.identity import normal_text

HEAD = "户主"
_BLANK_TEXTS = ("code", "name", "short_text")


class Roster:
    """People row by row, and for each household the place of its first row.

    `numbers` is each row's 户编号; `starts` the places where households begin; `first` each row's
    household as the place of its first row; `homes` the sheet with the facts of households, the
    people's own where there is no other; `home_at` the place there of each household, None where
    the household is missing.
    """

    def __init__(self, people: Sheet, homes: Sheet | None) -> None:
        self.people = people
        self.homes = homes or people
        self.conflicts: list[FoundConflict] = []
        self.starts: list[int] = []
        self.first: list[int] = []
        self.compared: set[str] = set()  # columns whose rows of one household were compared
        self.numbers: list[str] = self._group()
        self.home_at: list[int] = self._join() if homes else self.starts

    @property
    def joined(self) -> bool:
        """Whether the households have a sheet of their own."""
        return self.homes is not self.people

    # ---- households

    def _group(self) -> list[str]:
        """Read 户编号 and find where households begin; later rows may belong to earlier ones."""
        sheet = self.people
        cells = sheet.cells("household_no")
        numbers = sheet.read(sheet.name("household_no"), "code", cells, range(len(cells)))
        seen: dict[str, int] = {}
        blocks: list[list[int]] = []  # rows of households that come again further down
        current, again = "", False
        for at, number in enumerate(numbers):
            if not number:
                self._without_number(at, number)
            elif number != current:
                again = number in seen
                if again:
                    blocks.append([at])
                else:
                    self.starts.append(at)
                self.first.append(seen.setdefault(number, at))
            else:
                self.first.append(seen[number])
                if again:
                    blocks[-1].append(at)
            current = number
        self._doubled()
        if blocks:
            self._come_again(numbers, blocks)
        return [number or "" for number in numbers]

    def _without_number(self, at: int, number: str | None) -> None:
        """Reject a row that belongs to no household; a blank is filled in merged ranges only."""
        self.first.append(at)
        if number is None:
            self.people.blocked.discard(at)
            self.people.alone.add(at)
        else:
            reason = "户编号为空（只有合并的单元格会自动填充）"
            self.people.complain(at, self.people.name("household_no"), "", reason, alone=True)

    def _doubled(self) -> None:
        """Reject the second row of the same person of a household. Source: domain §5 no. 1."""
        people = self.people.cells("person_no")
        if len(set(people)) == len(people):
            return
        seen: dict[tuple[int, str, str], int] = {}
        rows = zip(self.first, people, self.people.cells("identity_number"), strict=True)
        for at, row in enumerate(rows):
            before = seen.setdefault(row, at)
            if before != at and row[1] and at not in self.people.alone:
                reason = f"与第{self.people.rows[before]}行重复，是同一人"
                column = self.people.name("person_no")
                self.people.complain(at, column, row[1], reason, alone=True)

    def _come_again(self, numbers: Sequence[Any], blocks: list[list[int]]) -> None:
        """Sort rows whose household began further up: other people under its number, or the rest.

        A block with a head of its own is another household: it is rejected and becomes a conflict.
        Source: domain §5 no. 2.
        """
        sheet = self.people
        relations = list(map(normal_text, sheet.cells("relation")))
        column = sheet.name("household_no")
        for block in blocks:
            places = [at for at in block if at not in sheet.alone]
            heads = [at for at in places if relations[at] == HEAD]
            for at in places:
                number, row = numbers[at], sheet.rows[self.first[at]]
                if heads:
                    reason = f"户编号重复，第{row}行已有此户，不是同一户人"
                    sheet.complain(at, column, number, reason, alone=True)
                else:
                    reason = f"同户成员不相邻，已归入第{row}行的户"
                    sheet.complain(at, column, number, reason, level=Level.NOTE)
            if heads:
                self._conflict(numbers[heads[0]], self.first[heads[0]], heads[0])

    def _conflict(self, number: str, start: int, head: int) -> None:
        """Note that two households stand under one number."""
        sheet = self.people
        people, names = sheet.cells("person_no"), sheet.cells("name")
        found = (
            f"户编号{number}在文件中有两户：第{sheet.rows[start]}行{names[start]}，"
            f"第{sheet.rows[head]}行{names[head]}"
        )
        key = f"{number}:{people[start]}:{people[head]}"[:80]
        self.conflicts.append(
            FoundConflict("same_number", key, number, number, people[head][:26], found)
        )

    def _join(self) -> list[int]:
        """Find each household's row on the sheet of households."""
        sheet = self.homes
        cells = sheet.cells("household_no")
        name = sheet.name("household_no")
        numbers = sheet.read(name, "code", cells, range(len(cells)))
        places: dict[str, int] = {}
        for at, number in enumerate(numbers):
            if number == "":
                sheet.complain(at, name, "", "户编号为空", alone=True)
            elif number in places:
                row = sheet.rows[places[number]]
                sheet.complain(at, name, number, f"户编号重复，第{row}行已有此户", alone=True)
            elif number:
                places[number] = at
        missing = {start for start in self.starts if self.numbers[start] not in places}
        if missing:
            self._homeless(missing)
        found = [places.pop(self.numbers[start]) for start in self.starts]
        for number, at in places.items():
            sheet.complain(at, name, number, "该户没有成员，未登记", level=Level.WARN)
            sheet.alone.add(at)
        return found

    def _homeless(self, missing: set[int]) -> None:
        """Reject people whose household is not on the sheet of households."""
        self.starts = [start for start in self.starts if start not in missing]
        column = self.people.name("household_no")
        reason = f"工作表“{self.homes.table.sheet}”中没有这一户"
        for at, first in enumerate(self.first):
            if first in missing and at not in self.people.alone:
                self.people.complain(at, column, self.numbers[at], reason, alone=True)

    # ---- columns

    def household_cells(self, key: str) -> tuple[Sheet, list[str], list[int]]:
        """Return a household column's sheet, its cell for each household, and their places."""
        sheet, places = self.homes, self.home_at
        if self.joined and key not in sheet.layout.at and key in self.people.layout.at:
            sheet, places = self.people, self.starts
        cells = sheet.cells(key)
        if sheet is self.people and key not in self.compared:
            self.compared.add(key)
            self._same_in_household(sheet, BY_KEY[key].kind, sheet.name(key), cells)
        return sheet, [cells[at] for at in places], places

    def amount_cells(self, sheet: Sheet, index: int, name: str) -> tuple[list[str], list[int]]:
        """Return an amount column's cell for each household and their places on the sheet."""
        cells = sheet.column(index)
        if sheet is self.people:
            self._same_in_household(sheet, "amount", name, cells)
        places = self.starts if sheet is self.people else self.home_at
        return [cells[at] for at in places], places

    def _same_in_household(self, sheet: Sheet, kind: str, name: str, cells: Sequence[str]) -> None:
        """Complain where a later row of a household says otherwise than its first row."""
        expected = list(map(cells.__getitem__, self.first))
        if expected == list(cells):
            return
        for at, (cell, first) in enumerate(zip(cells, expected, strict=True)):
            if cell != first and normal_text(cell) not in ("", normal_text(first)):
                row = sheet.rows[self.first[at]]
                reason = f"与同户首行（第{row}行）不一致"
                if at not in sheet.alone:
                    sheet.complain(at, name, sheet.shown(kind, cell), reason)

    def household_column(self, column: Column) -> list[Any]:
        """Read a column of households."""
        sheet, cells, places = self.household_cells(column.key)
        values = sheet.read(sheet.name(column.key), column.kind, cells, places)
        _required(sheet, column, values, places)
        return values

    def member_column(self, column: Column, **options: Any) -> list[Any]:
        """Read a column of people."""
        sheet, key = self.people, column.key
        cells = sheet.cells(key)
        places = range(len(cells))
        values = sheet.read(sheet.name(key), column.kind, cells, places, **options)
        _required(sheet, column, values, places)
        return values

    def spread(self, values: Sequence[Any]) -> list[Any]:
        """Repeat household values on each of its rows; "" where a row has no household."""
        of_start = dict(zip(self.starts, values, strict=True))
        return [of_start.get(start, "") for start in self.first]


def _required(sheet: Sheet, column: Column, values: list[Any], places: Sequence[int]) -> None:
    """Complain about required cells that hold nothing and have no complaint yet."""
    if not column.required or column.kind not in _BLANK_TEXTS or all(values):
        return
    for value, place in zip(values, places, strict=True):
        if value == "" and place not in sheet.alone:
            sheet.complain(place, sheet.name(column.key), "", f"{column.name}为空")
