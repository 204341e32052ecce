"""The rectification orders of a month, as lines to draw."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from accounts.models import Unit, User
from inspections.models import Problem, RectificationOrder
from reports.wall.bars import OrderLine
from reports.wall.schedule import last_day

State = Problem.State
ENDED = Q(problems__state__in=Problem.ENDED)
ANSWERED = Q(problems__state__in=[State.REPORTED, State.VERIFIED])
MOST = 300
"""Orders drawn on one page; the filters bring the rest."""


def order_lines(
    user: User, *, county: str, period: date, unit: int | None = None, still_open: bool = False
) -> list[OrderLine]:
    """Give the orders the user sees that run in the month or are still open, by unit; one query.

    An order whose problems have all gone to another one is left out. One more than MOST says that
    there are more.
    """
    rows: Any = _drawn(user, county=county, period=period)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if still_open:
        rows = rows.filter(ended__lt=F("standing"))
    ordered = rows.order_by("unit__area_code", "unit__kind", "unit__name", "unit", "pk")
    return [_line(row) for row in ordered[: MOST + 1]]


def charged_units(user: User, *, county: str, period: date) -> list[tuple[int, str]]:
    """Give the units that have an order in the month, to choose one."""
    drawn = _drawn(user, county=county, period=period).order_by().values("unit")
    units = Unit.objects.filter(pk__in=drawn).order_by("area_code", "kind", "name")
    return list(units.values_list("pk", "name"))


def _drawn(user: User, *, county: str, period: date) -> "QuerySet[RectificationOrder]":
    seen = RectificationOrder.objects.visible_to(user).filter(area_code=county)
    counted = seen.filter(issued_on__lte=last_day(period)).annotate(
        standing=Count("problems"),
        ended=Count("problems", filter=ENDED),
        answered=Count("problems", filter=ANSWERED),
        nearest=Min("problems__due_on", filter=~ENDED),
    )
    runs = Q(due_on__gte=period) | Q(ended__lt=F("standing"))
    return counted.filter(runs, standing__gt=0).select_related("unit")


def _line(row: RectificationOrder) -> OrderLine:
    told: dict[str, int] = {name: getattr(row, name) for name in ("standing", "ended", "answered")}
    nearest: date | None = getattr(row, "nearest", None)
    return OrderLine(
        pk=row.pk,
        number=row.number,
        serial=row.serial,
        unit_id=row.unit_id,
        unit=row.unit.name,
        issued_on=row.issued_on,
        due_on=nearest or row.due_on,
        problems=told["standing"],
        closed=told["ended"],
        reported=told["answered"],
        acknowledged=row.acknowledged_at is not None,
    )
