"""The bulletin's annexes as workbooks, with more columns than a printed page of text has room for.

What an annex of the letter says (`reports.annexes.printed`) is said here with the same values.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports.annexes.printed import SCOPES, by_unit, required, standing
from reports.annexes.results import result_list
from reports.content import Cell, Lines, SheetColumn, Workbook
from reports.facts.month import BLOCKS, MonthFacts, ProblemLine, SampleLine
from reports.ledgers.blocks import programme_table
from reports.ledgers.sheets import month_sheet, month_workbook

Column = SheetColumn
SERIAL = Column("序号", 5, align="center")
NUMBER = Column("问题编号", 18, align="center")
YES_NO = {True: "能", False: "不能", None: ""}

PROBLEM_COLUMNS = (
    SERIAL,
    NUMBER,
    Column("督查内容", 13),
    Column("乡镇或部门", 10),
    Column("地点", 13),
    Column("对象", 14),
    Column("问题事实", 36),
    Column("依据", 18),
    Column("条目", 7, align="center"),
    Column("类别", 11),
    Column("性质", 7, align="center"),
    Column("程度", 7, align="center"),
    Column("责任单位", 13),
    Column("状态", 9, align="center"),
)
HANDLING_COLUMNS = (
    SERIAL,
    NUMBER,
    Column("来源", 16, "发现"),
    Column("环节", 11, "发现", "center"),
    Column("发现人", 10, "发现", "center"),
    Column("日期", 11.5, "发现", "center"),
    Column("上次同类问题", 18, "反复情况", "center"),
    Column("重新整改次数", 8, "反复情况", "right"),
    Column("能否村级解决", 8, "上交", "center"),
    Column("上交日期", 11.5, "上交", "center"),
    Column("责任人", 10, "整改", "center"),
    Column("整改措施", 30, "整改"),
    Column("计划完成", 11.5, "整改", "center"),
    Column("整改单", 16, "整改", "center"),
)
ORDER_COLUMNS = (
    SERIAL,
    Column("责任单位", 16),
    NUMBER,
    Column("整改事项", 40),
    Column("整改要求", 28),
    Column("整改方式", 10, align="center"),
    Column("整改单", 16, align="center"),
    Column("责任人", 10, align="center"),
    Column("时限", 11.5, align="center"),
    Column("状态", 10, align="center"),
)
RECTIFICATION_COLUMNS = (
    SERIAL,
    NUMBER,
    Column("责任单位", 14),
    Column("责任人", 10, align="center"),
    Column("问题事实", 36),
    Column("整改要求", 22),
    Column("整改措施", 22),
    Column("整改方式", 9, align="center"),
    Column("发现日期", 11.5, align="center"),
    Column("整改时限", 11.5, align="center"),
    Column("状态", 9, align="center"),
    Column("销号日期", 11.5, align="center"),
)
SAMPLE_COLUMNS = (
    Column("序号", 6, align="center"),
    Column("类别", 8, align="center"),
    Column("乡镇", 16),
    Column("村", 18),
    Column("贫困村", 8, align="center"),
    Column("对象", 24),
    Column("督查日期", 14, align="center"),
    Column("问题数", 8, align="right"),
)


@dataclass(frozen=True)
class Book:
    """An annex as a workbook: its name in addresses, its title, how it is made."""

    slug: str
    title: str
    make: Callable[[MonthFacts], Workbook]


def problem_list(facts: MonthFacts) -> Workbook:
    """Make 督查问题清单: what was found, and a second sheet on how it came and is handled."""
    title, lines = "督查问题清单", facts.problems
    found, handled = Lines(lines, _problem), Lines(lines, _handling)
    return month_workbook(
        facts,
        title,
        month_sheet(facts, "问题清单", title, PROBLEM_COLUMNS, found, frozen=2, filtered=True),
        month_sheet(
            facts, "来源和办理", f"{title}（来源和办理）", HANDLING_COLUMNS, handled, frozen=2
        ),
    )


def order_list(facts: MonthFacts) -> Workbook:
    """Make 整改要求一览表: what each unit must put right, and by when."""
    title = "整改要求一览表"
    rows = Lines(by_unit(facts.problems), _order)
    sheet = month_sheet(facts, "整改要求", title, ORDER_COLUMNS, rows, frozen=3, filtered=True)
    return month_workbook(facts, title, sheet)


def rectification_list(facts: MonthFacts) -> Workbook:
    """Make 整改台账: this month's problems, last month's, and older ones still running."""
    title = "问题整改台账"
    parts = [
        ("本月", facts.problems),
        ("上月", facts.last_problems),
        ("以前", facts.earlier_problems),
    ]
    sheets = [
        month_sheet(
            facts, name, title, RECTIFICATION_COLUMNS, Lines(lines, _rectification), frozen=2
        )
        for name, lines in parts
    ]
    return month_workbook(facts, title, *sheets)


def sample_list(facts: MonthFacts) -> Workbook:
    """Make 抽查对象名单 of the month; householders are masked."""
    title, rows = "抽查对象名单", Lines(facts.sample, _sampled)
    sheet = month_sheet(
        facts, "抽查名单", title, SAMPLE_COLUMNS, rows, landscape=False, frozen=2, filtered=True
    )
    return month_workbook(facts, title, sheet)


def programme_list(facts: MonthFacts) -> Workbook:
    """Make 17个扶贫专项进展表 as the lead departments answered."""
    title = "17个扶贫专项进展表"
    columns, rows = programme_table(facts)
    sheet = month_sheet(facts, "17个扶贫专项", title, tuple(columns), tuple(rows), frozen=2)
    return month_workbook(facts, title, sheet)


BOOKS = (
    Book("problems", "督查问题清单", problem_list),
    Book("orders", "整改要求一览表", order_list),
    Book("rectification", "问题整改台账", rectification_list),
    Book("sample", "抽查对象名单", sample_list),
    Book("programmes", "17个扶贫专项进展表", programme_list),
    Book("results", "检查结果汇总表", result_list),
)


def _problem(place: int, line: ProblemLine) -> tuple[Cell, ...]:
    return (
        place,
        line.number,
        BLOCKS[line.block],
        line.township,
        line.place,
        line.subject,
        line.fact,
        line.basis,
        line.item,
        line.category,
        SCOPES.get(line.scope, line.scope),
        line.severity,
        line.unit,
        line.state_label,
    )


def _handling(place: int, line: ProblemLine) -> tuple[Cell, ...]:
    return (
        place,
        line.number,
        line.source,
        line.found_in,
        line.found_by,
        line.found_on,
        line.repeats,
        line.reopened or "",
        YES_NO[line.village_can_solve],
        line.handed_up_on,
        line.person,
        line.measure,
        line.planned_on,
        line.order,
    )


def _order(place: int, line: ProblemLine) -> tuple[Cell, ...]:
    return (
        place,
        line.unit,
        line.number,
        line.fact,
        required(line),
        line.track,
        line.order,
        line.person,
        line.due_on,
        standing(line),
    )


def _rectification(place: int, line: ProblemLine) -> tuple[Cell, ...]:
    return (
        place,
        line.number,
        line.unit,
        line.person,
        line.fact,
        line.requirement,
        line.measure,
        line.track,
        line.found_on,
        line.due_on,
        standing(line),
        line.closed_on,
    )


def _sampled(place: int, line: SampleLine) -> tuple[Cell, ...]:
    return (
        place,
        line.kind_label,
        line.township,
        line.village,
        "是" if line.is_poor_village else "",
        line.name,
        line.visited_on,
        line.failing,
    )
