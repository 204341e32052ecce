"""One kind of work that waits: the list it counts, its nearest day, the act it asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q, QuerySet

TONES = ("red", "orange", "blue")
SOON_DAYS = 3
ALL = "all=1"  # a list without its remembered filters (accounts.remembering)


@dataclass(frozen=True)
class Waiting:
    """How much waits, where its list is, what is to be done, and how urgent it is (its tone).

    `of_unit` is what the user's own unit must put right (本单位整改), the rest is his own work.
    `late` of the `count` are past their day; `nearest` is the first day of them all, None where
    nothing has a day.
    """

    label: str
    count: int
    url_name: str
    query: str = ""
    tone: str = "blue"
    of_unit: bool = False
    act: str = "查看"
    late: int = 0
    nearest: date | None = None

    def deadline(self, on: date) -> tuple[str, str]:
        """Tell the nearest day with its tone: 已超期 3, 今天到期, 还有 5 天; blanks for none."""
        if self.late:
            return "red", f"已超期 {self.late}"
        if self.nearest is None:
            return "", ""
        days = (self.nearest - on).days
        if days <= 0:
            return "orange", "今天到期"
        return ("orange" if days <= SOON_DAYS else "grey"), f"还有 {days} 天"

    @property
    def urgency(self) -> tuple[bool, date, int, int]:
        """Sort by: what is late, then the nearest day, then the tone, then the most."""
        day = self.nearest or date.max
        return not self.late, day, TONES.index(self.tone), -self.count


class Due(NamedTuple):
    """How many there are, how many of them are past their day, and the first day."""

    total: int
    late: int
    nearest: date | None


def due(rows: "QuerySet[Any]", *, on: date) -> Due:
    """Count rows with a `due_on` in one query."""
    told = rows.order_by().aggregate(
        total=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)), nearest=Min("due_on")
    )
    return Due(told["total"], told["late"], told["nearest"])


def dated(
    label: str, found: Due, page: str, query: str, *, tone: str, act: str, of_unit: bool = False
) -> Waiting:
    """Make a card of what was counted with its days."""
    total, late, nearest = found
    return Waiting(
        *(label, total, page, query, tone), of_unit=of_unit, act=act, late=late, nearest=nearest
    )
