"""What rules compute with: numbers as exact fractions, rates, choices, the rows of a group."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias


class Rate(NamedTuple):
    """A rate as it is stored: numerator and denominator, never a typed percentage."""

    num: Decimal
    den: Decimal


Value: TypeAlias = "bool | str | int | Decimal | Fraction | Rate | tuple[str, ...] | Rows | None"


@dataclass(frozen=True)
class Rows:
    """What the rows of a repeat group answered to one question, in order; None where nothing."""

    values: tuple[Value, ...] = ()


def plain(value: Value) -> Value:
    """Numbers as exact fractions; an empty text or an empty choice is no answer."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Fraction(value)
    if isinstance(value, str | tuple) and not isinstance(value, Rate):
        return value or None
    return value
