"""What of a place's month the database counts, by the places right below it; each one query."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Substr

from accounts.models import User
from households.models import Area, HelperPairing, Household, Posting
from households.selectors.exits import at_stage, of_year
from inspections.models import Problem, Visit
from reports.board.numbers import Counts
from reports.selectors.board.places import Place

Parts = dict[str, dict[str, int]]  # by the place below, by the name of a count
OPEN = ~Q(state__in=Problem.ENDED)
TOOK = ExpressionWrapper(F("closed_on") - F("found_on"), output_field=DurationField())


def counts_of(place: Place, period: date, on: date, user: User) -> dict[str, Counts]:
    """Count everything by the places below; what is found at the place itself is under its code.

    Five queries, whatever the place holds.
    """
    found = [
        _problems(place, period, on, user),
        _visits(place, period, user),
        *_register(place, period.year, user),
        _villages(place, period.year, on, user),
    ]
    codes = {code for part in found for code in part}
    return {
        code: replace(
            Counts(), **dict(item for part in found for item in part.get(code, {}).items())
        )
        for code in codes
    }


def by_part(rows: "QuerySet[Any]", digits: int, field: str = "area_code", **counts: Any) -> Parts:
    """Count rows by the first digits of their place."""
    parts = rows.annotate(part=Substr(field, 1, digits)).order_by().values("part")
    return {row.pop("part"): row for row in parts.annotate(**counts)}


def _problems(place: Place, period: date, on: date, user: User) -> Parts:
    """Count the month's problems and all open ones; the closed past is not read."""
    month, late = Q(period=period), OPEN & Q(due_on__lt=on)
    rows = Problem.objects.visible_to(user).within(place.code).filter(month | OPEN)
    asked = {
        "problems": month,
        "severe": month & Q(severity=Problem.Severity.SEVERE),
        "closed": month & Q(state=Problem.State.CLOSED),
        "rejected": month & Q(state=Problem.State.NOT_UPHELD),
        "open": month & OPEN,
        "overdue": month & late,
        "repeated": month & Q(repeats__isnull=False),
        "reopened": month & Q(reopened__gt=0),
        "open_now": OPEN,
        "overdue_now": late,
    }
    counts: dict[str, Any] = {
        f"{name}_": Count("pk", filter=which) for name, which in asked.items()
    }
    return {
        part: {name.removesuffix("_"): number for name, number in line.items()}
        for part, line in by_part(rows, place.digits, **counts).items()
    }


def days_of(place: Place, period: date, user: User) -> tuple[tuple[int, int], ...]:
    """Count the month's closed problems by the days they took; one query."""
    rows = Problem.objects.visible_to(user).within(place.code).filter(period=period)
    closed = rows.filter(state=Problem.State.CLOSED).annotate(took=TOOK).order_by()
    counted = closed.values_list("took").annotate(number=Count("pk"))
    return tuple(sorted((took.days, number) for took, number in counted))


def accepted(place: Place, user: User) -> "QuerySet[Visit]":
    """Give the forms that count, as the list shows them to the user."""
    rows: QuerySet[Visit] = Visit.objects.visible_to(user).within(place.code).accepted()
    return rows


def _visits(place: Place, period: date, user: User) -> Parts:
    kinds = ("township", "village", "household")
    counts: dict[str, Any] = {
        f"visited_{kind}": Count("pk", filter=Q(subject_kind=kind)) for kind in kinds
    }
    rows = accepted(place, user).filter(round__period=period)
    return by_part(rows, place.digits, **counts)


def _register(place: Place, year: int, user: User) -> Iterator[Parts]:
    """Count households, those without a helper, and who has left poverty this year."""
    rows = Household.objects.counted_for(user).registered().within(place.code)
    helped = HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None)
    yield by_part(
        rows,
        place.digits,
        households=Count("pk"),
        persons=Sum("person_count", default=0),
        planned_persons=Sum("person_count", filter=Q(planned_exit_year=year), default=0),
        alone=Count("pk", filter=~Exists(helped)),
    )
    left = of_year(rows, year=year).filter(at_stage("marked_on"))
    yield by_part(left, place.digits, left_persons=Sum("person_count", default=0))


def _villages(place: Place, year: int, on: date, user: User) -> Parts:
    """Count the poor villages, those planned off the list, and those with all five posts."""
    poor = Area.objects.visible_to(user).within(place.code).poor_villages()
    held = Posting.objects.serving_on(on).filter(village=OuterRef("pk"))
    full = Q()
    for post in Posting.FIVE:
        full &= Q(Exists(held.filter(post=post)))
    return by_part(
        poor,
        place.digits,
        "code",
        poor_villages=Count("pk"),
        exit_villages=Count("pk", filter=Q(planned_exit_year=year)),
        full_villages=Count("pk", filter=full),
    )
