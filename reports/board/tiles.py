"""The tiles of a place's month as it stands: plain numbers in, groups of figures out. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reports.board.lines import posts_full
from reports.board.making import PROGRAMMES, ROUNDS, Maker
from reports.board.numbers import Counts, Month, Target, median_days
from reports.board.shapes import Group, Tile
from reports.facts.deriving import days_of, elapsed_days
from reports.facts.figures import (
    AREAS,
    ASSIGNMENTS,
    EXITS,
    HOUSEHOLDS,
    PLAN,
    PROBLEMS,
    VISITED,
    VISITS,
)
from reports.facts.lines import EstimateLine, points_ahead, share_text
from reports.facts.month import Figure, ProgrammeLine

NOTHING = "—"
SAMPLED = {"county": ("township", "village", "household"), "township": ("village", "household")}
PARTS: tuple[tuple[str, str, str, dict[str, str], str], ...] = (
    ("problems", "发现问题", "problems", {}, ""),
    ("problems_severe", "严重问题", "severe", {"severity": "severe"}, "red"),
    ("problems_open", "未销号", "open", {"open": "1"}, "orange"),
    ("problems_overdue", "超期未销号", "overdue", {"overdue": "1"}, "red"),
    ("problems_repeated", "屡查屡犯", "repeated", {"repeated": "1"}, "orange"),
    ("problems_reopened", "重新整改", "reopened", {"reopened": "1"}, "orange"),
)


@dataclass(frozen=True)
class Whole:
    """All that the tiles of a place's month are made of."""

    code: str
    level: str
    period: date
    on: date
    counts: Counts
    month: Month
    target: Target
    programmes: tuple[ProgrammeLine, ...] = ()
    estimate: EstimateLine | None = None

    @property
    def maker(self) -> Maker:
        """Write figures of this place."""
        return Maker(self.code, self.on)

    def asked(self, **filters: str) -> dict[str, str]:
        """Give filters of the month's lists."""
        return {"period": f"{self.period:%Y-%m}", **filters}


def groups(whole: Whole) -> tuple[Group, ...]:
    """Give the groups of tiles that tell something at the place's level."""
    made = [
        Group("fieldwork", "本月督查", tuple(_fieldwork(whole))),
        Group("problems", "本月问题", tuple(_problems(whole))),
        Group("help", "帮扶落实", tuple(_help(whole))),
        Group("target", "年度任务", tuple(_target(whole))),
        Group("programmes", "17个扶贫专项", tuple(programme_tiles(whole))),
    ]
    return tuple(group for group in made if group.tiles)


def rate(figure: Figure, *, note: str = "", tone: str = "") -> Tile:
    """Give a tile that prints the share large and both numbers small."""
    if not figure.of:
        return Tile(figure, text=NOTHING, note=note)
    both = f"{figure.value}/{figure.of}{figure.unit}"
    return Tile(figure, text=figure.share, note="，".join(filter(None, (both, note))), tone=tone)


def fullness(figure: Figure) -> str:
    """Give green where the share is whole, orange below."""
    return "green" if figure.value == figure.of else "orange"


def _fieldwork(whole: Whole) -> Iterator[Tile]:
    make, month = whole.maker, whole.month
    if whole.level == "county":
        held = make.figure("rounds", "督查期次", month.rounds, "个", ROUNDS, whole.asked())
        yield Tile(held, note=f"已完成{month.rounds_done}个")
    labels = {kind: (label, unit) for kind, label, unit in VISITED}
    for kind in SAMPLED.get(whole.level, ("household",)):
        label, unit = labels[kind]
        value = getattr(whole.counts, f"visited_{kind}")
        asked = whole.asked(kind=kind, state="accepted")
        seen = make.figure(f"visited_{kind}", label, value, unit, VISITS, asked)
        yield Tile(seen, note="仅计已审核")
    if month.asked is not None:
        asked = whole.asked(state="accepted")
        answered = make.sum_of(
            "answered", "作答完整率", month.answered, "项", VISITS, asked, month.asked
        )
        yield rate(answered, note=f"未查{month.asked - month.answered}项")
    left = make.figure(
        "unfinished",
        "未完成任务",
        month.unfinished,
        "项",
        ASSIGNMENTS,
        whole.asked(unfinished="1"),
    )
    yield Tile(left, tone="orange" if left.value else "")


