"""The month's numbers out of its rows, each with the list it counts. Pure: no query.

In: the rows of a month. Out: figures whose list, asked for by name and filters, shows the same
number (tests/reports/test_figures.py), or which add up a column of it (`counts_rows` False).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from urllib.parse import urlencode

from reports.facts.month import Figure, MonthFacts, ProblemLine, TownshipLine
from reports.facts.rows import MonthRows

PROBLEMS, VISITS = "inspections:problem_list", "inspections:visit_list"
ASSIGNMENTS = "inspections:my_assignments"
HOUSEHOLDS, AREAS, PLAN = "households:household_list", "households:area_list", "projects:plan"
EXITS, PLEDGES = "households:exit_list", "projects:pledge_list"
TOTALS = "inspections:accountability_totals"
VISITED = [
    ("township", "抽查乡镇", "个"),
    ("village", "抽查村", "个"),
    ("household", "走访贫困户", "户"),
    ("department", "督查区级部门", "个"),
]
ENDED = ("closed", "not_upheld")

# the end of a figure's key → which of a month's problems it counts
PARTS: dict[str, Callable[[ProblemLine], bool]] = {
    "": lambda line: True,
    "_common": lambda line: line.scope == "common",
    "_individual": lambda line: line.scope == "individual",
    "_severe": lambda line: line.severity == "严重",
    "_ordered": lambda line: bool(line.order or line.requirement),
    "_closed": lambda line: line.state == "closed",
    "_open": lambda line: line.state not in ENDED,
    "_overdue": lambda line: line.overdue,
    "_rejected": lambda line: line.state == "not_upheld",
}
SHOWN = [
    ("", "发现问题", {}),
    ("_common", "共性问题", {"scope": "common"}),
    ("_individual", "个性问题", {"scope": "individual"}),
    ("_severe", "严重问题", {"severity": "severe"}),
    ("_ordered", "下达整改", {"ordered": "1"}),
    ("_closed", "已销号", {"state": "closed"}),
    ("_open", "未销号", {"open": "1"}),
    ("_overdue", "逾期未销号", {"overdue": "1"}),
    ("_rejected", "经核不属实", {"state": "not_upheld"}),
]


class Month:
    """A county's month, and how a figure of it is written."""

    def __init__(self, county: str, period: date, on: date) -> None:
        self.county, self.period, self.on = county, period, on

    def figure(
        self, key: str, label: str, value: int, unit: str, list_name: str, **filters: str
    ) -> Figure:
        """Make a figure of a list narrowed to the county by the filters."""
        return Figure(
            key=key,
            label=label,
            value=value,
            unit=unit,
            as_of=self.on,
            list_name=list_name,
            list_query=urlencode({"area": self.county, **filters}),
        )

    def sum_of(
        self, key: str, label: str, value: int, unit: str, list_name: str, **filters: str
    ) -> Figure:
        """Make a figure that does not count the rows of its list but adds up what they hold."""
        counted = self.figure(key, label, value, unit, list_name, **filters)
        return replace(counted, counts_rows=False)


def figures(rows: MonthRows, facts: MonthFacts) -> tuple[Figure, ...]:
    """Give all figures of the month; `facts` are those made of the rows, still without them."""
    month = Month(facts.county_code, facts.period, facts.as_of)
    last = last_month(facts.period)
    return (
        *_plan(month, rows),
        *_register(month, rows.townships, rows.measures),
        *_fieldwork(month, rows),
        *_problems(month, "problems", facts.period, rows.problems),
        *_problems(month, "last", last, rows.before),
        *_earlier(month, last, rows.earlier),
        *_households(month, rows, facts),
        *_estimates(month, facts),
        *_progress(month, facts),
        *_accountability(month, rows),
    )


