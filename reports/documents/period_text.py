"""季评比、半年小结、年底总评 in the office's words, written from the term's facts alone.

Every passage has a key that stays the same when the facts change. Source: plan 002 (27, 28, 32).
"""

from collections.abc import Iterator
from itertools import chain

from reports.content import BODY, FIRST, SECOND, THIRD, chinese_date
from reports.documents.phrases import months_named, rate, tallied, term_name
from reports.documents.standings import MEASURE, standings
from reports.drafting.saying import MOST_NAMED, names, percent
from reports.facts.term import PeriodFacts, Recurring
from reports.passages import Passage

Said = Iterator[Passage]
BEST = 3  # places named in the text


def quarter_text(facts: PeriodFacts) -> tuple[Passage, ...]:
    """Write a 季评比."""
    return tuple(
        chain(
            opening(facts, "督查评比"),
            _head("work", "督查开展情况"),
            work(facts),
            _head("rectified", "问题整改情况"),
            rectified(facts),
            ranking(facts, "评比结果"),
            _head("problems", "存在的主要问题"),
            problems(facts),
            _head("next", "下步工作要求"),
            requirements(facts),
        )
    )


def half_year_text(facts: PeriodFacts) -> tuple[Passage, ...]:
    """Write a 半年小结."""
    return tuple(
        chain(
            opening(facts, "督查工作"),
            _head("work", "工作开展情况"),
            plan(facts),
            work(facts),
            _head("practices", "主要成效和典型做法"),
            rectified(facts),
            practices(facts),
            ranking(facts, "各乡镇（街道）情况"),
            _head("problems", "存在的主要问题"),
            problems(facts),
            _head("next", "下步工作安排"),
            requirements(facts),
        )
    )


def year_text(facts: PeriodFacts) -> tuple[Passage, ...]:
    """Write a 年底总评."""
    return tuple(
        chain(
            opening(facts, "督查工作总评"),
            _head("work", "年度督查工作情况"),
            plan(facts),
            work(facts),
            _head("rectified", "问题整改情况"),
            rectified(facts),
            ranking(facts, "总评结果"),
            _head("practices", "典型做法"),
            practices(facts),
            _head("problems", "存在的主要问题"),
            problems(facts),
            _head("next", "结果运用和下步工作要求"),
            _results(facts),
            requirements(facts),
        )
    )


def _head(key: str, text: str) -> Said:
    yield Passage(f"{key}.head", text, FIRST)


def opening(facts: PeriodFacts, what: str) -> Said:
    """Say the term, the bulletins it rests on and their day; name the months without one."""
    term = term_name(facts.period, facts.until)
    numbers = names((row.number for row in facts.months), most=12)
    yield Passage(
        "opening",
        f"现将{term}全区脱贫攻坚{what}情况通报如下（依据{numbers}汇总，"
        f"数据截至{chinese_date(facts.as_of)}）。",
    )
    if facts.missing:
        lacking = months_named(facts.missing)
        yield Passage("missing", f"【缺{lacking}通报】本文未含{lacking}的督查情况。")


def plan(facts: PeriodFacts) -> Said:
    """Say the year's task and how far the year is. Source: domain §3.2 (时序进度)."""
    agree = facts.planned_persons == facts.target_persons
    register = "底册已全部落实到户" if agree else f"底册落实{facts.planned_persons}人，与任务不符"
    yield Passage(
        "work.plan",
        f"全区{facts.until.year}年计划摘帽贫困村{facts.target_villages}个、"
        f"脱贫{facts.target_persons}人，{register}；截至{chinese_date(facts.as_of)}，"
        f"时序进度为{percent(facts.elapsed_days, facts.year_days)}。",
    )


