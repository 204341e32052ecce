"""The month's bulletin in the office's wording, written from the facts alone.

The same facts and letterhead always give the same words.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from reports.content import (
    FIRST,
    SECOND,
    THIRD,
    Paragraph,
    chinese_date,
)
from reports.facts import DEPARTMENTS, MonthFacts, ProblemLine
from reports.overview import overview

MOST_NAMED = 8
ADDRESSEES = "各乡镇党委、街道党工委，乡镇人民政府、街道办事处，区级各部门，各人民团体"
LEADS = "区委区政府目督办会同区扶贫移民办，区委组织部、区直机关党委参加"
COPIES = "区委办公室、区人大常委会办公室、区政府办公室、区政协办公室，区纪委，区委组织部"
OFFICE = "区委区政府目督办"
TITLE_END = "专项督查的通报"


def bulletin_blocks(facts: MonthFacts) -> Iterator[Paragraph]:
    """Write the text of a month's bulletin."""
    yield Paragraph(opening(facts))
    yield from _shortfall(facts)
    yield Paragraph("总体情况", FIRST)
    yield from overview(facts)
    yield Paragraph("主要成效和典型做法", FIRST)
    yield from _practices(facts)
    yield Paragraph("存在的主要问题", FIRST)
    yield from _problems(facts)
    yield Paragraph("上月问题整改情况", FIRST)
    yield from _last_month(facts)
    yield Paragraph("下步工作要求", FIRST)
    yield from _requirements(facts)


def opening(facts: MonthFacts) -> str:
    """Say when, who, how and how much was inspected. Source: plan 000 §4, §5(1)."""
    townships = names(line.name for line in facts.townships if line.visited)
    poor = sum(line.is_poor_village for line in facts.sample if line.kind == "village")
    departments = facts.count("visited_department")
    return (
        f"按照《{facts.plan}》要求，{days(facts.starts_on, facts.ends_on)}，{LEADS}，"
        f"采取{'、'.join(facts.methods)}等方式开展专项督查，"
        f"共抽查{facts.count('visited_township')}个乡镇（街道）"
        + (f"（{townships}）" if townships else "")
        + f"、{facts.count('visited_village')}个村（其中贫困村{poor}个），"
        f"走访贫困户{facts.count('visited_household')}户"
        + (f"，督查区级部门{departments}个" if departments else "")
        + f"。现将有关情况通报如下（数据截至{chinese_date(facts.as_of)}）。"
    )


def days(first: date, last: date) -> str:
    """Write a span of days: 7月11日至22日, 7月28日至8月2日."""
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"


def names(found: Iterable[str], *, most: int = MOST_NAMED) -> str:
    """List each name once; beyond `most`, say how many there are: 甲、乙等9个."""
    each = list(dict.fromkeys(name for name in found if name))
    if len(each) <= most:
        return "、".join(each)
    return f"{'、'.join(each[:most])}等{len(each)}个"


def _shortfall(facts: MonthFacts) -> Iterator[Paragraph]:
    """Say it in the text when the month is below its minimum sample or not yet complete."""
    if not facts.enough:
        short = "；".join(
            f"{check.label}应{check.needed}，实际{check.found}"
            for check in facts.checks[:3]
            if not check.passed
        )
        reason = f"说明：{facts.shortfall_reason}。" if facts.shortfall_reason else ""
        yield Paragraph(f"【未达最低抽查数】{short}。{reason}")
    wanting = [check for check in facts.checks[3:] if not check.passed]
    if wanting:
        listed = "；".join(
            f"{check.label}：{check.found}（应{check.needed}）" for check in wanting
        )
        yield Paragraph(f"【尚未完成】{listed}。")


def _practices(facts: MonthFacts) -> Iterator[Paragraph]:
    if not facts.good_practices:
        yield Paragraph("本月督查表未填报典型做法。")
    for remark in facts.good_practices:
        yield Paragraph(f"{remark.subject}：{ended(remark.text)}", THIRD)


def ended(text: str) -> str:
    """Give a sentence that ends in one full stop."""
    return text.strip().rstrip("。；;.") + "。"


def _problems(facts: MonthFacts) -> Iterator[Paragraph]:
    yield Paragraph(
        f"本月共发现问题{facts.count('problems')}个，其中共性问题{facts.count('problems_common')}个、"
        f"个性问题{facts.count('problems_individual')}个；严重问题{facts.count('problems_severe')}个。"
        + _rejected(facts)
    )
    common = [line for line in facts.problems if line.scope == "common"]
    individual = [line for line in facts.problems if line.scope == "individual"]
    unsorted = [line for line in facts.problems if not line.scope]
    yield Paragraph("共性问题", SECOND)
    yield from _common(common)
    yield Paragraph("个性问题", SECOND)
    yield from _by_place(individual, "本月无个性问题。")
    if unsorted:
        yield Paragraph("待认定问题", SECOND)
        yield from _by_place(unsorted, "")


