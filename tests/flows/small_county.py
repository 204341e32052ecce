"""A small 大安区 for flows: its real places and units, sixty households in four poor villages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import User
from households.models import Area, Household
from households.services.places import load_areas, read_areas_file
from inspections.models import Assignment
from inspections.models.subjects import SubjectKind
from inspections.services.reviews import accept_visit
from projects.services import load_programmes
from reports.demo.district import AREAS, PLAN_YEAR, load_schemes, set_plan
from reports.demo.moments import COUNTY
from reports.demo.people_of_daan import make_accounts, make_units
from reports.demo.play import visit_one
from tests.make import make_household

TODAY = date(2016, 7, 20)
POOR_VILLAGES, HOUSEHOLDS_EACH = 4, 15
FAULTS: dict[str, dict[str, Any]] = {
    SubjectKind.TOWNSHIP: {"A203_missing": ["measures", "funds"]},
    SubjectKind.VILLAGE: {"A113_days": "5"},
}


def make_small_county() -> None:
    """Make places, units, accounts, register, plan and scheme; the roles must be there."""
    load_areas(rows=read_areas_file(path=AREAS))
    county = Area.objects.get(code=COUNTY)
    make_accounts(county, make_units(county))
    User.objects.update(toured_on=TODAY)
    for village in poor_villages():
        village.is_poor, village.planned_exit_year = True, PLAN_YEAR
        village.save(update_fields=["is_poor", "planned_exit_year"])
        fill(village)
    poverty_office = User.objects.get(username="fupin")
    set_plan(poverty_office)
    scheme = load_schemes(poverty_office)
    rows = scheme.options["programmes"]
    load_programmes(area_code=COUNTY, year=PLAN_YEAR, rows=rows, by=poverty_office)


def poor_villages() -> Iterator[Area]:
    """Give the first village under a village committee of each of the last townships."""
    for township in Area.objects.townships().within(COUNTY).order_by("-code")[:POOR_VILLAGES]:
        yield township.children.filter(name__endswith="村委会").order_by("code")[0]


def fill(village: Area) -> None:
    """Put the households of a village into the register."""
    for number in range(HOUSEHOLDS_EACH):
        make_household(
            village,
            head_name=f"{'李王张刘陈'[number % 5]}一{'山水田林路'[number % 5]}",
            person_count=3,
            measure=Household.Measure.INDUSTRY,
            planned_exit_year=PLAN_YEAR,
        )


def visit_the_others(kept: Assignment) -> None:
    """Let everybody else submit and 目督办 accept; one assignment is kept for the phone."""
    office = User.objects.get(username="mudu")
    others = Assignment.objects.active().exclude(pk=kept.pk)
    for assignment in others.select_related("round__scheme", "team__leader", "checklist"):
        faults = FAULTS.get(assignment.subject_kind, {})
        accept_visit(visit=visit_one(assignment=assignment, day=TODAY, faults=faults), by=office)
