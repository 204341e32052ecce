"""月度督查通报: the month's facts, in the office's words, with its annexes and ledgers."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from reports.annexes.printed import annexes
from reports.drafting.monthly import WORDING
from reports.drafting.saying import names
from reports.facts.month import MonthFacts
from reports.facts.sums import parts_that_do_not_sum, units_without_reply_time
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.ledgers.month import LEDGERS, Ledger
from reports.passages import Passage
from reports.renderers.xlsx import render_workbook
from reports.selectors import month_facts
from reports.text import ADDRESSEES, COPIES, OFFICE, TITLE_END


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> MonthFacts:
    return month_facts(county=county, period=period, on=on)


def _masthead(facts: MonthFacts) -> Masthead:
    return Masthead(
        issuers=(f"中共{facts.place}委", f"{facts.place}人民政府"),
        suffix="督查（目标管理）办公室",
        office=OFFICE,
    )


def _title(facts: MonthFacts) -> tuple[str, ...]:
    year, month = facts.period.year, facts.period.month
    return (f"关于{year}年{month}月全区脱贫攻坚工作推进情况", TITLE_END)


def _draft(facts: MonthFacts, own: OwnWording) -> tuple[Passage, ...]:
    return WORDING.draft(facts, own)


def _files(facts: MonthFacts) -> Iterator[FileStep]:
    month = f"{facts.county}{facts.period.year}年{facts.period.month}月"
    for ledger in LEDGERS:
        title = ledger.title.replace("“", "").replace("”", "")
        yield ledger.slug, f"{month}{title}.xlsx", partial(_workbook, ledger, facts)


def _workbook(ledger: Ledger, facts: MonthFacts) -> bytes:
    return render_workbook(ledger.make(facts))


def _blockers(facts: MonthFacts) -> list[str]:
    """Say what forbids issuing the month. Source: domain §3.2 (generation rules), bad input 38."""
    found = []
    if not facts.enough and not facts.shortfall_reason:
        found.append("本月未达最低抽查数且未说明原因。请补足督查，或在完成期次时填写说明。")
    unsorted = sum(not line.scope for line in facts.problems)
    if unsorted:
        found.append(f"还有{unsorted}个问题未认定共性或个性，请认定后重新汇总。")
    found += parts_that_do_not_sum(facts)
    if units := units_without_reply_time(facts):
        found.append(f"{names(units)}的问题没有整改时限，请下达整改单或定时限后重新汇总。")
    return found


def _stem(facts: MonthFacts) -> str:
    return f"{facts.county}{facts.period.year}年{facts.period.month}月脱贫攻坚督查通报"


MONTHLY = DocumentKind(
    code="monthly",
    series="目督通",
    months=1,
    facts=MonthFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=annexes,
    files=_files,
    blockers=_blockers,
    addressees=ADDRESSEES,
    copies=COPIES,
    stem=_stem,
    wording=WORDING,
)
