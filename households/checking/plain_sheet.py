"""Check a sheet that is no register: a list of villages, postings, pairings, plans, incomes.

One row is one record. The columns are given, the sheet gives values by column and complaints by
cell; what a kind asks beyond single cells it adds itself, see households.kinds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress
from typing import Any

from households.checking.asks import ASKS, Asked
from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Complaint, Level, PlainData
from households.checking.figures import (
    Problem,
    Read,
    Reader,
    read_amount,
    read_date,
    read_date_since_1904,
)
from households.checking.plain_layout import AMOUNTS, match_header
from households.checking.shapes import is_normalised
from households.checking.values import READERS
from households.identity import normal_text
from households.reading.book import LOST_DIGITS, Book, Table

MOST_PER_COLUMN = 5000
MOST_SHOWN = 40
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ASIDE = ("合计", "小计", "总计", "制表人", "审核人", "填报人", "填报日期", "填表人", "备注:")
_COUNTED = frozenset(
    (*AMOUNTS, "text", "short_text", "name", "code", "date", "phone", "size", "year")
)


def read_money(text: str) -> Read:
    """Read an amount in 元 as text with two decimals; negative ones are refused."""
    amount, problem = read_profit(text)
    if amount is not None and amount.startswith("-"):
        return None, Problem("金额不能为负数")
    return amount, problem


def read_profit(text: str) -> Read:
    """Read an amount in 元 that may be a loss, as text with two decimals."""
    amount, problem = read_amount(text)
    return (None if amount is None else str(amount)), problem


PLAIN_READERS: dict[str, Reader] = {**READERS, "money": read_money, "profit": read_profit}


class PlainSheet:
    """One run over one sheet: its kept rows, their values by column, the complaints.

    Places are counted from 0 over the kept rows; `rows` holds each one's number in the sheet.
    """

    def __init__(
        self,
        table: Table,
        columns: Sequence[Column],
        options: CheckOptions,
        *,
        readers: Mapping[str, Reader] | None = None,
    ) -> None:
        self.table, self.options = table, options
        self.layout = match_header(table.header, columns, options.mapping)
        self._readers = {**PLAIN_READERS, **(readers or {})}
        self.keep = self._rows_with_records()
        self.rows: list[int] = list(compress(table.rows, self.keep))
        self.complaints: list[Complaint] = []
        self.asked = Asked()
        self.rejected: set[int] = set()
        self.normalised = 0
        self.values: dict[str, list[Any]] = {}
        self._formulas()

    # ---- rows

    def _rows_with_records(self) -> list[bool]:
        """Say which rows hold a record: not blank, not a total, not a footer."""
        indexes = range(len(self.table.header))
        lines: Iterable[tuple[str, ...]] = zip(*map(self.table.column, indexes), strict=True)
        return [_is_record(line) for line in lines] if len(self.table.rows) else []

    def _formulas(self) -> None:
        """Warn of formulas whose value nobody has calculated: they read as blank."""
        kept = {row: at for at, row in enumerate(self.rows)} if self.table.no_value else {}
        for row, column in self.table.no_value:
            if row in kept and column < len(self.table.header):
                text = "公式没有保存计算结果，按空白读取；请用表格软件打开保存后再上传"
                self.complain(kept[row], self.table.header[column], "", text, level=Level.WARN)

    def cells(self, key: str, *, year: int | None = None) -> list[str]:
        """Return the kept rows' texts of a column; all empty where the sheet lacks it."""
        index = self.layout.at.get((year, key))
        if index is None:
            return [""] * len(self.rows)
        return list(compress(self.table.column(index), self.keep))

    def read(self, key: str, *, year: int | None = None) -> list[Any]:
        """Read a column, each distinct text once, and complain where a cell is bad or missing.

        A required cell that holds nothing is rejected.
        """
        column = self.layout.by_key[key]
        cells = self.cells(key, year=year)
        factor = self.layout.factors.get(self.layout.at.get((year, key), -1), 1)
        answers = {text: self._value(column, text, factor) for text in set(cells)}
        shown = 0
        for at, cell in enumerate(cells):
            value, problem = answers[cell]
            if problem is None and column.required and value in (None, "", []):
                problem = Problem(f"{column.name}为空")
            if problem:
                shown += 1
                self._tell(at, column, cell, problem, listed=shown <= MOST_PER_COLUMN)
            elif _is_put_right(column.kind, cell, value):
                self.normalised += 1
        if shown > MOST_PER_COLUMN:
            text = f"这一列共有{shown}处问题，仅列出前{MOST_PER_COLUMN}处"
            self.complain(None, column.name, "", text, level=Level.WARN)
        return [answers[cell][0] for cell in cells]

    def _value(self, column: Column, text: str, factor: int) -> Read:
        """Read one cell, by the answer to its question if there is one; 万元 becomes 元."""
        reader = self._readers[column.kind]
        if reader is read_date and self.table.mac_epoch:
            reader = read_date_since_1904
        value, problem = reader(text)
        if problem and problem.question:
            answer = self.options.answers.get(f"{problem.question}:{column.name}", "")
            if answer in dict(ASKS[problem.question].choices):
                value, problem = ASKS[problem.question].answer(text, answer)
        if factor != 1 and value is not None:
            value = str(Decimal(value) * factor)
        return value, problem

    def given(self) -> list[str]:
        """Give the keys of the columns the sheet has."""
        return sorted({key for _, key in self.layout.at})

    # ---- complaints

    def _tell(self, at: int, column: Column, cell: str, problem: Problem, *, listed: bool) -> None:
        """Complain about a cell, or count it among those a question is about."""
        text = self.shown(column.kind, cell)
        level, key = (Level.BLOCK if problem.blocks else Level.WARN), ""
        if problem.question:
            ask, level, key = (
                ASKS[problem.question],
                Level.ASK,
                f"{problem.question}:{column.name}",
            )
            self.asked.add(key, ask.text, ask.choices, column.name, text)
        if level != Level.WARN:
            self.rejected.add(at)
        if listed:
            self.complain(at, column.name, text, problem.reason, level=level, question=key)

    def complain(
        self,
        at: int | None,
        column: str,
        value: str,
        reason: str,
        *,
        level: Level = Level.BLOCK,
        question: str = "",
    ) -> None:
        """Say something of the kept row at this place; None is the header.

        A blocking complaint, or a question nobody has answered, keeps the row out.
        """
        head = self.table.rows[0] - 1 if len(self.table.rows) else 1
        row = head if at is None else self.rows[at]
        if at is not None and level in (Level.BLOCK, Level.ASK):
            self.rejected.add(at)
        value = value[:MOST_SHOWN]
        self.complaints.append(
            Complaint(self.table.sheet, row, column, value, reason, level, question)
        )

    def shown(self, kind: str, text: str) -> str:
        """Give a cell as a complaint may show it: personal kinds go through their mask."""
        value = " ".join(text.replace(LOST_DIGITS, "").split())[:MOST_SHOWN]
        mask = self.options.masks.get(kind)
        return mask(value) if mask else value

    def once(self, key: str, column: str, reason: str) -> None:
        """Reject each row whose value a row above has; `reason` names that {row}."""
        seen: dict[str, int] = {}
        for at, value in enumerate(self.values[key]):
            if not value or at in self.rejected:
                continue
            before = seen.setdefault(value, at)
            if before != at:
                self.complain(at, column, value, reason.format(row=self.rows[before]))

    # ---- the outcome

    def outcome(self, rows: dict[str, list[Any]], *, at: Sequence[int] | None = None) -> Checked:
        """Give the records that are not rejected, with `row` and `sheet`, and all complaints.

        `at` says of which kept row each record is, where a row holds several.
        """
        places = range(len(self.rows)) if at is None else at
        keep = [place not in self.rejected for place in places]
        picked = {key: list(compress(values, keep)) for key, values in rows.items()}
        picked["row"] = [self.rows[place] for place in compress(places, keep)]
        picked["sheet"] = [self.table.sheet] * len(picked["row"])
        if not self.rows:
            first = next((header for header, _ in self.layout.headers), "")
            self.complain(None, first, "", "表头以下没有数据")
        rejected = len(self.rejected)
        return Checked(
            data=PlainData(picked, self.given()),
            complaints=tuple(sorted(self.complaints, key=lambda complaint: complaint.row)),
            questions=self.asked.questions(),
            read=len(self.rows),
            accepted=len(self.rows) - rejected,
            rejected=rejected,
            skipped=len(self.table.rows) - len(self.rows),
            normalised=self.normalised,
            columns=tuple(self.layout.headers),
        )


