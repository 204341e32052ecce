"""What the kinds of upload beside the register share: records, complaints, households."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from accounts.errors import RuleBroken
from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Complaint, Level, PlainData
from households.models import BatchDifference, Household
from households.reading.book import Book
from households.services.importing.comparison import Comparison

Record = dict[str, Any]
_PIECE = 5000
SHOWN = 40


class PlainKind:
    """The reading half of a kind of upload: its columns and its pure check."""

    def __init__(
        self,
        label: str,
        columns: Sequence[Column],
        check: Callable[[Book, CheckOptions], Checked],
    ) -> None:
        self.label, self._columns, self._check = label, columns, check

    def columns(self) -> Sequence[Column]:
        """Give the columns the kind knows."""
        return self._columns

    def check(self, book: Book, options: CheckOptions) -> Checked:
        """Check a workbook that was read; no database."""
        return self._check(book, options)


def records(data: PlainData) -> list[Record]:
    """Give the rows of checked data, each by column; `row` and `sheet` say where it stands."""
    keys = list(data.rows)
    return [dict(zip(keys, row, strict=True)) for row in zip(*data.rows.values(), strict=True)]


@dataclass
class Findings:
    """The complaints of a comparison, and the rows of the sheet they keep out."""

    complaints: list[Complaint] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)

    def refuse(self, record: Record, column: str, value: str, reason: str) -> None:
        """Keep a record's row out, saying why."""
        self.blocked.add(record["row"])
        self._add(record, column, value, reason, Level.BLOCK)

    def warn(self, record: Record, column: str, value: str, reason: str) -> None:
        """Ask to look at a record that is taken all the same."""
        self._add(record, column, value, reason, Level.WARN)

    def tell(self, sheet: str, column: str, reason: str, *, level: Level = Level.NOTE) -> None:
        """Tell something of the whole file."""
        self.complaints.append(Complaint(sheet, 1, column, "", reason, level))

    def _add(self, record: Record, column: str, value: str, reason: str, level: Level) -> None:
        shown = value[:SHOWN]
        self.complaints.append(
            Complaint(record["sheet"], record["row"], column, shown, reason, level)
        )

    def close(self, comparison: Comparison, data: PlainData) -> None:
        """Hand the complaints to the comparison, and the data without the rows kept out."""
        comparison.complaints = self.complaints
        if self.blocked:
            keep = [row not in self.blocked for row in data.rows["row"]]
            rows = {key: list(compress(values, keep)) for key, values in data.rows.items()}
            comparison.data = PlainData(rows, data.given)
            comparison.rejected = len(self.blocked)

    def accepted(self, found: Iterable[Record]) -> list[Record]:
        """Give the records whose rows are not kept out."""
        return [record for record in found if record["row"] not in self.blocked]


def known_households(
    found: Iterable[Record],
    findings: Findings,
    *,
    county: str,
    scope: str,
    registered: bool = False,
) -> dict[str, Household]:
    """Give a county's households by 户编号; refuse records of others and of foreign areas.

    `registered` refuses households that are watched outside the register, too.
    """
    fields = ("household_no", "area_code", "head_name", "person_count", "registered", "status")
    rows = Household.objects.within(county).only(*fields, "planned_exit_year")
    stored = {row.household_no: row for row in rows.iterator(chunk_size=_PIECE)}
    for record in found:
        number = record["household_no"]
        household = stored.get(number)
        if household is None:
            findings.refuse(record, "户编号", number, "登记册没有这一户")
        elif not household.area_code.startswith(scope):
            findings.refuse(record, "户编号", number, "不在本人负责的区域")
        elif registered and not household.registered:
            findings.refuse(record, "户编号", number, "不是建档立卡户")
    return stored


def said(value: Any) -> str:
    """Give a value as a reader of differences knows it: 是, 2016, 2016-07-31, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def moved_on(change: BatchDifference) -> RuleBroken:
    """Make the refusal to take back what was changed again since."""
    return RuleBroken(
        f"{change.key}的{change.field or '记录'}在本次导入之后又有变化，不能撤回。",
        code="batch_moved_on",
    )
