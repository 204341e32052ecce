"""The roll-up's columns, and the roll-up as an office's sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django_filters import FilterSet

from accounts import clock
from accounts.models import User
from accounts.official import told
from accounts.xlsx_official import OfficialColumn, OfficialSheet
from inspections.lists.words import UNANNOUNCED, place_of
from inspections.selectors.rollups import OVERDUE, STAGES, TOTAL, Line

_STATES = "其中"


def figures() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give each figure's key, its heading, and the filters of the list it counts."""
    yield TOTAL, "发现问题", {}
    for key, stage in STAGES.items():
        yield key, stage.label, {"stage": key}
    yield OVERDUE, "超期未销号", {"overdue": "1"}


def rollup_sheet(
    name: str,
    first: str,
    lines: Sequence[Line],
    total: Line,
    *,
    kept: FilterSet,
    by: User,
    place: str,
) -> tuple[OfficialSheet, Iterator[list[Any]]]:
    """Give the sheet of a roll-up and its rows."""
    here = place_of(place or by.area_code)
    columns = [
        OfficialColumn(first, 22),
        *(
            OfficialColumn(label, 11, _STATES if key in STAGES else "", "center")
            for key, label, _ in figures()
        ),
        OfficialColumn("销号率（已销号/发现−不属实）", 20, kind="center"),
    ]
    sheet = OfficialSheet(
        name="汇总",
        title=f"{here}{name}",
        columns=columns,
        total=_cells(total),
        notes=_notes(here, total, kept, by),
        paper="A4",
    )
    return sheet, (_cells(line) for line in lines)


def _cells(line: Line) -> list[Any]:
    return [line.label, *(line.counts[key] for key, _, _ in figures()), line.rate]


def _notes(here: str, total: Line, kept: FilterSet, by: User) -> list[str]:
    today = clock.today()
    scope = f"{here or '全部区划'}，{told(kept) or '全部期次、全部来源'}"
    left = [f"不属实{total.counts['not_upheld']}个不在销号率的分母中"]
    if by.is_inspected:
        left.append(UNANNOUNCED)
    counted = (
        f"统计范围：{scope}；共{total.counts[TOTAL]}个。村发现的问题同时计入所在村和镇。"
        f"数据截至{today.year}年{today.month}月{today.day}日，时限当天仍算按期。"
    )
    return [counted, f"未计入：{'；'.join(left)}。"]
