"""Places named in a request: one outside the caller's area is as one that is not there."""

from collections.abc import Iterable

from rest_framework.exceptions import NotFound

from accounts.models import User
from households.models import Area


def require_places(user: User, codes: Iterable[str]) -> None:
    """Raise NotFound unless every code is a place inside the user's area."""
    wanted = set(codes)
    seen = Area.objects.visible_to(user).filter(code__in=wanted).count()
    if seen < len(wanted):
        raise NotFound