def _problems(whole: Whole) -> Iterator[Tile]:
    make, counts = whole.maker, whole.counts
    for key, label, field, filters, tone in PARTS:
        value = getattr(counts, field)
        figure = make.figure(key, label, value, "个", PROBLEMS, whole.asked(**filters))
        yield Tile(figure, tone=tone if value else "")
    closed = whole.asked(state="closed")
    figure = make.figure(
        "problems_closed", "销号率", counts.closed, "个", PROBLEMS, closed, counts.upheld
    )
    yield rate(figure, tone="green" if counts.closed and fullness(figure) == "green" else "")
    yield days_tile(make, dict(whole.month.days), closed)
    for key, label, value, filters, tone in [
        ("open_now", "全部未销号", counts.open_now, {"open": "1"}, "orange"),
        ("overdue_now", "全部超期", counts.overdue_now, {"overdue": "1"}, "red"),
    ]:
        figure = make.figure(key, label, value, "个", PROBLEMS, filters)
        yield Tile(figure, note="各月合计，现时情况", tone=tone if value else "")


def days_tile(make: Maker, days: Mapping[int, int], closed: Mapping[str, str]) -> Tile:
    """Give the tile of the median days from found to closed."""
    median = median_days(days)
    figure = make.sum_of("days_to_close", "销号中位天数", median or 0, "天", PROBLEMS, closed)
    told = f"{sum(days.values())}个已销号问题，半数以上在此天数内"
    return Tile(figure, text=NOTHING if median is None else "", note=told if days else "尚无销号")


def _help(whole: Whole) -> Iterator[Tile]:
    make, counts = whole.maker, whole.counts
    if counts.poor_villages:
        full = posts_full(make, counts)
        yield rate(full, tone=fullness(full))
    helped = make.figure(
        "helped",
        "帮扶责任人覆盖",
        counts.helped,
        "户",
        HOUSEHOLDS,
        {"without_helper": "0"},
        counts.households,
    )
    yield rate(helped, tone=fullness(helped) if counts.households else "")
    said = make.figure(
        "satisfied_of_visited",
        "群众满意（占走访户）",
        whole.month.satisfied,
        "户",
        VISITS,
        whole.asked(kind="household", state="accepted", finding="satisfied"),
        counts.visited_household,
    )
    yield rate(said, note=estimate_note(whole.estimate))


def estimate_note(line: EstimateLine | None) -> str:
    """Say what the drawn households tell of all of the frame; "" where they tell nothing."""
    if line is None or not line.tells:
        return ""
    told = f"推算{line.share_text}（95%区间{line.interval_text}）"
    return f"{told}，{line.caution}" if line.caution else told


def _target(whole: Whole) -> Iterator[Tile]:
    make, counts, target = whole.maker, whole.counts, whole.target
    year = {"year": str(whole.period.year)}
    done = {**year, "stage": "marked_on"}
    left = make.sum_of(
        "left_persons", "已脱贫人口", counts.left_persons, "人", EXITS, done, target.persons
    )
    gone, days = elapsed_days(whole.period.year, whole.on), days_of(whole.period.year)
    ahead = points_ahead(counts.left_persons, target.persons, gone, days)
    behind = ahead is not None and ahead < 0
    yield rate(left, note=_pace(gone, days), tone="orange" if behind else "")
    planned = make.sum_of(
        "planned_persons",
        "脱贫人口落实到户",
        counts.planned_persons,
        "人",
        HOUSEHOLDS,
        {"planned_exit_year": year["year"]},
        target.persons,
    )
    yield rate(planned)
    if whole.level != "village":
        leaving = {"poor": "1", "exit_year": year["year"]}
        villages = make.figure(
            "exit_villages",
            "列入摘帽的村",
            counts.exit_villages,
            "个",
            AREAS,
            leaving,
            target.villages,
        )
        yield rate(villages)
        ready = make.figure(
            "ready_villages",
            "摘帽指标全部达标",
            whole.month.ready_villages,
            "个村",
            AREAS,
            {**leaving, "unmet": "0"},
            counts.exit_villages,
        )
        yield rate(ready)
    whole_target = make.sum_of("target_persons", "年度计划脱贫", target.persons, "人", PLAN, year)
    yield Tile(whole_target, note=f"摘帽村{target.villages}个")


def _pace(gone: int, days: int) -> str:
    return f"全年已过{share_text(gone, days)}"


def programme_tiles(whole: Whole) -> Iterator[Tile]:
    """Give the tiles of the special programmes: all, with a work plan, behind; [] where none."""
    lines = whole.programmes
    if not lines:
        return
    make, year = whole.maker, {"year": str(whole.period.year)}
    planned = sum(line.work_plan == "是" for line in lines)
    behind = sum(line.behind for line in lines)
    for key, label, value in [
        ("programmes_planned", "已有工作方案", planned),
        ("programmes_behind", "进度滞后", behind),
    ]:
        from_lists = make.sum_of(key, label, value, "个", PROGRAMMES, year, len(lines))
        tone = "orange" if key == "programmes_behind" and value else ""
        yield Tile(from_lists, note=f"共{len(lines)}个专项，据本月部门督查表", tone=tone)
    found = sum(line.problems for line in lines)
    asked = whole.asked(block="C")
    yield Tile(make.sum_of("programmes_problems", "专项问题", found, "个", PROBLEMS, asked))
