"""Which units are late with how many problems, of whatever month: one query."""

from datetime import date

from django.db.models import Count

from accounts.models import User
from inspections.models import Problem

NO_UNIT = "未定责任单位"


def late_units(code: str, *, on: date, user: User) -> list[tuple[str, int]]:
    """Give the responsible units of a place's overdue problems, the most first."""
    rows = Problem.objects.visible_to(user).within(code).overdue(on=on).order_by()
    counted = rows.values_list("responsible_unit__name").annotate(number=Count("pk"))
    return [
        (name or NO_UNIT, number)
        for name, number in counted.order_by("-number", "responsible_unit__name")
    ]
