"""Rows of a repeat group: added, removed by who has seen them, never given a number again."""

import pytest

from inspections.answers import AnswerError
from inspections.visit_rows import merged, rows_now


def test_a_row_left_out_goes_and_its_number_is_used_up():
    kept = merged({"m": [1, 2]}, {"m": [1]}, ["m"], knows_all=True)
    again = merged(kept, {"m": [1, 2, 3]}, ["m"], knows_all=True)
    assert (rows_now(kept), rows_now(again)) == ({"m": [1]}, {"m": [1, 3]})


def test_who_has_not_seen_a_row_does_not_remove_it():
    assert merged({"m": [1, 2]}, {"m": [1, 3]}, ["m"], knows_all=False) == {"m": [1, 3, 2]}


def test_a_group_that_is_not_named_stays():
    assert merged({"m": [1], "n": [4]}, {"m": "1,2"}, ["m", "n"], knows_all=True) == {
        "m": [1, 2],
        "n": [4],
    }


@pytest.mark.parametrize("given", [{"x": [1]}, {"m": ["a"]}, {"m": list(range(1, 32))}])
def test_what_are_no_rows_is_refused(given):
    with pytest.raises(AnswerError):
        merged({}, given, ["m"], knows_all=True)


def test_rows_of_two_together_stay_within_thirty():
    kept = {"m": list(range(1, 21))}
    with pytest.raises(AnswerError, match="最多30行"):
        merged(kept, {"m": list(range(50, 65))}, ["m"], knows_all=False)
