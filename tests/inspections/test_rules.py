"""The rule language: values, missing answers, refusals."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from inspections.rule_language import RuleError, names_in, parameters_in, words_compared
from inspections.rules import (
    Known,
    Rate,
    Value,
    check_expression,
    evaluate,
    holds,
    is_relevant,
    schedule_progress,
)

VALUES: dict[str, Value] = {
    "yes": "yes",
    "three": 3,
    "tenth": Decimal("0.1"),
    "fifth": Decimal("0.2"),
    "gaps": ("housing", "water"),
    "rate": Rate(Decimal(99), Decimal(100)),
    "nobody": Rate(Decimal(0), Decimal(0)),
    "day": "2018-06-17",
    "blank": "",
    "none_chosen": (),
}
KNOWN = Known(VALUES, {"rate": "0.95", "zero": "0", "day": "2018-06-17", "unset": ""})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${three} + 2 * 2", 7),
        ("(${three} + 2) * 2", 10),
        ("-${three} + 1", -2),
        ("${three} - 1 - 1", 1),
        ("${three} div 2", Fraction(3, 2)),
        ("${three} div 0", None),
        ("${tenth} + ${fifth}", Fraction(3, 10)),
        ("rate(${rate})", Fraction(99, 100)),
        ("rate(${nobody})", None),
        ("count-selected(${gaps})", 2),
        ("count-selected(${none_chosen})", None),
        ("parameter('rate')", Fraction(19, 20)),
        ("parameter('zero')", 0),
        ("parameter('unset')", None),
        ("parameter('never_heard')", None),
        ("schedule_progress()", None),
        ("${absent} + 1", None),
    ],
)
def test_evaluate_gives_exact_values(text, value):
    assert evaluate(text, KNOWN) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${yes} = 'yes'", True),
        ("${yes} != 'yes'", False),
        ("${three} >= 3", True),
        ("${three} > 3", False),
        ("${day} <= parameter('day')", True),
        ("${day} > parameter('day')", False),
        ("selected(${gaps}, 'housing')", True),
        ("selected(${gaps}, 'food')", False),
        ("selected(${yes}, 'yes')", True),
        ("not(selected(${gaps}, 'food'))", True),
        ("rate(${rate}) < 1", True),
        ("${blank} = 'yes'", None),
        ("${absent} = 'yes'", None),
        ("${absent} != 'yes'", None),
        ("not(${absent} = 'yes')", None),
        ("${absent} = 'yes' or ${yes} = 'yes'", True),
        ("${absent} = 'yes' or ${yes} = 'no'", None),
        ("${absent} = 'yes' and ${yes} = 'no'", False),
        ("${absent} = 'yes' and ${yes} = 'yes'", None),
        ("${yes} = 'no' or ${yes} = 'yes' and ${three} = 3", True),
    ],
)
def test_holds_is_true_false_or_unknown(text, value):
    assert holds(text, KNOWN) is value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", True),
        ("${yes} = 'yes'", True),
        ("${absent} = 'yes'", False),
        ("${absent} != 'poor'", True),
        ("${absent} > 0", False),
        ("selected(${absent}, 'x')", False),
        ("not(selected(${absent}, 'x'))", True),
        ("${absent} = ${blank}", True),
    ],
)
def test_relevance_reads_an_empty_answer_as_a_form_does(text, shown):
    assert is_relevant(text, VALUES) is shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有写完"),
        ("${three} <", "没有写完"),
        ("${three} < 1 < 2", "多出内容"),
        ("(${three}", "缺少"),
        ("__import__('os')", "不认识的内容"),
        ("open('x')", "读不通"),
        ("${three}.real", "不认识的内容"),
        ("rate(${rate}, 1)", "应有1个参数，写了2个"),
        ("1" * 2001, "规则过长"),
        ("(" * 50 + "1" + ")" * 50, "括号套得太深"),
        ("${three} = 'three'", "不同类型"),
        ("${rate} = 1", "不同类型"),
        ("${yes} + 1 = 2", "两边要是数字"),
        ("${yes} and ${yes}", "两边要是判断"),
        ("not(${three})", "里要是判断"),
        ("rate(${three}) < 1", "只用于比率题"),
        ("selected(${three}, 'x')", "只用于选择题"),
        ("${three} + 1", "结果应是"),
    ],
)
def test_holds_refuses_what_it_cannot_compute(text, reason):
    with pytest.raises(RuleError, match=reason):
        holds(text, KNOWN)


@pytest.mark.parametrize("text", ["-" * 150 + "1 = 1", "1" + "+1" * 500, "not(" * 60])
def test_rules_without_end_are_refused(text):
    with pytest.raises(RuleError, match=r"套得太深|规则过长"):
        holds(text, KNOWN)


def test_a_rule_tells_what_it_mentions():
    text = "${a} = 'x' and selected(${b}, 'y') or rate(${c}) < parameter('p')"

    assert names_in(text) == {"a", "b", "c"}
    assert parameters_in(text) == {"p"}
    assert words_compared(text) == {("a", "x"), ("b", "y")}


def test_check_expression_refuses_unknown_names():
    with pytest.raises(RuleError, match=r"不存在的问题：b、c"):
        check_expression("${a} = ${b} or ${c} = 1", {"a": None}, {})


def test_check_expression_refuses_unknown_thresholds():
    with pytest.raises(RuleError, match="不存在的参数：q"):
        check_expression("${a} = parameter('q')", {"a": None}, {"p": "1"})


def test_check_expression_wants_a_threshold_by_name():
    with pytest.raises(RuleError, match="要写参数名"):
        check_expression("parameter(${a}) = 1", {"a": None}, {"p": "1"})


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2016, 1, 1), Fraction(1, 366)),
        (date(2016, 7, 31), Fraction(213, 366)),
        (date(2016, 12, 31), Fraction(1)),
        (date(2015, 12, 31), Fraction(1)),
    ],
)
def test_schedule_progress_is_the_share_of_the_year_gone_by(day, share):
    assert schedule_progress(day) == share
