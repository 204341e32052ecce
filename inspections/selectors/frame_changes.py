"""How the frame differs from that of the county's last draw: shown at the freeze, and kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localtime

from accounts.masking import household_label
from accounts.scope import TOWNSHIP
from households.models import Area, BatchDifference, Household, RegisterBatch
from inspections.draw import Unit
from inspections.draw_changes import Change, pool_changes
from inspections.models import Draw

SHOWN = 100  # changes listed by name; the counts are of all
ACTS = {"added": "新增", "removed": "减少", "moved": "变动"}
STAGES = {"township": "乡镇", "village": "村", "household": "户"}


class TownshipCount(NamedTuple):
    """How many villages and households of a township came, went and moved."""

    name: str
    added: int
    removed: int
    moved: int


class ChangeRow(NamedTuple):
    """One unit that came, went or moved; a household by its masked label."""

    act: str
    kind: str
    name: str
    place: str
    before: str
    told: str


@dataclass(frozen=True)
class FrameChanges:
    """The differences to the pool of ``since``; without one there is nothing to compare."""

    since: Draw | None
    townships: tuple[TownshipCount, ...] = ()
    rows: tuple[ChangeRow, ...] = ()
    more: int = 0


def changes_at_freeze(county: str, units: Iterable[Unit]) -> FrameChanges:
    """Compare the frame of today with the county's last main draw; five queries at any size."""
    return _changes(_last_main(county, before=None), ("\t".join(map(str, unit)) for unit in units))


def changes_of(draw: Draw) -> FrameChanges | None:
    """Compare a sealed main draw with the one before it; nothing for other draws."""
    if draw.kind != Draw.Kind.MAIN:
        return None
    since = _last_main(draw.area_code, before=draw.sealed_at)
    return _changes(since, draw.pool.splitlines(), until=draw.sealed_at)


def _last_main(county: str, *, before: datetime | None) -> Draw | None:
    drawn = Draw.objects.filter(
        area_code=county, kind=Draw.Kind.MAIN, state=Draw.State.DRAWN
    ).order_by("-sealed_at")
    return (drawn.filter(sealed_at__lt=before) if before else drawn).first()


def _changes(
    since: Draw | None, lines: Iterable[str], *, until: datetime | None = None
) -> FrameChanges:
    if since is None:
        return FrameChanges(None)
    found = pool_changes(since.pool.splitlines(), lines)
    below = [change for change in found if change.stage != "township"]
    shown = found[:SHOWN]
    places = _names(found, shown)
    households = [one.unit_id for one in shown if one.stage == "household"]
    heads = dict(
        Household.objects.filter(household_no__in=households).values_list(
            "household_no", "head_name"
        )
    )
    told = _told(households, since.sealed_at, until)
    return FrameChanges(
        since,
        _by_township(below, places),
        tuple(_row(change, places, heads, told) for change in shown),
        max(len(found) - SHOWN, 0),
    )


def _names(found: Sequence[Change], shown: Sequence[Change]) -> dict[str, str]:
    """Names of the townships concerned and of the places that are shown."""
    codes = {_township(change) for change in found}
    codes |= {code for change in shown for code in change[1:] if len(code) > TOWNSHIP}
    return dict(Area.objects.filter(code__in=codes).values_list("code", "short_name"))


def _township(change: Change) -> str:
    if change.stage == "township":
        return change.unit_id
    return (change.parent_id or change.before)[:TOWNSHIP]


def _by_township(changes: Iterable[Change], places: dict[str, str]) -> tuple[TownshipCount, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for change in changes:
        counts[_township(change)][change.act] += 1
    return tuple(
        TownshipCount(places.get(code, code), *(counts[code][act] for act in ACTS))
        for code in sorted(counts)
    )


def _row(
    change: Change, places: dict[str, str], heads: dict[str, str], told: dict[str, str]
) -> ChangeRow:
    household = change.stage == "household"
    name = (
        household_label(heads.get(change.unit_id, ""), change.unit_id)
        if household
        else places.get(change.unit_id, change.unit_id)
    )
    now = change.parent_id or change.before
    return ChangeRow(
        ACTS[change.act],
        STAGES[change.stage],
        name,
        _place(now, places),
        _place(change.before, places) if change.act == "moved" else "",
        told.get(change.unit_id, ""),
    )


def _place(code: str, places: dict[str, str]) -> str:
    """Township and village of a code."""
    township = places.get(code[:TOWNSHIP], "")
    village = places.get(code, code) if len(code) > TOWNSHIP else ""
    return f"{township}{village}"


def _told(numbers: Sequence[str], since: datetime, until: datetime | None) -> dict[str, str]:
    """Which upload last changed each household between two freezes, by whom and when."""
    rows = BatchDifference.objects.filter(
        household_no__in=numbers,
        batch__state=RegisterBatch.State.APPLIED,
        batch__applied_at__gt=since,
    )
    if until:
        rows = rows.filter(batch__applied_at__lte=until)
    columns = ("household_no", "batch__applied_at", "batch__uploaded_by__name", "batch__file_name")
    found = rows.order_by("batch__applied_at").values_list(*columns).distinct()
    return {
        number: f"{localtime(at):%m-%d %H:%M} {by or '系统'}导入《{name}》"
        for number, at, by, name in found
    }
