"""Every rule of the monthly form at its border: what passes, what fails, what cannot be told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import inspections
from inspections.rules import Known, Rate, holds
from inspections.scheme_files import read_scheme

MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"


@pytest.fixture(scope="module")
def monthly():
    data, complaints = read_scheme(MONTHLY)
    assert complaints == []
    return data


YES_NO = (
    "A103_stable A105_signed A111_reviewed A112_verified A114_announced A114_marked"
    " A203_plan A302_fits A303_proper A304_done A305_fits A306_verifiable A403_proper"
    " B001_township B001_village B001_household B103_supported B104_favoured"
    " B201_knows B202_planned B301_arranged B305_paid B403_built B405_aided"
    " C01_1_plan C17_2_plan C09_3_linked D204_match D204_used D301_plan E101_named"
    " E102_named E103_present E104_posted E105_present E106_named E106_working"
    " E121_kept E201_rules E201_appraisal E302_knows"
)
RATES = (
    "A102_true A204_township A204_village A204_helper A401_updated B304_pairs"
    " B401_covered B405_enrolled E301_covered"
)
MISSING = (
    "A116_missing A203_missing A402_items B303_missing B403_lacks C05_2_missing"
    " D203_missing E112_missing E305_defects"
)


def fails(monthly, name, **values):
    """What a question's rule says of these answers on 2016-07-31."""
    rule = next(q.fail_if for q in monthly.questions if q.name == name)
    known = Known(values, monthly.parameters(date(2016, 7, 31)), Fraction(213, 366))
    return holds(rule, known)


def rate(num, den):
    return Rate(Decimal(num), Decimal(den))


@pytest.mark.parametrize("name", YES_NO.split())
def test_no_fails_and_yes_passes(monthly, name):
    assert fails(monthly, name, **{name: "no"}) is True
    assert fails(monthly, name, **{name: "yes", "A103_income": 3000}) in {False, None}


@pytest.mark.parametrize("name", RATES.split())
def test_a_rate_below_all_fails_and_all_passes(monthly, name):
    assert fails(monthly, name, **{name: rate(99, 100)}) is True
    assert fails(monthly, name, **{name: rate(100, 100)}) is False
    assert fails(monthly, name, **{name: rate(0, 0)}) is None


@pytest.mark.parametrize("name", MISSING.split())
def test_anything_missing_fails_and_nothing_missing_passes(monthly, name):
    word = "none"
    assert fails(monthly, name, **{name: (word,)}) is False
    assert fails(monthly, name, **{name: ("income",)}) is True
    assert fails(monthly, name) is None


