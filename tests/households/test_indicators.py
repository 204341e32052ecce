from datetime import date

import pytest

from accounts.errors import RuleBroken
from households.facts.standards import rate_met, standard_of
from households.models import VillageIndicator
from households.selectors.indicators import indicator_lines, met_counts
from households.services.indicators import Finding, set_indicators
from tests.make import make_area, make_household

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)


def enter(village, findings, **given):
    return set_indicators(
        village=village, year=2016, findings=findings, by=None, on=TODAY, **given
    )


@pytest.mark.parametrize(
    ("code", "name", "count"),
    [
        ("510304105201", "四川“一低五有”", 6),
        ("411725001001", "河南7项指标", 8),
        ("63", "国家标准", 1),
    ],
)
def test_the_standard_is_the_province_s(code, name, count):
    standard = standard_of(code)
    assert (standard.name, len(standard.indicators)) == (name, count)


@pytest.mark.parametrize(
    ("poor", "population", "met"),
    [(30, 1000, True), (31, 1000, False), (0, 1000, True), (1, 0, None)],
)
def test_the_limit_itself_is_within_the_limit(poor, population, met):
    assert rate_met(poor, population, limit=3) is met


def test_the_rate_is_worked_out_from_the_register():
    village = make_area("510304105201", is_poor=True)
    make_household(village, person_count=3)
    make_household(village, person_count=4, status="exited_supported")
    make_household(village, person_count=5, registered=False)

    enter(village, {"road": Finding(met=False, note="缺2公里")}, population=100)

    _, lines = indicator_lines(village, year=2016)
    found = {line.code: (line.met, line.working) for line in lines}
    assert found["poverty_rate"] == (True, "3 ÷ 100 = 3.00%")
    assert (found["road"], found["clinic"]) == ((False, ""), (None, ""))
    assert met_counts([village.code], year=2016) == {village.code: 1}


def test_without_a_population_the_rate_is_as_told():
    village = make_area("510304105201", is_poor=True)
    enter(village, {"poverty_rate": Finding(met=True)})
    row = VillageIndicator.objects.get()
    assert (row.met, row.numerator, row.denominator) == (True, None, None)


def test_what_cannot_be_is_refused():
    village = make_area("510304105201")
    make_household(village, person_count=3)
    with pytest.raises(RuleBroken, match="没有这些指标：power"):
        enter(village, {"power": Finding(met=True)})
    with pytest.raises(RuleBroken, match="人口数少于"):
        enter(village, {}, population=2)
    with pytest.raises(RuleBroken, match="只登记到村"):
        enter(make_area("510304105"), {})
