"""更正补充通报: an issued document is corrected by another one with a number of its own."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reports.content import Annex
from reports.documents.supplement import (
    SupplementFacts,
    supplement_blockers,
    supplement_text,
    supplement_title,
)
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.selectors.supplements import supplement_facts
from reports.text import ADDRESSEES, COPIES, OFFICE
from reports.titles import title_lines


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> SupplementFacts:
    return supplement_facts(county=county, on=on, asked=asked)


def _masthead(facts: SupplementFacts) -> Masthead:
    return Masthead(
        issuers=(f"中共{facts.place}委", f"{facts.place}人民政府"),
        suffix="督查（目标管理）办公室",
        office=OFFICE,
    )


def _title(facts: SupplementFacts) -> tuple[str, ...]:
    return title_lines(supplement_title(facts))


def _draft(facts: SupplementFacts, own: OwnWording) -> tuple[Passage, ...]:
    return tuple(supplement_text(facts))


def _annexes(facts: SupplementFacts) -> tuple[Annex, ...]:
    return ()


def _files(facts: SupplementFacts) -> Iterator[FileStep]:
    return iter(())


def _stem(facts: SupplementFacts) -> str:
    return f"{facts.county}更正补充通报（{facts.original_number}）"


SUPPLEMENT = DocumentKind(
    code="supplement",
    series="目督通",
    months=1,
    facts=SupplementFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=_annexes,
    files=_files,
    blockers=supplement_blockers,
    addressees=ADDRESSEES,
    copies=COPIES,
    stem=_stem,
)