def work(facts: PeriodFacts) -> Said:
    """Say how much was inspected over the term, which townships never, and each month."""
    seen = sum(bool(line.months) for line in facts.townships)
    departments = f"，督查区级部门{facts.departments_seen}个" if facts.departments_seen else ""
    yield Passage(
        "work.coverage",
        "督查覆盖。",
        SECOND,
        f"共开展专项督查{len(facts.months)}次，抽查乡镇（街道）{seen}个，"
        f"占全区{facts.all_townships}个的{percent(seen, facts.all_townships)}；"
        f"抽查村{facts.villages_seen}个，走访贫困户{facts.households_seen}户{departments}"
        "（同一对象多次督查只计一次）。",
    )
    if facts.unseen:
        yield Passage(
            "work.unseen",
            "未抽查的乡镇（街道）。",
            SECOND,
            f"本期各月均未抽中{names(facts.unseen)}。",
        )
    if facts.period < facts.until:
        told = "；".join(
            f"{row.month.month}月抽查乡镇{row.townships}个、村{row.villages}个，"
            f"走访{row.households}户，发现问题{row.problems}个"
            for row in facts.months
        )
        yield Passage("work.months", "逐月情况。", SECOND, f"{told}。")
    yield from _satisfaction(facts)


def _satisfaction(facts: PeriodFacts) -> Said:
    """Say what the visited households said, of those visited and of all. Source: plan 003 (44).

    Where some were asked in several months, a share of all households would count them twice.
    """
    pooled = facts.satisfaction
    if not pooled.visited:
        return
    of_all = f"，占在册贫困户{pooled.households}户的{pooled.of_all}"
    once = pooled.visited == facts.households_seen
    yield Passage(
        "work.satisfaction",
        "群众满意度。",
        SECOND,
        f"各月走访的{pooled.visited}户（次）中，满意{pooled.satisfied}户、"
        f"基本满意{pooled.mostly}户，占走访户的{pooled.of_visited}{of_all if once else ''}。",
    )


def rectified(facts: PeriodFacts) -> Said:
    """Say how far the problems are, in the words of the newest bulletin that tells of each."""
    total = len(facts.problems)
    if not total:
        yield Passage("rectified.none", "本期督查未发现问题。")
        return
    yield Passage(
        "rectified.total",
        f"本期督查共发现问题{total}个，已销号{facts.closed}个，"
        f"销号率{rate(facts.closed, total)}；未销号{total - facts.closed}个，"
        f"其中逾期{facts.overdue}个（整改进度以各期通报最近一次所载为准，经核不属实的不计）。",
    )
    if len(facts.months) > 1:
        told = "；".join(
            f"{row.month.month}月发现的{row.problems}个，销号率{rate(row.closed, row.problems)}"
            for row in facts.months
            if row.problems
        )
        yield Passage("rectified.months", "按月看。", SECOND, f"{told}。")
    late = [line for line in facts.units if line.overdue]
    if late:
        owed = "、".join(f"{line.name}（{line.overdue}个）" for line in late[:MOST_NAMED])
        yield Passage("rectified.late", "逾期未销号的单位。", SECOND, f"{owed}。")
    measures = "、".join(f"{line.label}{line.entries}次" for line in facts.accountability)
    if measures:
        yield Passage("rectified.account", "问责情况。", SECOND, f"各月共{measures}。")


def ranking(facts: PeriodFacts, head: str) -> Said:
    """Say the order of the townships and how it is measured, where the office wants it."""
    if not facts.ranked:
        return
    placed = standings(facts.townships)
    yield Passage("ranking.head", head, FIRST)
    yield Passage("ranking.measure", "评比办法。", SECOND, f"{MEASURE}。")
    if not placed:
        yield Passage("ranking.none", "本期没有可参加排序的乡镇（街道）。")
        return
    best = "、".join(f"{it.line.name}（第{it.place}名）" for it in placed if it.place <= BEST)
    yield Passage("ranking.best", "名次靠前的乡镇（街道）。", SECOND, f"{best}。")
    behind = [it for it in placed[-BEST:] if it.place > BEST]
    if behind:
        told = "、".join(f"{it.line.name}（第{it.place}名）" for it in behind)
        yield Passage("ranking.behind", "名次靠后的乡镇（街道）。", SECOND, f"{told}。")
    yield Passage("ranking.table", "各乡镇（街道）名次见附件。")


