"""Rows of a month without a database: two townships, the figures a test needs given by name."""

from datetime import date
from typing import Any

from reports.facts.deriving import facts_of
from reports.facts.month import CheckLine, MonthFacts, ProblemLine, TownshipLine
from reports.facts.rows import AccountabilityTotals, Head, MonthRows, Targets

FINDINGS = (("satisfied", "满意或基本满意的户"), ("helped", "上过门的户"))
MEASURES = (("industry", "生产和就业发展"),)


def problem(**fields: Any) -> ProblemLine:
    """Make a problem of 新店镇 that was ordered and is open."""
    values: dict[str, Any] = {
        "number": "510304-2016-07-0001",
        "area_code": "510304105",
        "township": "新店镇",
        "block": "A",
        "item": "A203",
        "place": "新店镇",
        "subject": "新店镇",
        "fact": "没有减贫实施方案",
        "basis": "",
        "category": "规划方案",
        "severity": "一般",
        "scope": "individual",
        "track": "限期整改",
        "unit": "新店镇",
        "state": "ordered",
        "state_label": "已下达",
        "found_on": date(2016, 7, 12),
        "due_on": date(2016, 8, 10),
        "closed_on": None,
        "overdue": False,
        "requirement": "补齐签字",
    }
    return ProblemLine(**{**values, **fields})


def township(tail: str = "105", name: str = "新店镇", **fields: Any) -> TownshipLine:
    """Make a township of 10 households and 30 people, all in the first measure."""
    values: dict[str, Any] = {
        "code": f"510304{tail}",
        "name": name,
        "target_villages": 1,
        "target_households": 10,
        "target_persons": 30,
        "poor_villages": 1,
        "households": 10,
        "persons": 30,
        "planned_households": 10,
        "planned_persons": 30,
        "without_helper": 0,
        "visited": False,
        "problems": 0,
        "closed": 0,
        "measures": (("生产和就业发展", 10, 30), ("未定", 0, 0)),
    }
    return TownshipLine(**{**values, **fields})


def rows(**fields: Any) -> MonthRows:
    """Make the rows of July 2016 on the 28th: nothing inspected, nothing found."""
    head = Head(
        county_code="510304",
        county="大安区",
        place="自贡市大安区",
        period=date(2016, 7, 1),
        on=date(2016, 7, 28),
        plan="实施方案",
        methods=("随机抽查",),
        starts_on=date(2016, 7, 11),
        ends_on=date(2016, 7, 22),
        shortfall_reason="",
    )
    values: dict[str, Any] = {
        "head": head,
        "targets": Targets(2, 20, 60),
        "measures": MEASURES,
        "findings": FINDINGS,
        "unfinished": 0,
        "checks": tuple(CheckLine(f"检查{n}", "1", "1", passed=True) for n in range(3)),
        "answers": {},
        "townships": (township(), township("106", "新民镇")),
        "exits": {},
        "pledges": {},
        "frame": None,
        "accountability": AccountabilityTotals(),
    }
    empty = ("sample", "households", "problems", "before", "earlier", "programmes", "works")
    more = ("villages", "items", "good_practices", "suggestions")
    return MonthRows(**{**dict.fromkeys((*empty, *more), ()), **values, **fields})


def facts(**fields: Any) -> MonthFacts:
    """Make the month's facts of such rows."""
    return facts_of(rows(**fields))
