"""Builders of households that are judged by the rules of key households."""

from datetime import date
from typing import Any

from households.models import Household
from households.services.concerns import flag_households
from tests.make import COUNTY, make_area, make_household

TODAY, BEFORE = date(2016, 7, 29), date(2016, 7, 1)
EARNED = {"wages": 5800, "business": 0, "property_income": 0, "transfers": 4200}


def household(village: str = "510304105201", **year: Any) -> Household:
    """Make a household of one healthy, married labourer with work, and what the test is about."""
    made = make_household(make_area(village))
    made.members.update(labour="普通劳动力", schooling="非在校生", marriage="已婚", work_months=6)
    for member in made.members.all():
        member.health = "健康"
        member.save()
    known = {"only_house": False, "near_hazard": False, "lacks_drive": False, "status": "poor"}
    facts = {"year": 2016, "person_count": 1, "area_code": made.area_code}
    made.years.create(**facts, **(known | year))
    made.incomes.create(
        year=2015, area_code=made.area_code, net_income_pc=3000, **EARNED | {"transfers": 0}
    )
    return made


def run(on: date = TODAY) -> Any:
    return flag_households(county=COUNTY, on=on, by=None)


def kinds(of: Household) -> list[str]:
    return list(of.flags.order_by("code").values_list("code", flat=True))
