"""The month's facts out of its frozen rows: one pure function, the same rows the same facts."""

from dataclasses import replace
from datetime import date

from reports.facts.figures import figures
from reports.facts.households import estimates, satisfaction
from reports.facts.month import BLOCKS, BlockLine, MonthFacts, ProblemLine
from reports.facts.progress import progress_lines
from reports.facts.rows import MonthRows

NOT_UPHELD = "not_upheld"
Lines = tuple[ProblemLine, ...]


def facts_of(rows: MonthRows) -> MonthFacts:
    """Work a month's facts out of what was read of it. No errors: what is missing counts 0."""
    head = rows.head
    problems, rejected = apart(rows.problems)
    last, last_rejected = apart(rows.before)
    seen = {line.township for line in rows.sample}
    households = sum(line.households for line in rows.townships)
    facts = MonthFacts(
        county_code=head.county_code,
        county=head.county,
        place=head.place,
        period=head.period,
        as_of=head.on,
        plan=head.plan,
        methods=head.methods,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        shortfall_reason=head.shortfall_reason,
        elapsed_days=elapsed_days(head.period.year, head.on),
        year_days=days_of(head.period.year),
        figures=(),
        checks=rows.checks,
        blocks=blocks(rows, problems),
        sample=rows.sample,
        problems=problems,
        last_problems=last,
        townships=tuple(line.seen(visited=line.name in seen) for line in rows.townships),
        programmes=rows.programmes,
        works=rows.works,
        villages=rows.villages,
        good_practices=rows.good_practices,
        suggestions=rows.suggestions,
        rejected=rejected,
        last_rejected=last_rejected,
        earlier_problems=rows.earlier,
        satisfaction=satisfaction(rows.households, households),
        estimates=estimates(rows.households, rows.frame, rows.findings),
        items=rows.items,
        progress=progress_lines(rows.townships, rows.exits, rows.pledges),
        accountability=rows.accountability.lines,
    )
    return replace(facts, figures=figures(rows, facts))


def apart(lines: Lines) -> tuple[Lines, Lines]:
    """Give the lines that stand, and those found not upheld (不属实)."""
    stand = tuple(line for line in lines if line.state != NOT_UPHELD)
    return stand, tuple(line for line in lines if line.state == NOT_UPHELD)


def blocks(rows: MonthRows, problems: Lines) -> tuple[BlockLine, ...]:
    """Give the six blocks with what was answered in them and the problems that stand."""
    lines = []
    for code in BLOCKS:
        answers, failing, unchecked = rows.answers.get(code, (0, 0, 0))
        raised = sum(problem.block == code for problem in problems)
        lines.append(BlockLine(code, answers, failing, unchecked, raised))
    return tuple(lines)


def elapsed_days(year: int, on: date) -> int:
    """Count the days of the year up to and with the day: 时序进度, domain rule C (4)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return max(0, (min(on, last) - first).days + 1)


def days_of(year: int) -> int:
    """Count the days of a year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
