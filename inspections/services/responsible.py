"""Which unit must answer for a failing item: the checklist names a party, this finds the unit."""

import re
from collections.abc import Callable

from accounts.errors import RuleBroken
from accounts.models import Role, Unit
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from accounts.selectors import unit_named
from households.models import Area
from inspections.models.subjects import Subject, SubjectKind

# people sent to a village: the township that leads them there answers
IN_THE_VILLAGE = ("helper", "helping_unit", "first_secretary", "work_team")
BETWEEN = re.compile(r"[,，、;；|\s]+")
ORGANS_NAMES = ("区直机关党委", "区直机关工委", "直属机关工委")


def responsible_unit(*, parties: str, visit: Subject) -> Unit:
    """Give the unit that answers: the first party of the list that is a unit of the county.

    Parties are township, village, helper, helping_unit, first_secretary, work_team,
    organisation_dept, organs_committee and department:NAME (a name or an alias). When none is
    found it is the inspected department itself, else the township.
    """
    for party in filter(None, BETWEEN.split(parties)):
        if found := _unit_of(party, visit):
            return found
    return _fallback(visit)


def _unit_of(party: str, visit: Subject) -> Unit | None:
    kind, _, name = party.partition(":")
    county = visit.area_code[:COUNTY]
    if kind == "department":
        return unit_named(name=name, county=county) if name else _subject_unit(visit)
    find = _FINDERS.get(kind)
    return find(visit.area_code) if find else unit_named(name=kind, county=county)


def township_unit(area_code: str) -> Unit | None:
    """Give the township's unit; a township without one gets it under its own name."""
    code = area_code[:TOWNSHIP]
    if len(code) < TOWNSHIP:
        return None
    unit = Unit.objects.filter(area_code=code, kind=Unit.Kind.TOWNSHIP).first()
    area = None if unit else Area.objects.filter(code=code).first()
    if area is None:
        return unit
    made, _ = Unit.objects.get_or_create(
        area_code=code, name=area.name, defaults={"kind": Unit.Kind.TOWNSHIP}
    )
    return made


def _village(area_code: str) -> Unit | None:
    if len(area_code) < VILLAGE:
        return None
    villages = Unit.objects.filter(area_code=area_code[:VILLAGE], kind=Unit.Kind.VILLAGE)
    return villages.first() or township_unit(area_code)


def _organisation(area_code: str) -> Unit | None:
    return _office(area_code, Role.ORGANISATION_DEPT, ("区委组织部", "组织部"))


def _organs(area_code: str) -> Unit | None:
    return _office(area_code, Role.ORGANS_COMMITTEE, ORGANS_NAMES)


def _office(area_code: str, role: Role, names: tuple[str, ...]) -> Unit | None:
    """Give a county office by its usual names, else the unit of the people in its role."""
    for name in names:
        if found := unit_named(name=name, county=area_code[:COUNTY]):
            return found
    county = Unit.objects.filter(area_code=area_code[:COUNTY])
    return county.filter(people__groups__name=role.label).order_by("pk").first()


def _subject_unit(visit: Subject) -> Unit | None:
    if visit.subject_kind != SubjectKind.DEPARTMENT or not visit.subject_code.isdecimal():
        return None
    return Unit.objects.filter(pk=int(visit.subject_code)).first()


def _fallback(visit: Subject) -> Unit:
    unit = _subject_unit(visit) or township_unit(visit.area_code)
    if unit is None:
        raise RuleBroken(
            f"“{visit.subject_name}”找不到责任单位，请系统管理员先在“单位”中登记。",
            code="no_responsible_unit",
        )
    return unit


_FINDERS: dict[str, Callable[[str], Unit | None]] = {
    **dict.fromkeys(IN_THE_VILLAGE, township_unit),
    "township": township_unit,
    "village": _village,
    "organisation_dept": _organisation,
    "organs_committee": _organs,
}
