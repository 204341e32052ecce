"""排名通报: the villages' contest (大比武) in words and tables. Source: plan 001 (66–73)."""

from collections.abc import Iterator

from reports.content import (
    FIRST,
    SECOND,
    Annex,
    Cell,
    Sheet,
    SheetColumn,
    Table,
    TableColumn,
    Workbook,
    chinese_date,
)
from reports.documents.contest import MEASURE, ContestFacts, Place, places, points, undecided
from reports.documents.phrases import term_name
from reports.passages import Passage

Said = Iterator[Passage]
HEADS: tuple[tuple[str, float], ...] = (
    ("名次", 1),
    ("乡镇（街道）", 1.9),
    ("村", 1.9),
    ("看户（50）", 1.4),
    ("看组（20）", 1.4),
    ("看村（30）", 1.4),
    ("总分", 1.3),
    ("奖扣（元）", 1.5),
    ("发言", 3.2),
)
CENTRED = {"名次", "看户（50）", "看组（20）", "看村（30）", "总分", "奖扣（元）"}
FEW = 6  # fewer villages than two times three


def ranking_text(facts: ContestFacts) -> tuple[Passage, ...]:
    """Write the bulletin."""
    return tuple(_text(facts))


def _text(facts: ContestFacts) -> Said:
    found = places(facts.scores, facts.rewards)
    mean = sum(it.score.total for it in found) // max(len(found), 1)
    yield Passage(
        "opening",
        f"现将{term_name(facts.period, facts.period)}脱贫攻坚“大比武”排名情况通报如下"
        f"（数据截至{chinese_date(facts.as_of)}）。",
    )
    yield Passage("result.head", "比武结果", FIRST)
    yield Passage("result.measure", "计分办法。", SECOND, f"{MEASURE}。")
    yield Passage(
        "result.total",
        "总体情况。",
        SECOND,
        f"共{len(found)}个村参加，平均{points(mean)}分，最高{points(found[0].score.total)}分，"
        f"最低{points(found[-1].score.total)}分。各村得分和名次见附件。",
    )
    first, last = [it for it in found if it.yuan > 0], [it for it in found if it.yuan < 0]
    if first:
        yield Passage("result.first", "名次靠前的村。", SECOND, f"{_told(first)}。")
        yield Passage("result.last", "名次靠后的村。", SECOND, f"{_told(last)}。")
        yield Passage("reward.head", "奖惩和发言", FIRST)
        yield from _rewards(first, last, few=len(found) < FEW)
    yield Passage("next.head", "工作要求", FIRST)
    yield Passage(
        "next.text",
        "得分记入各村全年总分，与年终评先评优挂钩。各村对照扣分事项逐项整改；"
        "涉及“两不愁三保障”未解决的问题，按考核办法另行处理。",
    )


def _told(found: list[Place]) -> str:
    return "、".join(
        f"{it.score.township}{it.score.village}（第{it.place}名，{points(it.score.total)}分）"
        for it in found
    )


def _rewards(first: list[Place], last: list[Place], *, few: bool) -> Said:
    given = "、".join(f"{it.score.village}奖励{it.yuan}元" for it in first)
    taken = "、".join(f"{it.score.village}扣除{-it.yuan}元" for it in last)
    yield Passage("reward.money", "工作经费。", SECOND, f"{given}；{taken}。")
    yield Passage(
        "reward.speech",
        "会议发言。",
        SECOND,
        f"{'、'.join(it.score.village for it in first)}{first[0].duty}；"
        f"{'、'.join(it.score.village for it in last)}{last[0].duty}。",
    )
    if few:
        text = f"参加比武的村不足{FEW}个，只奖励前一半、扣除后一半。"
        yield Passage("reward.few", text)


def ranking_annexes(facts: ContestFacts) -> tuple[Annex, ...]:
    """Give the table of all villages."""
    columns = tuple(
        TableColumn(name, weight, "center" if name in CENTRED else "left")
        for name, weight in HEADS
    )
    rows = tuple(tuple(str(cell) for cell in row) for row in _rows(facts))
    return (Annex("各村得分和名次表", (Table(columns, rows),), landscape=True),)


def ranking_workbook(facts: ContestFacts) -> Workbook:
    """Give the same table as a sheet."""
    name = term_name(facts.period, facts.period)
    title = f"{facts.county}{name}脱贫攻坚“大比武”排名表"
    sheet = Sheet(
        name="排名",
        title=title,
        subtitle=f"数据截至{chinese_date(facts.as_of)}",
        columns=tuple(
            SheetColumn(head, weight * 8, align="center" if head in CENTRED else "left")
            for head, weight in HEADS
        ),
        rows=_rows(facts),
        frozen=3,
    )
    return Workbook((sheet,), title=title, made_on=facts.as_of)


def _rows(facts: ContestFacts) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            it.place,
            it.score.township,
            it.score.village,
            points(it.score.households),
            points(it.score.groups),
            points(it.score.site),
            points(it.score.total),
            f"{it.yuan:+d}" if it.yuan else "",
            it.duty,
        )
        for it in places(facts.scores, facts.rewards)
    )


def ranking_blockers(facts: ContestFacts) -> list[str]:
    """Say who must draw lots before the ranking settles money."""
    return [
        f"{named}得分相同，名次涉及奖扣，请抽签后在得分后填写抽签顺序。"
        for named in undecided(places(facts.scores, facts.rewards))
    ]
