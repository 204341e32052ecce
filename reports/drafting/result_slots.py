"""What the wording of a month can say of results: progress, satisfaction, estimates, 问责."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.drafting.problem_slots import CLOSED
from reports.drafting.saying import names, percent
from reports.drafting.slots import Repeat, Say, Slot, SlotGroup
from reports.facts.lines import WHOLE, EstimateLine, points_ahead
from reports.facts.month import MonthFacts, ProblemLine

ESTIMATE, SEEN_ONLY = "estimate.line", "estimate.seen"


def _sum(field: str, facts: MonthFacts) -> int:
    return sum(getattr(line, field) for line in facts.progress)


def _left_share(facts: MonthFacts) -> str:
    target = _sum("target_persons", facts)
    return percent(_sum("left_persons", facts), target) if target else ""


def _pace(facts: MonthFacts) -> str:
    """Say how far the year's work is ahead of the time or behind it. Source: 000-64."""
    done, target = _sum("left_persons", facts), _sum("target_persons", facts)
    points = points_ahead(done, target, facts.elapsed_days, facts.year_days)
    if points is None:
        return ""
    if not points:
        return "与时序进度持平"
    return f"{'高于' if points > 0 else '低于'}时序进度{abs(points)}个百分点"


def _behind(facts: MonthFacts) -> Iterator[str]:
    for line in facts.progress:
        points = points_ahead(
            line.left_persons, line.target_persons, facts.elapsed_days, facts.year_days
        )
        if points is not None and points < 0:
            yield line.name


PROGRESS = SlotGroup(
    "完成进度",
    (
        Slot("已脱贫户数", "当年走完退出程序的户", "9", lambda f: _sum("left_households", f)),
        Slot("已脱贫人数", "当年走完退出程序的人", "30", lambda f: _sum("left_persons", f)),
        Slot("已脱贫比例", "占年度任务人口的比例", "12.5%", _left_share),
        Slot("快慢", "与时序进度相比", "低于时序进度44.9个百分点", _pace),
        Slot("落后乡镇", "低于时序进度的乡镇", "新店镇", lambda facts: names(_behind(facts))),
        Slot("应签责任书", "应签的责任书份数", "120", lambda facts: _sum("pledges_due", facts)),
        Slot("已签责任书", "已签的责任书份数", "118", lambda facts: _sum("pledges_signed", facts)),
        Slot("逾期责任书", "逾期未签的份数", "2", lambda facts: _sum("pledges_overdue", facts)),
        Slot(
            "如有完成数",
            "有走完退出程序的户，且任务已分到乡镇",
            "",
            lambda facts: bool(_sum("left_persons", facts) and _sum("target_persons", facts)),
        ),
        Slot("如有责任书", "有应签的责任书", "", lambda facts: bool(_sum("pledges_due", facts))),
    ),
)
SATISFACTION = SlotGroup(
    "满意度",
    (
        Slot("走访数", "走访的贫困户", "200", lambda facts: facts.satisfaction.visited),
        Slot("满意数", "表示满意的户", "180", lambda facts: facts.satisfaction.satisfied),
        Slot("基本满意数", "表示基本满意的户", "15", lambda facts: facts.satisfaction.mostly),
        Slot("不满意数", "表示不满意的户", "3", lambda facts: facts.satisfaction.dissatisfied),
        Slot("不清楚数", "表示不清楚的户", "2", lambda facts: facts.satisfaction.unclear),
        Slot("未回答数", "没有回答的户", "0", lambda facts: facts.satisfaction.unanswered),
        Slot("走访户满意率", "按走访户计", "97.50%", lambda facts: facts.satisfaction.of_visited),
        Slot("全部户满意率", "按全部在册户计", "81.25%", lambda facts: facts.satisfaction.of_all),
        Slot("走访比例", "走访户占全部在册户", "83.33%", lambda f: f.satisfaction.coverage),
        Slot(
            "如问了满意度",
            "走访户回答了满意度",
            "",
            lambda facts: facts.satisfaction.visited > facts.satisfaction.unanswered,
        ),
    ),
)


