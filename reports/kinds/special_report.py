"""督查专报: to leaders, on what they asked for. Source: plan 000 (06), domain §3.3."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reports.documents.special import (
    SpecialFacts,
    special_annexes,
    special_blockers,
    special_text,
)
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.selectors.chosen import special_facts
from reports.text import OFFICE
from reports.titles import title_lines

NAME = "督查专报"


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> SpecialFacts:
    return special_facts(county=county, period=period, on=on, asked=asked)


def _masthead(facts: SpecialFacts) -> Masthead:
    return Masthead(issuers=(OFFICE,), suffix="", office=OFFICE, report=NAME)


def _title(facts: SpecialFacts) -> tuple[str, ...]:
    return title_lines(facts.title)


def _draft(facts: SpecialFacts, own: OwnWording) -> tuple[Passage, ...]:
    return special_text(facts)


def _files(facts: SpecialFacts) -> Iterator[FileStep]:
    return iter(())


def _stem(facts: SpecialFacts) -> str:
    return f"{facts.county}督查专报_{facts.title}"


SPECIAL_REPORT = DocumentKind(
    code="special_report",
    series=NAME,
    months=1,
    facts=SpecialFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=special_annexes,
    files=_files,
    blockers=special_blockers,
    addressees="区委、区人大常委会、区政府、区政协有关领导",
    stem=_stem,
)