def last_month(period: date) -> date:
    """Give the first day of the month before."""
    return (period.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_day(period: date) -> date:
    """Give the last day of a month."""
    return (period.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _plan(month: Month, rows: MonthRows) -> Iterator[Figure]:
    year, targets = str(month.period.year), rows.targets
    for key, label, value, unit in [
        ("target_villages", "年度计划摘帽村", targets.villages, "个"),
        ("target_persons", "年度计划脱贫人口", targets.persons, "人"),
    ]:
        yield month.sum_of(key, label, value, unit, PLAN, year=year)
    poor = [line for line in rows.villages if line.is_poor]
    exiting = sum(line.exit_year == month.period.year for line in poor)
    yield month.figure("poor_villages", "贫困村", len(poor), "个", AREAS, poor="1")
    yield month.figure(
        "exit_villages", "列入当年摘帽的村", exiting, "个", AREAS, poor="1", exit_year=year
    )


def _register(
    month: Month, townships: tuple[TownshipLine, ...], measures: Iterable[tuple[str, str]]
) -> Iterator[Figure]:
    planned = {"planned_exit_year": str(month.period.year)}
    households = sum(line.households for line in townships)
    persons = sum(line.persons for line in townships)
    exiting = sum(line.planned_households for line in townships)
    leaving = sum(line.planned_persons for line in townships)
    alone = sum(line.without_helper for line in townships)
    yield month.figure("households", "在册贫困户", households, "户", HOUSEHOLDS)
    yield month.sum_of("persons", "在册贫困人口", persons, "人", HOUSEHOLDS)
    yield month.figure(
        "planned_households", "列入当年脱贫的户", exiting, "户", HOUSEHOLDS, **planned
    )
    yield month.sum_of("planned_persons", "列入当年脱贫的人", leaving, "人", HOUSEHOLDS, **planned)
    yield month.figure(
        "without_helper", "未落实帮扶责任人的户", alone, "户", HOUSEHOLDS, without_helper="1"
    )
    by_label = Counter[str]()
    for line in townships:
        by_label.update({name: count for name, count, _ in line.measures})
    for key, label in measures:
        count = by_label[label]
        yield month.figure(f"measure_{key}", f"{label}一批", count, "户", HOUSEHOLDS, measure=key)


def _accepted(month: Month, kind: str) -> dict[str, str]:
    return {"period": f"{month.period:%Y-%m}", "kind": kind, "state": "accepted"}


def _fieldwork(month: Month, rows: MonthRows) -> Iterator[Figure]:
    counts = Counter(line.kind for line in rows.sample)
    for kind, label, unit in VISITED:
        yield month.figure(
            f"visited_{kind}", label, counts[kind], unit, VISITS, **_accepted(month, kind)
        )
    asked = {"period": f"{month.period:%Y-%m}", "unfinished": "1"}
    yield month.figure(
        "unfinished", "未完成的督查任务", rows.unfinished, "项", ASSIGNMENTS, **asked
    )


def _problems(
    month: Month, key: str, period: date, lines: tuple[ProblemLine, ...]
) -> Iterator[Figure]:
    for part, label, filters in SHOWN:
        count = sum(map(PARTS[part], lines))
        asked = {"period": f"{period:%Y-%m}", **filters}
        yield month.figure(f"{key}{part}", label, count, "个", PROBLEMS, **asked)


def _earlier(month: Month, last: date, lines: tuple[ProblemLine, ...]) -> Iterator[Figure]:
    """Count the problems of the months before last month; closed ones since this month began."""
    since = {"state": "closed", "closed_from": month.period.isoformat()}
    for part, label, filters in [
        ("_closed", "以前月份本月以来销号", since),
        ("_open", "以前月份未销号", {"open": "1"}),
        ("_overdue", "以前月份逾期未销号", {"overdue": "1"}),
    ]:
        count = sum(map(PARTS[part], lines))
        asked = {"before": f"{last:%Y-%m}", **filters}
        yield month.figure(f"earlier{part}", label, count, "个", PROBLEMS, **asked)


def _households(month: Month, rows: MonthRows, facts: MonthFacts) -> Iterator[Figure]:
    """Count what the visited households are; satisfaction of all poor households and of these."""
    asked = _accepted(month, "household")
    whole = facts.satisfaction
    for key, label, of in [
        ("satisfied_of_all", "群众满意（占贫困户总数）", whole.households),
        ("satisfied_of_visited", "群众满意（占走访户）", whole.visited),
    ]:
        counted = month.figure(key, label, whole.good, "户", VISITS, finding="satisfied", **asked)
        yield replace(counted, of=of)
    so = Counter(key for row in rows.households for key in row.so)
    answered = Counter(key for row in rows.households for key in row.answered)
    failing = {"failed": "1", **asked}
    for key, label in rows.findings:
        if key != "satisfied":
            counted = month.figure(
                f"found_{key}", label, so[key], "户", VISITS, finding=key, **asked
            )
            yield replace(counted, of=answered[key])
    counted = month.figure(
        "found_failing", "有不合格项的走访户", so["failing"], "户", VISITS, **failing
    )
    yield replace(counted, of=whole.visited)


def _estimates(month: Month, facts: MonthFacts) -> Iterator[Figure]:
    """Give the estimates that tell something, as so many households of the frame."""
    asked = _accepted(month, "household")
    for line in filter(attrgetter("tells"), facts.estimates):
        of = line.households_in_frame
        filters = {"failed": "1"} if line.key == "failing" else {"finding": line.key}
        about = month.sum_of(
            f"estimate_{line.key}",
            f"推算：{line.label}",
            line.households,
            "户",
            VISITS,
            **asked,
            **filters,
        )
        yield replace(about, of=of)


def _progress(month: Month, facts: MonthFacts) -> Iterator[Figure]:
    year = {"year": str(month.period.year)}
    lines = facts.progress
    left = {**year, "stage": "marked_on"}
    yield month.figure(
        "left_households",
        "当年已脱贫（系统已标注）的户",
        sum(line.left_households for line in lines),
        "户",
        EXITS,
        **left,
    )
    persons = sum(line.left_persons for line in lines)
    yield month.sum_of("left_persons", "当年已脱贫的人", persons, "人", EXITS, **left)
    for key, label, value, filters in [
        ("pledges", "应签责任书", sum(line.pledges for line in lines), {}),
        (
            "pledges_signed",
            "已签责任书",
            sum(line.pledges_signed for line in lines),
            {"state": "signed"},
        ),
        (
            "pledges_overdue",
            "逾期未签责任书",
            sum(line.pledges_overdue for line in lines),
            {"state": "overdue"},
        ),
    ]:
        yield month.figure(key, label, value, "份", PLEDGES, **year, **filters)


def _accountability(month: Month, rows: MonthRows) -> Iterator[Figure]:
    totals = rows.accountability
    term = {"first": month.period.isoformat(), "last": last_day(month.period).isoformat()}
    for key, label, value, unit in [
        ("sanctioned_units", "本月问责单位", totals.units, "个"),
        ("sanctioned_persons", "本月问责个人", totals.person_times, "人次"),
        ("sanctions", "本月问责处理", totals.entries, "项"),
    ]:
        yield month.sum_of(key, label, value, unit, TOTALS, **term)
