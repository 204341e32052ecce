"""The small language of a checklist's rules: parsed, checked and evaluated without `eval`.

    ${A101_done} < ${A101_task}
    not(selected(${A116_missing}, 'none'))
    rate(${B402_enrolled}) < parameter('ncms_rate')
    round(${S_net} div count(${M_name}), 2) >= parameter('income_line')

An unanswered question is None and spreads: a comparison with None is None, `or` is true as soon
as one side is true, `and` is false as soon as one side is false. A rule that comes out None does
not fail. Numbers are exact fractions, so 99/100 is less than 1 and 0.1 + 0.2 equals 0.3.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from inspections.rule_functions import FUNCTIONS
from inspections.rule_language import (
    COMPARISONS,
    Node,
    RuleError,
    names_in,
    parameters_in,
    parse,
)
from inspections.rule_values import Rate, Rows, Value, plain

SUMS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,8})?")


@dataclass(frozen=True)
class Known:
    """What a rule may look at: answers by question name, the day's thresholds, the progress."""

    values: Mapping[str, Value] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    progress: Fraction | None = None
    empty_is_a_value: bool = False


def schedule_progress(on: date) -> Fraction:
    """The share of the year gone by at the end of that day. Source: plan 000 §6(3)."""
    first = date(on.year, 1, 1)
    return Fraction((on - first).days + 1, (date(on.year + 1, 1, 1) - first).days)


def check_expression(
    text: str, names: Mapping[str, object], parameters: Mapping[str, str]
) -> None:
    """Refuse a rule that cannot be read or names a question or threshold that is not there."""
    if unknown := sorted(names_in(text) - set(names)):
        raise RuleError(f"规则提到不存在的问题：{'、'.join(unknown)}")
    if unknown := sorted(parameters_in(text) - set(parameters)):
        raise RuleError(f"规则提到不存在的参数：{'、'.join(unknown)}")


def compare(sign: str, left: Value, right: Value, known: Known) -> bool | None:
    """Two answers of one kind; with a missing one None, or what a form shows (see relevance)."""
    if left is None or right is None:
        if not known.empty_is_a_value:
            return None
        return (left is not right) if sign == "!=" else (left is right and sign == "=")
    if type(left) is not type(right) or isinstance(left, Rate | Rows | tuple):
        raise RuleError("规则把不同类型的内容作比较。")
    return COMPARISONS[sign](left, right)


def join(word: str, left: Value, right: Value) -> bool | None:
    """Three-valued `and` and `or`."""
    decisive = word == "or"
    if left is decisive or right is decisive:
        return decisive
    if left is None or right is None:
        return None
    if not (isinstance(left, bool) and isinstance(right, bool)):
        raise RuleError(f"“{word}”两边要是判断。")
    return not decisive


def reckon(word: str, left: Value, right: Value) -> Fraction | None:
    """Arithmetic on two numbers; a division by nothing has no result."""
    if left is None or right is None:
        return None
    if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
        raise RuleError(f"“{word}”两边要是数字。")
    if word == "div":
        return left / right if right else None
    return SUMS[word](left, right)


def picked(value: Value) -> tuple[str, ...] | None:
    """What was chosen, for a single or a multiple choice."""
    if value is None or (isinstance(value, tuple) and not isinstance(value, Rate)):
        return value
    if isinstance(value, str):
        return (value,)
    raise RuleError("selected() 只用于选择题。")


def threshold(word: object, known: Known) -> Value:
    """A threshold of the day: a number where it reads as one, else its text, None if not set."""
    text = known.parameters.get(str(word), "")
    return Fraction(text) if PLAIN_NUMBER.fullmatch(text) else text or None


def call(node: Node, known: Known) -> Value:
    """The functions of the language."""
    if node.word == "schedule_progress":
        return known.progress
    if node.word == "parameter":
        return threshold(node.parts[0].word, known)
    arguments = [compute(part, known) for part in node.parts]
    if node.word in FUNCTIONS:
        return FUNCTIONS[str(node.word)](*arguments)
    chosen = picked(arguments[0])
    if chosen is None and known.empty_is_a_value:
        chosen = ()
    if node.word == "selected":
        return None if chosen is None else arguments[1] in chosen
    return None if chosen is None else Fraction(len(chosen))


def compute(node: Node, known: Known) -> Value:
    """The value of a parsed rule."""
    if node.kind == "literal":
        return node.word  # type: ignore[return-value]
    if node.kind == "name":
        return plain(known.values.get(str(node.word)))
    if node.kind == "call":
        return call(node, known)
    word = str(node.word)
    left, right = (compute(part, known) for part in node.parts)
    if node.kind == "compare":
        return compare(word, left, right, known)
    return join(word, left, right) if word in {"and", "or"} else reckon(word, left, right)


def evaluate(text: str, known: Known) -> Value:
    """The value of a rule; numbers are fractions, None where an answer it needs is missing."""
    return compute(parse(text), known)


def holds(text: str, known: Known) -> bool | None:
    """Whether a rule is true, false or, for want of answers, neither (None)."""
    value = evaluate(text, known)
    if value is not None and not isinstance(value, bool):
        raise RuleError("规则的结果应是“是”或“否”。")
    return value


def is_relevant(text: str, values: Mapping[str, Value]) -> bool:
    """Whether a question is asked, read as a form reads it: an empty answer equals no word."""
    return not text or holds(text, Known(values=values, empty_is_a_value=True)) is True
