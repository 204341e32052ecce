"""What is counted of a place, as plain numbers, before they are made figures of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Counts:
    """What is counted of one place: its register, and its month (problems, visits).

    Problems without a suffix are those of the month; `open_now` and `overdue_now` are of any.
    """

    households: int = 0
    persons: int = 0
    alone: int = 0
    poor_villages: int = 0
    full_villages: int = 0
    exit_villages: int = 0
    planned_persons: int = 0
    left_persons: int = 0
    visited_township: int = 0
    visited_village: int = 0
    visited_household: int = 0
    problems: int = 0
    severe: int = 0
    closed: int = 0
    rejected: int = 0
    open: int = 0
    overdue: int = 0
    repeated: int = 0
    reopened: int = 0
    open_now: int = 0
    overdue_now: int = 0

    @property
    def helped(self) -> int:
        """Households that have a helper."""
        return self.households - self.alone

    @property
    def upheld(self) -> int:
        """What the close-out rate is of: the month's problems without 不属实."""
        return self.problems - self.rejected


@dataclass(frozen=True)
class Month:
    """What is counted of a place's month as a whole."""

    rounds: int = 0
    rounds_done: int = 0
    unfinished: int = 0
    asked: int | None = None
    """Items asked in accepted forms by the roll-up; None where it does not tell (a village)."""
    answered: int = 0
    """Of them answered, or put aside with a reason (不适用); the others are 未查."""
    satisfied: int = 0
    ready_villages: int = 0
    days: tuple[tuple[int, int], ...] = ()
    """Days from found to closed, and how many of the month's closed problems took so many."""


@dataclass(frozen=True)
class Target:
    """A place's target of the year."""

    villages: int = 0
    persons: int = 0


def added(parts: Iterable[Counts]) -> Counts:
    """Add the counts of places up."""
    rows = list(parts)
    return Counts(
        **{one.name: sum(getattr(row, one.name) for row in rows) for one in fields(Counts)}
    )


def median_days(days: Mapping[int, int]) -> int | None:
    """Give the fewest days within which at least half were closed; None where none was.

    The lower median, a number of days that did occur: half-days would say more than is known.
    """
    whole, seen = sum(days.values()), 0
    for number, count in sorted(days.items()):
        seen += count
        if seen * 2 >= whole > 0:
            return number
    return None
