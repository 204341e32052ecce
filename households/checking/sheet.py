"""One sheet of a register being checked: kept rows, columns read, what is said of cells."""

from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from typing import Any

from households.checking.asks import ASKS, Asked
from households.checking.columns import BY_KEY, Layout
from households.checking.data import CheckOptions, Complaint, Level
from households.checking.figures import Problem, Read, Reader, read_date_since_1904
from households.checking.shapes import is_normalised
from households.checking.values import READERS
from households.identity import normal_text
from households.reading.book import LOST_DIGITS, Table

MOST_PER_COLUMN = 5000
MOST_NOTES = 100
MOST_SHOWN = 40
_PERSONAL = frozenset(("identity", "phone", "account", "health"))
_ASIDE = ("制表人", "审核人", "填报人", "填报日期", "填表人", "备注:", "注:", "单位负责人")
TOTALS = ("合计", "小计", "总计")


class Sheet:
    """One run over one sheet: the kept rows, the complaints, which rows are rejected.

    Places count the kept rows from 0; `rows` holds each one's number in the sheet. A place in
    `blocked` takes its whole household out, one in `alone` only itself.
    """

    def __init__(
        self, table: Table, layout: Layout, options: CheckOptions, asked: Asked, *, keys: str
    ) -> None:
        self.table, self.layout, self.options, self.asked = table, layout, options, asked
        self.complaints: list[Complaint] = []
        self.blocked: set[int] = set()
        self.alone: set[int] = set()
        self.normalised = 0
        self.totals: list[int] = []  # places in the table of rows with totals
        self.keep = self._rows_with_records(keys.split())
        self.rows: Sequence[int] = list(compress(table.rows, self.keep))
        self._formulas()

    # ---- rows

    def _rows_with_records(self, keys: list[str]) -> list[bool]:
        """Say which rows hold a record: not blank, not a total, not a footer.

        A row with a number and a name is one; only the others are looked at as a whole.
        """
        columns = [self.table.column(self.layout.at[key]) for key in keys if key in self.layout.at]
        if not len(self.table.rows):
            return []
        keep = [bool(all(cells)) for cells in zip(*columns, strict=True)]
        doubtful = [at for at, kept in enumerate(keep) if not kept]
        words: dict[int, list[str]] = {at: [] for at in doubtful}
        for index in range(len(self.table.header) if doubtful else 0):
            column = self.table.column(index)
            for at in doubtful:
                if word := normal_text(column[at]):
                    words[at].append(word)
        for at, found in words.items():
            if any(word.startswith(TOTALS) for word in found):
                self.totals.append(at)
            else:
                keep[at] = bool(found) and not any(word.startswith(_ASIDE) for word in found)
        return keep

    def _formulas(self) -> None:
        """Warn of formulas whose value nobody has calculated: they read as blank."""
        kept = {row: at for at, row in enumerate(self.rows)} if self.table.no_value else {}
        for row, column in self.table.no_value:
            if row in kept and column < len(self.table.header) and self.table.header[column]:
                reason = "公式没有保存计算结果，按空白读取；请用表格软件打开保存后再上传"
                name = self.table.header[column]
                self.complain(kept[row], name, "", reason, level=Level.WARN)

    # ---- complaints

    def complain(
        self,
        at: int | None,
        column: str,
        value: str,
        reason: str,
        *,
        level: Level = Level.BLOCK,
        question: str = "",
        alone: bool = False,
    ) -> None:
        """Say something of the kept row at this place; None is the header.

        A blocking complaint takes the row's household out, or the row only where it is `alone`.
        """
        row = self.table.head_row if at is None else self.rows[at]
        if at is not None and level == Level.BLOCK:
            (self.alone if alone else self.blocked).add(at)
        value = value[:MOST_SHOWN]
        self.complaints.append(
            Complaint(self.table.sheet, row, column[:MOST_SHOWN], value, reason, level, question)
        )

    def complain_row(self, row: int, column: str, value: str, reason: str) -> None:
        """Warn of a row that is not kept, such as one of totals, by its number in the sheet."""
        self.complaints.append(
            Complaint(self.table.sheet, row, column, value[:MOST_SHOWN], reason, Level.WARN)
        )

    def shown(self, kind: str, text: str) -> str:
        """Give a cell as a complaint may show it: personal kinds go through their mask."""
        value = " ".join(text.replace(LOST_DIGITS, "").split())[:MOST_SHOWN]
        mask = self.options.masks.get(kind)
        if mask:
            return mask(value)
        return "***" if value and kind in _PERSONAL else value

    # ---- reading

    def cells(self, key: str) -> list[str]:
        """Return the kept rows' texts of a column; all empty where the sheet lacks it."""
        index = self.layout.at.get(key)
        return [""] * len(self.rows) if index is None else self.column(index)

    def column(self, index: int) -> list[str]:
        """Return the kept rows' texts of the column at this place of the header."""
        return list(compress(self.table.column(index), self.keep))

    def name(self, key: str) -> str:
        """Return what the sheet calls a column."""
        return self.layout.names.get(key, BY_KEY[key].name)

    def reader(self, kind: str) -> Reader:
        """Return the reader for a kind of cell."""
        if kind == "date" and self.table.mac_epoch:
            return read_date_since_1904
        return READERS[kind]

    def read(
        self,
        name: str,
        kind: str,
        cells: Sequence[str],
        at: Iterable[int],
        *,
        reader: Reader | None = None,
        known: Callable[[int], bool] | None = None,
    ) -> list[Any]:
        """Read cells, each distinct text once; complain of bad ones, note what was put right.

        `known` says of a place whether the register has its person, whose legacy problems are
        only warned of.
        """
        reader = reader or self.reader(kind)
        values: dict[str, Any] = {}
        bad: dict[str, Problem] = {}
        put_right: set[str] = set()
        answered: set[str] = set()
        for text in set(cells):
            value, problem = reader(text)
            if problem and problem.question:
                value, problem = self._settled(name, text, value, problem)
                if not (problem and problem.question):
                    answered.add(text)
            values[text] = value
            if problem:
                bad[text] = problem
            elif text in answered or is_normalised(kind, text, value):
                put_right.add(text)
        if bad:
            self._complain_cells(name, kind, cells, at, bad, known)
        if put_right:
            self._note_cells(name, kind, cells, at, put_right, answered, values)
        return list(map(values.__getitem__, cells))

    def _settled(self, name: str, text: str, value: Any, problem: Problem) -> Read:
        """Read a cell by the answer to its question, if a person has given one."""
        ask = ASKS[problem.question]
        answer = self.options.answers.get(f"{problem.question}:{name}", "")
        if answer not in dict(ask.choices):
            return value, problem
        return ask.answer(text, answer)

    def _complain_cells(
        self,
        name: str,
        kind: str,
        cells: Sequence[str],
        at: Iterable[int],
        bad: dict[str, Problem],
        known: Callable[[int], bool] | None,
    ) -> None:
        """Complain about each cell whose text is bad, up to a limit that is told."""
        count = 0
        for cell, place in zip(cells, at, strict=True):
            problem = bad.get(cell)
            if problem is None:
                continue
            count += 1
            self._complain_cell(
                place,
                name,
                self.shown(kind, cell),
                problem,
                known,
                listed=count <= MOST_PER_COLUMN,
            )
        if count > MOST_PER_COLUMN:
            text = f"这一列共有{count}处问题，仅列出前{MOST_PER_COLUMN}处"
            self.complain(None, name, "", text, level=Level.WARN)

    def _complain_cell(
        self,
        place: int,
        name: str,
        shown: str,
        problem: Problem,
        known: Callable[[int], bool] | None,
        *,
        listed: bool,
    ) -> None:
        level, key = Level.BLOCK if problem.blocks else Level.WARN, ""
        if problem.legacy and known and known(place):
            level = Level.WARN
        if problem.question:
            ask, level, key = ASKS[problem.question], Level.ASK, f"{problem.question}:{name}"
            self.asked.add(key, ask.text, ask.choices, name, shown)
        if listed:
            self.complain(place, name, shown, problem.reason, level=level, question=key)
        elif level == Level.BLOCK:
            self.blocked.add(place)

    def _note_cells(
        self,
        name: str,
        kind: str,
        cells: Sequence[str],
        at: Iterable[int],
        put_right: set[str],
        answered: set[str],
        values: dict[str, Any],
    ) -> None:
        """Count the cells that were put right and list the first of them."""
        count = 0
        for cell, place in zip(cells, at, strict=True):
            if cell not in put_right:
                continue
            count += 1
            if count > MOST_NOTES:
                continue
            reason = "按您的答复登记" if cell in answered else "写法已规范"
            value = values[cell]
            if kind not in _PERSONAL and type(value) is not bool and value not in (None, "", []):
                plain = kind in ("date", "amount", "size", "months", "year", "text", "short_text")
                reason += f"为“{value}”" if plain else ""
            self.complain(place, name, self.shown(kind, cell), reason, level=Level.NOTE)
        self.normalised += count
