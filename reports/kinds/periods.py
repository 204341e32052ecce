"""季评比、半年小结、年底总评: a term rolled up from its issued months. Source: plan 002 (27)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from reports.documents.period_tables import annexes, workbook
from reports.documents.period_text import half_year_text, quarter_text, year_text
from reports.documents.phrases import months_named, term_name
from reports.facts.term import PeriodFacts
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.renderers.xlsx import render_workbook
from reports.selectors.periods import period_facts
from reports.text import ADDRESSEES, COPIES, OFFICE
from reports.titles import title_lines

Write = Callable[[PeriodFacts], tuple[Passage, ...]]


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> PeriodFacts:
    ranked = bool(asked.get("ranked"))
    return period_facts(county=county, period=period, until=until, ranked=ranked)


def _masthead(facts: PeriodFacts) -> Masthead:
    return Masthead(
        issuers=(f"中共{facts.place}委", f"{facts.place}人民政府"),
        suffix="督查办公室",
        office=OFFICE,
    )


def _title(what: str, facts: PeriodFacts) -> tuple[str, ...]:
    return title_lines(f"关于{term_name(facts.period, facts.until)}全区脱贫攻坚{what}的通报")


def _draft(write: Write, facts: PeriodFacts, own: OwnWording) -> tuple[Passage, ...]:
    return write(facts)


def _stem(what: str, facts: PeriodFacts) -> str:
    return f"{facts.county}{term_name(facts.period, facts.until)}脱贫攻坚{what}"


def _files(what: str, facts: PeriodFacts) -> Iterator[FileStep]:
    title = f"{_stem(what, facts)}附表"
    yield "tables", f"{title}.xlsx", partial(_workbook, facts, title)


def _workbook(facts: PeriodFacts, title: str) -> bytes:
    return render_workbook(workbook(facts, title))


def _blockers(facts: PeriodFacts) -> list[str]:
    """Name the months that have no issued bulletin: a term is rolled up from all its months."""
    if not facts.missing:
        return []
    return [f"缺{months_named(facts.missing)}通报，请先印发，再重新汇总本文。"]


def _kind(code: str, months: int, what: str, heading: str, write: Write) -> DocumentKind:
    return DocumentKind(
        code=code,
        series="目督通",
        months=months,
        facts=PeriodFacts,
        gather=_gather,
        masthead=_masthead,
        title=partial(_title, heading),
        draft=partial(_draft, write),
        annexes=annexes,
        files=partial(_files, what),
        blockers=_blockers,
        addressees=ADDRESSEES,
        copies=COPIES,
        stem=partial(_stem, what),
    )


QUARTER = _kind("quarter", 3, "季度评比", "督查评比情况", quarter_text)
HALF_YEAR = _kind("half_year", 6, "半年小结", "督查工作小结", half_year_text)
YEAR = _kind("year", 12, "年底总评", "督查工作总评", year_text)
