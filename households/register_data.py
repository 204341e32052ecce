"""What a check of a register sheet gives: plain values, ready for JSON."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one cell; the value is shown masked. Blocking ones hold the file back."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    blocks: bool = True


@dataclass(frozen=True)
class RegisterData:
    """Rows by columns: households, members and incomes by household_no; JSON types only.

    `row` is each line's number in the sheet.
    """

    households: dict[str, list[Any]] = field(default_factory=dict)
    members: dict[str, list[Any]] = field(default_factory=dict)
    incomes: dict[str, list[Any]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)  # keys of the columns the sheet has


@dataclass(frozen=True)
class Checked:
    """The outcome of a check: the data is whole only where no complaint blocks."""

    data: RegisterData
    complaints: tuple[Complaint, ...]
    read: int
    skipped: int
    columns_not_read: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether any complaint holds the file back."""
        return any(complaint.blocks for complaint in self.complaints)

    @property
    def rejected(self) -> int:
        """Return how many rows have a blocking complaint."""
        return len({c.row for c in self.complaints if c.blocks})
