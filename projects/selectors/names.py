"""Names of places for lists whose rows carry only a code."""

from collections.abc import Iterable

from households.models import Area


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Give each place's name, a village's with its township's before it, in one query."""
    areas = Area.objects.filter(code__in=set(codes)).select_related("parent")
    return {area.code: area.full_name for area in areas}
