"""The six sheets of the district ledger, one for each block of plan 000 §6(2)."""

from collections.abc import Sequence

from reports.annexes.printed import SCOPES
from reports.content import Cell, Sheet, SheetColumn, chinese_date
from reports.drafting.saying import percent
from reports.facts.five_posts import missing_posts
from reports.facts.month import BLOCKS, BlockLine, MonthFacts

Column = SheetColumn
NUMERALS = "一二三四五六"
POSTS = {
    "liaison_leader": "联系领导",
    "helping_unit": "帮扶单位",
    "village_work_team": "驻村工作组",
    "first_secretary": "第一书记",
    "agro_technician": "农技员",
}
Rows = list[tuple[Cell, ...]]


def block_sheets(facts: MonthFacts) -> tuple[Sheet, ...]:
    """Make the six sheets in the plan's order."""
    parts = (_plan, _measures, programme_table, _works, _posts, _others)
    made = []
    for numeral, (code, name), part in zip(NUMERALS, BLOCKS.items(), parts, strict=True):
        columns, rows = part(facts)
        made.append(_sheet(facts, code, f"{numeral}、{name}", columns, rows))
    return tuple(made)


def _sheet(
    facts: MonthFacts, code: str, heading: str, columns: Sequence[SheetColumn], rows: Rows
) -> Sheet:
    block = next(line for line in facts.blocks if line.code == code)
    month = f"{facts.period.year}年{facts.period.month}月"
    return Sheet(
        name=heading.replace("“", "").replace("”", "").replace("年度计划", "")[:31],
        title=f"{facts.county}{month}脱贫攻坚督查工作台账（{heading}）",
        columns=tuple(columns),
        rows=tuple(rows),
        subtitle=f"数据截至{chinese_date(facts.as_of)}　时序进度"
        f"{percent(facts.elapsed_days, facts.year_days)}",
        footer=(_counted(block), "填报单位：区扶贫移民办"),
        frozen=2,
    )


def _counted(block: BlockLine) -> str:
    return (
        f"本项内容本月检查{block.answers}项次，不合格{block.failing}项次，"
        f"未查{block.unchecked}项次，发现本项问题{block.problems}个。"
    )


