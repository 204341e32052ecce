"""How a document says lists, spans of days, shares and counts by unit."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MOST_NAMED = 8


def days(first: date, last: date) -> str:
    """Write a span of days: 7月11日至22日, 7月28日至8月2日."""
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"


def names(found: Iterable[str], *, most: int = MOST_NAMED) -> str:
    """List each name once; beyond `most`, say how many there are: 甲、乙等9个."""
    each = list(dict.fromkeys(name for name in found if name))
    if len(each) <= most:
        return "、".join(each)
    return f"{'、'.join(each[:most])}等{len(each)}个"


def unended(text: str) -> str:
    """Give a sentence without what ends it."""
    return text.strip().rstrip("。；;.")


def ended(text: str) -> str:
    """Give a sentence that ends in one full stop."""
    return f"{unended(text)}。"


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """Write a share with one decimal, rounded half up: 57.4%; "—" of nothing."""
    if not whole:
        return "—"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"


def counts(units: Iterable[str]) -> list[tuple[str, int]]:
    """Count each unit, the most first: 新店镇 2, 新民镇 1."""
    return sorted(Counter(units).items(), key=lambda pair: (-pair[1], pair[0]))
