"""Progress against time (时序进度): what is done of the year's targets beside the days gone by.

Source: 000-64 (actual% − elapsed%). Villages off the list are not in it: the register knows which
are planned and which indicators they meet, but no day on which one left the list.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from reports.facts.lines import ProgressLine, points_ahead
from reports.facts.month import MonthFacts, ProgrammeLine, TownshipLine
from reports.facts.rows import ExitCounts, PledgeCounts


def persons_ahead(facts: MonthFacts, line: ProgressLine | None = None) -> Decimal | None:
    """Give how far a township, or without one the county, is ahead by persons out of poverty."""
    days = (facts.elapsed_days, facts.year_days)
    if line is not None:
        return points_ahead(line.left_persons, line.target_persons, *days)
    left = sum(township.left_persons for township in facts.progress)
    return points_ahead(left, facts.count("target_persons"), *days)


def programme_ahead(facts: MonthFacts, line: ProgrammeLine) -> Decimal | None:
    """Give how far a programme is ahead by its own target; None where no numbers were told."""
    try:
        done, target = Decimal(line.done), Decimal(line.target)
    except InvalidOperation:
        return None
    return points_ahead(done, target, facts.elapsed_days, facts.year_days)


def progress_lines(
    townships: Iterable[TownshipLine],
    exits: Mapping[str, ExitCounts],
    pledges: Mapping[str, PledgeCounts],
) -> tuple[ProgressLine, ...]:
    """Put targets, exits and pledges of each township side by side."""
    return tuple(
        _line(line, exits.get(line.code, ExitCounts()), pledges.get(line.code, PledgeCounts()))
        for line in townships
    )


def _line(line: TownshipLine, left: ExitCounts, pledges: PledgeCounts) -> ProgressLine:
    return ProgressLine(
        code=line.code,
        name=line.name,
        target_households=line.target_households,
        target_persons=line.target_persons,
        left_households=left.left_households,
        left_persons=left.left_persons,
        verified_households=left.verified_households,
        pledges=pledges.pledges,
        pledges_due=pledges.due,
        pledges_signed=pledges.signed,
        pledges_overdue=pledges.overdue,
    )
