"""A month's facts, gathered in a fixed number of queries however large the county."""

from datetime import date

from accounts.errors import RuleBroken
from inspections.models import Round
from inspections.selectors.completeness import Completeness, completeness
from reports.facts import BLOCKS, BlockLine, CheckLine, MonthFacts, ProblemLine
from reports.selectors import answers as answered
from reports.selectors import figures as numbers
from reports.selectors import problems as found
from reports.selectors import register

PLAN = "对全区脱贫攻坚工作推进情况开展专项督查及通报的实施方案"
SCHEME = "monthly"
METHODS = {**dict(Round.METHODS), **dict(Round.Mode.choices)}


def round_of(*, county: str, period: date) -> Round | None:
    """Give the monthly round of a county, if it was planned."""
    rounds = Round.objects.filter(area_code=county, period=period, scheme__code=SCHEME)
    return rounds.select_related("scheme").first()


def month_facts(*, county: str, period: date, on: date) -> MonthFacts:
    """Gather the facts of a county's month as they stand on the day.

    `period` is the first of the month. Raises RuleBroken when the month has no round.
    """
    round_ = round_of(county=county, period=period)
    areas = register.areas_of(county)
    if round_ is None or county not in areas:
        raise RuleBroken(
            f"{period.year}年{period.month}月没有督查期次，不能汇总。请先制定期次。",
            code="no_round",
        )
    problems, rejected = found.apart(found.problem_lines(county, period, on, areas))
    before = found.problem_lines(county, numbers.last_month(period), on, areas)
    last, last_rejected = found.apart(before)
    sample, visited = found.sample_lines(county, period, areas, problems)
    townships = register.township_lines(county, period.year, on, areas, problems)
    told = answered.told(county, period)
    village_answers = answered.village_answers(told)
    seen = {line.township for line in sample}
    return MonthFacts(
        county_code=county,
        county=areas[county].name,
        place=str(round_.scheme.options.get("bulletin_place") or areas[county].name),
        period=period,
        as_of=on,
        plan=PLAN,
        methods=tuple(METHODS.get(method, method) for method in round_.methods),
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        shortfall_reason=round_.shortfall_reason,
        elapsed_days=elapsed_days(period.year, on),
        year_days=(date(period.year + 1, 1, 1) - date(period.year, 1, 1)).days,
        figures=numbers.figures(numbers.Month(county, period, on), townships),
        checks=check_lines(completeness(round_)),
        blocks=_blocks(answered.block_counts(county, period), problems),
        sample=sample,
        problems=problems,
        last_problems=last,
        townships=tuple(line.seen(visited=line.name in seen) for line in townships),
        programmes=answered.programmes(county, period, told, found.by_programme(problems)),
        works=answered.works(told),
        villages=register.village_lines(county, on, areas, village_answers, visited, problems),
        good_practices=answered.remarks(told, answered.GOOD_PRACTICE),
        suggestions=answered.remarks(told, answered.SUGGESTION),
        rejected=rejected,
        last_rejected=last_rejected,
    )


def elapsed_days(year: int, on: date) -> int:
    """Count the days of the year up to and with the day: 时序进度, domain rule C (4)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return max(0, (min(on, last) - first).days + 1)


def check_lines(checked: Completeness) -> tuple[CheckLine, ...]:
    """Turn the round's completeness check into lines of plain text."""
    return tuple(
        CheckLine(
            label=check.label,
            needed=check.needed,
            found=check.found,
            passed=check.passed,
            detail="；".join(
                part for part in ("、".join(dict.fromkeys(check.missing)), check.note) if part
            ),
        )
        for check in checked.checks
    )


def _blocks(
    counts: dict[str, tuple[int, int, int]], problems: tuple[ProblemLine, ...]
) -> tuple[BlockLine, ...]:
    lines = []
    for code in BLOCKS:
        answers, failing, unchecked = counts.get(code, (0, 0, 0))
        raised = sum(problem.block == code for problem in problems)
        lines.append(BlockLine(code, answers, failing, unchecked, raised))
    return tuple(lines)
