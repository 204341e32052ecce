"""互查通报: names by post whose self-check did not hold. Source: plan 003 (54)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reports.documents.cross_check import CrossFacts, cross_check_annexes, cross_check_text
from reports.documents.phrases import term_name
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.selectors.cross_checks import cross_facts
from reports.text import ADDRESSEES, COPIES, OFFICE
from reports.titles import title_lines


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> CrossFacts:
    return cross_facts(county=county, period=period, on=on)


def _masthead(facts: CrossFacts) -> Masthead:
    return Masthead(
        issuers=(f"中共{facts.place}委", f"{facts.place}人民政府"),
        suffix="督查办公室",
        office=OFFICE,
    )


def _title(facts: CrossFacts) -> tuple[str, ...]:
    return title_lines(f"关于{term_name(facts.period, facts.period)}脱贫攻坚互查情况的通报")


def _draft(facts: CrossFacts, own: OwnWording) -> tuple[Passage, ...]:
    return cross_check_text(facts)


def _files(facts: CrossFacts) -> Iterator[FileStep]:
    return iter(())


def _blockers(facts: CrossFacts) -> list[str]:
    """Nothing forbids it: without a cross-check there are no facts."""
    return []


def _stem(facts: CrossFacts) -> str:
    return f"{facts.county}{term_name(facts.period, facts.period)}脱贫攻坚互查通报"


CROSS_CHECK = DocumentKind(
    code="cross_check",
    series="目督通",
    months=1,
    facts=CrossFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=cross_check_annexes,
    files=_files,
    blockers=_blockers,
    addressees=ADDRESSEES,
    copies=COPIES,
    stem=_stem,
)