@dataclass(frozen=True)
class Estimates:
    """The shares worded one after another: those that can be estimated, and those only seen."""

    told: str
    seen: str


def estimates(facts: MonthFacts, say: Say) -> Iterator[tuple[str, Estimates]]:
    """Word all estimates in one passage; none where nobody was asked."""
    lines = [line for line in facts.estimates if line.visited]
    if lines:
        told = "；".join(say(ESTIMATE, line) for line in lines if _tells(line))
        seen = "；".join(say(SEEN_ONLY, line) for line in lines if not _tells(line))
        yield "", Estimates(told, seen)


def _tells(line: EstimateLine) -> bool:
    """Whether the interval says anything: one from 0% to 100% does not."""
    return line.low is not None and line.high is not None and line.high - line.low < WHOLE


ESTIMATES_GROUP = SlotGroup(
    "全区估计的各项",
    (
        Slot("估计列举", "有置信区间的各项", "满意的户估计占97.50%（……）", lambda e: e.told),
        Slot("所见列举", "不足以推算的各项", "满意的户，8户中有7户", lambda e: e.seen),
    ),
)
ESTIMATE_GROUP = SlotGroup(
    "一项估计",
    (
        Slot("事项", "所估计的比例", "帮扶满意率", lambda line: line.label),
        Slot("估计值", "估计的比例", "97.50%", lambda line: line.share_text),
        Slot("置信区间", "95%置信区间", "95.10%—99.90%", lambda line: line.interval_text),
        Slot("样本说明", "样本偏少等说明", "样本较小，仅供参考", lambda line: line.caution),
        Slot("样本村数", "抽中的村", "4", lambda line: line.villages),
        Slot("样本户数", "有回答的抽中户", "12", lambda line: line.visited),
        Slot("符合户数", "其中符合的户", "11", lambda line: line.good),
        Slot("总体户数", "名单中的户", "9120", lambda line: line.households_in_frame),
    ),
)
REPEATS = {
    "estimates": Repeat(ESTIMATES_GROUP, estimates),
    "estimate": Repeat(
        ESTIMATE_GROUP, lambda facts, say: ((line.key, line) for line in facts.estimates)
    ),
}


def _earlier(facts: MonthFacts, *, closed: bool) -> list[ProblemLine]:
    return [line for line in facts.earlier_problems if (line.state == CLOSED) == closed]


def _overdue(facts: MonthFacts) -> list[ProblemLine]:
    return [line for line in facts.earlier_problems if line.overdue]


def _units(lines: Iterable[ProblemLine]) -> str:
    return names(line.unit for line in lines)


EARLIER = SlotGroup(
    "更早的问题",
    (
        Slot(
            "更早已销号数",
            "早于上月发现、已销号",
            "5",
            lambda f: len(_earlier(f, closed=True)),
        ),
        Slot(
            "更早未销号数",
            "早于上月发现、未销号",
            "2",
            lambda f: len(_earlier(f, closed=False)),
        ),
        Slot("更早逾期数", "其中逾期的", "1", lambda facts: len(_overdue(facts))),
        Slot("更早逾期单位", "逾期的单位名单", "新店镇", lambda facts: _units(_overdue(facts))),
        Slot("如有更早问题", "有上月以前的问题", "", lambda facts: bool(facts.earlier_problems)),
    ),
)


def _measures_taken(facts: MonthFacts) -> str:
    return "、".join(
        f"{line.label}{line.entries}件（涉及{line.units}个单位）"
        for line in facts.accountability
        if line.entries
    )


ACCOUNTABILITY = SlotGroup(
    "问责",
    (
        Slot("问责合计", "各项措施的件数和单位数", "提醒谈话2件（涉及2个单位）", _measures_taken),
        Slot(
            "问责件数",
            "本月登记的问责件数",
            "2",
            lambda facts: sum(line.entries for line in facts.accountability),
        ),
    ),
)
