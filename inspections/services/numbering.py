"""A problem's number for life: the county, the month, the next serial; given once to each."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from accounts.errors import RuleBroken
from accounts.scope import COUNTY
from inspections.models import Problem

ATTEMPTS = 20  # of people who number a problem of one county in the same instant
PORTION = 500  # rows put in by one statement


def next_number(*, county: str, period: date) -> str:
    """Give the next free number of a county's month: 510304-201607-001."""
    prefix = prefix_of(county=county, period=period)
    return f"{prefix}{_last_serial(prefix) + 1:03}"


def prefix_of(*, county: str, period: date) -> str:
    """Give what all numbers of a county's month begin with."""
    return f"{county}-{period:%Y%m}-"


def create_numbered(
    *, period: date, area_code: str, twin: Callable[[], Problem | None], **fields: Any
) -> Problem:
    """Insert a problem under the next number; whoever loses a number takes the following.

    `twin` gives the same problem where another call was faster with it; it is returned then.
    Raises RuleBroken "number_busy".
    """
    county = area_code[:COUNTY]
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                number = next_number(county=county, period=period)
                return Problem.objects.create(
                    number=number, period=period, area_code=area_code, **fields
                )
        except IntegrityError:
            if found := twin():
                return found
    raise _busy()


def create_many_numbered(*, period: date, county: str, rows: Sequence[Problem]) -> list[Problem]:
    """Insert problems under the following numbers in the order given, all or none.

    Raises RuleBroken "number_busy".
    """
    prefix = prefix_of(county=county, period=period)
    for _ in range(ATTEMPTS):
        first = _last_serial(prefix) + 1
        for serial, row in enumerate(rows, start=first):
            row.pk, row.number, row.period = None, f"{prefix}{serial:03}", period
        try:
            with transaction.atomic():
                return Problem.objects.bulk_create(rows, batch_size=PORTION)
        except IntegrityError:
            continue
    raise _busy()


def _last_serial(prefix: str) -> int:
    taken = Problem.objects.filter(number__startswith=prefix)
    last = taken.order_by(Length("number").desc(), "-number").first()
    return int(last.number.removeprefix(prefix)) if last else 0


def _busy() -> RuleBroken:
    return RuleBroken("问题编号繁忙，请稍后再提交一次。", code="number_busy")
