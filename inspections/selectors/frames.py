"""The frame of a round: who is in the drum, with how many slips, and who is left out and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from households.models import Area, Household
from inspections.draw import Unit
from inspections.models import Draw, DrawnUnit, Round

EXIT_LOTS = 3  # slips of a village that leaves the list this year, unless the scheme says
WAITING, ORDINARY = 0, 1  # tiers: draw/1 §2
POOR_VILLAGES_ONLY = "只抽有贫困村的乡镇"  # as a sealed rule says it


@dataclass(frozen=True)
class LeftOut:
    """A unit that is not in the drum, and why."""

    unit_id: str
    name: str
    reason: str


@dataclass(frozen=True)
class Frame:
    """The units to draw from, in no order, and the ones left out."""

    units: tuple[Unit, ...]
    left_out: tuple[LeftOut, ...]

    def count(self, stage: str) -> int:
        """Number of units of a stage."""
        return sum(unit.stage == stage for unit in self.units)


@dataclass(frozen=True)
class _Village:
    code: str
    township: str
    is_poor: bool
    exits: bool


def round_frame(round_: Round) -> Frame:
    """Read the frame of a round from the register of today; six queries at any size.

    A township is in when one of its villages is; its villages are its poor villages, or, where
    it has none, its villages with poor households (scheme option ``population`` set to
    ``poor_villages`` leaves such a township out).  Households are the ones still poor, and the
    ones planned to leave poverty in the round's year unless the option ``households`` is
    ``still_poor``.  What stands under an excluded unit is left out with it.
    """
    excluded = {row.unit_code: row.reason for row in round_.exclusions.all()}
    households = _households(round_, excluded)
    villages = _villages(round_, excluded, households)
    lots = int(round_.scheme.options.get("exit_village_lots", EXIT_LOTS))
    names = dict(
        Area.objects.within(round_.area_code).townships().values_list("code", "short_name")
    )
    recent = recently_drawn(round_)
    units: list[Unit] = []
    for township in sorted(names.keys() & villages.keys()):
        tier = ORDINARY if township in recent else WAITING
        units.append(Unit("township", township, round_.area_code, tier))
        for village in villages[township]:
            units.append(
                Unit("village", village.code, township, ORDINARY, lots if village.exits else 1)
            )
            units += [Unit("household", no, village.code) for no in households[village.code]]
    return Frame(tuple(units), _left_out(round_, names, villages.keys()))


def _households(round_: Round, excluded: Mapping[str, str]) -> dict[str, list[str]]:
    """Household numbers by village code."""
    wanted = Household.objects.registered().within(round_.area_code)
    still_poor = Q(status__in=[Household.Status.POOR, Household.Status.RELAPSED])
    if not round_.still_poor_only:
        still_poor |= Q(planned_exit_year=round_.period.year)
    rows = wanted.filter(still_poor).order_by().values_list("household_no", "area_code")
    found: dict[str, list[str]] = defaultdict(list)
    for number, village in rows.iterator(chunk_size=10_000):
        if number not in excluded:
            found[village].append(number)
    return found


def _villages(
    round_: Round, excluded: Mapping[str, str], households: Mapping[str, list[str]]
) -> dict[str, list[_Village]]:
    """Villages to draw from by township; a township without any is not there."""
    rows = (
        Area.objects.within(round_.area_code)
        .villages()
        .values_list("code", "parent_id", "is_poor", "planned_exit_year")
    )
    by_township: dict[str, list[_Village]] = defaultdict(list)
    for code, township, is_poor, year in rows:
        if code not in excluded and township not in excluded:
            exits = year == round_.period.year
            by_township[township].append(_Village(code, township, is_poor, exits))
    poor_only = round_.poor_villages_only
    chosen: dict[str, list[_Village]] = {}
    for township, villages in by_township.items():
        poor = [village for village in villages if village.is_poor]
        peopled = [village for village in villages if village.code in households]
        if poor or (peopled and not poor_only):
            chosen[township] = poor or peopled
    return chosen


def _left_out(
    round_: Round, names: Mapping[str, str], drawn_from: Iterable[str]
) -> tuple[LeftOut, ...]:
    """Exclusions of the round, then townships that the rule leaves nothing to draw in."""
    own = [
        LeftOut(row.unit_code, row.unit_name, row.reason)
        for row in round_.exclusions.order_by("unit_code")
    ]
    told = {row.unit_id for row in own}
    empty = sorted(names.keys() - set(drawn_from) - told)
    households = "" if round_.poor_villages_only else "或贫困户"
    reason = f"辖区内没有可抽的贫困村{households}"
    return (*own, *(LeftOut(code, names[code], reason) for code in empty))


def recently_drawn(round_: Round) -> set[str]:
    """Codes of the townships drawn in the rotation months before the round's own.

    The month that lies exactly ``rotation_months`` back still counts: 超过 excludes the number.
    """
    return set(
        DrawnUnit.objects.filter(
            stage="township",
            draw__state=Draw.State.DRAWN,
            draw__round__area_code=round_.area_code,
            draw__round__period__gte=months_before(round_.period, round_.rotation_months),
            draw__round__period__lt=round_.period,
        ).values_list("subject_code", flat=True)
    )


def months_before(period: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    year, month = divmod(period.year * 12 + period.month - 1 - months, 12)
    return date(year, month + 1, 1)
