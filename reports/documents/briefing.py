"""专题汇报 to the leading group: progress, problems, proposals. Source: plan 000 (12, 59)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from reports.content import FIRST, SECOND, THIRD, Annex, chinese_date
from reports.documents.period_tables import annexes
from reports.documents.period_text import plan, problems, rectified, requirements, work
from reports.documents.phrases import ended, months_named, term_name, told_fact
from reports.facts.term import PeriodFacts
from reports.passages import Passage

Said = Iterator[Passage]
SEVERE, LISTED = "严重", 8


@dataclass(frozen=True)
class BriefingFacts:
    """A term's facts, and what the office typed for the leading group."""

    county_code: str
    period: date
    as_of: date
    title: str
    to: str
    term: PeriodFacts
    proposals: tuple[str, ...] = ()

    @property
    def until(self) -> date:
        """The last month it reports on."""
        return self.term.until

    @property
    def asked(self) -> dict[str, object]:
        """What the office chose when it began the report."""
        return {
            "title": self.title,
            "to": self.to,
            "proposals": list(self.proposals),
            "until": self.until.isoformat(),
        }


def briefing_text(facts: BriefingFacts) -> tuple[Passage, ...]:
    """Write the report."""
    term = facts.term
    return tuple(
        chain(
            _opening(facts),
            [Passage("work.head", "工作进展情况", FIRST)],
            plan(term),
            work(term),
            rectified(term),
            [Passage("problems.head", "存在的主要问题", FIRST)],
            problems(term),
            _severe(term),
            [Passage("next.head", "下步工作打算和建议", FIRST)],
            requirements(term),
            _proposals(facts),
            [Passage("end", "特此报告。")],
        )
    )


def _opening(facts: BriefingFacts) -> Said:
    name = term_name(facts.period, facts.until)
    yield Passage(
        "opening",
        f"现将{name}全区脱贫攻坚工作推进和督查情况报告如下"
        f"（数据截至{chinese_date(facts.as_of)}）。",
    )
    if facts.term.missing:
        lacking = months_named(facts.term.missing)
        yield Passage("missing", f"【缺{lacking}通报】本文未含{lacking}的督查情况。")


def _severe(term: PeriodFacts) -> Said:
    """Name the severe problems that are not closed."""
    lines = [it for it in term.problems if it.severity == SEVERE and it.state != "closed"]
    if lines:
        yield Passage("problems.severe", f"未销号的严重问题（{len(lines)}个）", SECOND)
    for line in lines[:LISTED]:
        due = f"，应于{chinese_date(line.due_on)}前办结" if line.due_on else ""
        text = f"{told_fact(line)}，由{line.unit}整改{due}，{line.state_label}。"
        yield Passage(f"problems.severe.{line.number}", text, THIRD)
    if len(lines) > LISTED:
        yield Passage("problems.severe.more", f"另有{len(lines) - LISTED}个严重问题未销号。")


def _proposals(facts: BriefingFacts) -> Said:
    if facts.proposals:
        yield Passage("next.proposals", "提请研究的事项和建议", SECOND)
    for place, text in enumerate(facts.proposals, start=1):
        yield Passage(f"next.proposal.{place}", f"建议{ended(text.removeprefix('建议'))}", THIRD)


def briefing_annexes(facts: BriefingFacts) -> tuple[Annex, ...]:
    """Give the tables by month and by township, without those of kinds and late problems."""
    return annexes(facts.term)[:2]
