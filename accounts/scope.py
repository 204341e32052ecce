"""Who may see which rows: place codes are prefixes, and `visible_to` is the only gate."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12  # digits of a place's code: each begins with its parent's
NOWHERE = "-"  # matches no place: what a new user sees until someone gives him an area


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a place, by `area_field`: "" sees all, a township its villages."""

    area_field = "area_code"

    def visible_to(self, user: "User") -> Self:
        """Give the rows inside the user's area; nothing to an inactive or placeless user."""
        if not user.is_active:
            return self.none()
        return self.within(user.area_code)

    def within(self, area_code: str) -> Self:
        """Give the rows of a place and of all places in it; "" is everywhere."""
        if not area_code:
            return self.all()
        return self.filter(**{f"{self.area_field}__startswith": area_code})
