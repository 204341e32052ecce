"""The functions of the rule language that look at their arguments alone.

`sum`, `count` and `count-if` look at all rows of a repeat group and pass over the empty ones;
`min` and `max` take rows, numbers or both. Everywhere else a missing answer gives no result.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from inspections.rule_language import RuleError
from inspections.rule_values import Rate, Rows, Value, plain

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAX_PLACES = 8
MONTHS = 12


def negate(value: Value) -> bool | None:
    """Three-valued `not`."""
    if value is not None and not isinstance(value, bool):
        raise RuleError("not() 里要是判断。")
    return None if value is None else not value


def ratio(value: Value) -> Fraction | None:
    """Numerator over denominator; nothing to count has no rate."""
    if value is None:
        return None
    if not isinstance(value, Rate):
        raise RuleError("rate() 只用于比率题。")
    return Fraction(value.num) / Fraction(value.den) if value.den else None


def answered(word: str, rows: Value) -> list[Value]:
    """What the rows answered; a group that has no rows has no answers."""
    if rows is not None and not isinstance(rows, Rows):
        raise RuleError(f"{word}() 里要是重复组的题。")
    values = [plain(value) for value in rows.values] if rows else []
    return [value for value in values if value is not None]


def numbers(word: str, values: list[Value]) -> list[Fraction]:
    """The values, all of which must be numbers."""
    found = [value for value in values if isinstance(value, Fraction)]
    if len(found) != len(values):
        raise RuleError(f"{word}() 里要是数字。")
    return found


def total(rows: Value) -> Fraction:
    """`sum`: the rows' numbers together, 0 for none."""
    return sum(numbers("sum", answered("sum", rows)), Fraction(0))


def count(rows: Value) -> Fraction:
    """`count`: how many rows have an answer."""
    return Fraction(len(answered("count", rows)))


def count_if(rows: Value, word: Value) -> Fraction | None:
    """`count-if`: how many rows answered the word, or have it among what was chosen."""
    values = answered("count-if", rows)
    return None if word is None else Fraction(sum(is_said(value, word) for value in values))


def is_said(value: Value, word: Value) -> bool:
    """Whether a row's answer is a word; what was reckoned true says yes."""
    if isinstance(value, bool):
        return ("yes" if value else "no") == word
    if isinstance(value, tuple) and not isinstance(value, Rate):
        return word in value
    return isinstance(value, str | Fraction) and type(value) is type(word) and value == word


def extreme(
    word: str, pick: Callable[[list[Fraction]], Fraction], values: tuple[Value, ...]
) -> Fraction | None:
    """The least or greatest number; rows without an answer are passed over."""
    if any(value is None for value in values):
        return None
    flat: list[Value] = []
    for value in values:
        flat += answered(word, value) if isinstance(value, Rows) else [value]
    found = numbers(word, flat)
    return pick(found) if found else None


def coalesce(*values: Value) -> Value:
    """The first that is there."""
    return next((value for value in values if value is not None), None)


def choose(condition: Value, then: Value, other: Value) -> Value:
    """`if`: one or the other; neither where the condition cannot be told."""
    if condition is not None and not isinstance(condition, bool):
        raise RuleError("if() 的第一个参数要是判断。")
    return None if condition is None else (then if condition else other)


def rounded(value: Value, places: Value) -> Fraction | None:
    """`round`: half away from zero (四舍五入), as accounts are kept."""
    if value is None or places is None:
        return None
    if not (isinstance(value, Fraction) and isinstance(places, Fraction)):
        raise RuleError("round() 里要是数字。")
    if places.denominator != 1 or not 0 <= places <= MAX_PLACES:
        raise RuleError(f"round() 的位数应为0至{MAX_PLACES}。")
    scale = 10 ** int(places)
    steps = (abs(value) * scale * 2 + 1) // 2
    return Fraction(steps, scale) * (-1 if value < 0 else 1)


def days_between(first: Value, last: Value) -> Fraction | None:
    """`days-between`: days from the first day to the last, negative where they are reversed."""
    if first is None or last is None:
        return None
    return Fraction((day_of("days-between", last) - day_of("days-between", first)).days)


def add_months(day: Value, months: Value) -> str | None:
    """`add-months`: the same day some months on, or the month's last where it has none such.

    A term of months or years ends on that day. Source: Civil Code, article 202.
    """
    if day is None or months is None:
        return None
    if not isinstance(months, Fraction) or months.denominator != 1:
        raise RuleError("add-months() 的月数要是整数。")
    start = day_of("add-months", day)
    year, month = divmod(start.year * MONTHS + start.month - 1 + int(months), MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise RuleError("add-months() 的日期超出范围。")
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def day_of(word: str, value: Value) -> date:
    """A value that must be a day written 2016-07-05."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise RuleError(f"{word}() 里要是日期。")


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "not": negate,
    "rate": ratio,
    "sum": total,
    "count": count,
    "count-if": count_if,
    "min": lambda *values: extreme("min", min, values),
    "max": lambda *values: extreme("max", max, values),
    "coalesce": coalesce,
    "if": choose,
    "round": rounded,
    "days-between": days_between,
    "add-months": add_months,
}
