"""Reading the month's roll-up: how often each item was asked and failed, by township."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from accounts.models import User
from inspections.models import ItemTally

FIELDS = ("asked", "given", "failed", "not_applicable", "unchecked")


class ItemLine(NamedTuple):
    """An item of the month in one township (or the county, for departments)."""

    area_code: str
    item: str
    asked: int
    given: int
    failed: int
    not_applicable: int
    unchecked: int


def item_tallies(county: str, period: date, *, user: User | None = None) -> list[ItemLine]:
    """The roll-up of a county's month by township and item; one query at any number of forms.

    Folded lines and those of single forms are added up in the same statement. With `user` only
    what he may see.
    """
    seen = ItemTally.objects.visible_to(user) if user else ItemTally.objects.all()
    rows = seen.within(county).filter(period=period).values_list("area_code", "item")
    summed = rows.annotate(**{f"all_{field}": Sum(field) for field in FIELDS})
    return [ItemLine(*row) for row in summed.order_by("area_code", "item")]