def open_sheet(
    book: Book,
    columns: Sequence[Column],
    options: CheckOptions,
    *,
    readers: Mapping[str, Reader] | None = None,
) -> PlainSheet:
    """Open the sheet of a book that has most of the columns; of equals, the first."""
    sheets = [PlainSheet(table, columns, options, readers=readers) for table in book.tables]
    return max(sheets, key=lambda sheet: len(sheet.layout.at))


def header_fault(sheet: PlainSheet, *missing: str) -> Checked | None:
    """Give the outcome of a sheet whose header will not do: required or doubled columns."""
    lacking = (*sheet.layout.missing, *missing)
    if not lacking and not sheet.layout.doubled:
        return None
    for name in lacking:
        sheet.complain(None, name, "", "缺少这一列")
    for name in sheet.layout.doubled:
        sheet.complain(None, name, "", "这一列出现了两次")
    return Checked(
        data=PlainData(),
        complaints=tuple(sheet.complaints),
        read=len(sheet.rows),
        skipped=len(sheet.table.rows) - len(sheet.rows),
        rejected=len(sheet.rows),
        columns=tuple(sheet.layout.headers),
        missing=tuple(lacking),
    )


def _is_record(line: Sequence[str]) -> bool:
    """Whether a row holds a record."""
    words = [word for word in map(normal_text, line) if word]
    return bool(words) and not any(word.startswith(_ASIDE) for word in words)


def _is_put_right(kind: str, cell: str, value: Any) -> bool:
    """Whether a cell was put right on the way; words that stand for a code are not counted."""
    if not cell or value is None or kind not in _COUNTED:
        return False
    if kind in AMOUNTS:
        return not _PLAIN_NUMBER.fullmatch(cell)
    return is_normalised(kind, cell, value)
