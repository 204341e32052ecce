"""The people and units of a county that act on documents or are sent them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Unit, User
from accounts.models.people import INSPECTED
from accounts.scope import COUNTY
from reports.models import Bulletin

SENT_TO = (Unit.Kind.TOWNSHIP, Unit.Kind.DEPARTMENT)
"""Who signs for a document unless its distribution list says otherwise."""


def holders(county: str, right: str) -> "QuerySet[User]":
    """Give the active people of a county whose roles hold a right on documents."""
    people = User.objects.filter(is_active=True, area_code__startswith=county[:COUNTY])
    return people.filter(
        groups__permissions__codename=right,
        groups__permissions__content_type__app_label="reports",
    ).distinct()


def readers_of(held: Bulletin) -> list[User]:
    """Give the people of the county who may read a document once it is issued."""
    people = holders(held.area_code, "view_bulletin")
    return [person for person in people if not (held.is_internal and person.is_inspected)]


def people_of(units: Iterable[Unit], right: str) -> "QuerySet[User]":
    """Give the active people of units whose roles hold a right on documents."""
    return User.objects.filter(
        unit__in=list(units), is_active=True, groups__permissions__codename=right
    ).distinct()


def countersigners(county: str) -> "QuerySet[Unit]":
    """Give the units of a county that can be asked to countersign: somebody there may answer."""
    able = holders(county, "countersign_bulletin").values("unit")
    return Unit.objects.within(county[:COUNTY]).filter(pk__in=able)


def sent_to(held: Bulletin) -> "QuerySet[Unit]":
    """Give the units that sign for a document: those of its list, with somebody to sign.

    Without a list all townships and departments. A document for leaders goes to units of its
    list where somebody may read it, to nobody who is inspected.
    """
    county = held.area_code[:COUNTY]
    people = User.objects.filter(is_active=True, unit__isnull=False)
    if held.is_internal:
        people = people.exclude(groups__name__in=[role.label for role in INSPECTED])
    active = people.values("unit")
    units = Unit.objects.within(county).filter(pk__in=active)
    chosen = held.distribution
    if chosen is not None:
        named = chosen.units.filter(pk__in=active)
        return (units.filter(kind__in=chosen.unit_kinds) | units.filter(pk__in=named)).distinct()
    if held.is_internal:
        return units.none()
    return units.filter(kind__in=SENT_TO)
