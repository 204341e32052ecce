"""Reading the pledges: due and signed by tier and township, with numerator and denominator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.scope import TOWNSHIP, VILLAGE
from households.models import Area
from projects.models import Pledge


@dataclass(frozen=True)
class Rate:
    """How many of how many: signed of due; overdue are those late on the day asked for."""

    signed: int = 0
    due: int = 0
    overdue: int = 0

    @property
    def percent(self) -> str:
        """Give signed ÷ due × 100 with one decimal; — when nothing is due."""
        return f"{self.signed / self.due:.1%}" if self.due else "—"


@dataclass(frozen=True)
class PledgeLine:
    """A township's own pledge and the rate of its villages."""

    code: str
    name: str
    own: Pledge | None
    own_overdue: bool
    villages: Rate


@dataclass(frozen=True)
class PledgeBoard:
    """A year's pledges: both tiers' rates and a line for each township."""

    townships: Rate
    villages: Rate
    lines: tuple[PledgeLine, ...]

    @property
    def overdue(self) -> int:
        """How many of both tiers are late."""
        return self.townships.overdue + self.villages.overdue


def pledge_board(user: User, *, year: int, on: date) -> PledgeBoard:
    """Give the year's board of what the user sees; a rate is signed ÷ due."""
    rows = list(Pledge.objects.visible_to(user).filter(year=year))
    own = {row.area_code: row for row in rows if len(row.area_code) == TOWNSHIP}
    villages: dict[str, list[Pledge]] = {}
    for row in rows:
        if len(row.area_code) == VILLAGE:
            villages.setdefault(row.area_code[:TOWNSHIP], []).append(row)
    townships = Area.objects.visible_to(user).townships().values_list("code", "short_name")
    lines = tuple(
        PledgeLine(
            code,
            name,
            own.get(code),
            _late(own.get(code), on),
            rate(villages.get(code, ()), on=on),
        )
        for code, name in townships
    )
    below = [row for found in villages.values() for row in found]
    return PledgeBoard(rate(own.values(), on=on), rate(below, on=on), lines)


def rate(rows: Iterable[Pledge], *, on: date) -> Rate:
    """Count the signed and the late ones of some pledges on a day."""
    found = list(rows)
    signed = sum(row.signed_on is not None for row in found)
    return Rate(signed, len(found), sum(_late(row, on) for row in found))


def _late(row: Pledge | None, on: date) -> bool:
    return row is not None and row.signed_on is None and row.due_on < on


def pledge_years(user: User) -> list[int]:
    """Give the years that have pledges, the latest first."""
    years = Pledge.objects.visible_to(user).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())
