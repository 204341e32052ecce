"""One register sheet being checked: its kept rows, where households begin, its complaints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

from households.identity import normal_text
from households.register_columns import BY_KEY, COLUMNS, Column, Layout
from households.register_data import Complaint
from households.register_values import READERS, Problem, Reader
from households.spreadsheet import LOST_DIGITS, Table

MOST_PER_COLUMN = 5000
MOST_SHOWN = 40
Masks = Mapping[str, Callable[[str], str]]
_ASIDE = ("合计", "小计", "总计", "制表人", "审核人", "填报人", "填报日期", "填表人", "备注:")


class Sheet:
    """One run over one sheet: the kept rows, where each household begins, the complaints."""

    def __init__(self, table: Table, layout: Layout, masks: Masks) -> None:
        self.table, self.layout, self.masks = table, layout, masks
        self.complaints: list[Complaint] = []
        self.keep = _rows_of_people(table, layout)
        self.rows: Sequence[int] = list(compress(table.rows, self.keep))
        self.starts: list[int] = []
        self.first: list[int] = []

    # ---- complaints

    def complain(
        self, at: int | None, column: str, value: str, reason: str, *, blocks: bool = True
    ) -> None:
        """Add a complaint about the kept row at this place; None is the header."""
        row = self.table.rows[0] - 1 if at is None and len(self.table.rows) else 1
        row = row if at is None else self.rows[at]
        self.complaints.append(Complaint(self.table.sheet, row, column, value, reason, blocks))

    def shown(self, kind: str, text: str) -> str:
        """Give a cell as a complaint may show it: personal kinds go through their mask."""
        value = " ".join(text.replace(LOST_DIGITS, "").split())[:MOST_SHOWN]
        mask = self.masks.get(kind)
        return mask(value) if mask else value

    def _complain_cells(
        self,
        column: str,
        kind: str,
        cells: Sequence[str],
        at: Iterable[int],
        bad: dict[str, Problem],
    ) -> None:
        """Complain about each cell whose text is bad, up to a limit that is told."""
        count = 0
        for cell, place in zip(cells, at, strict=True):
            problem = bad.get(cell)
            if problem is None:
                continue
            count += 1
            if count <= MOST_PER_COLUMN:
                self.complain(
                    place, column, self.shown(kind, cell), problem.reason, blocks=problem.blocks
                )
        if count > MOST_PER_COLUMN:
            self.complain(
                None, column, "", f"这一列共有{count}处问题，仅列出前{MOST_PER_COLUMN}处"
            )

    # ---- reading columns

    def cells(self, key: str) -> list[str]:
        """Return the kept rows' texts of a column; all empty where the sheet lacks it."""
        index = self.layout.at.get(key)
        if index is None:
            return [""] * len(self.rows)
        return self.column(index)

    def column(self, index: int) -> list[str]:
        """Return the kept rows' texts at a place of the header."""
        return list(compress(self.table.column(index), self.keep))

    def read(
        self, name: str, kind: str, cells: Sequence[str], at: Iterable[int], reader: Reader
    ) -> list[Any]:
        """Read cells, each distinct text once, and complain where one is bad."""
        values: dict[str, Any] = {}
        bad: dict[str, Problem] = {}
        for text in set(cells):
            values[text], problem = reader(text)
            if problem:
                bad[text] = problem
        if bad:
            self._complain_cells(name, kind, cells, at, bad)
        return list(map(values.__getitem__, cells))

    def read_level(self, level: str, *, skip: tuple[str, ...]) -> dict[str, list[Any]]:
        """Read all columns of a level: households on their first rows, members on every row."""
        found: dict[str, list[Any]] = {}
        for column in COLUMNS:
            if column.level != level or column.key in skip:
                continue
            cells: Sequence[str] = self.cells(column.key)
            at: Sequence[int] = range(len(cells))
            if level == "household":
                self.same_in_household(column.name, column.kind, cells)
                cells, at = [cells[start] for start in self.starts], self.starts
            found[column.key] = self.read(
                column.name, column.kind, cells, at, READERS[column.kind]
            )
            self._required(column, found[column.key], at)
        return found

    def _required(self, column: Column, values: list[Any], at: Sequence[int]) -> None:
        """Complain about required cells that hold nothing and have no complaint yet."""
        if not column.required or column.key in ("township", "village", "identity_number"):
            return
        if column.kind not in ("code", "name", "short_text") or all(values):
            return
        for value, place in zip(values, at, strict=True):
            if value == "":
                self.complain(place, column.name, "", f"{column.name}为空")

    def same_in_household(self, name: str, kind: str, cells: Sequence[str]) -> None:
        """Complain where a later row of a household says otherwise than its first row."""
        expected = list(map(cells.__getitem__, self.first))
        if expected == list(cells):
            return
        for at, (cell, first) in enumerate(zip(cells, expected, strict=True)):
            if cell != first and normal_text(cell) not in ("", normal_text(first)):
                row = self.rows[self.first[at]]
                self.complain(at, name, self.shown(kind, cell), f"与同户首行（第{row}行）不一致")

    def spread(self, values: Sequence[Any]) -> list[Any]:
        """Repeat household values on each of its rows."""
        of_start = dict(zip(self.starts, values, strict=True))
        return list(map(of_start.__getitem__, self.first))

    # ---- households

    def household_numbers(self) -> list[Any]:
        """Read 户编号, filled down over blanks, and mark where households begin."""
        name = BY_KEY["household_no"].name
        cells = self.cells("household_no")
        numbers = self.read(name, "code", cells, range(len(cells)), READERS["code"])
        seen: dict[str, int] = {}
        current: str | None = None
        for at, number in enumerate(numbers):
            if not number or number == current:
                if current is None:
                    self._begin(at)
                numbers[at] = self._same_household(at, cells[at], current)
                continue
            if number in seen:
                row = self.rows[seen[number]]
                self.complain(at, name, number, f"户编号重复，第{row}行已有此户")
            seen.setdefault(number, at)
            current = number
            self._begin(at)
        return numbers

    def _begin(self, at: int) -> None:
        self.starts.append(at)
        self.first.append(at)

    def _same_household(self, at: int, cell: str, current: str | None) -> str | None:
        """Put a row into the household above, unless its own number was unreadable or missing."""
        if current is None:
            if not normal_text(cell):
                self.complain(at, "户编号", "", "户编号为空")
        else:
            self.first.append(self.starts[-1])
        return current


def _rows_of_people(table: Table, layout: Layout) -> list[bool]:
    """Say which rows are about a person: not blank, not a total, not a footer."""
    keys = ("household_no", "name", "identity_number")
    columns = [table.column(layout.at[key]) for key in keys]
    keep = [
        bool(number or name or identity) for number, name, identity in zip(*columns, strict=True)
    ]
    doubtful = [at for at, kept in enumerate(keep) if not kept]
    doubtful += [at for at, name in enumerate(columns[1]) if keep[at] and not name]
    if not doubtful:
        return keep
    everything = [table.column(index) for index in range(len(table.header))]
    for at in doubtful:
        keep[at] = _is_person(column[at] for column in everything)
    return keep


def _is_person(cells: Iterable[str]) -> bool:
    """Whether a row without key columns still has to be complained about."""
    words = [word for word in map(normal_text, cells) if word]
    return bool(words) and not any(word.startswith(_ASIDE) for word in words)
