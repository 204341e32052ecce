"""Cross-check lots and seats for inspectors."""

import pytest

from inspections.draw import DrawError, Unit, rank
from inspections.draw_lots import PassedOver, cross_check, seat_inspectors
from tests.inspections.draw_vector import SEED

CROSS = "371323-2020-03/cross/1"
AREAS = ["A1", "A2", "A3", "A4", "A5"]
OWN = {area: {area} for area in AREAS}


def test_cross_check_vector_stands_at_the_first_attempt():
    lots = cross_check(round_id=CROSS, seed=SEED, areas=AREAS, own=OWN)

    assert lots.attempt == 0
    assert dict(lots.pairs) == {"A1": "A4", "A2": "A5", "A3": "A1", "A4": "A3", "A5": "A2"}


def test_cross_check_both_ways_lets_no_two_check_each_other():
    lots = cross_check(round_id=CROSS, seed=SEED, areas=AREAS, own=OWN, both_ways=True)

    assert lots.attempt == 4
    assert not any((area, checker) in lots.pairs for checker, area in lots.pairs)


def test_cross_check_says_which_bans_leave_nothing():
    own = {"甲": {"A1", "A2"}, "乙": {"A1"}}

    with pytest.raises(DrawError, match="乙不得查A1；甲不得查A1、A2"):
        cross_check(round_id=CROSS, seed=SEED, areas=["A1", "A2"], own=own)


def test_cross_check_refuses_unequal_numbers():
    with pytest.raises(DrawError, match="互查组5个、片区4个"):
        cross_check(round_id=CROSS, seed=SEED, areas=AREAS[:4], own=OWN)


def test_seat_inspectors_passes_over_conflicts_on_record():
    people = [Unit("inspector", name, "") for name in ("P1", "P2", "P3")]
    order = [unit.unit_id for _, unit in rank("k", people)]

    seating = seat_inspectors(
        key="k",
        inspectors=people,
        teams=[("T1", 1), ("T2", 2)],
        conflicts={("T1", order[0]): "本乡镇"},
    )

    assert seating.passed_over == (PassedOver("T1", 1, order[0], "本乡镇"),)
    assert seating.seats == (("T1", 1, order[1]), ("T2", 1, order[0]), ("T2", 2, order[2]))


def test_seat_inspectors_leaves_a_seat_empty_rather_than_break_a_ban():
    seating = seat_inspectors(
        key="k",
        inspectors=[Unit("inspector", "P1", "")],
        teams=[("T1", 1)],
        conflicts={("T1", "P1"): "本单位"},
    )

    assert seating.seats == (("T1", 1, ""),)
