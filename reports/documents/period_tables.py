"""The tables of a term: by month, by township, by kind of problem; for print and as a workbook."""

from collections.abc import Callable

from reports.content import (
    Align,
    Annex,
    Cell,
    Sheet,
    SheetColumn,
    Table,
    TableColumn,
    Workbook,
    chinese_date,
)
from reports.documents.phrases import months_named, term_name
from reports.documents.standings import standings
from reports.drafting.saying import percent
from reports.facts.month import ProblemLine
from reports.facts.term import PeriodFacts, Tally, TownshipTerm

Columns = tuple[tuple[str, float, Align], ...]
Rows = tuple[tuple[Cell, ...], ...]
TO_POINTS = 6.2  # characters of a sheet's column for one share of a printed one

MONTHS: Columns = (
    ("月份", 1.3, "center"),
    ("通报文号", 3, "center"),
    ("抽查乡镇", 1.2, "center"),
    ("抽查村", 1.2, "center"),
    ("走访户", 1.2, "center"),
    ("发现问题", 1.2, "center"),
    ("共性", 1, "center"),
    ("严重", 1, "center"),
    ("已销号", 1.1, "center"),
    ("逾期", 1, "center"),
    ("销号率", 1.4, "center"),
)
TOWNSHIPS: Columns = (
    ("序号", 1, "center"),
    ("乡镇（街道）", 2.3, "left"),
    ("抽查月份", 2.3, "left"),
    ("督查对象", 1.3, "center"),
    ("发现问题", 1.3, "center"),
    ("已销号", 1.2, "center"),
    ("未销号", 1.2, "center"),
    ("逾期", 1, "center"),
    ("销号率", 1.5, "center"),
)
KINDS: Columns = (
    ("分类", 2, "center"),
    ("名称", 4.4, "left"),
    ("发现问题", 1.4, "center"),
    ("已销号", 1.3, "center"),
    ("未销号", 1.3, "center"),
    ("逾期", 1.2, "center"),
    ("销号率", 1.6, "center"),
)
RANKING: Columns = (
    ("名次", 1, "center"),
    ("乡镇（街道）", 2.3, "left"),
    ("销号率", 1.5, "center"),
    ("逾期未销号", 1.6, "center"),
    ("发现问题", 1.4, "center"),
    ("督查对象", 1.4, "center"),
    ("平均每对象问题", 2, "center"),
)
LATE: Columns = (
    ("序号", 1, "center"),
    ("责任单位", 2, "left"),
    ("问题编号", 3.8, "center"),
    ("地点", 2.2, "left"),
    ("问题事实", 5, "left"),
    ("条目", 1.5, "center"),
    ("整改时限", 2.4, "center"),
)


def annexes(facts: PeriodFacts) -> tuple[Annex, ...]:
    """Give the annexes; those without a line are left out."""
    found = [
        Annex("逐月督查情况表", (_printed(MONTHS, _months(facts)),)),
        Annex("各乡镇（街道）督查情况表", (_printed(TOWNSHIPS, _townships(facts)),)),
        Annex("问题分类情况表", (_printed(KINDS, _kinds(facts)),)),
    ]
    if facts.ranked and (ranking := _ranking(facts)):
        found.insert(2, Annex("乡镇（街道）评比名次表", (_printed(RANKING, ranking),)))
    if late := _late(facts):
        found.append(Annex("逾期未销号问题清单", (_printed(LATE, late),), landscape=True))
    return tuple(found)


def workbook(facts: PeriodFacts, title: str) -> Workbook:
    """Give the same tables as sheets, and the list of all problems of the term."""
    every = (*LATE, ("状态", 1.4, "center"), ("销号日期", 2.4, "center"))
    tables: tuple[tuple[str, str, Columns, Rows], ...] = (
        ("逐月", "逐月督查情况表", MONTHS, _months(facts)),
        ("乡镇", "各乡镇（街道）督查情况表", TOWNSHIPS, _townships(facts)),
        ("分类", "问题分类情况表", KINDS, _kinds(facts)),
        ("名次", "乡镇（街道）评比名次表", RANKING, _ranking(facts) if facts.ranked else ()),
        ("逾期", "逾期未销号问题清单", LATE, _late(facts)),
        ("问题", "督查问题清单", every, _problems(facts)),
    )
    sheets = [_sheet(facts, *table) for table in tables if table[-1]]
    return Workbook(tuple(sheets), title=title, made_on=facts.as_of)


