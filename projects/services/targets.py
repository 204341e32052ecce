"""The annual targets: handed down place by place, written to the trail with what was before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import VILLAGE
from accounts.services.trail import record
from projects.models import AnnualTarget
from projects.selectors.register import Figures, planned_by_place
from projects.standing import hands_down_to

FIRST_YEAR, LAST_YEAR = 2014, 2035
LARGEST = 99_999_999
_FIGURES = ("villages", "households", "persons")


@dataclass(frozen=True)
class TargetRow:
    """What one place must achieve in a year: villages off the list, households and people out."""

    area_code: str
    villages: int
    households: int
    persons: int

    @property
    def figures(self) -> tuple[int, int, int]:
        """Villages, households, persons."""
        return self.villages, self.households, self.persons


@transaction.atomic
def set_targets(
    *,
    year: int,
    rows: Iterable[TargetRow],
    by: User | None,
    seen: Mapping[str, tuple[int, int, int]] | None = None,
) -> list[AnnualTarget]:
    """Set the targets of places for a year; places that are not named keep theirs.

    `seen` holds the figures a person had before his eyes: a place that somebody has changed since
    refuses the whole ("target_changed"). A target that is what it was is left alone. Whether the
    parts add up to the whole is shown, not enforced, while the plan is being broken down
    (plan 000 §4(1)). Raises RuleBroken "target_year", "target_negative", "target_too_large",
    "target_from_above" (not the person's to set).
    """
    refuse_odd_year(year)
    wanted = list(rows)
    for row in wanted:
        _refuse_odd_row(row, by)
    codes = [row.area_code for row in wanted]
    kept = AnnualTarget.objects.select_for_update().filter(year=year, area_code__in=codes)
    before = {target.area_code: target for target in kept}
    for row in wanted:
        _refuse_changed(row, before.get(row.area_code), (seen or {}).get(row.area_code))
    return [_set(row, before.get(row.area_code), year, by) for row in wanted]


@transaction.atomic
def targets_from_register(*, year: int, area_code: str, by: User | None) -> list[AnnualTarget]:
    """Set the village targets of a county or township to what the register has marked.

    The register's plan is the households marked to leave poverty in the year and the villages
    marked to leave the list. Villages with neither, and without a target so far, get none; the
    targets of townships and the county stay. Raises RuleBroken "nothing_planned" when the register
    has marked nothing there, and as set_targets does.
    """
    planned = planned_by_place(area_code, year=year, digits=VILLAGE)
    if not planned:
        raise RuleBroken(
            f"底册中没有{year}年计划脱贫的户和计划摘帽的村，请先在底册中标注。",
            code="nothing_planned",
        )
    codes = planned.keys() | _villages_with_target(area_code, year)
    rows = [TargetRow(code, *planned.get(code, Figures())) for code in sorted(codes)]
    return set_targets(year=year, rows=rows, by=by)


def refuse_odd_year(year: int) -> None:
    """Raise RuleBroken "target_year" for a year no plan is made for."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间。", code="target_year")


def _refuse_odd_row(row: TargetRow, by: User | None) -> None:
    if min(row.figures) < 0:
        raise RuleBroken("任务数不能为负数。", code="target_negative")
    if max(row.figures) > LARGEST:
        raise RuleBroken("任务数过大，请核对。", code="target_too_large")
    if by is not None and not hands_down_to(by, row.area_code):
        raise RuleBroken("本级任务由上级下达，只能分解到下级。", code="target_from_above")


def _refuse_changed(
    row: TargetRow, now: AnnualTarget | None, seen: tuple[int, int, int] | None
) -> None:
    figures = _figures(now) or (0, 0, 0)
    if seen is not None and figures not in {seen, row.figures}:
        shown = "、".join(f"{n}{unit}" for n, unit in zip(figures, "村户人", strict=True))
        raise RuleBroken(
            f"{row.area_code}的任务在本页打开后已被改为{shown}，请核对后再保存。",
            code="target_changed",
        )


def _figures(target: AnnualTarget | None) -> tuple[int, int, int] | None:
    return (target.villages, target.households, target.persons) if target else None


def _villages_with_target(area_code: str, year: int) -> set[str]:
    codes = AnnualTarget.objects.within(area_code).filter(year=year)
    return {code for code in codes.values_list("area_code", flat=True) if len(code) == VILLAGE}


def _set(row: TargetRow, before: AnnualTarget | None, year: int, by: User | None) -> AnnualTarget:
    was = _figures(before)
    if before is not None and was == row.figures:
        return before
    figures: dict[str, Any] = dict(zip(_FIGURES, row.figures, strict=True))
    target, _ = AnnualTarget.objects.update_or_create(
        area_code=row.area_code, year=year, defaults=figures
    )
    record(by=by, action="set_target", about=target, year=year, was=was, **figures)
    return target
