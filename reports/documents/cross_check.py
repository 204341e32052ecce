"""互查通报: whose self-check the cross-check did not bear out, by post; householders masked.

Source: plan 003 (53, 54), domain §2.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.content import FIRST, SECOND, THIRD, Annex, Table, TableColumn, chinese_date
from reports.documents.phrases import rate, term_name, told_fact
from reports.drafting.saying import MOST_NAMED, names
from reports.facts.month import ProblemLine
from reports.passages import Passage

Said = Iterator[Passage]


@dataclass(frozen=True)
class Difference:
    """One item that was answered otherwise by the cross-check than by the self-check.

    `helper` is the one who checked himself, by post. `failed` tells whether the cross-check found
    it below the standard.
    """

    helper: str
    township: str
    subject: str
    item: str
    label: str
    own: str
    cross: str
    failed: bool


@dataclass(frozen=True)
class NamedProblem:
    """A problem of the ledger that the cross-check found, and who answers for the subject."""

    helper: str
    line: ProblemLine


@dataclass(frozen=True)
class CrossFacts:
    """One month's cross-checks beside the self-checks made before them.

    `checked` are the subjects by kind; `compared` of them had a self-check. `items` counts the
    answers that were compared.
    """

    county_code: str
    county: str
    place: str
    period: date
    as_of: date
    checked: tuple[tuple[str, int], ...]
    compared: int
    items: int
    differences: tuple[Difference, ...]
    problems: tuple[NamedProblem, ...]
    without_self_check: tuple[str, ...]

    @property
    def asked(self) -> dict[str, object]:
        """What the office chose when it began the bulletin: nothing but the month."""
        return {}

    @property
    def total(self) -> int:
        """Subjects that were cross-checked."""
        return sum(count for _, count in self.checked)


def cross_check_text(facts: CrossFacts) -> tuple[Passage, ...]:
    """Write the bulletin."""
    return tuple(_text(facts))


def _text(facts: CrossFacts) -> Said:
    term = term_name(facts.period, facts.period)
    yield Passage(
        "opening",
        f"现将{term}脱贫攻坚互查情况通报如下（数据截至{chinese_date(facts.as_of)}）。",
    )
    yield Passage("work.head", "互查基本情况", FIRST)
    yield from _work(facts)
    yield Passage("differences.head", "互查与自查不一致的情况", FIRST)
    yield from _differences(facts)
    yield Passage("problems.head", "互查发现的问题", FIRST)
    yield from _problems(facts)
    yield Passage("next.head", "整改要求", FIRST)
    yield from _requirements(facts)


def _work(facts: CrossFacts) -> Said:
    kinds = "、".join(f"{label}{count}个" for label, count in facts.checked)
    same = facts.items - len(facts.differences)
    yield Passage(
        "work.total",
        f"本月共互查{facts.total}个对象（{kinds}），其中{facts.compared}个有自查记录；"
        f"逐项比对{facts.items}项，一致{same}项，一致率{rate(same, facts.items)}，"
        f"不一致{len(facts.differences)}项。",
    )
    if facts.without_self_check:
        yield Passage(
            "work.unchecked", f"没有自查记录的有{names(facts.without_self_check)}，请补做自查。"
        )


def _differences(facts: CrossFacts) -> Said:
    """Name who checked himself, the most differences first, with each item."""
    if not facts.differences:
        yield Passage("differences.none", "互查与自查结果一致。")
    for helper, lines in _by_helper(facts.differences):
        told = "；".join(_of_subjects(lines[:MOST_NAMED]))
        more = len(lines) - MOST_NAMED
        rest = f"；另有{more}项见附件" if more > 0 else ""
        head = f"{helper}（{len(lines)}项）。"
        yield Passage(f"differences.{helper}", head, THIRD, f"{told}{rest}。")


def _by_helper(lines: tuple[Difference, ...]) -> list[tuple[str, list[Difference]]]:
    """Group by who answers, the most differences first; what is below the standard before."""
    groups: dict[str, list[Difference]] = {}
    for line in sorted(lines, key=lambda it: not it.failed):
        groups.setdefault(line.helper, []).append(line)
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _of_subjects(lines: list[Difference]) -> Iterator[str]:
    """Tell the differences of each subject behind its name."""
    subjects: dict[str, list[str]] = {}
    for line in lines:
        mark = "（不达标）" if line.failed else ""
        told = f"“{line.label}”自查{line.own}、互查{line.cross}{mark}"
        subjects.setdefault(line.subject, []).append(told)
    for subject, found in subjects.items():
        yield f"{subject}{'，'.join(found)}"


def _problems(facts: CrossFacts) -> Said:
    if not facts.problems:
        yield Passage("problems.none", "本月互查未登记问题。")
        return
    yield Passage("problems.total", f"本月互查登记问题{len(facts.problems)}个。")
    groups: dict[str, list[ProblemLine]] = {}
    for found in facts.problems:
        groups.setdefault(found.helper, []).append(found.line)
    for helper, lines in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        told = "；".join(told_fact(line) for line in lines[:MOST_NAMED])
        more = len(lines) - MOST_NAMED
        rest = f"；另有{more}个见附件" if more > 0 else ""
        head = f"{helper}（{len(lines)}个）。"
        yield Passage(f"problems.{helper}", head, THIRD, f"{told}{rest}。")


def _requirements(facts: CrossFacts) -> Said:
    """Say how the problems are to be put right. Source: plan 003 (53, 56, 57)."""
    yield Passage(
        "next.fix",
        "立行立改。",
        SECOND,
        "能立即整改的立行立改；不能即时整改的建立整改台账，明确整改责任、整改措施、整改时限。",
    )
    named = names(line.helper for line in facts.differences if line.failed)
    if named:
        yield Passage(
            "next.named", "落实责任。", SECOND, f"{named}对自查不实的事项逐项核实，说明原因。"
        )
    yield Passage(
        "next.widen",
        "举一反三。",
        SECOND,
        "各单位对照互查发现的问题全面自查，防止同类问题再发生。",
    )


def cross_check_annexes(facts: CrossFacts) -> tuple[Annex, ...]:
    """Give the list of differences and that of problems; an empty one is left out."""
    found = []
    if facts.differences:
        found.append(Annex("互查自查差异清单", (_difference_table(facts),), landscape=True))
    if facts.problems:
        found.append(Annex("互查问题清单", (_problem_table(facts),), landscape=True))
    return tuple(found)


def _difference_table(facts: CrossFacts) -> Table:
    columns = (
        TableColumn("序号", 1, "center"),
        TableColumn("自查责任人", 3.2),
        TableColumn("乡镇（街道）", 2.2),
        TableColumn("对象", 2.8),
        TableColumn("条目", 2.1, "center"),
        TableColumn("检查内容", 3.6),
        TableColumn("自查", 2, "center"),
        TableColumn("互查", 2, "center"),
        TableColumn("互查达标", 1.2, "center"),
    )
    rows = tuple(
        (
            str(place),
            line.helper,
            line.township,
            line.subject,
            line.item,
            line.label,
            line.own,
            line.cross,
            "否" if line.failed else "是",
        )
        for place, line in enumerate(facts.differences, start=1)
    )
    return Table(columns, rows)


def _problem_table(facts: CrossFacts) -> Table:
    columns = (
        TableColumn("序号", 1, "center"),
        TableColumn("问题编号", 3.8, "center"),
        TableColumn("责任人", 3),
        TableColumn("地点", 2.2),
        TableColumn("对象", 2.2),
        TableColumn("问题事实", 4.6),
        TableColumn("责任单位", 2),
        TableColumn("时限", 2.4, "center"),
    )
    rows = tuple(
        (
            str(place),
            found.line.number,
            found.helper,
            found.line.place,
            found.line.subject,
            found.line.fact,
            found.line.unit,
            found.line.due_on.isoformat() if found.line.due_on else "",
        )
        for place, found in enumerate(facts.problems, start=1)
    )
    return Table(columns, rows)
