"""Turns of phrase the documents share: shares, lists of names, terms of months."""

from collections.abc import Iterable, Sequence
from datetime import date

from reports.drafting.saying import MOST_NAMED, percent
from reports.facts.month import DEPARTMENTS, ProblemLine
from reports.facts.term import Tally

QUARTERS = "一二三四"
HALF, QUARTER, YEAR = 6, 3, 12
SPAN = 3  # months on end that are named by the first and the last


def rate(part: int, whole: int) -> str:
    """Write a rate with what it is made of: 66.7%（2/3）."""
    return f"{percent(part, whole)}（{part}/{whole}）" if whole else "—"


def tallied(lines: Sequence[Tally], *, most: int = MOST_NAMED) -> str:
    """Write counts by name: 产业3个、住房安全2个; beyond `most` the rest together."""
    told = "、".join(f"{line.name}{line.total}个" for line in lines[:most])
    rest = sum(line.total for line in lines[most:])
    return f"{told}，其余{rest}个" if rest else told


def ended(text: str) -> str:
    """Give a sentence that ends in one full stop."""
    return " ".join(text.split()).rstrip("。；;.") + "。"


def term_name(period: date, until: date) -> str:
    """Name a term as offices do: 2016年第三季度, 2016年上半年, 2016年度, 2016年1月至5月."""
    length = (until.year - period.year) * 12 + until.month - period.month + 1
    year = f"{period.year}年"
    if length == YEAR and period.month == 1:
        return f"{year}度"
    if length == HALF and period.month in {1, HALF + 1}:
        return f"{year}{'上' if period.month == 1 else '下'}半年"
    if length == QUARTER and period.month % QUARTER == 1:
        return f"{year}第{QUARTERS[period.month // QUARTER]}季度"
    first = f"{year}{period.month}月"
    if length == 1:
        return first
    return f"{first}至{'' if until.year == period.year else f'{until.year}年'}{until.month}月"


def months_named(months: Iterable[date]) -> str:
    """List months; three or more on end as a span: 3月、5月至8月."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month.month - 1:
            runs[-1].append(month.month)
        else:
            runs.append([month.month])
    return "、".join(_run_named(run) for run in runs)


def _run_named(run: Sequence[int]) -> str:
    if len(run) < SPAN:
        return "、".join(f"{month}月" for month in run)
    return f"{run[0]}月至{run[-1]}月"


def where(line: ProblemLine) -> str:
    """Name the place of a problem, or the department it is about."""
    return line.subject if line.place == DEPARTMENTS else line.place


def told_fact(line: ProblemLine) -> str:
    """Write one problem with its place, object and item: 新店镇塅上村李某某，漏填（E305）."""
    who = "" if line.subject in line.place or line.place == DEPARTMENTS else line.subject
    item = f"（{line.item}）" if line.item else ""
    return f"{where(line)}{who}，{line.fact.rstrip('。')}{item}"
