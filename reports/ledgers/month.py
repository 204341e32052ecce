"""The three ledgers of plan 000 §6(2) and the monthly lists, as workbooks of plain values."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.annexes import books
from reports.content import Cell, SheetColumn, Workbook
from reports.facts.month import MonthFacts, PostLine, VillageLine
from reports.ledgers.blocks import block_sheets
from reports.ledgers.sheets import month_sheet, month_workbook

Column = SheetColumn
NO_ONE = "未落实"


@dataclass(frozen=True)
class Ledger:
    """A ledger the office downloads: its name, keeper, permission and how it is made."""

    slug: str
    title: str
    keeper: str
    permission: str
    make: Callable[[MonthFacts], Workbook]


def district_ledger(facts: MonthFacts) -> Workbook:
    """Make 全区脱贫攻坚督查工作台账: one sheet for each of the six blocks."""
    return month_workbook(facts, "全区脱贫攻坚督查工作台账", *block_sheets(facts))


def first_secretary_ledger(facts: MonthFacts) -> Workbook:
    """Make “第一书记”履职督查台账, kept by the organisation department."""
    title = "“第一书记”工作履职督查台账"
    columns = (
        Column("序号", 6, align="center"),
        Column("乡镇", 12),
        Column("村", 14),
        Column("第一书记", 10, "派驻情况", "center"),
        Column("派出单位", 20, "派驻情况"),
        Column("到岗日期", 12, "派驻情况", "center"),
        Column("督查日期", 12, "在岗情况", "center"),
        Column("督查时在村", 9, "在岗情况", "center"),
        Column("有请假手续", 9, "在岗情况", "center"),
        Column("当月驻村天数", 9, "在岗情况", "right"),
        Column("村情3问答对", 9, "履职情况", "right"),
        Column("缺工作资料", 16, "履职情况"),
        Column("抓党建办实事（件）", 10, "履职情况", "right"),
        Column("存在问题", 32),
    )
    rows = tuple(
        (
            place,
            village.township,
            village.name,
            *_held(village.post("first_secretary")),
            village.visited_on,
            *_answers(village, "E104_present", "E104_leave", "E104_days"),
            *_answers(village, "E111_right", "E112_missing", "E113_count"),
            "；".join(fact for fact in village.problems if "第一书记" in fact),
        )
        for place, village in enumerate(_poor(facts), start=1)
    )
    return month_workbook(
        facts,
        title,
        month_sheet(facts, "第一书记履职", title, columns, rows, keeper="区委组织部", frozen=3),
    )


def posting_ledger(facts: MonthFacts) -> Workbook:
    """Make 干部驻村帮扶督查台账, kept by the committee of county organs."""
    title = "干部驻村帮扶督查台账"
    columns = (
        Column("序号", 6, align="center"),
        Column("乡镇", 12),
        Column("村", 14),
        Column("贫困村", 7, align="center"),
        Column("联系领导", 10, "“五个一”", "center"),
        Column("帮扶单位", 18, "“五个一”"),
        Column("驻村工作组", 18, "“五个一”"),
        Column("第一书记", 10, "“五个一”", "center"),
        Column("农技员", 10, "“五个一”", "center"),
        Column("结对帮扶单位", 16, "非贫困村"),
        Column("督查日期", 12, "督查情况", "center"),
        Column("工作组到岗", 8, "督查情况", "center"),
        Column("工作组人数", 8, "督查情况", "right"),
        Column("帮扶单位到村次数", 9, "督查情况", "right"),
        Column("帮扶投入（万元）", 9, "督查情况", "right"),
        Column("台账和记录健全", 9, "督查情况", "center"),
        Column("存在问题", 30),
    )
    posts = ("liaison_leader", "helping_unit", "village_work_team", "first_secretary")
    rows = tuple(
        (
            place,
            village.township,
            village.name,
            "是" if village.is_poor else "否",
            *(_holder(village.post(post), wanted=village.is_poor) for post in posts),
            _holder(village.post("agro_technician"), wanted=village.is_poor),
            _holder(village.post("paired_unit"), wanted=not village.is_poor),
            village.visited_on,
            *_answers(village, "E103_present", "E103_members", "E102_visits", "E102_invested"),
            *_answers(village, "E121_kept"),
            "；".join(village.problems),
        )
        for place, village in enumerate(facts.villages, start=1)
    )
    return month_workbook(
        facts,
        title,
        month_sheet(
            facts, "驻村帮扶", title, columns, rows, keeper="区直机关党委", frozen=3, paper="A3"
        ),
    )


LEDGERS = (
    Ledger("district", "全区脱贫攻坚督查工作台账", "区扶贫移民办", "view_ledger", district_ledger),
    Ledger(
        "first-secretary",
        "“第一书记”工作履职督查台账",
        "区委组织部",
        "view_first_secretary_ledger",
        first_secretary_ledger,
    ),
    Ledger(
        "posting", "干部驻村帮扶督查台账", "区直机关党委", "view_posting_ledger", posting_ledger
    ),
    *(
        Ledger(book.slug, book.title, "区委区政府目督办", "view_ledger", book.make)
        for book in books.BOOKS
    ),
)


def _poor(facts: MonthFacts) -> list[VillageLine]:
    return [village for village in facts.villages if village.is_poor]


def _held(post: PostLine | None) -> tuple[Cell, ...]:
    return (post.person, post.unit, post.since) if post else (NO_ONE, "", None)


def _holder(post: PostLine | None, *, wanted: bool) -> str:
    if post is None:
        return NO_ONE if wanted else ""
    return post.person or post.unit


def _answers(village: VillageLine, *names: str) -> tuple[str, ...]:
    return tuple(village.answer(name) for name in names)
