"""督查专报 on what leaders asked for: 情况、问题、原因、建议. Source: plan 000 (06)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.content import FIRST, THIRD, Annex, Table, TableColumn, chinese_date
from reports.documents.phrases import ended, rate, tallied, told_fact, where
from reports.drafting.saying import names
from reports.facts.month import DEPARTMENTS, ProblemLine
from reports.facts.term_sums import tallies
from reports.passages import Passage

Said = Iterator[Passage]
CLOSED = "closed"
LISTED = 10
"""So many problems are told in the text; more go to an annex as well."""
CONCERN = "区委、区政府领导关注重点"


@dataclass(frozen=True)
class RoundLine:
    """The round a report tells of: when, how, and how much was inspected."""

    title: str
    starts_on: date
    ends_on: date
    methods: tuple[str, ...]
    townships: tuple[str, ...]
    villages: int
    households: int
    departments: int


@dataclass(frozen=True)
class Cause:
    """Why a problem came about, as its unit wrote in its newest reply."""

    number: str
    unit: str
    cause: str


@dataclass(frozen=True)
class SpecialFacts:
    """What a 督查专报 is written from: chosen problems, a round, and what the office typed."""

    county_code: str
    county: str
    place: str
    period: date
    as_of: date
    title: str
    to: str
    source: str
    round_id: int | None
    round: RoundLine | None
    problems: tuple[ProblemLine, ...]
    causes: tuple[Cause, ...]
    suggestions: tuple[str, ...]

    @property
    def asked(self) -> dict[str, object]:
        """What the office chose when it began the report."""
        return {
            "title": self.title,
            "to": self.to,
            "source": self.source,
            "round": self.round_id,
            "numbers": [line.number for line in self.problems],
            "suggestions": list(self.suggestions),
        }


def special_text(facts: SpecialFacts) -> tuple[Passage, ...]:
    """Write the report."""
    return tuple(_text(facts))


def _text(facts: SpecialFacts) -> Said:
    source = facts.source.rstrip("。") or CONCERN
    yield Passage(
        "opening",
        f"根据{source}，区委区政府目督办开展了实地督查。现将有关情况报告如下"
        f"（数据截至{chinese_date(facts.as_of)}）。",
    )
    yield Passage("facts.head", "基本情况", FIRST)
    yield from _situation(facts)
    yield Passage("problems.head", "发现的主要问题", FIRST)
    yield from _problems(facts)
    yield Passage("causes.head", "原因分析", FIRST)
    yield from _causes(facts)
    yield Passage("advice.head", "工作建议", FIRST)
    yield from _advice(facts)


def _situation(facts: SpecialFacts) -> Said:
    if facts.round is not None:
        yield Passage("facts.round", _round(facts.round))
    total = len(facts.problems)
    if not total:
        yield Passage("facts.none", "本次督查未发现问题。")
        return
    closed = sum(line.state == CLOSED for line in facts.problems)
    overdue = sum(line.overdue for line in facts.problems)
    severe = sum(line.severity == "严重" for line in facts.problems)
    yield Passage(
        "facts.total",
        f"本专报涉及问题{total}个，其中严重问题{severe}个；"
        f"已销号{closed}个，销号率{rate(closed, total)}，逾期未销号{overdue}个。",
    )


def _round(line: RoundLine) -> str:
    end = f"{line.ends_on.day}日"
    if line.ends_on.month != line.starts_on.month:
        end = f"{line.ends_on.month}月{end}"
    seen = f"（{names(line.townships)}）" if line.townships else ""
    departments = f"，督查区级部门{line.departments}个" if line.departments else ""
    methods = f"采取{'、'.join(line.methods)}等方式，" if line.methods else ""
    return (
        f"{line.starts_on.month}月{line.starts_on.day}日至{end}，按照“{line.title}”安排，{methods}"
        f"共督查{len(line.townships)}个乡镇（街道）{seen}、{line.villages}个村，"
        f"走访贫困户{line.households}户{departments}。"
    )


def _problems(facts: SpecialFacts) -> Said:
    """Tell the problems place by place, the severe ones of a place first."""
    if not facts.problems:
        yield Passage("problems.none", "本次督查未发现问题。")
    by_place: dict[str, list[ProblemLine]] = {}
    for line in facts.problems:
        at = where(line) if line.township == DEPARTMENTS else line.township
        by_place.setdefault(at, []).append(line)
    for at, lines in by_place.items():
        ordered = sorted(lines, key=lambda line: (line.severity != "严重", line.number))
        told = "；".join(_under(at, line) for line in ordered[:LISTED])
        more = len(lines) - LISTED
        rest = f"；另有{more}个问题见附件" if more > 0 else ""
        text = f"{at}（{len(lines)}个）。"
        yield Passage(f"problems.{lines[0].area_code[:9]}.{at}", text, THIRD, f"{told}{rest}。")


def _under(at: str, line: ProblemLine) -> str:
    """Write a problem under its place's own name, and how far it is."""
    mark = "（严重）" if line.severity == "严重" else ""
    return f"{told_fact(line).removeprefix(at).lstrip('，')}{mark}，{line.state_label}"


