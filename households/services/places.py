"""Loading townships and villages."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Area
from households.place_names import short_name

DATA = Path(__file__).resolve().parent.parent / "data"
_LENGTHS = {
    Area.Level.COUNTY.value: 6,
    Area.Level.TOWNSHIP.value: 9,
    Area.Level.VILLAGE.value: 12,
}
_COLUMNS = ("code", "name", "level", "parent")


def read_areas_file(*, path: Path) -> list[dict[str, str]]:
    """Read a file of places (columns code, name, level, parent)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as trouble:
        raise RuleBroken(f"区划文件读不了：{path.name}。", code="areas_unreadable") from trouble
    if not rows or any(column not in rows[0] for column in _COLUMNS):
        raise RuleBroken("区划文件应有 code,name,level,parent 四列。", code="areas_columns")
    return rows


@transaction.atomic
def load_areas(*, rows: Iterable[Mapping[str, str]], by: User | None = None) -> int:
    """Store places by their codes; again the same rows change nothing. Gives how many places.

    Poor villages and plan years that are stored already stay. A code of the wrong length, or one
    that does not begin with its parent's, refuses the whole load.
    """
    areas = sorted((_area(row) for row in rows), key=lambda area: len(area.code))
    known = {area.code for area in areas}
    for area in areas:
        if area.parent_id and area.parent_id not in known:
            raise RuleBroken(
                f"区划 {area.code} 的上级 {area.parent_id} 不在文件中。", code="area_orphan"
            )
    Area.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "short_name", "level", "parent"],
    )
    for county in sorted({area.code[: _LENGTHS["county"]] for area in areas}):
        places = sum(area.code.startswith(county) for area in areas)
        record(by=by, action="load_areas", about=areas[0], area_code=county, places=places)
    return len(areas)


def _area(row: Mapping[str, str]) -> Area:
    """Make a place of a row whose code fits its level and its parent."""
    code, level, parent = row["code"].strip(), row["level"].strip(), row["parent"].strip()
    fits = code.isascii() and code.isdigit() and _LENGTHS.get(level) == len(code)
    if not fits or parent != (code[:-3] if len(code) > _LENGTHS["county"] else ""):
        raise RuleBroken(f"区划代码与级别或上级不符：{code} {level}。", code="area_code")
    name = row["name"].strip()
    return Area(
        code=code, name=name, short_name=short_name(name), level=level, parent_id=parent or None
    )


@transaction.atomic
def set_poor_village(
    *, village: Area, is_poor: bool, planned_exit_year: int | None, by: User | None
) -> Area:
    """Say whether a village is a poor village and in which year it is planned off the list."""
    village.is_poor = is_poor
    village.planned_exit_year = planned_exit_year if is_poor else None
    village.full_clean(validate_unique=False)
    village.save(update_fields=["is_poor", "planned_exit_year"])
    record(
        by=by, action="set_poor_village", about=village, is_poor=is_poor, year=planned_exit_year
    )
    return village
