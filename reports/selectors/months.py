"""A month's rows, read in a fixed number of queries however large the county, and its facts."""

from datetime import date

from accounts.errors import RuleBroken
from inspections.models import Round
from inspections.selectors.completeness import Completeness, completeness
from reports.facts.deriving import apart, facts_of
from reports.facts.figures import last_month
from reports.facts.month import CheckLine, MonthFacts
from reports.facts.rows import Head, MonthRows
from reports.selectors import answers as answered
from reports.selectors import figures as counts
from reports.selectors import problems as found
from reports.selectors import register, visited

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
    return facts_of(month_rows(county=county, period=period, on=on))


def month_rows(*, county: str, period: date, on: date) -> MonthRows:
    """Read the rows that a month's facts are made of, in a fixed number of queries.

    Raises RuleBroken when the month has no round.
    """
    round_ = round_of(county=county, period=period)
    areas = register.areas_of(county)
    if round_ is None or county not in areas:
        raise RuleBroken(
            f"{period.year}年{period.month}月没有督查期次，不能汇总。请先制定期次。",
            code="no_round",
        )
    last = last_month(period)
    problems = found.problem_lines(county, period, on, areas)
    stand, _ = apart(problems)
    visits = visited.accepted_visits(county, period)
    households = visited.household_rows(visits, visited.findings_of(county, period))
    targets = register.targets_of(county, period.year)
    told = answered.told(county, period)
    return MonthRows(
        head=_head(round_, areas[county].name, on),
        targets=register.county_target(targets, county),
        measures=tuple(register.MEASURE_LABELS.items()),
        findings=visited.LABELS,
        unfinished=counts.unfinished(county, period),
        checks=check_lines(completeness(round_)),
        answers=answered.block_counts(county, period),
        sample=visited.sample_lines(visits, households, areas, stand),
        households=tuple(households.values()),
        frame=visited.draw_frame(round_),
        problems=problems,
        before=found.problem_lines(county, last, on, areas),
        earlier=found.earlier_lines(county, last, period, on, areas),
        townships=register.township_lines(county, period.year, on, areas, targets, stand),
        exits=counts.exits_by_township(county, period.year),
        pledges=counts.pledges_by_township(county, period.year, on),
        programmes=answered.programmes(county, period, told, found.by_programme(stand)),
        works=answered.works(told),
        villages=register.village_lines(
            county,
            on,
            areas,
            answered.village_answers(told),
            visited.villages_seen(visits),
            stand,
        ),
        items=counts.items(round_),
        accountability=counts.accountability(county, period),
        good_practices=answered.remarks(told, answered.GOOD_PRACTICE),
        suggestions=answered.remarks(told, answered.SUGGESTION),
    )


def _head(round_: Round, county: str, on: date) -> Head:
    return Head(
        county_code=round_.area_code,
        county=county,
        place=str(round_.scheme.options.get("bulletin_place") or county),
        period=round_.period,
        on=on,
        plan=PLAN,
        methods=tuple(METHODS.get(method, method) for method in round_.methods),
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        shortfall_reason=round_.shortfall_reason,
    )


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
