"""排名通报: the villages of a contest (大比武) in order. Source: plan 001 (66)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from reports.documents.contest import ContestFacts
from reports.documents.phrases import term_name
from reports.documents.ranking import (
    ranking_annexes,
    ranking_blockers,
    ranking_text,
    ranking_workbook,
)
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.renderers.xlsx import render_workbook
from reports.selectors.contests import contest_facts
from reports.text import ADDRESSEES, COPIES, OFFICE
from reports.titles import title_lines


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> ContestFacts:
    return contest_facts(county=county, period=period, on=on, asked=asked)


def _masthead(facts: ContestFacts) -> Masthead:
    return Masthead(
        issuers=(f"中共{facts.place}委", f"{facts.place}人民政府"),
        suffix="督查办公室",
        office=OFFICE,
    )


def _title(facts: ContestFacts) -> tuple[str, ...]:
    term = term_name(facts.period, facts.period)
    return title_lines(facts.title or f"关于{term}脱贫攻坚“大比武”排名的通报")


def _draft(facts: ContestFacts, own: OwnWording) -> tuple[Passage, ...]:
    return ranking_text(facts)


def _files(facts: ContestFacts) -> Iterator[FileStep]:
    yield "tables", f"{_stem(facts)}附表.xlsx", partial(_workbook, facts)


def _workbook(facts: ContestFacts) -> bytes:
    return render_workbook(ranking_workbook(facts))


def _stem(facts: ContestFacts) -> str:
    return f"{facts.county}{term_name(facts.period, facts.period)}脱贫攻坚大比武排名通报"


RANKING = DocumentKind(
    code="ranking",
    series="目督通",
    months=1,
    facts=ContestFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=ranking_annexes,
    files=_files,
    blockers=ranking_blockers,
    addressees=ADDRESSEES,
    copies=COPIES,
    stem=_stem,
)
