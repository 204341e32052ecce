"""Who may do something in a county: the people to be told that it waits."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.scope import COUNTY


def holders(*, right: str, area_code: str, but_unit: int | None = None) -> "QuerySet[User]":
    """Give the county's people who hold a right of the inspections by their role.

    `right` is the permission without its app, such as `order_rectification`. Those of `but_unit`,
    who must not judge their own unit's matters, are left out.
    """
    people = User.objects.filter(
        is_active=True,
        area_code__in=["", area_code[:COUNTY]],
        groups__permissions__codename=right,
        groups__permissions__content_type__app_label="inspections",
    )
    if but_unit is not None:
        people = people.exclude(unit=but_unit)
    return people.distinct()
