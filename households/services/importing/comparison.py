"""What an upload would change beside what is stored, in the same form for every kind of upload."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from households.checking.columns import Column
from households.checking.data import Checked, Complaint
from households.models import BatchDifference, RegisterBatch

if TYPE_CHECKING:
    from households.checking.data import CheckOptions, FoundConflict
    from households.reading.book import Book

Act = BatchDifference.Act
Subject = BatchDifference.Subject


@dataclass
class Differences:
    """Rows for BatchDifference by columns, ready for `households.bulk.insert_columns`."""

    area_code: list[str] = dataclasses.field(default_factory=list)
    act: list[str] = dataclasses.field(default_factory=list)
    subject: list[str] = dataclasses.field(default_factory=list)
    key: list[str] = dataclasses.field(default_factory=list)
    household_no: list[str] = dataclasses.field(default_factory=list)
    field: list[str] = dataclasses.field(default_factory=list)
    before: list[str] = dataclasses.field(default_factory=list)
    after: list[str] = dataclasses.field(default_factory=list)

    def __len__(self) -> int:
        return len(self.key)

    def add(
        self,
        act: str,
        subject: str,
        key: str,
        *,
        area_code: str,
        household_no: str = "",
        column: str = "",
        before: str = "",
        after: str = "",
    ) -> None:
        """Add one difference: `key` is a 户编号, 人编号 or place code, `column` a Chinese name.

        `before` and `after` are in the clear and as a reader knows them (是, 因病, 2016-07-31);
        the model seals them.
        """
        self.area_code.append(area_code)
        self.act.append(act)
        self.subject.append(subject)
        self.key.append(key)
        self.household_no.append(household_no)
        self.field.append(column)
        self.before.append(before)
        self.after.append(after)

    def columns(self, batch: RegisterBatch) -> dict[str, Sequence[Any]]:
        """Give the columns with the batch's number, for `insert_columns(BatchDifference, …)`."""
        return {"batch_id": [batch.pk] * len(self), **vars(self)}

    @property
    def nothing(self) -> bool:
        """Whether applying would change no row: what is merely absent stays."""
        return all(act == Act.ABSENT for act in self.act)


@dataclass
class Comparison:
    """What a comparison found.

    The figures count what the kind is about (households, villages, postings). `plan` is whatever
    the kind's own `write` needs besides the data; it is never stored. Where rows collide with
    what is stored, `complaints` say so (level BLOCK; sheet "" is filled in later), `data` is the
    checked data without them and `rejected` how many rows that leaves out; else `data` is None.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    differences: Differences = dataclasses.field(default_factory=Differences)
    complaints: "list[Complaint]" = dataclasses.field(default_factory=list)
    conflicts: "list[FoundConflict]" = dataclasses.field(default_factory=list)
    plan: Any = None
    data: Any = None
    rejected: int = 0

    @property
    def nothing(self) -> bool:
        """Whether applying would change no row."""
        return self.differences.nothing


class ImportKind(Protocol):
    """One kind of upload. `data` is what `check` gave, and has been through JSON since."""

    label: str

    def columns(self) -> Sequence[Column]:
        """Give the columns the kind knows, for finding headers and for mapping them."""
        ...

    def check(self, book: "Book", options: "CheckOptions") -> Checked:
        """Check a workbook that was read; pure, no database."""
        ...

    def compare(self, data: Any, *, county: str, scope: str, on: date) -> Comparison:
        """Compare checked data with what is stored; `absent` counts within `scope`.

        Called for the preview, and again under the county's lock before anything is written.
        """
        ...

    def write(self, data: Any, comparison: Comparison, *, batch: RegisterBatch, on: date) -> None:
        """Write what was found, inside the transaction that compared; `source` is the batch."""
        ...

    def revert(self, batch: RegisterBatch) -> None:
        """Take the batch back: new rows deleted, changed values set back from its differences.

        Runs inside a transaction under the county's lock. Raises RuleBroken naming what was
        changed since or is in use.
        """
        ...


def changes_of(batch: RegisterBatch, *acts: str) -> Iterable[BatchDifference]:
    """Give the differences a batch made, the last first, as taking back wants them."""
    return batch.changes.filter(act__in=acts).order_by("-pk").iterator(chunk_size=2000)
