"""专题汇报: upward, to the district's leading group. Source: plan 000 (12, 59)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reports.documents.briefing import BriefingFacts, briefing_annexes, briefing_text
from reports.documents.phrases import months_named, term_name
from reports.kinds.base import DocumentKind, FileStep, Masthead, OwnWording
from reports.passages import Passage
from reports.selectors.periods import period_facts
from reports.text import OFFICE
from reports.titles import title_lines

TO = "区脱贫攻坚领导小组"


def _gather(
    *, county: str, period: date, until: date, on: date, asked: Mapping[str, Any]
) -> BriefingFacts:
    last = date.fromisoformat(asked["until"]) if asked.get("until") else until
    term = period_facts(county=county, period=period, until=last)
    default = f"关于{term_name(period, last)}全区脱贫攻坚工作推进情况的报告"
    return BriefingFacts(
        county_code=county,
        period=period,
        as_of=term.as_of,
        title=str(asked.get("title") or default),
        to=str(asked.get("to") or TO),
        term=term,
        proposals=tuple(asked.get("proposals", ())),
    )


def _masthead(facts: BriefingFacts) -> Masthead:
    place = facts.term.place
    return Masthead(
        issuers=(f"中共{place}委", f"{place}人民政府"),
        suffix="督查办公室",
        office=OFFICE,
        upward=True,
    )


def _title(facts: BriefingFacts) -> tuple[str, ...]:
    return title_lines(facts.title)


def _draft(facts: BriefingFacts, own: OwnWording) -> tuple[Passage, ...]:
    return briefing_text(facts)


def _files(facts: BriefingFacts) -> Iterator[FileStep]:
    return iter(())


def _blockers(facts: BriefingFacts) -> list[str]:
    if not facts.term.missing:
        return []
    return [f"缺{months_named(facts.term.missing)}通报，请先印发，再重新汇总本文。"]


def _stem(facts: BriefingFacts) -> str:
    return f"{facts.term.county}{term_name(facts.period, facts.until)}脱贫攻坚专题汇报"


BRIEFING = DocumentKind(
    code="briefing",
    series="目督报",
    months=1,
    facts=BriefingFacts,
    gather=_gather,
    masthead=_masthead,
    title=_title,
    draft=_draft,
    annexes=briefing_annexes,
    files=_files,
    blockers=_blockers,
    addressees=TO,
    stem=_stem,
)
