"""The rows of a form's repeat groups: who is in them now, and which numbers are used up.

A form keeps {"members": [1, 2], "-members": [3]}: rows 1 and 2 are there, row 3 was removed. The
number of a removed row is never given again, so that answers still on their way for it cannot
land on somebody else.
"""

from collections.abc import Iterable, Mapping, Sequence

from inspections.answers import AnswerError
from inspections.repeats import MAX_ROWS, read_rows

GONE = "-"
Rows = Mapping[str, Sequence[int]]


def rows_now(rows: Rows) -> dict[str, list[int]]:
    """The rows that are there, by repeat group."""
    return {name: list(numbers) for name, numbers in rows.items() if not name.startswith(GONE)}


def merged(
    kept: Rows, given: Mapping[str, object], repeats: Iterable[str], *, knows_all: bool
) -> dict[str, list[int]]:
    """The rows after a client gave its own; a group it does not name stays.

    `knows_all` says that the client saw the form as it stands: only then does a row that it leaves
    out go. Raises AnswerError for what cannot be read and for too many rows.
    """
    rows = {name: list(numbers) for name, numbers in kept.items()}
    for name, numbers in read_rows(given, repeats).items():
        before, gone = rows.get(name, []), set(rows.get(GONE + name, []))
        now = [number for number in numbers if number not in gone]
        if not knows_all:
            now += [number for number in before if number not in now]
        if len(now) > MAX_ROWS:
            raise AnswerError(f"每组最多{MAX_ROWS}行，现有{len(now)}行。")
        rows[name] = now
        if gone := gone | (set(before) - set(now)):
            rows[GONE + name] = sorted(gone)
    return rows
