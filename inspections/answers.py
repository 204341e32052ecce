"""One answer at a time: what was typed in, what is kept, what rules compute with.

Kept values are JSON: numbers as text, a rate as {"num", "den"}, a multiple choice as a list, a
day as 2016-07-05, a position as {"lat", "lon", "accuracy", "manual"}. 未查, 不适用 and 否 are
three different things.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from inspections.answer_kinds import PARSERS, AnswerError, Asked, is_empty, written
from inspections.rule_functions import rounded
from inspections.rules import Rate, Value
from inspections.wording import Said

GIVEN, NOT_APPLICABLE, UNCHECKED = "given", "not_applicable", "unchecked"
KEPT_PLACES = 4
REASON_LENGTH, EXPLANATION_LENGTH = 100, 200
YES_NO_TEXT = {"yes": "是", "no": "否"}
COMPUTED = {"calculate", "note"}


class Shown(Asked, Protocol):
    """What showing needs besides."""

    label: str
    unit: str


@dataclass(frozen=True)
class Reply:
    """An answer ready to be kept; a reckoned item has one only to explain a warning about it."""

    status: str
    value: Any = None
    reason: str = ""
    explanation: str = ""


def parse(question: Asked, raw: object) -> Reply | None:
    """What to keep of a posted answer; None for an empty one. Raises AnswerError.

    `raw` is the bare value, {"status", "reason"} or {"value"}; "explain" beside the value is what
    is said about a check that was raised. An item the system reckons takes {"explain"} alone.
    """
    explanation = explained(raw)
    if question.type in COMPUTED:
        if question.calculation and isinstance(raw, dict) and set(raw) == {"explain"}:
            return Reply(GIVEN, None, "", explanation) if explanation else None
        raise AnswerError("此项由系统填写。")
    if isinstance(raw, dict) and raw.get("status", GIVEN) != GIVEN:
        return put_aside(raw)
    bare = bare_value(raw)
    value = None if is_empty(bare) else PARSERS[question.type](question, bare)
    return None if is_empty(value) else Reply(GIVEN, value, "", explanation)


def bare_value(raw: object) -> object:
    """The value without what is said around it."""
    if not isinstance(raw, dict):
        return raw
    if "value" in raw or raw.get("status") == GIVEN:
        return raw.get("value")
    if set(raw) == {"explain"}:
        raise AnswerError("说明要与答案一起保存。")
    return {key: part for key, part in raw.items() if key != "explain"}


def explained(raw: object) -> str:
    """What is said about a check that was raised."""
    said = raw.get("explain") if isinstance(raw, dict) else ""
    return written(said or "")[:EXPLANATION_LENGTH]


def put_aside(raw: dict[str, Any]) -> Reply:
    """未查, or 不适用 with its reason."""
    reason = written(raw.get("reason") or "")[:REASON_LENGTH]
    if raw["status"] == UNCHECKED:
        return Reply(UNCHECKED, None, reason)
    if raw["status"] != NOT_APPLICABLE:
        raise AnswerError("答复只能是已答、不适用或未查。")
    if not reason:
        raise AnswerError("选不适用要写明原因。")
    return Reply(NOT_APPLICABLE, None, reason)


def computed(question: Asked, reply: Reply | None) -> Value:
    """A kept answer as rules compute with it; 不适用 and 未查 are no value."""
    if reply is None or reply.status != GIVEN or reply.value is None:
        return None
    if question.type in {"integer", "decimal"}:
        return Decimal(reply.value)
    if question.type == "rate":
        return Rate(Decimal(reply.value["num"]), Decimal(reply.value["den"]))
    if question.type == "geopoint":
        return f"{reply.value['lat']},{reply.value['lon']}"
    if isinstance(reply.value, list):
        return tuple(map(str, reply.value))
    return str(reply.value)


def kept(value: Value) -> Any:
    """A computed value as it is kept: a number as text, true and false as yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        exact = rounded(value, Fraction(KEPT_PLACES)) or Fraction(0)
        return format((Decimal(exact.numerator) / Decimal(exact.denominator)).normalize(), "f")
    return value


def shown(question: Shown, value: Any) -> str:
    """A kept value in words without its unit: 是, 18/20（90%）, 吃、饮水安全; "" for none."""
    if value in (None, "", []):
        return ""
    reckoned_truth = question.type == "calculate" and value in YES_NO_TEXT
    kind = "yes_no" if reckoned_truth else question.type
    return Said(question.name, kind, question.label, question.unit, question.choices, value).text
