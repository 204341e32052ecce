"""What a rule says of a household, and how its working is written."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_DIGITS = (2, 4, 6)  # of a percentage: more only where fewer would hide the difference


class Finding(NamedTuple):
    """What a rule says of a household: True, False, or None for 资料不全; and its working."""

    holds: bool | None
    working: str


def yes(working: str) -> Finding:
    """Give the finding that a kind holds."""
    return Finding(holds=True, working=working)


def no(working: str) -> Finding:
    """Give the finding that a kind does not hold."""
    return Finding(holds=False, working=working)


def lacking(*what: str) -> Finding:
    """Give the finding where facts are missing, naming them."""
    return Finding(None, f"资料不全：{'、'.join(what)}")


def amount(value: Decimal) -> str:
    """Write 元 without needless zeros: 4,200 and 4,999.99."""
    return f"{value:,.2f}".removesuffix(".00")


def plain(value: Decimal) -> str:
    """Write a number without needless zeros."""
    return f"{value.normalize():f}"


def percent(share: Decimal, limit: Decimal) -> str:
    """Write a share with two digits; with more where two would make it look like the limit."""
    for digits in _DIGITS:
        shown = (share * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if shown != limit * 100 or share == limit:
            break
    return f"{shown}%"


def at_least(known: int, unknown: int, least: Decimal, *, what: str, lacks: str) -> Finding:
    """Compare a count of which some are not known with a number it must reach."""
    if known >= least:
        return yes(f"{what}{known}人 ≥ {plain(least)}人")
    if known + unknown >= least:
        return lacking(f"{unknown}人{lacks}")
    return no(f"{what}{known}人 ＜ {plain(least)}人")
