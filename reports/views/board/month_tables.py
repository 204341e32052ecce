"""What the board shows of a month's facts: six blocks, programmes, townships of a closed month."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from reports.board.shapes import Group, Tile
from reports.drafting.saying import percent
from reports.facts.month import BLOCKS, MonthFacts, TownshipLine
from reports.views.board.tables import Cell, Head, Line, Table, amount

FURTHER = {
    "上月整改": ("last", "last_closed", "last_open", "last_overdue"),
    "底册": ("households", "persons", "poor_villages", "without_helper"),
    "四个一批": (
        "measure_industry",
        "measure_relocation",
        "measure_allowance",
        "measure_medical",
    ),
}
TONES = {"last_overdue": "red", "last_open": "orange", "without_helper": "orange"}


def further_groups(facts: MonthFacts) -> list[Group]:
    """Give last month's rectification, the register and the four measures as tiles."""
    return [
        Group(name, name, tuple(_tile(facts, key) for key in keys), live=False)
        for name, keys in FURTHER.items()
    ]


def _tile(facts: MonthFacts, key: str) -> Tile:
    figure = facts.figure(key)
    return Tile(figure, tone=TONES.get(key, "") if figure.value else "")


def shares_of(facts: MonthFacts) -> list[tuple[str, int, int, str, str]]:
    """Give progress bars: what, how much, of how much, the unit, the share as text."""
    left = sum(line.left_persons for line in facts.progress)
    shares = [
        ("时序进度", facts.elapsed_days, facts.year_days, "天"),
        ("已脱贫人口", left, facts.count("target_persons"), "人"),
        ("脱贫人口落实到户", facts.count("planned_persons"), facts.count("target_persons"), "人"),
        ("上月问题销号", facts.count("last_closed"), facts.count("last"), "个"),
    ]
    return [(*one, percent(one[1], one[2])) for one in shares]


def checks_of(facts: MonthFacts) -> list[tuple[bool, str, str]]:
    """Give the completeness checks for partials/checks.html."""
    return [
        (check.passed, check.label, f"应{check.needed}，实际{check.found}")
        for check in facts.checks
    ]


def blocks_table(facts: MonthFacts) -> Table:
    """Give the six blocks: items answered, failing, 未查, problems."""
    lines = tuple(
        Line(
            BLOCKS[line.code],
            tuple(
                amount(value)
                for value in (line.answers, line.failing, line.unchecked, line.problems)
            ),
        )
        for line in facts.blocks
    )
    heads = (
        *(Head(label, "项次") for label in ("检查", "不合格", "未查")),
        Head("问题", "个"),
    )
    return Table("blocks", "六项督查内容", "内容", heads, lines)


def programmes_table(facts: MonthFacts) -> Table:
    """Give the special programmes as their lead departments answered this month."""
    lines = tuple(
        Line(
            line.name,
            (
                Cell(line.lead),
                Cell(line.work_plan or "—"),
                Cell(f"{line.target or '—'}{line.unit}"),
                Cell(f"{line.done or '—'}{line.unit}"),
                Cell("滞后" if line.behind else "—", tone="orange" if line.behind else ""),
                amount(line.problems),
            ),
        )
        for line in facts.programmes
    )
    labels = ("牵头单位", "工作方案", "年度目标", "已完成", "进度", "问题")
    words = len(labels) - 1
    heads = (*(Head(label, kind="") for label in labels[:words]), Head(labels[-1], "个"))
    return Table("programmes", "扶贫专项年度计划", "专项", heads, lines)


def townships_table(facts: MonthFacts, to: Callable[[TownshipLine], str]) -> Table:
    """Give the townships as the month was closed, as bars of problems and those closed."""
    lines = tuple(
        Line(
            line.name,
            (
                Cell("抽查" if line.visited else "—"),
                amount(line.households),
                amount(line.target_persons),
                amount(line.problems - line.closed),
                amount(line.closed),
                amount(line.problems, to(line) if line.problems else ""),
            ),
        )
        for line in facts.townships
    )
    heads = (
        Head("本月", kind=""),
        Head("贫困户", "户"),
        Head("计划脱贫", "人"),
        Head("未销号", "个", draw="bar", tone="orange-mark"),
        Head("已销号", "个", draw="bar", tone="green-mark"),
        Head("问题", "个"),
    )
    note = "为通报签发时的情况。"
    table = Table("below-problems", "各乡镇（街道）问题", "乡镇", heads, lines, chart="stacked")
    return replace(table, across=True, note=note)


def categories_table(facts: MonthFacts) -> Table:
    """Give the month's problems by category as the month was closed."""
    found = Counter(line.category for line in facts.problems).most_common()
    lines = tuple(Line(category or "未分类", (amount(number),)) for category, number in found)
    heads = (Head("问题", "个", draw="bar"),)
    return Table("categories", "问题类别（本月）", "类别", heads, lines, chart="bar", across=True)
