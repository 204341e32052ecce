"""Two people at one form: an answer is in conflict only where somebody else changed that one."""

import pytest

from inspections.answers import Reply
from inspections.merging import disputed, in_words
from inspections.models import Question

NUMBER = Question(name="A", type="integer", unit="户", choices=[])
SHARE = Question(name="A", type="rate", choices=[])
MINE, THEIRS = Reply("given", "3"), Reply("given", "12")
UNCHECKED = Reply("unchecked", None, "")


def dispute(mine, theirs, base, *, moved_on=True, question=NUMBER):
    stored = {"A": theirs} if theirs else {}
    found = disputed({"A": question}, {"A": mine}, stored, base, moved_on=moved_on)
    return found.get("A")


@pytest.mark.parametrize(
    "base",
    [
        "12",
        "１２",
        12,
        {"value": "12"},
        {"status": "given", "value": "12", "reason": "", "explanation": ""},
    ],
)
def test_an_answer_typed_over_what_is_stored_is_no_conflict(base):
    assert dispute(MINE, THEIRS, {"A": base}) is None


@pytest.mark.parametrize("base", ["11", "", None, {"status": "unchecked", "reason": ""}, []])
def test_an_answer_typed_over_something_else_is_a_conflict(base):
    conflict = dispute(MINE, THEIRS, {"A": base})
    assert (conflict.mine, conflict.theirs, conflict.theirs_text) == (MINE, THEIRS, "12户")


@pytest.mark.parametrize("base", ["", None, [], {"status": "given", "value": None}])
def test_a_first_answer_is_no_conflict(base):
    assert dispute(MINE, None, {"A": base}) is None


def test_what_was_cleared_in_between_is_a_conflict():
    assert dispute(MINE, None, {"A": "5"}).theirs_text == "（未填）"


def test_the_same_answer_twice_is_no_conflict():
    assert dispute(THEIRS, THEIRS, {"A": ""}) is None


def test_clearing_what_somebody_changed_is_a_conflict():
    assert dispute(None, THEIRS, {"A": "11"}).mine is None


def test_an_answer_put_aside_is_its_own_base():
    assert dispute(MINE, UNCHECKED, {"A": {"status": "unchecked", "reason": ""}}) is None
    assert dispute(MINE, UNCHECKED, {"A": "12"}) is not None


def test_without_a_base_of_its_own_the_version_decides():
    assert dispute(MINE, THEIRS, {}, moved_on=False) is None
    assert dispute(MINE, THEIRS, {}, moved_on=True) is not None


def test_a_rate_is_its_own_base():
    kept = {"num": "1", "den": "2"}
    assert dispute(MINE, Reply("given", kept), {"A": kept}, question=SHARE) is None


def test_a_stored_answer_is_told_in_words():
    assert in_words(NUMBER, Reply("not_applicable", None, "今年新设")) == "不适用（今年新设）"
    assert in_words(NUMBER, UNCHECKED) == "未查"


def test_a_base_that_is_only_an_explanation_is_no_value():
    assert dispute(MINE, THEIRS, {"A": {"explain": "x"}}).theirs == THEIRS
    assert dispute(MINE, None, {"A": {"explain": "x"}}) is None
