"""The months of a term that were issued, and the term's facts rolled up from them."""

from dataclasses import dataclass
from datetime import date

from accounts.errors import RuleBroken
from reports.documents.phrases import months_named, term_name
from reports.facts.as_json import from_json
from reports.facts.term import Issued, PeriodFacts
from reports.facts.term_sums import months_between, roll_up
from reports.models import Bulletin


def issued_months(*, county: str, period: date, until: date) -> list[Issued]:
    """Give the issued monthly bulletins of a county from one month to another, in order."""
    rows = Bulletin.objects.monthly().issued().filter(area_code=county)
    rows = rows.filter(period__range=(period, until)).order_by("period")
    return [Issued(row.number, from_json(row.facts)) for row in rows]


def period_facts(*, county: str, period: date, until: date, ranked: bool = False) -> PeriodFacts:
    """Roll a term up from its issued months.

    Raises RuleBroken "no_months" where none of them is issued.
    """
    issued = issued_months(county=county, period=period, until=until)
    if not issued:
        raise RuleBroken(
            f"{period.year}年{period.month}月至{until.month}月没有已印发的月度通报，不能汇总。"
            "请先印发各月通报。",
            code="no_months",
        )
    return roll_up(issued, period=period, until=until, ranked=ranked)


@dataclass(frozen=True)
class Term:
    """A term that can be reported on: its first and last month, and months not yet issued."""

    period: date
    until: date
    missing: tuple[date, ...]

    @property
    def words(self) -> str:
        """How a form offers it: 2016年第三季度（缺8月、9月通报）."""
        lacking = f"（缺{months_named(self.missing)}通报）" if self.missing else ""
        return f"{term_name(self.period, self.until)}{lacking}"


def frozen_months(county: str) -> list[date]:
    """Give the months of a county whose bulletin is issued, the newest first."""
    rows = Bulletin.objects.monthly().issued().filter(area_code=county)
    return list(rows.order_by("-period").values_list("period", flat=True))


def open_terms(county: str, *, kind: str, months: int) -> list[Term]:
    """Give the terms of so many months with an issued month and no document, newest first."""
    frozen = frozen_months(county)
    firsts = {date(it.year, (it.month - 1) // months * months + 1, 1) for it in frozen}
    taken = Bulletin.objects.standing().filter(area_code=county, kind=kind)
    firsts -= set(taken.values_list("period", flat=True))
    return [_term(first, months, frozen) for first in sorted(firsts, reverse=True)]


def _term(first: date, months: int, frozen: list[date]) -> Term:
    until = date(first.year, first.month + months - 1, 1)
    lacking = tuple(it for it in months_between(first, until) if it not in frozen)
    return Term(first, until, lacking)