def _months(facts: PeriodFacts) -> Rows:
    rows: list[tuple[Cell, ...]] = [
        (
            f"{row.month.month}月",
            row.number,
            row.townships,
            row.villages,
            row.households,
            row.problems,
            row.common,
            row.severe,
            row.closed,
            row.overdue,
            percent(row.closed, row.problems),
        )
        for row in facts.months
    ]
    rows += [(f"{month.month}月", "缺通报", *("—",) * 9) for month in facts.missing]
    return (*sorted(rows, key=lambda row: int(str(row[0])[:-1])), _sum_of_months(facts))


def _sum_of_months(facts: PeriodFacts) -> tuple[Cell, ...]:
    def add(value: Callable[..., int]) -> int:
        return sum(value(row) for row in facts.months)

    closed, total = facts.closed, len(facts.problems)
    return (
        "累计",
        f"{len(facts.months)}期",
        add(lambda row: row.townships),
        add(lambda row: row.villages),
        add(lambda row: row.households),
        total,
        add(lambda row: row.common),
        add(lambda row: row.severe),
        closed,
        facts.overdue,
        percent(closed, total),
    )


def _townships(facts: PeriodFacts) -> Rows:
    return tuple(_township(place, line) for place, line in enumerate(facts.townships, start=1))


def _township(place: int, line: TownshipTerm) -> tuple[Cell, ...]:
    return (
        place,
        line.name,
        months_named(line.months) or "未抽查",
        line.visits,
        line.problems,
        line.closed,
        line.open,
        line.overdue,
        percent(line.closed, line.problems),
    )


def _kinds(facts: PeriodFacts) -> Rows:
    parts: list[tuple[str, tuple[Tally, ...]]] = [
        ("督查内容", facts.blocks),
        ("问题类别", facts.categories),
        ("责任单位", facts.units),
    ]
    return tuple(
        (part, it.name, it.total, it.closed, it.open, it.overdue, percent(it.closed, it.total))
        for part, lines in parts
        for it in lines
    )


def _ranking(facts: PeriodFacts) -> Rows:
    return tuple(
        (
            it.place,
            it.line.name,
            percent(it.line.closed, it.line.problems) if it.line.problems else "100%（无问题）",
            it.line.overdue,
            it.line.problems,
            it.line.visits,
            f"{it.line.problems / it.line.visits:.2f}" if it.line.visits else "—",
        )
        for it in standings(facts.townships)
    )


def _late(facts: PeriodFacts) -> Rows:
    late = sorted(
        (line for line in facts.problems if line.overdue), key=lambda it: (it.unit, it.number)
    )
    return tuple(_problem(place, line) for place, line in enumerate(late, start=1))


def _problems(facts: PeriodFacts) -> Rows:
    return tuple(
        (*_problem(place, line), line.state_label, line.closed_on)
        for place, line in enumerate(facts.problems, start=1)
    )


def _problem(place: int, line: ProblemLine) -> tuple[Cell, ...]:
    return (place, line.unit, line.number, line.place, line.fact, line.item, line.due_on)


def _printed(columns: Columns, rows: Rows) -> Table:
    return Table(
        tuple(TableColumn(name, weight, align) for name, weight, align in columns),
        tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows),
    )


def _sheet(facts: PeriodFacts, name: str, title: str, columns: Columns, rows: Rows) -> Sheet:
    term = term_name(facts.period, facts.until)
    return Sheet(
        name=name,
        title=f"{facts.county}{term}{title}",
        subtitle=f"数据截至{chinese_date(facts.as_of)}",
        columns=tuple(
            SheetColumn(label, max(8.0, weight * TO_POINTS), align=align)
            for label, weight, align in columns
        ),
        rows=rows,
        frozen=2,
    )
