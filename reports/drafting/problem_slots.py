"""What the wording of a month can say of its problems, of last month's, and of what is owed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reports.content import chinese_date
from reports.drafting.month_slots import counted
from reports.drafting.saying import MOST_NAMED, counts, ended, names, unended
from reports.drafting.slots import Repeat, Say, Slot, SlotGroup, unlike_keys
from reports.facts.month import DEPARTMENTS, MonthFacts, ProblemLine, Remark

CLOSED = "closed"
COMMON, INDIVIDUAL, UNSORTED = "common", "individual", ""
LINE = "individual.line"


@dataclass(frozen=True)
class Place:
    """The problems of one township or department, worded one after another."""

    unit: str
    lines: tuple[ProblemLine, ...]
    listed: str


def _of_scope(scope: str) -> Callable[[MonthFacts], list[ProblemLine]]:
    return lambda facts: [line for line in facts.problems if line.scope == scope]


def where(line: ProblemLine) -> str:
    """Name the place of a problem; a department by its own name."""
    return line.subject if line.place == DEPARTMENTS else line.place


PROBLEMS = SlotGroup(
    "本月问题",
    (
        counted("问题数", "本月发现的问题", "problems"),
        counted("共性问题数", "其中共性问题", "problems_common", "4"),
        counted("个性问题数", "其中个性问题", "problems_individual", "8"),
        counted("严重问题数", "其中严重问题", "problems_severe", "1"),
        counted("不属实问题数", "其中经核不属实", "problems_rejected", "1"),
        Slot("如无共性问题", "没有共性问题", "", lambda facts: not _of_scope(COMMON)(facts)),
        Slot("如无个性问题", "没有个性问题", "", lambda facts: not _of_scope(INDIVIDUAL)(facts)),
        Slot("如有待认定问题", "有未认定的问题", "", lambda facts: bool(_of_scope("")(facts))),
    ),
)


def _facts_told(lines: Iterable[ProblemLine]) -> list[str]:
    return list(dict.fromkeys(unended(line.fact) for line in lines))


COMMON_GROUP = SlotGroup(
    "一类共性问题",
    (
        Slot("事实", "问题事实，说法不一时取第一条", "方案未制定", lambda g: _facts_told(g)[0]),
        Slot("类别", "问题类别", "任务推进", lambda group: group[0].category),
        Slot("条目", "依据的条目", "A203", lambda group: group[0].item),
        Slot("涉及单位", "涉及的单位", "新店镇、新民镇", lambda g: names(map(where, g))),
        Slot("处数", "一共多少处", "2", len),
        Slot("如说法一致", "各处事实说法相同", "", lambda g: len(_facts_told(g)) == 1),
        Slot("如说法不一", "各处事实说法不同", "", lambda g: len(_facts_told(g)) > 1),
    ),
)


def common_groups(facts: MonthFacts, say: Say) -> Iterator[tuple[str, list[ProblemLine]]]:
    """Propose the common problems: those of one item together, the most widespread first."""
    by_item: dict[str, list[ProblemLine]] = {}
    for line in _of_scope(COMMON)(facts):
        by_item.setdefault(line.item or line.category, []).append(line)
    yield from sorted(by_item.items(), key=lambda pair: (-len(pair[1]), pair[0]))


PLACE_GROUP = SlotGroup(
    "一个单位的问题",
    (
        Slot("单位", "乡镇（街道）或部门", "新店镇", lambda place: place.unit),
        Slot("个数", "该单位的问题个数", "3", lambda place: len(place.lines)),
        Slot("问题列举", "逐个列出的问题", "塅上村，缺签字（E305）", lambda place: place.listed),
        Slot(
            "未列个数",
            "没有列出、见附件的个数",
            "0",
            lambda place: max(0, len(place.lines) - MOST_NAMED),
        ),
    ),
)


def places(scope: str) -> Callable[[MonthFacts, Say], Iterator[tuple[str, Place]]]:
    """Propose one paragraph for each township or department with problems of that scope."""

    def groups(facts: MonthFacts, say: Say) -> Iterator[tuple[str, Place]]:
        by_unit: dict[str, list[ProblemLine]] = {}
        for line in _of_scope(scope)(facts):
            at = where(line) if line.township == DEPARTMENTS else line.township
            by_unit.setdefault(at, []).append(line)
        for unit, lines in by_unit.items():
            listed = "；".join(say(LINE, line) for line in lines[:MOST_NAMED])
            key = unit if lines[0].township == DEPARTMENTS else lines[0].area_code[:9]
            yield key, Place(unit, tuple(lines), listed)

    return groups


def _inside(line: ProblemLine) -> str:
    """Give village and person of a problem within its township."""
    if line.township == DEPARTMENTS:
        return ""
    inside = line.place.removeprefix(line.township)
    return inside + (
        line.subject if line.subject not in {line.place, line.township, inside} else ""
    )


LINE_GROUP = SlotGroup(
    "一个问题",
    (
        Slot("村和对象", "乡镇以下的村和对象，户主已遮盖", "塅上村李某某（户0001）", _inside),
        Slot("事实", "问题事实", "扶贫手册填写不规范", lambda line: line.fact.rstrip("。")),
        Slot("条目", "依据的条目", "E305", lambda line: line.item),
        Slot("问题编号", "问题的编号", "2016-07-001", lambda line: line.number),
    ),
)


def practices(facts: MonthFacts, say: Say) -> Iterator[tuple[str, Remark]]:
    """Give each good practice under the unit that told it."""
    yield from unlike_keys((remark.subject, remark) for remark in facts.good_practices)


PRACTICE_GROUP = SlotGroup(
    "一条典型做法",
    (
        Slot("单位", "填报的单位", "新店镇", lambda remark: remark.subject),
        Slot("做法", "做法，已补句号", "建立周例会制度。", lambda remark: ended(remark.text)),
    ),
)
REPEATS = {
    "practice": Repeat(PRACTICE_GROUP, practices),
    "common": Repeat(COMMON_GROUP, common_groups),
    "individual": Repeat(PLACE_GROUP, places(INDIVIDUAL)),
    "unsorted": Repeat(PLACE_GROUP, places(UNSORTED)),
    "line": Repeat(LINE_GROUP, lambda facts, say: ((row.number, row) for row in facts.problems)),
}


def _by_unit(lines: Iterable[ProblemLine]) -> str:
    return "；".join(f"{unit}{count}个" for unit, count in counts(line.unit for line in lines))


def _last(facts: MonthFacts, *, overdue: bool) -> str:
    lines = (line for line in facts.last_problems if line.state != CLOSED)
    return _by_unit(line for line in lines if line.overdue == overdue)


LAST = SlotGroup(
    "上月问题",
    (
        counted("上月问题数", "上月发现的问题", "last"),
        counted("上月已销号数", "其中已销号", "last_closed", "9"),
        counted("上月未销号数", "其中未销号", "last_open", "3"),
        counted("上月逾期数", "未销号中逾期的", "last_overdue", "1"),
        counted("上月不属实数", "其中经核不属实", "last_rejected", "1"),
        Slot(
            "上月已销号单位",
            "已销号的单位和个数",
            "新店镇1个",
            lambda facts: _by_unit(line for line in facts.last_problems if line.state == CLOSED),
        ),
        Slot("上月未到期单位", "未销号、未逾期", "新店镇1个", lambda f: _last(f, overdue=False)),
        Slot("上月逾期单位数", "逾期的单位和个数", "新店镇1个", lambda f: _last(f, overdue=True)),
        Slot(
            "上月逾期单位",
            "逾期的单位名单",
            "新店镇",
            lambda facts: names(line.unit for line in facts.last_problems if line.overdue),
        ),
        Slot("如上月有问题", "上月发现过问题", "", lambda facts: bool(facts.count("last"))),
        Slot("如上月无问题", "上月没有发现问题", "", lambda facts: not facts.count("last")),
    ),
)


def _open(facts: MonthFacts) -> list[ProblemLine]:
    return [line for line in facts.problems if line.state != CLOSED]


def _owing(facts: MonthFacts) -> str:
    owed = counts(line.unit for line in _open(facts))
    return "、".join(f"{unit}（{count}个）" for unit, count in owed)


def _last_day(facts: MonthFacts) -> str:
    last = max((line.due_on for line in _open(facts) if line.due_on), default=None)
    return chinese_date(last) if last else ""


OWED = SlotGroup(
    "整改要求",
    (
        Slot("待整改单位", "未销号问题的责任单位和个数", "新店镇（2个）", _owing),
        Slot("最迟办结日", "整改时限中最迟的一天", "2016年8月10日", _last_day),
    ),
)