DAYS: dict[str, Any] = {"A113_posted": "yes"}
INDUSTRY: dict[str, Any] = {"B003_main": "industry", "B102_has": "no"}
BORDERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("A101_done", {"A101_task": 100, "A101_done": 100}, {"A101_task": 100, "A101_done": 99}),
    ("A113_posted", DAYS | {"A113_days": 7}, DAYS | {"A113_days": 6}),
    ("A115_steps", {"A115_steps": tuple("12345")}, {"A115_steps": tuple("1234")}),
    ("A201_villages", {"A201_villages": 4}, {"A201_villages": 5}),
    ("A201_persons", {"A201_persons": 3073}, {"A201_persons": 3072}),
    ("A202_villages", {"A202_township": 9, "A202_villages": 9}, {"A202_township": 9}),
    ("A301_wrong", {"A301_wrong": 0}, {"A301_wrong": 1}),
    ("A301_missed", {"A301_missed": 0}, {"A301_missed": 1}),
    ("A104_water", {"A104_gaps": ("none",)}, {"A104_gaps": ("water",)}),
    ("B003_main", {"B003_main": "allowance"}, {"B003_main": "undecided"}),
    ("B101_has", INDUSTRY | {"B101_has": "yes"}, INDUSTRY | {"B101_has": "no"}),
    ("B203_done", {"B203_done": rate(5, 9)}, {"B203_done": rate(4, 9)}),
    ("B301_by", {"B301_by": "2018-06-17"}, {"B301_by": "2018-06-18"}),
    ("B402_enrolled", {"B402_enrolled": rate(95, 100)}, {"B402_enrolled": rate(9499, 10000)}),
    ("B404_times", {"B404_times": 1}, {"B404_times": 0}),
    ("C08_4_done", {"C08_4_done": 213}, {"C08_4_done": 212}),
    ("C08_5_arrived", {"C08_5_arrived": 213}, {"C08_5_arrived": 212}),
    ("C08_5_spent", {"C08_5_spent": 213}, {"C08_5_spent": 212}),
    ("D101_done", {"D101_done": 213}, {"D101_done": 212}),
    ("D201_arrived", {"D201_arrived": 366}, {"D201_arrived": 365}),
    ("D201_spent", {"D201_spent": 213}, {"D201_spent": 212}),
    ("D202_started", {"D202_started": 213}, {"D202_started": 212}),
    ("D303_count", {"D303_count": 1}, {"D303_count": 0}),
    ("E104_present", {"E104_leave": "yes"}, {"E104_leave": "no"}),
    ("E111_right", {"E111_right": 2}, {"E111_right": 1}),
    ("E113_count", {"E113_count": 1}, {"E113_count": 0}),
    ("E202_times", {"E202_times": 1}, {"E202_times": 0}),
    ("E303_visits", {"E303_visits": 1}, {"E303_visits": 0}),
    ("E304_right", {"E304_right": tuple("123")}, {"E304_right": tuple("12")}),
    ("E306_answer", {"E306_answer": "unclear"}, {"E306_answer": "dissatisfied"}),
]
BESIDE: dict[str, Any] = {"A202_villages": 8, "B203_planned": rate(5, 9), "E104_present": "no"}
BESIDE |= dict.fromkeys(("C08_4_target", "C08_5_planned", "D101_task", "D202_planned"), 366)
BESIDE |= {"D201_issued": 366}


@pytest.mark.parametrize(("name", "passing", "failing"), BORDERS)
def test_a_rule_turns_exactly_at_its_border(monthly, name, passing, failing):
    beside = BESIDE
    if name == "D201_spent":
        beside = BESIDE | {"D201_arrived": 366}
    if name == "C08_5_spent":
        beside = BESIDE | {"C08_5_arrived": 366}

    assert fails(monthly, name, **beside | passing) is False
    assert fails(monthly, name, **beside | failing) is True


@pytest.mark.parametrize("measure", ["industry", "relocation", "allowance", "medical"])
@pytest.mark.parametrize("of", ["households", "persons"])
def test_b002_fails_when_one_number_differs_from_the_platform(monthly, measure, of):
    numbers = [q.name for q in monthly.questions if q.item == "B002" and q.kind == "integer"]
    same = dict.fromkeys(numbers, 7)

    assert fails(monthly, "B002_differs", **same) is False
    assert fails(monthly, "B002_differs", **same | {f"B002_{measure}_{of}": 8}) is True


def test_income_fails_at_the_line_once_the_office_has_set_it(monthly):
    rule = next(q.fail_if for q in monthly.questions if q.name == "A103_stable")
    at: dict[str, Any] = {"A103_stable": "yes", "A103_income": Decimal(3000)}

    assert holds(rule, Known(at, {"poverty_line": "3000"})) is True
    assert holds(rule, Known(at, {"poverty_line": "2999.99"})) is False
    assert holds(rule, Known(at, {"poverty_line": ""})) is None


@pytest.mark.parametrize(
    ("income", "is_odd"),
    [("499.99", True), ("500", False), ("20000", False), ("20000.01", True)],
)
def test_an_income_outside_the_common_range_asks_for_a_reason(monthly, income, is_odd):
    question = next(q for q in monthly.questions if q.name == "A103_income")
    known = Known({"A103_income": Decimal(income)}, monthly.parameters(date(2016, 7, 31)))

    assert holds(question.warning, known) is is_odd
    assert "核对" in question.warning_message


def test_a_year_of_wages_far_above_the_common_asks_for_a_reason(monthly):
    question = next(q for q in monthly.questions if q.name == "B102_wage")
    parameters = monthly.parameters(date(2016, 7, 31))
    pay: dict[str, Any] = {"B102_months": 12, "B102_wage": 5000}

    assert holds(question.warning, Known(pay, parameters)) is False
    assert holds(question.warning, Known(pay | {"B102_wage": 5001}, parameters)) is True