def practices(facts: PeriodFacts) -> Said:
    """Quote the good practices of all months."""
    if not facts.practices:
        yield Passage("practices.none", "本期督查表未填报典型做法。")
    for place, remark in enumerate(facts.practices, start=1):
        text = remark.text.strip().rstrip("。；;.")
        yield Passage(f"practices.{place}", f"{remark.subject}：{text}。", THIRD)


def problems(facts: PeriodFacts) -> Said:
    """Say where the problems lie, and which came back."""
    total = len(facts.problems)
    if not total:
        yield Passage("problems.none", "本期督查未发现问题。")
        return
    found = [line for line in facts.blocks if line.total]
    yield Passage("problems.blocks", "按督查内容看。", SECOND, f"{tallied(found)}。")
    yield Passage(
        "problems.categories", "按问题类别看。", SECOND, f"{tallied(facts.categories)}。"
    )
    yield Passage("problems.units", "按责任单位看。", SECOND, f"{tallied(facts.units)}。")
    if facts.recurring:
        told = "；".join(_again(line) for line in facts.recurring[:MOST_NAMED])
        more = len(facts.recurring) - MOST_NAMED
        rest = f"；另有{more}项" if more > 0 else ""
        yield Passage(
            "problems.again",
            "反复出现的问题。",
            SECOND,
            f"同一乡镇（街道）同一条目：{told}{rest}。",
        )
    else:
        yield Passage("problems.again", "本期没有同一乡镇（街道）同一条目反复出现的问题。", BODY)


def _again(line: Recurring) -> str:
    months = months_named(line.months)
    return f"{line.township}{line.category}（{line.item}）在{months}出现{line.times}次"


def _results(facts: PeriodFacts) -> Said:
    """Say what the year's result is for, and whose task is not done.

    Source: plan 002 (28, 29), and (30): a task not done is 一票否决, which is decided elsewhere.
    """
    yield Passage(
        "next.use",
        "结果运用。",
        SECOND,
        "总评情况作为干部使用和奖优罚劣的参考，区级帮扶部门与所帮扶的乡镇（街道）同奖同罚。",
    )
    if facts.behind_target:
        told = "、".join(
            f"{it.name}（任务{it.target_persons}人，已脱贫{it.left_persons}人）"
            for it in facts.behind_target
        )
        text = f"截至{chinese_date(facts.as_of)}，底册标注未完成年度脱贫任务的有{told}。"
        after = "年度考核认定未完成任务的，按规定实行一票否决。"
        yield Passage("next.task", "年度任务。", SECOND, text + after)


def requirements(facts: PeriodFacts) -> Said:
    """Say what is to be done: the open ones, those that came back, those never inspected."""
    open_units = [line for line in facts.units if line.open]
    if open_units:
        owed = "、".join(f"{line.name}（{line.open}个）" for line in open_units[:MOST_NAMED])
        more = sum(line.open for line in open_units[MOST_NAMED:])
        rest = f"，其余单位{more}个" if more else ""
        yield Passage(
            "next.open",
            "限期整改销号。",
            SECOND,
            f"未销号的问题由责任单位逐条落实整改：{owed}{rest}。逾期的须书面说明原因。",
        )
    if facts.recurring:
        where = names(line.township for line in facts.recurring)
        yield Passage(
            "next.again",
            "防止问题反复。",
            SECOND,
            f"{where}对反复出现的问题举一反三，查清原因，完善制度。",
        )
    if facts.unseen:
        yield Passage(
            "next.unseen",
            "补齐督查覆盖。",
            SECOND,
            f"下期督查优先安排{names(facts.unseen)}。",
        )
    yield Passage(
        "next.verify",
        "复核把关。",
        SECOND,
        "区扶贫移民办逐条复核，问题未查清、整改未到位、成效未达标的，一律不予销号。",
    )
