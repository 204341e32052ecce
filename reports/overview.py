"""总体情况: the six blocks of the district ledger in running text."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reports.content import SECOND, Paragraph
from reports.facts import BLOCKS, MonthFacts, VillageLine

FIVE_POSTS = (
    "liaison_leader",
    "helping_unit",
    "village_work_team",
    "first_secretary",
    "agro_technician",
)


def overview(facts: MonthFacts) -> Iterator[Paragraph]:
    """Write one paragraph for each block. Source: plan 000 §6(2)."""
    told = {
        "A": _plan(facts),
        "B": _measures(facts),
        "C": _programmes(facts),
        "D": _works(facts),
        "E": _posts(facts),
        "Z": _others(facts),
    }
    for line in facts.blocks:
        checked = (
            f"本月检查{line.answers}项次，不合格{line.failing}项次，发现问题{line.problems}个。"
            if line.answers
            else "本月未检查此项。"
        )
        heading = f"{BLOCKS[line.code]}情况。"
        yield Paragraph(heading, SECOND, told[line.code] + ("" if line.code == "Z" else checked))


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """Write a share with one decimal, rounded half up: 57.4%; "—" of nothing."""
    if not whole:
        return "—"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"


def _plan(facts: MonthFacts) -> str:
    count = facts.count
    unlike = []
    if count("exit_villages") != count("target_villages"):
        unlike.append(f"村{count('exit_villages')}个")
    if count("planned_persons") != count("target_persons"):
        unlike.append(f"人口{count('planned_persons')}人")
    register = (
        f"底册落实到{'、'.join(unlike)}，与任务不符。" if unlike else "底册已全部落实到村到户。"
    )
    return (
        f"全区{facts.period.year}年计划摘帽贫困村{count('target_villages')}个、"
        f"脱贫{count('target_persons')}人，"
        f"{register}时序进度为{percent(facts.elapsed_days, facts.year_days)}。"
    )


def _measures(facts: MonthFacts) -> str:
    totals: dict[str, tuple[int, int]] = {}
    for township in facts.townships:
        for name, households, persons in township.measures:
            had = totals.get(name, (0, 0))
            totals[name] = (had[0] + households, had[1] + persons)
    parts = [f"{name}{pair[0]}户{pair[1]}人" for name, pair in totals.items() if pair[0]]
    return (
        f"在册贫困户{facts.count('households')}户{facts.count('persons')}人，"
        f"按主要批次分：{'，'.join(parts) or '尚未确定'}。"
    )


def _programmes(facts: MonthFacts) -> str:
    lines = facts.programmes
    asked = [line for line in lines if line.plan]
    added = "、".join(f"“{line.name}”" for line in lines if line.is_supplement)
    behind = "、".join(line.name for line in lines if line.behind)
    said = f"全区共{len(lines)}个扶贫专项"
    said += f"（其中{added}为补列）。" if added else "。"
    if asked:
        done = [sum(getattr(line, key) == "是" for line in asked) for key in ("plan", "work_plan")]
        linked = sum(line.linked == "是" for line in asked)
        said += (
            f"督查{len(asked)}个专项，已制定工作方案{done[0]}个、年度计划{done[1]}个，"
            f"与省市对接{linked}个。"
        )
    return said + (f"目标完成率低于时序进度的有{behind}。" if behind else "")


def _works(facts: MonthFacts) -> str:
    funds = [line for line in facts.works if line.item == "D201" and line.subject.startswith("区")]
    said = "、".join(
        f"{line.name.removeprefix('财政专项扶贫资金')}{line.done}{line.unit}" for line in funds
    )
    planned = next((line.planned for line in funds if line.planned), "")
    behind = list(
        dict.fromkeys(f"{line.subject}{line.name}" for line in facts.works if line.behind)
    )
    text = f"财政专项扶贫资金计划{planned}万元，{said}。" if said else ""
    return text + (f"低于时序进度的有{'、'.join(behind[:8])}。" if behind else "")


def _posts(facts: MonthFacts) -> str:
    poor = [village for village in facts.villages if village.is_poor]
    full = sum(not missing_posts(village) for village in poor)
    helped = facts.count("households") - facts.count("without_helper")
    return (
        f"全区贫困村{len(poor)}个，“五个一”全部到位{full}个；"
        f"在册贫困户落实帮扶责任人{helped}户，未落实{facts.count('without_helper')}户。"
    )


def missing_posts(village: VillageLine) -> list[str]:
    """Name the posts of the five that nobody holds. Source: plan 000 §1(5)."""
    return [post for post in FIVE_POSTS if village.post(post) is None]


def _others(facts: MonthFacts) -> str:
    checks = "；".join(
        f"{check.label}{check.found}" + ("" if check.passed else f"（应{check.needed}）")
        for check in facts.checks
    )
    suggestions = len(facts.suggestions)
    return f"督查组织方面，{checks}。" + (f"收集意见建议{suggestions}条。" if suggestions else "")
