"""The numbers of a passage against those it was drafted with: which went, which are new."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.facts.month import Figure
from reports.passages import KeptPassage

SHARES = {"%", "‰"}
WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
TOKEN = re.compile(
    r"(?P<day>(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月(?!\d))"
    r"|(?<![A-Za-z0-9.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>%|‰|[\u4e00-\u9fff]?)"
)
"""A day, or a number with the one character that measures it; item codes such as A203 are none."""


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text, and what it measures: 个, 户, %; a day has no unit."""

    said: str
    value: str
    unit: str


@dataclass(frozen=True)
class Change:
    """One number that differs: as drafted and as it is now; "" where there is none."""

    was: str
    now: str

    def __str__(self) -> str:
        if not self.was:
            return f"{self.now}不是初稿和数据中的数"
        return f"原文{self.was}，现为{self.now}" if self.now else f"原文{self.was}，现已没有"


def numbers_in(text: str) -> list[Number]:
    """Give the Arabic numbers of a text in order; 3,073 is 3073, 57.40% is 57.4%."""
    found = []
    for match in TOKEN.finditer(text.translate(WIDE)):
        if match["day"]:
            found.append(Number(match["day"], match["day"], ""))
            continue
        value = format(Decimal(match["number"].replace(",", "")).normalize(), "f")
        found.append(Number(match[0], value, match["unit"]))
    return found


def changes(passage: KeptPassage, known: Collection[tuple[str, str]] = ()) -> list[Change]:
    """Give what an edited passage made of its drafted numbers.

    A number that is new but stands among the `known` figures (value and unit) is none of them,
    nor is any in a dropped passage, which prints nothing.
    """
    if passage.dropped or not passage.is_edited:
        return []
    drafted = numbers_in(f"{passage.drafted_text}\n{passage.drafted_run_in}")
    edited = numbers_in(f"{passage.text}\n{passage.run_in}")
    gone, new = _without_reworded(_less(drafted, edited), _less(edited, drafted))
    return list(_paired(gone, new, known))


def known_of(figures: Iterable[Figure]) -> frozenset[tuple[str, str]]:
    """Give the figures as (value, unit), as `changes` takes them."""
    return frozenset((str(figure.value), figure.unit[:1]) for figure in figures)


def unexplained(passage: KeptPassage, known: Collection[tuple[str, str]] = ()) -> list[Change]:
    """Give the changes that bear no reason; one written over an older draft is none."""
    is_told = passage.reason.strip() and not passage.stale
    return [] if is_told else changes(passage, known)


def _less(these: Iterable[Number], those: Iterable[Number]) -> list[Number]:
    """Give these without those, each as often as it stands there."""
    left = Counter((number.value, number.unit) for number in those)
    kept = []
    for number in these:
        if left[number.value, number.unit] > 0:
            left[number.value, number.unit] -= 1
        else:
            kept.append(number)
    return kept


def _without_reworded(gone: list[Number], new: list[Number]) -> tuple[list[Number], list[Number]]:
    """Forgive a new word after the same number (12个 → 12处), but not two swapped (户 and 人)."""
    units = {number.unit for number in gone}
    still, fresh = list(gone), []
    for number in new:
        same = next((old for old in still if old.value == number.value), None)
        if same is None or number.unit in units or {same.unit, number.unit} & SHARES:
            fresh.append(number)
        else:
            still.remove(same)
    return still, fresh


def _paired(
    gone: list[Number], new: list[Number], known: Collection[tuple[str, str]]
) -> Iterator[Change]:
    """Set each number that went beside the first new one of its unit, else of its value."""
    rest = list(new)
    for old in gone:
        alike = [number for number in rest if number.unit == old.unit]
        now = next(iter(alike or [number for number in rest if number.value == old.value]), None)
        if now is not None:
            rest.remove(now)
        yield Change(old.said, now.said if now else "")
    for number in rest:
        if (number.value, number.unit) not in known:
            yield Change("", number.said)