def _plan(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    columns = (
        Column("序号", 6, align="center"),
        Column("乡镇（街道）", 16),
        Column("摘帽村", 9, "年度任务", "right"),
        Column("脱贫户", 9, "年度任务", "right"),
        Column("脱贫人口", 9, "年度任务", "right"),
        Column("户", 9, "底册落实", "right"),
        Column("人", 9, "底册落实", "right"),
        Column("相差（人）", 9, align="right"),
        Column("本月抽查", 9, align="center"),
        Column("发现问题", 9, "本月问题", "right"),
        Column("已销号", 9, "本月问题", "right"),
    )
    rows: Rows = [
        (
            place,
            line.name,
            line.target_villages,
            line.target_households,
            line.target_persons,
            line.planned_households,
            line.planned_persons,
            line.planned_persons - line.target_persons,
            "是" if line.visited else "",
            line.problems,
            line.closed,
        )
        for place, line in enumerate(facts.townships, start=1)
    ]
    return columns, [*rows, *_total(rows, {8})]


def _total(rows: Rows, words: set[int]) -> list[tuple[Cell, ...]]:
    """Add up the number columns; those in `words` hold text. No line where there is none above."""
    width = len(rows[0]) if rows else 0
    sums: list[Cell] = [
        "" if column in words else sum(int(str(row[column] or 0)) for row in rows)
        for column in range(2, width)
    ]
    return [("", "合计", *sums)] if width else []


def _measures(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    names = [name for name, _, _ in facts.townships[0].measures] if facts.townships else []
    columns = [
        Column("序号", 6, align="center"),
        Column("乡镇（街道）", 16),
        Column("户", 9, "在册", "right"),
        Column("人", 9, "在册", "right"),
    ]
    for name in names:
        columns += [Column("户", 9, name, "right"), Column("人", 9, name, "right")]
    rows: Rows = [
        (
            place,
            line.name,
            line.households,
            line.persons,
            *(
                number
                for _, households, persons in line.measures
                for number in (households, persons)
            ),
        )
        for place, line in enumerate(facts.townships, start=1)
    ]
    return columns, [*rows, *_total(rows, set())]


def programme_table(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    """Give columns and rows of the 17 programmes as their lead departments answered."""
    columns = (
        Column("编号", 7, align="center"),
        Column("专项", 18),
        Column("牵头单位", 20),
        Column("方案", 7, "年度工作", "center"),
        Column("计划", 7, "年度工作", "center"),
        Column("对接", 7, "年度工作", "center"),
        Column("目标", 9, "年度目标", "right"),
        Column("完成", 9, "年度目标", "right"),
        Column("单位", 7, "年度目标", "center"),
        Column("进度", 9, "年度目标", "center"),
        Column("计划", 9, "资金（万元）", "right"),
        Column("到位", 9, "资金（万元）", "right"),
        Column("支出", 9, "资金（万元）", "right"),
        Column("问题", 7, align="center"),
        Column("困难和建议", 26),
    )
    return columns, [
        (
            line.code,
            line.name + ("（补列）" if line.is_supplement else ""),
            line.lead,
            line.plan,
            line.work_plan,
            line.linked,
            line.target,
            line.done,
            line.unit,
            ("落后时序" if line.behind else "正常") if line.done else "",
            line.funds_planned,
            line.funds_arrived,
            line.funds_spent,
            line.problems,
            line.note,
        )
        for line in facts.programmes
    ]


def _works(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    columns = (
        Column("序号", 6, align="center"),
        Column("单位", 24),
        Column("条目", 8, align="center"),
        Column("事项", 26),
        Column("计划或任务", 14, align="right"),
        Column("完成", 14, align="right"),
        Column("计量单位", 10, align="center"),
        Column("进度", 12, align="center"),
    )
    return columns, [
        (
            place,
            line.subject,
            line.item,
            line.name,
            line.planned,
            line.done,
            line.unit,
            "低于要求" if line.behind else "正常",
        )
        for place, line in enumerate(facts.works, start=1)
    ]


def _posts(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    columns = (
        Column("序号", 6, align="center"),
        Column("乡镇", 14),
        Column("贫困村", 16),
        *(Column(label, 16, "“五个一”") for label in POSTS.values()),
        Column("缺少", 18),
        Column("本月抽查", 9, align="center"),
        Column("问题", 30),
    )
    rows: Rows = []
    for village in facts.villages:
        if village.is_poor:
            posts = [village.post(post) for post in POSTS]
            missing = "、".join(POSTS[post] for post in missing_posts(village))
            rows.append(
                (
                    len(rows) + 1,
                    village.township,
                    village.name,
                    *((post.person or post.unit) if post else "" for post in posts),
                    missing,
                    "是" if village.visited_on else "",
                    "；".join(village.problems),
                )
            )
    return columns, rows


def _others(facts: MonthFacts) -> tuple[Sequence[SheetColumn], Rows]:
    columns = (
        Column("序号", 6, align="center"),
        Column("类别", 14, align="center"),
        Column("单位或条目", 26),
        Column("内容", 70),
    )
    found: list[tuple[str, str, str]] = [
        ("督查组织", check.label, _checked(check.needed, check.found, check.detail))
        for check in facts.checks
    ]
    found += [("好的做法", remark.subject, remark.text) for remark in facts.good_practices]
    found += [("意见建议", remark.subject, remark.text) for remark in facts.suggestions]
    found += [
        (f"{SCOPES.get(line.scope, '')}问题", line.place, line.fact)
        for line in facts.problems
        if line.block == "Z"
    ]
    return columns, [(place, *line) for place, line in enumerate(found, start=1)]


def _checked(needed: str, found: str, detail: str) -> str:
    return f"应{needed}，实际{found}" + (f"（{detail}）" if detail else "")
