from decimal import Decimal

import pytest

from households.facts.incomes import passes_line, work_out

PARTS = {
    "wages": Decimal(12000),
    "business": Decimal(5000),
    "property_income": Decimal(300),
    "transfers": Decimal(2700),
    "costs": Decimal(2000),
}


def test_the_formula_is_worked_out_in_yuan_and_fen():
    working = work_out(PARTS, persons=7)
    assert (working.total, working.net) == (20000, 18000)
    assert working.per_person == Decimal("2571.43")
    assert working.transfer_percent == Decimal("13.50")


@pytest.mark.parametrize("unknown", PARTS)
def test_an_unknown_part_is_not_nothing(unknown):
    assert work_out(PARTS | {unknown: None}, persons=3) is None


def test_without_people_nothing_is_worked_out():
    assert work_out(PARTS, persons=None) is None


def test_without_income_there_is_no_share():
    nothing = dict.fromkeys(PARTS, Decimal())
    assert work_out(nothing, persons=1).transfer_percent is None


def test_a_loss_is_rounded_as_a_gain():
    parts = dict.fromkeys(PARTS, Decimal()) | {"costs": Decimal("10.01")}
    assert work_out(parts, persons=2).per_person == Decimal("-5.01")


@pytest.mark.parametrize(
    ("income", "line", "passes"),
    [("3000.01", "3000", True), ("3000.00", "3000", False), ("1", None, None)],
)
def test_to_pass_the_line_is_to_be_above_it(income, line, passes):
    assert passes_line(Decimal(income), line and Decimal(line)) is passes
