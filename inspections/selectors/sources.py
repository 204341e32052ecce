"""The bodies whose findings enter the ledger, as they are offered at a place."""

from typing import TYPE_CHECKING

from accounts.models import User
from accounts.scope import COUNTY
from inspections.models import ProblemSource
from inspections.models.sources import SourceKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

OWN_FINDINGS = (SourceKind.SELF_CHECK, SourceKind.CROSS_CHECK)


def sources_for(area_code: str) -> "QuerySet[ProblemSource]":
    """Give the sources in use everywhere and those of the place's own county."""
    places = {"", area_code[:COUNTY]}
    return ProblemSource.objects.filter(active=True, area_code__in=places)


def kinds_for(user: User) -> list[tuple[str, str]]:
    """Give the kinds of source a person may enter: the inspected only their own."""
    if not user.is_inspected:
        return [(str(value), str(label)) for value, label in SourceKind.choices]
    return [(str(kind), str(kind.label)) for kind in OWN_FINDINGS]
