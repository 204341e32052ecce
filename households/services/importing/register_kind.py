"""The register as a kind of upload: households with their people, incomes and helpers."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from households.checking.check import check_register
from households.checking.columns import COLUMNS, Column
from households.checking.data import Checked, CheckOptions, Complaint, Level, RegisterData
from households.models import RegisterBatch
from households.services.importing.comparison import Comparison
from households.services.importing.register_changes import find_changes
from households.services.importing.register_conflicts import Findings, find_conflicts
from households.services.importing.register_differences import find_differences
from households.services.importing.register_revert import revert_register
from households.services.importing.register_tables import Changes
from households.services.importing.register_write import Writer

if TYPE_CHECKING:
    from households.reading.book import Book


class RegisterKind:
    """The register of poor households (贫困户底册)."""

    label = "贫困户底册"

    def columns(self) -> Sequence[Column]:
        """Give the columns of the national export and of the office's own sheets."""
        return COLUMNS

    def check(self, book: "Book", options: CheckOptions) -> Checked:
        """Check one sheet of people, or a sheet of households with one of their people."""
        return check_register(book, options)

    def compare(self, data: RegisterData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the county's register; households in conflict are left out of `data`."""
        changes = find_changes(data=data, county=county, scope=scope, on=on)
        findings = find_conflicts(data=data, changes=changes, county=county, scope=scope)
        found = Comparison(complaints=findings.complaints, conflicts=findings.conflicts)
        if findings.out:
            found.rejected = _tell_left_out(found, data, findings)
            found.data = data = without(data, findings.out)
            changes = find_changes(data=data, county=county, scope=scope, on=on)
            changes.absent = [row for row in changes.absent if row[0] not in findings.out]
        found.plan = changes
        found.differences = find_differences(data=data, changes=changes, county=county)
        _count(found, data, changes)
        return found

    def write(
        self, data: RegisterData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Write the new and changed rows; nothing that is stored is deleted."""
        Writer(data, comparison.plan, batch, on).write()

    def revert(self, batch: RegisterBatch) -> None:
        """Take the batch's rows and changes back, unless something was built on them since."""
        revert_register(batch)


def _tell_left_out(found: Comparison, data: RegisterData, findings: Findings) -> int:
    """Say of the other rows of these households why they stay out; gives how many rows do.

    A household has a row of its own where a sheet of households was joined with one of people.
    """
    told = {c.row for c in findings.complaints if c.level == Level.BLOCK}
    rows: dict[str, set[int]] = {number: set() for number in findings.out}
    left = 0
    for columns, column in ((data.members, "人编号"), (data.households, "户编号")):
        for number, row in zip(columns["household_no"], columns.get("row", ()), strict=False):
            if number not in findings.out or row in rows[number]:
                continue
            rows[number].add(row)
            left += 1
            if row not in told:
                reason = "同户另有须改正之处，整户不导入"
                found.complaints.append(Complaint("", row, column, number, reason, Level.OUT))
    return left


def _count(found: Comparison, data: RegisterData, changes: Changes) -> None:
    """Count households: new, changed in any of their rows, the same, not in the file."""
    households = len(data.households.get("household_no", ()))
    found.new = len(changes.households.new)
    new = {data.households["household_no"][at] for at in changes.households.new}
    found.changed = len(changes.touched(data) - new) if households else 0
    found.unchanged = households - found.new - found.changed
    found.absent = len(changes.absent)


def without(data: RegisterData, numbers: set[str]) -> RegisterData:
    """Give the data without some households and all that belongs to them."""

    def kept(columns: dict[str, list[object]]) -> dict[str, list[object]]:
        if not columns:
            return columns
        places = list(_places(columns["household_no"], numbers))
        return {key: [values[at] for at in places] for key, values in columns.items()}

    return RegisterData(
        kept(data.households),
        kept(data.members),
        kept(data.incomes),
        kept(data.years),
        data.given,
    )


def _places(of: list[object], numbers: set[str]) -> Iterator[int]:
    return (at for at, number in enumerate(of) if number not in numbers)
