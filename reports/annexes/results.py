"""检查结果汇总表: every item of the form, the townships' year, what the people said."""

from reports.content import Cell, Lines, Sheet, SheetColumn, Workbook
from reports.facts.lines import EstimateLine, ItemLine, ProgressLine, Satisfaction
from reports.facts.month import BLOCKS, MonthFacts
from reports.ledgers.sheets import month_sheet, month_workbook

Column = SheetColumn
HEAD = "督查基本情况"  # items X01–X13: the head of every form
SERIAL = Column("序号", 5, align="center")

ITEM_COLUMNS = (
    SERIAL,
    Column("条目", 9, align="center"),
    Column("督查内容", 26),
    Column("检查事项", 48),
    Column("检查", 9, "督查表（份）", "center"),
    Column("不合格", 9, "督查表（份）", "center"),
    Column("未查", 9, "督查表（份）", "center"),
    Column("不适用", 9, "督查表（份）", "center"),
)
PROGRESS_COLUMNS = (
    SERIAL,
    Column("乡镇（街道）", 16),
    Column("户", 9, "年度任务", "center"),
    Column("人", 9, "年度任务", "center"),
    Column("户", 9, "已脱贫", "center"),
    Column("人", 9, "已脱贫", "center"),
    Column("入户核实（户）", 10, align="center"),
    Column("应签", 8, "责任书（份）", "center"),
    Column("到期应签", 8, "责任书（份）", "center"),
    Column("已签", 8, "责任书（份）", "center"),
    Column("逾期未签", 8, "责任书（份）", "center"),
)
VOICE_COLUMNS = (
    SERIAL,
    Column("类别", 14, align="center"),
    Column("事项", 40),
    Column("结果", 30),
    Column("说明", 60),
)


def result_list(facts: MonthFacts) -> Workbook:
    """Make 检查结果汇总表: every item of the form, the townships' year, what the people said."""
    title = "检查结果汇总表"
    items = Lines(facts.items, _item)
    progress = Lines(facts.progress, _progress)
    return month_workbook(
        facts,
        title,
        month_sheet(
            facts,
            "逐条结果",
            title,
            ITEM_COLUMNS,
            items,
            frozen=3,
            landscape=False,
            filtered=True,
        ),
        month_sheet(
            facts, "年度进展", "乡镇年度任务和责任书进展表", PROGRESS_COLUMNS, progress, frozen=2
        ),
        _voices(facts),
    )


def _item(place: int, line: ItemLine) -> tuple[Cell, ...]:
    told = (line.asked, line.failing, line.unchecked, line.not_applicable)
    about = HEAD if line.code.startswith("X") else BLOCKS.get(line.block, line.block)
    return (place, line.code, about, line.label, *told)


def _progress(place: int, line: ProgressLine) -> tuple[Cell, ...]:
    year = (line.target_households, line.target_persons, line.left_households, line.left_persons)
    pledges = (line.pledges, line.pledges_due, line.pledges_signed, line.pledges_overdue)
    return (place, line.name, *year, line.verified_households, *pledges)


def _voices(facts: MonthFacts) -> Sheet:
    """Make the sheet of what the visited households said, and what that tells of all."""
    told = [*_said(facts.satisfaction), *(_estimated(line) for line in facts.estimates)]
    told += [
        ("督查问责", line.label, f"{line.entries}次", f"涉及{line.units}个单位")
        for line in facts.accountability
    ]
    rows = tuple((place, *line) for place, line in enumerate(told, start=1))
    return month_sheet(facts, "满意度和推算", "群众满意度和抽样推算", VOICE_COLUMNS, rows)


def _said(said: Satisfaction) -> list[tuple[str, str, str, str]]:
    name = "群众满意度"
    answers = (
        f"走访{said.visited}户：满意{said.satisfied}户、基本满意{said.mostly}户、"
        f"不满意{said.dissatisfied}户、不清楚{said.unclear}户、未回答{said.unanswered}户"
    )
    return [
        (name, "全部贫困户口径", said.of_all, f"贫困户{said.households}户"),
        (name, "走访户口径", said.of_visited, answers),
        (name, "走访面", said.coverage, ""),
    ]


def _estimated(line: EstimateLine) -> tuple[str, str, str, str]:
    interval = f"（95%置信区间{line.interval_text}）" if line.interval_text else ""
    basis = (
        f"名单{line.villages_in_frame}村{line.households_in_frame}户，抽查{line.villages}村"
        f"{line.visited}户，其中{line.good}户。{line.caution}"
    )
    return ("全区推算", line.label, f"{line.share_text}{interval}", basis)
