"""What an upload says of a year that is closed."""

from datetime import date

import pytest

from households.models import Area, HouseholdYear
from households.services.facts import close_year
from tests.households import sheets
from tests.households.sheets import household
from tests.make import NOW

pytestmark = pytest.mark.django_db
HEADER = [*sheets.HEADER, "不愁吃"]


def rows(*, food: str, cause: str = "因病"):
    return [row | {"不愁吃": food, "致贫原因": cause} for row in household(1)]


def test_a_closed_year_stays_as_it_was_and_the_preview_says_so(load, stage):
    load(rows(food="是"), header=HEADER, on=date(2016, 7, 20))
    close_year(county=Area.objects.get(code="510304"), year=2015, by=None, at=NOW)

    batch = stage(rows(food="否", cause="因残"), header=HEADER)
    told = [complaint.reason for complaint in batch.complaints.filter(level="warn")]
    assert told == ["2015年度已封存，文件中的年度情况不写入"]

    load(rows(food="否", cause="因残"), header=HEADER)
    kept = HouseholdYear.objects.get(year=2015)
    assert (kept.food, kept.cause) == (True, "illness")


def test_the_year_of_the_upload_does_not_follow_the_household_once_it_is_closed(load):
    load(household(1))
    close_year(county=Area.objects.get(code="510304"), year=2016, by=None, at=NOW)

    load([row | {"致贫原因": "因残"} for row in household(1)])
    assert HouseholdYear.objects.get(year=2016).cause == "illness"
