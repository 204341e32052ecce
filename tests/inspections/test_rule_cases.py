"""The cases that the evaluators in Python and in the browser must both give alike."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from inspections.answers import kept
from inspections.rules import Known, Rate, Rows, RuleError, evaluate, is_relevant

CASES = json.loads(Path(__file__).with_name("rule_cases.json").read_text(encoding="utf-8"))


def decoded(value):
    """A value of the file as rules compute with it."""
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "rate":
        return Rate(*map(Decimal, content))
    if kind == "rows":
        return Rows(tuple(map(decoded, content)))
    return Fraction(content) if kind == "number" else tuple(content)


VALUES = {name: decoded(value) for name, value in CASES["values"].items()}
KNOWN = Known(VALUES, CASES["parameters"], Fraction(CASES["progress"]))


def gives(expected, found):
    """Whether a rule gives what the file says, or is refused with its words."""
    if isinstance(expected, dict) and "error" in expected:
        with pytest.raises(RuleError, match=expected["error"]):
            found()
        return True
    value, wanted = found(), decoded(expected)
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


@pytest.mark.parametrize(("rule", "expected"), CASES["gives"])
def test_a_rule_gives_what_both_evaluators_agreed_on(rule, expected):
    assert gives(expected, lambda: evaluate(rule, KNOWN))


@pytest.mark.parametrize(("rule", "expected"), CASES["shown"])
def test_a_condition_shows_what_both_evaluators_agreed_on(rule, expected):
    assert gives(expected, lambda: is_relevant(rule, VALUES))


@pytest.mark.parametrize(("value", "text"), CASES["kept"])
def test_a_reckoned_value_is_written_as_both_evaluators_agreed(value, text):
    assert kept(decoded(value)) == text
