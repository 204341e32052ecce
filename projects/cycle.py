"""The cycle of the push meetings: every 20 days one. No framework here. Source: 002-24."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 20
KEY = "meeting_cycle_days"
"""The parameter that sets another length."""


@dataclass(frozen=True)
class Cycle:
    """When the last push meeting was held and how many days later the next is due."""

    last_on: date | None
    days: int = USUAL_DAYS

    @property
    def due_on(self) -> date | None:
        """Give the day the next is due; None before the first was held."""
        return self.last_on + timedelta(days=self.days) if self.last_on else None

    def days_left(self, on: date) -> int | None:
        """Give the days until the next is due: 0 on its day, negative when it is overdue."""
        return (self.due_on - on).days if self.due_on else None

    def is_overdue(self, on: date) -> bool:
        """Whether the day has passed: on the 20th day it is due, on the 21st overdue."""
        left = self.days_left(on)
        return left is not None and left < 0

    def words(self, on: date) -> str:
        """Say where the cycle stands on a day."""
        left = self.days_left(on)
        if left is None:
            return "尚未召开推进会"
        if left == 0:
            return "今天应召开"
        return f"还有{left}天" if left > 0 else f"已超期{-left}天"


@dataclass(frozen=True)
class PushDue:
    """A day a push meeting was or is due, and the day one was held after it became known."""

    due_on: date
    held_on: date | None

    def late_days(self, on: date) -> int:
        """Give the days it was held late, or is late by a day; 0 for in time."""
        return max(((self.held_on or on) - self.due_on).days, 0)


def dues(held: Sequence[date], *, days: int) -> tuple[PushDue, ...]:
    """Give the day due after each meeting held, with the meeting that answered it; in order."""
    ordered = sorted(set(held))
    following = [*ordered[1:], None][: len(ordered)]
    term = timedelta(days=days)
    pairs = zip(ordered, following, strict=True)
    return tuple(PushDue(day + term, answered) for day, answered in pairs)
