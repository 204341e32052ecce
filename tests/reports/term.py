"""Two small months of facts made by hand, for what is rolled up from them; no database."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from reports.facts.month import (
    BlockLine,
    Figure,
    MonthFacts,
    ProblemLine,
    SampleLine,
    TownshipLine,
)
from reports.facts.term import Issued, PeriodFacts
from reports.facts.term_sums import roll_up

JULY, AUGUST, SEPTEMBER = (date(2016, month, 1) for month in (7, 8, 9))
TOWNS = {"510304105": "新店镇", "510304106": "新民镇", "510304107": "何市镇"}
TARGETS = {"target_villages": 4, "target_persons": 3073, "planned_persons": 3073}


def problem(number: str, township: str = "新店镇", **fields: Any) -> ProblemLine:
    """Make a problem of a township, open and not yet due."""
    code = next(code for code, name in TOWNS.items() if name == township)
    line = ProblemLine(
        number=number,
        area_code=code,
        township=township,
        block="A",
        item="A203",
        place=township,
        subject=township,
        fact="减贫实施方案未制定",
        basis="A203",
        category="规划方案",
        severity="一般",
        scope="individual",
        track="限期整改",
        unit=township,
        state="ordered",
        state_label="已下达",
        found_on=date(2016, 7, 12),
        due_on=date(2016, 9, 30),
        closed_on=None,
        overdue=False,
    )
    return replace(line, **fields)


def closed(line: ProblemLine) -> ProblemLine:
    """Give the problem as closed."""
    day = date(2016, 8, 20)
    return replace(line, state="closed", state_label="已销号", closed_on=day, overdue=False)


def late(line: ProblemLine) -> ProblemLine:
    """Give the problem as open past its day."""
    return replace(line, overdue=True)


def seen(township: str, *names: str) -> tuple[SampleLine, ...]:
    """Say that a village of the township and some of its households were inspected."""
    village = f"{township[:2]}塅上村"
    kinds = [("village", village), *(("household", name) for name in names)]
    return tuple(
        SampleLine(
            kind,
            kind,
            township,
            village,
            name,
            is_poor_village=True,
            visited_on=date(2016, 7, 12),
            failing=0,
        )
        for kind, name in kinds
    )


def month(period: date, **fields: Any) -> MonthFacts:
    """Make one month's facts; townships count as visited where the sample has them."""
    as_of = period + timedelta(days=27)
    sample = fields.get("sample", ())
    visited = {line.township for line in sample}
    townships = tuple(
        TownshipLine(code, name, 0, 0, 0, 0, 0, 0, 0, 0, 0, name in visited, 0, 0)
        for code, name in TOWNS.items()
    )
    figures = tuple(
        Figure(key, key, value, "个", as_of, "projects:plan") for key, value in TARGETS.items()
    )
    empty = dict.fromkeys(
        ("checks", "problems", "last_problems", "programmes", "works", "villages"), ()
    )
    made = MonthFacts(
        county_code="510304",
        county="大安区",
        place="自贡市大安区",
        period=period,
        as_of=as_of,
        plan="实施方案",
        methods=("随机抽查",),
        starts_on=period,
        ends_on=as_of,
        shortfall_reason="",
        elapsed_days=200,
        year_days=366,
        figures=figures,
        blocks=(BlockLine("A", 0, 0, 0, 0),),
        sample=(),
        townships=townships,
        good_practices=(),
        suggestions=(),
        **empty,
    )
    return replace(made, **fields)


def quarter(*months: MonthFacts, **fields: Any) -> PeriodFacts:
    """Roll months up to the third quarter, numbered 目督通〔2016〕7号 and on."""
    issued = [Issued(f"目督通〔2016〕{facts.period.month}号", facts) for facts in months]
    return roll_up(issued, period=JULY, until=SEPTEMBER, **fields)


def two_months() -> tuple[MonthFacts, MonthFacts]:
    """Make July and August: one problem closed since, one late, one that came back."""
    one, two = problem("07-1"), problem("07-2", "新民镇", severity="严重")
    again = problem("08-1", category="规划方案")
    july = month(JULY, problems=(one, two), sample=seen("新店镇", "李某某（户0001）"))
    august = month(
        AUGUST,
        problems=(again,),
        last_problems=(closed(one), late(two)),
        sample=(*seen("新店镇", "李某某（户0001）"), *seen("新民镇", "王某某（户0002）")),
    )
    return july, august
