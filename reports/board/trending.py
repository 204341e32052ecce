"""The lines of the trends: counts by month in, figures with their lists out. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reports.board.making import ROUNDS, Maker
from reports.board.numbers import median_days
from reports.board.shapes import TrendLine
from reports.facts.figures import PROBLEMS, VISITS
from reports.facts.month import Figure


@dataclass
class MonthCounts:
    """What is counted of one month."""

    rounds: int = 0
    villages: int = 0
    households: int = 0
    satisfied: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    """By name: found, closed, rejected, overdue, repeated."""
    days: Counter[int] = field(default_factory=Counter)


def trend_lines(
    make: Maker, months: Sequence[date], counts: Mapping[date, MonthCounts], *, rounds: bool
) -> tuple[TrendLine, ...]:
    """Give every line with a point for each month; `rounds` where the place holds rounds."""
    points = {
        month: {
            figure.key: figure
            for figure in _points(make, f"{month:%Y-%m}", counts.get(month, MonthCounts()))
        }
        for month in months
    }
    shown = LINES if rounds else LINES[1:]
    return tuple(
        TrendLine(
            key,
            label,
            unit,
            tuple(points[month].get(key) for month in months),
            is_share=is_share,
        )
        for key, label, unit, is_share in shown
    )


LINES = (
    ("rounds", "督查期次", "个", False),
    ("visited_village", "走访村", "个", False),
    ("visited_household", "走访户", "户", False),
    ("problems", "发现问题", "个", False),
    ("problems_closed", "已销号", "个", False),
    ("close_share", "销号率", "个", True),
    ("days_to_close", "销号中位天数", "天", False),
    ("problems_overdue", "现超期", "个", False),
    ("problems_repeated", "屡查屡犯", "个", False),
    ("satisfied", "群众满意（占走访户）", "户", True),
)


def _points(make: Maker, period: str, month: MonthCounts) -> Iterator[Figure]:
    asked, found = {"period": period}, month.problems
    if month.rounds:
        yield make.figure("rounds", "督查期次", month.rounds, "个", ROUNDS, asked)
    for kind, label, value, unit in [
        ("village", "走访村", month.villages, "个"),
        ("household", "走访户", month.households, "户"),
    ]:
        seen = {**asked, "kind": kind, "state": "accepted"}
        yield make.figure(f"visited_{kind}", label, value, unit, VISITS, seen)
    for key, label, name, filters in [
        ("problems", "发现问题", "found", {}),
        ("problems_closed", "已销号", "closed", {"state": "closed"}),
        ("problems_overdue", "现超期", "overdue", {"overdue": "1"}),
        ("problems_repeated", "屡查屡犯", "repeated", {"repeated": "1"}),
    ]:
        yield make.figure(key, label, found[name], "个", PROBLEMS, {**asked, **filters})
    yield from _shares(make, asked, month)


def _shares(make: Maker, asked: dict[str, str], month: MonthCounts) -> Iterator[Figure]:
    """Give the rates and the median; nothing where there is nothing to divide by."""
    found, closed = month.problems, {**asked, "state": "closed"}
    upheld = found["found"] - found["rejected"]
    if upheld:
        yield make.figure("close_share", "销号率", found["closed"], "个", PROBLEMS, closed, upheld)
    median = median_days(month.days)
    if median is not None:
        yield make.sum_of("days_to_close", "销号中位天数", median, "天", PROBLEMS, closed)
    if month.households:
        so = {**asked, "kind": "household", "state": "accepted", "finding": "satisfied"}
        yield make.figure(
            "satisfied", "群众满意", month.satisfied, "户", VISITS, so, month.households
        )
