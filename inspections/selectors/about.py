"""What a problem can be about: a place, a department or a household, as it is copied to it."""

from typing import NamedTuple

from accounts.masking import household_label
from accounts.models import Unit
from households.models import Area, Household
from inspections.models.subjects import SubjectKind


class About(NamedTuple):
    """The four fields of the unit a problem is about; a household's name stands masked."""

    kind: str
    code: str
    name: str
    area_code: str


def about_place(area: Area) -> About:
    """Give a county, township or village as what a problem is about."""
    kind = SubjectKind.VILLAGE if area.level == Area.Level.VILLAGE else SubjectKind.TOWNSHIP
    return About(kind, area.code, area.full_name, area.code)


def about_unit(unit: Unit) -> About:
    """Give a department as what a problem is about."""
    return About(SubjectKind.DEPARTMENT, str(unit.pk), unit.name, unit.area_code)


def about_household(household: Household) -> About:
    """Give a household: 李某某（户0123）, never the name in full."""
    label = household_label(household.head_name, household.household_no)
    return About(SubjectKind.HOUSEHOLD, household.household_no, label, household.area_code)