def _causes(facts: SpecialFacts) -> Said:
    if facts.problems:
        kinds = tallied(tallies(facts.problems, lambda line: line.category))
        yield Passage("causes.kinds", f"从问题类别看，{kinds}。")
    by_words: dict[str, list[str]] = {}
    for cause in facts.causes:
        by_words.setdefault(ended(cause.cause), []).append(cause.unit)
    for place, (words, units) in enumerate(by_words.items(), start=1):
        yield Passage(f"causes.{place}", f"{names(units)}：", THIRD, words)
    if not facts.causes:
        yield Passage("causes.none", "责任单位尚未报送问题原因，请结合实地督查情况补充。")


def _advice(facts: SpecialFacts) -> Said:
    for place, text in enumerate(facts.suggestions, start=1):
        yield Passage(f"advice.{place}", ended(text), THIRD)
    open_lines = [line for line in facts.problems if line.state != CLOSED]
    if not open_lines:
        return
    owed = "、".join(
        f"{tally.name}（{tally.total}个）" for tally in tallies(open_lines, lambda line: line.unit)
    )
    due = max((line.due_on for line in open_lines if line.due_on), default=None)
    until = f"，于{chinese_date(due)}前报送整改结果" if due else ""
    yield Passage("advice.open", f"对未销号的问题，由{owed}逐条落实整改{until}。", THIRD)
    late = names(line.unit for line in open_lines if line.overdue)
    if late:
        yield Passage("advice.late", f"对逾期未销号的问题，由{late}说明原因并限期办结。", THIRD)


def special_annexes(facts: SpecialFacts) -> tuple[Annex, ...]:
    """Give the list of the problems where there are more than the text can tell."""
    if len(facts.problems) <= LISTED:
        return ()
    columns = (
        TableColumn("序号", 1, "center"),
        TableColumn("问题编号", 3.8, "center"),
        TableColumn("地点", 2),
        TableColumn("对象", 2.4),
        TableColumn("问题事实", 5),
        TableColumn("责任单位", 2),
        TableColumn("整改时限", 2.4, "center"),
        TableColumn("状态", 1.3, "center"),
    )
    rows = tuple(
        (
            str(place),
            line.number,
            line.place,
            line.subject,
            line.fact,
            line.unit,
            line.due_on.isoformat() if line.due_on else "",
            line.state_label,
        )
        for place, line in enumerate(facts.problems, start=1)
    )
    return (Annex("问题清单", (Table(columns, rows),), landscape=True),)


def special_blockers(facts: SpecialFacts) -> list[str]:
    """Say what forbids sending the report on."""
    if facts.problems or facts.round is not None:
        return []
    return ["专报没有所选问题，也没有督查期次，请重新选择。"]
