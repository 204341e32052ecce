"""Putting townships in order for a 季评比, by a measure that is said in the text.

First the close-out rate, the higher the better; then the overdue problems, the fewer the better;
then problems per inspected object, the fewer the better. Who is level in all three shares a
place, and the next place is left free (1, 2, 2, 4). A township inspected in no month of the term
takes no place. A township without a problem counts as closed out whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reports.facts.term import TownshipTerm

MEASURE = (
    "先比问题销号率（已销号问题数÷发现问题数，未发现问题的按100%计），"
    "销号率相同的比逾期未销号问题数（少者在前），"
    "再相同的比每个督查对象平均问题数（少者在前），三项均相同的名次并列；"
    "本期未抽查的乡镇（街道）不参加排序"
)


@dataclass(frozen=True)
class Standing:
    """A township and its place."""

    place: int
    line: TownshipTerm


def standings(townships: Iterable[TownshipTerm]) -> list[Standing]:
    """Give the inspected townships in order of the measure."""
    taking_part = [line for line in townships if line.months]
    measured = sorted((_measure(line), line.code, line) for line in taking_part)
    measures = [measure for measure, _, _ in measured]
    return [Standing(measures.index(measure) + 1, line) for measure, _, line in measured]


def _measure(line: TownshipTerm) -> tuple[Fraction, int, Fraction]:
    closed = Fraction(line.closed, line.problems) if line.problems else Fraction(1)
    burden = Fraction(line.problems, line.visits) if line.visits else Fraction(line.problems)
    return (-closed, line.overdue, burden)
