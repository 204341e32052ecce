"""What is left to draw from in a round that has drawn: the frame without the drawn units."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from households.models import Area
from inspections.draw import Unit
from inspections.models import Draw, DrawnUnit, Round
from inspections.selectors.frames import Frame, round_frame

LEVELS = ("township", "village", "household")
LABELS = {"township": "乡镇", "village": "村", "household": "户"}


class Counts(NamedTuple):
    """How many units an extra draw asks for; what lies above its level is not looked at."""

    townships: int = 1
    villages: int = 1
    households: int = 4


@dataclass(frozen=True)
class ExtraFrame:
    """The units of an extra draw; ``given`` are drawn already and only lead to those below."""

    units: tuple[Unit, ...]
    given: frozenset[str]
    whole: Frame
    problem: str = ""

    def count(self, stage: str) -> int:
        """Number of units of a stage."""
        return sum(unit.stage == stage for unit in self.units)


def drawn_codes(round_: Round) -> dict[str, set[str]]:
    """Ids of all drawn units of a round by stage, reserves that were brought in too."""
    units = DrawnUnit.objects.filter(draw__round=round_, draw__state=Draw.State.DRAWN)
    found: dict[str, set[str]] = {stage: set() for stage in LEVELS}
    for stage, code in units.values_list("stage", "subject_code"):
        found.setdefault(stage, set()).add(code)
    return found


def extra_frame(round_: Round, *, level: str, places: Sequence[str]) -> ExtraFrame:
    """Give what an extra draw can draw from; ``problem`` says why it is not lawful, if so.

    The register of today counts, as for every freeze.
    """
    whole = round_frame(round_)
    drawn = drawn_codes(round_)
    if level == "township":
        units, given = tuple(_other_townships(whole, drawn["township"])), frozenset[str]()
        problem = "" if units else "全部乡镇都已抽中，没有可加抽的乡镇。"
        return ExtraFrame(units, given, whole, problem)
    above = "township" if level == "village" else "village"
    if not places or not set(places) <= drawn[above]:
        problem = f"请从已抽中的{LABELS[above]}中选择在哪里加抽。"
        return ExtraFrame((), frozenset(), whole, problem)
    kept = _below_townships if level == "village" else _below_villages
    units, given = kept(whole, set(places), drawn[level])
    return ExtraFrame(units, given, whole, _nothing_left(units, level, places))


def _other_townships(whole: Frame, drawn: Collection[str]) -> Iterator[Unit]:
    villages = {unit.unit_id: unit.parent_id for unit in whole.units if unit.stage == "village"}
    for unit in whole.units:
        above = villages.get(unit.parent_id, unit.parent_id)
        if (unit.unit_id if unit.stage == "township" else above) not in drawn:
            yield unit


def _below_townships(
    whole: Frame, places: set[str], drawn: Collection[str]
) -> tuple[tuple[Unit, ...], frozenset[str]]:
    villages = {
        unit.unit_id
        for unit in whole.units
        if unit.stage == "village" and unit.parent_id in places and unit.unit_id not in drawn
    }
    kept = places | villages
    units = (unit for unit in whole.units if unit.unit_id in kept or unit.parent_id in villages)
    return tuple(units), frozenset(places)


def _below_villages(
    whole: Frame, places: set[str], drawn: Collection[str]
) -> tuple[tuple[Unit, ...], frozenset[str]]:
    townships = {unit.parent_id for unit in whole.units if unit.unit_id in places}
    given = places | townships
    units = (
        unit
        for unit in whole.units
        if unit.unit_id in given
        or (unit.stage == "household" and unit.parent_id in places and unit.unit_id not in drawn)
    )
    return tuple(units), frozenset(given)


def _nothing_left(units: Sequence[Unit], level: str, places: Sequence[str]) -> str:
    """Say in which of the places nothing is left to draw; nothing where all have something."""
    peopled = {unit.parent_id for unit in units if unit.stage == level}
    empty = sorted(set(places) - peopled)
    if not empty:
        return ""
    names = Area.objects.filter(code__in=empty).order_by("code")
    told = "、".join(names.values_list("short_name", flat=True))
    return f"{told or '所选地方'}没有未抽中的{LABELS[level]}，不能在那里加抽。"
