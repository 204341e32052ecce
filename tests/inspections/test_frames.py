"""Who is in the drum, with how many slips, and who is left out."""

from datetime import date

import pytest

from households.models import Household
from inspections.draw import Unit
from inspections.models import Exclusion
from inspections.selectors.frames import LeftOut, months_before, round_frame
from tests.inspections.draw_cast import make_county, make_drawn, make_households
from tests.make import COUNTY, make_area, make_round, make_scheme

pytestmark = pytest.mark.django_db
T1, T2, T3 = (f"{COUNTY}10{number}" for number in (1, 2, 3))


def ids(frame, stage):
    return sorted(unit.unit_id for unit in frame.units if unit.stage == stage)


def test_frame_holds_townships_poor_villages_and_their_households():
    make_county()

    frame = round_frame(make_round())

    assert ids(frame, "township") == [T1, T2, T3]
    assert ids(frame, "village")[:2] == [f"{T1}201", f"{T1}202"]
    assert (frame.count("village"), frame.count("household")) == (6, 36)
    assert Unit("household", f"{T1}2010001", f"{T1}201") in frame.units


def test_township_without_poor_village_gives_its_villages_with_poor_households():
    make_county(townships=1)
    peopled = make_area(f"{T2}301")
    make_area(f"{T2}302")
    make_households(peopled, 4)

    assert ids(round_frame(make_round()), "village") == [f"{T1}201", f"{T1}202", f"{T2}301"]


def test_ordinary_village_stays_out_where_its_township_has_a_poor_one():
    make_county(townships=1)
    make_households(make_area(f"{T1}301"), 4)

    frame = round_frame(make_round())

    assert ids(frame, "village") == [f"{T1}201", f"{T1}202"]
    assert frame.count("household") == 12


def test_population_option_leaves_out_townships_without_poor_villages():
    make_county(townships=1)
    make_households(make_area(f"{T2}301"), 4)
    scheme = make_scheme(options={"population": "poor_villages"})

    frame = round_frame(make_round(scheme=scheme))

    assert ids(frame, "township") == [T1]
    assert frame.left_out == (LeftOut(T2, "乡镇102镇", "辖区内没有可抽的贫困村"),)


def test_a_township_without_anybody_poor_is_told_so():
    make_county(townships=1)
    make_area(f"{T2}301")

    (left_out,) = round_frame(make_round()).left_out

    assert left_out == LeftOut(T2, "乡镇102镇", "辖区内没有可抽的贫困村或贫困户")


def test_village_planned_to_exit_this_year_gets_the_schemes_lots():
    village, other = make_county(townships=1)
    type(village).objects.filter(pk=village.pk).update(planned_exit_year=2016)
    type(village).objects.filter(pk=other.pk).update(planned_exit_year=2017)
    scheme = make_scheme(options={"exit_village_lots": 5})

    frame = round_frame(make_round(scheme=scheme))

    assert Unit("village", village.code, T1, 1, 5) in frame.units
    assert Unit("village", other.code, T1, 1, 1) in frame.units


@pytest.mark.parametrize(
    ("option", "numbers"), [("", ["0001", "0002", "0003"]), ("still_poor", ["0001", "0002"])]
)
def test_households_out_of_poverty_are_in_only_when_planned_this_year(option, numbers):
    village = make_area(f"{T1}201", is_poor=True)
    make_households(village, 4)
    rows = Household.objects.order_by("household_no")
    states = [
        ("poor", None),
        ("relapsed", None),
        ("exited_supported", 2016),
        ("exited_supported", 2015),
    ]
    for row, (status, year) in zip(rows, states, strict=True):
        Household.objects.filter(pk=row.pk).update(status=status, planned_exit_year=year)

    frame = round_frame(make_round(scheme=make_scheme(options={"households": option})))

    assert ids(frame, "household") == [f"{T1}201{number}" for number in numbers]


def test_excluded_units_are_left_out_with_all_below_them():
    make_county()
    round_ = make_round()
    for code in (T1, f"{T2}201", f"{T2}2020001"):
        Exclusion.objects.create(round=round_, unit_code=code, unit_name="某", reason="受灾")

    frame = round_frame(round_)

    assert ids(frame, "township") == [T2, T3]
    assert ids(frame, "village") == [f"{T2}202", f"{T3}201", f"{T3}202"]
    assert frame.count("household") == 5 + 12
    assert [row.unit_id for row in frame.left_out] == [T1, f"{T2}201", f"{T2}2020001"]


@pytest.mark.parametrize(("month", "tier"), [(date(2017, 7, 1), 1), (date(2017, 8, 1), 0)])
def test_township_comes_first_again_after_more_than_the_rotation_months(month, tier):
    drawn = make_drawn(make_round(townships=1))
    code = drawn.units.get(stage="township").subject_code

    frame = round_frame(make_round(period=month, rotation_months=12))

    tiers = {unit.unit_id: unit.tier for unit in frame.units if unit.stage == "township"}
    assert tiers == {T1: 0, T2: 0, T3: 0} | {code: tier}


def test_other_counties_are_not_in_the_frame():
    make_county(townships=1)
    make_households(make_area("510321101201", "别县村", is_poor=True), 3)

    assert {unit.unit_id[:6] for unit in round_frame(make_round()).units} == {COUNTY}


@pytest.mark.parametrize("households", [1, 30])
def test_frame_asks_the_same_queries_for_any_register(households, django_assert_num_queries):
    make_county(households=households)
    round_ = make_round()

    with django_assert_num_queries(6):
        round_frame(round_)


@pytest.mark.parametrize(
    ("months", "first"), [(0, (2016, 7)), (6, (2016, 1)), (7, (2015, 12)), (24, (2014, 7))]
)
def test_months_before_counts_over_the_new_year(months, first):
    assert months_before(date(2016, 7, 1), months) == date(*first, 1)