def _rejected(facts: MonthFacts) -> str:
    rejected = facts.count("problems_rejected")
    return f"其中经核不属实{rejected}个，不再列出。" if rejected else ""


def _common(problems: list[ProblemLine]) -> Iterator[Paragraph]:
    """Name the units under each fact they share, the most widespread first."""
    if not problems:
        yield Paragraph("本月无共性问题。")
    by_item: dict[str, list[ProblemLine]] = {}
    for line in problems:
        by_item.setdefault(line.item, []).append(line)
    for lines in sorted(by_item.values(), key=lambda group: (-len(group), group[0].item)):
        first = lines[0]
        where = names(_where(line) for line in lines)
        said = list(dict.fromkeys(line.fact.rstrip("。") for line in lines))
        told = said[0] if len(said) == 1 else f"{first.category}方面，如{said[0]}"
        yield Paragraph(f"{told}。涉及{where}，共{len(lines)}处（{first.item}）。", THIRD)


def _by_place(problems: list[ProblemLine], none: str) -> Iterator[Paragraph]:
    """Write the problems of each township or department in one numbered paragraph."""
    if not problems and none:
        yield Paragraph(none)
    by_unit: dict[str, list[ProblemLine]] = {}
    for line in problems:
        at = _where(line) if line.township == DEPARTMENTS else line.township
        by_unit.setdefault(at, []).append(line)
    for unit, lines in by_unit.items():
        told = "；".join(_fact(line) for line in lines[:MOST_NAMED])
        more = len(lines) - MOST_NAMED
        rest = f"；另有{more}个问题见附件1" if more > 0 else ""
        yield Paragraph(f"{unit}（{len(lines)}个）：{told}{rest}。", THIRD)


def _where(line: ProblemLine) -> str:
    return line.subject if line.place == DEPARTMENTS else line.place


def _fact(line: ProblemLine) -> str:
    if line.township == DEPARTMENTS:
        return f"{line.fact.rstrip('。')}（{line.item}）"
    inside = line.place.removeprefix(line.township)
    who = line.subject if line.subject not in {line.place, line.township, inside} else ""
    fact = line.fact.rstrip("。")
    return f"{inside}{who}{'，' if inside or who else ''}{fact}（{line.item}）"


def _last_month(facts: MonthFacts) -> Iterator[Paragraph]:
    total = facts.count("last")
    if not total:
        yield Paragraph("上月无督查发现的问题。")
        return
    yield Paragraph(
        f"上月督查发现问题{total}个，已销号{facts.count('last_closed')}个，"
        f"未销号{facts.count('last_open')}个，其中逾期{facts.count('last_overdue')}个。"
    )
    overdue = [line for line in facts.last_problems if line.overdue]
    running = [line for line in facts.last_problems if line.state != "closed" and not line.overdue]
    closed = [line for line in facts.last_problems if line.state == "closed"]
    for label, lines in [("已销号", closed), ("未销号", running), ("逾期未销号", overdue)]:
        if lines:
            listed = "；".join(f"{unit}{count}个" for unit, count in _counts(lines))
            yield Paragraph(f"{label}：{listed}。", THIRD)


def _counts(lines: list[ProblemLine]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.unit] = counts.get(line.unit, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _requirements(facts: MonthFacts) -> Iterator[Paragraph]:
    open_lines = [line for line in facts.problems if line.state != "closed"]
    listed = "、".join(f"{unit}（{count}个）" for unit, count in _counts(open_lines))
    last_day = max((line.due_on for line in open_lines if line.due_on), default=None)
    until = f"，最迟于{chinese_date(last_day)}前" if last_day else ""
    owed = f"涉及整改的单位有：{listed}。" if listed else ""
    yield Paragraph(
        "限期整改销号。",
        SECOND,
        f"各责任单位对照附件2逐条查清原因、落实措施{until}报送整改结果和佐证材料。{owed}",
    )
    yield Paragraph(
        "举一反三自查。",
        SECOND,
        "各乡镇（街道）、区级各部门对本次通报的共性问题全面自查，未被抽查的单位同步整改。",
    )
    overdue = names(line.unit for line in facts.last_problems if line.overdue)
    if overdue:
        yield Paragraph(
            "抓紧办结逾期事项。", SECOND, f"{overdue}对上月逾期未销号的问题，须书面说明原因。"
        )
    yield Paragraph(
        "复核把关。",
        SECOND,
        "区扶贫移民办逐条复核，问题未查清、整改未到位、成效未达标的，一律不予销号。",
    )
