"""Rolling the frozen facts of issued months up to a term; pure, nothing is looked up.

What a problem has come to is said as the newest of those months says it. Source: plan 002 (27).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from reports.facts.lines import AccountabilityLine, Satisfaction
from reports.facts.month import BLOCKS, MonthFacts, ProblemLine, Remark, SampleLine
from reports.facts.term import (
    CLOSED,
    Issued,
    MonthRow,
    PeriodFacts,
    Recurring,
    Tally,
    TownshipTerm,
)

REPEATED = 2  # months with the same item in the same township
Told = dict[str, tuple[ProblemLine, date]]
"""Problems by number: the newest word on each, and the month it was found in."""


def roll_up(
    issued: Sequence[Issued], *, period: date, until: date, ranked: bool = False
) -> PeriodFacts:
    """Roll the months that were issued up to one term.

    `issued` are those of the term, in order; at least one. `period` and `until` are firsts of a
    month. Problems found not upheld (不属实) are left out. Source: plan 002 (27).
    """
    months = [one.facts for one in issued]
    last = months[-1]
    told = latest_words(months, period)
    lines = [line for line, _ in told.values()]
    sample = [line for facts in months for line in facts.sample]
    return PeriodFacts(
        county_code=last.county_code,
        county=last.county,
        place=last.place,
        period=period,
        until=until,
        as_of=last.as_of,
        plan=last.plan,
        months=tuple(_month_row(one, told) for one in issued),
        missing=_missing(months, period, until),
        all_townships=len(last.townships),
        townships=_townships(months, lines),
        villages_seen=len({(it.township, it.name) for it in sample if it.kind == "village"}),
        households_seen=len(_distinct(sample, "household")),
        departments_seen=len(_distinct(sample, "department")),
        visits=len(sample),
        problems=tuple(lines),
        blocks=_blocks(lines),
        categories=tallies(lines, lambda line: line.category),
        units=tallies(lines, lambda line: line.unit),
        recurring=_recurring(told),
        practices=_remarks(facts.good_practices for facts in months),
        suggestions=_remarks(facts.suggestions for facts in months),
        target_villages=last.count("target_villages"),
        target_persons=last.count("target_persons"),
        planned_persons=last.count("planned_persons"),
        elapsed_days=last.elapsed_days,
        year_days=last.year_days,
        ranked=ranked,
        satisfaction=_satisfaction(months),
        progress=last.progress,
        accountability=_accountability(months),
    )


def latest_words(months: Sequence[MonthFacts], period: date) -> Told:
    """Give each problem of the term by number as the newest month tells it, with its own month.

    A month tells of its own problems, of those of the month before and of earlier ones; what it
    tells of a month before the term is not of the term.
    """
    told: Told = {}
    for facts in months:
        for line in facts.earlier_problems:
            if line.number in told:
                told[line.number] = (line, told[line.number][1])
        before = _before(facts.period)
        if before >= period:
            _retell(told, facts.last_problems, facts.last_rejected, before)
        _retell(told, facts.problems, facts.rejected, facts.period)
    return {number: told[number] for number in sorted(told, key=lambda key: (told[key][1], key))}


def months_between(period: date, until: date) -> list[date]:
    """Give the firsts of the months from one to the other, both included."""
    found, month = [], period
    while month <= until:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def tallies(lines: Iterable[ProblemLine], name: Callable[[ProblemLine], str]) -> tuple[Tally, ...]:
    """Count problems by a name of theirs, the most first; without a name under 未列."""
    total, closed, overdue = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        named = name(line) or "未列"
        total[named] += 1
        closed[named] += line.state == CLOSED
        overdue[named] += line.overdue
    order = sorted(total, key=lambda named: (-total[named], named))
    return tuple(Tally(named, total[named], closed[named], overdue[named]) for named in order)


def _retell(
    told: Told,
    lines: Iterable[ProblemLine],
    rejected: Iterable[ProblemLine],
    month: date,
) -> None:
    for line in rejected:
        told.pop(line.number, None)
    for line in lines:
        told[line.number] = (line, month)


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _missing(months: Sequence[MonthFacts], period: date, until: date) -> tuple[date, ...]:
    held = {facts.period for facts in months}
    return tuple(month for month in months_between(period, until) if month not in held)


def _month_row(one: Issued, told: Told) -> MonthRow:
    facts = one.facts
    own = [line for line, month in told.values() if month == facts.period]
    kinds = Counter(line.kind for line in facts.sample)
    return MonthRow(
        month=facts.period,
        number=one.number,
        as_of=facts.as_of,
        townships=sum(line.visited for line in facts.townships),
        villages=kinds["village"],
        households=kinds["household"],
        departments=kinds["department"],
        problems=len(own),
        common=sum(line.scope == "common" for line in own),
        severe=sum(line.severity == "严重" for line in own),
        closed=sum(line.state == CLOSED for line in own),
        overdue=sum(line.overdue for line in own),
    )


def _distinct(sample: Iterable[SampleLine], kind: str) -> set[tuple[str, str, str]]:
    return {(it.township, it.village, it.name) for it in sample if it.kind == kind}


def _townships(
    months: Sequence[MonthFacts], lines: Sequence[ProblemLine]
) -> tuple[TownshipTerm, ...]:
    """Give every township of the last month's register, inspected or not, in its order."""
    counted = {tally.name: tally for tally in tallies(lines, lambda line: line.township)}
    visits = Counter(line.township for facts in months for line in facts.sample)
    seen: dict[str, list[date]] = {}
    for facts in months:
        for line in facts.townships:
            if line.visited:
                seen.setdefault(line.code, []).append(facts.period)
    none = Tally("", 0)
    return tuple(
        TownshipTerm(
            code=line.code,
            name=line.name,
            months=tuple(seen.get(line.code, ())),
            visits=visits[line.name],
            problems=counted.get(line.name, none).total,
            closed=counted.get(line.name, none).closed,
            overdue=counted.get(line.name, none).overdue,
        )
        for line in months[-1].townships
    )


def _blocks(lines: Sequence[ProblemLine]) -> tuple[Tally, ...]:
    """Count by the six blocks of the district ledger, in their order."""
    counted = {tally.name: tally for tally in tallies(lines, lambda line: line.block)}
    return tuple(
        Tally(name, counted[code].total, counted[code].closed, counted[code].overdue)
        if code in counted
        else Tally(name, 0)
        for code, name in BLOCKS.items()
    )


def _recurring(told: Told) -> tuple[Recurring, ...]:
    """Give the items that came back in a township in another month, the most often first."""
    groups: dict[tuple[str, str], list[tuple[ProblemLine, date]]] = {}
    for line, month in told.values():
        if line.item:
            groups.setdefault((line.township, line.item), []).append((line, month))
    found = [
        Recurring(
            township=township,
            item=item,
            category=held[0][0].category,
            months=tuple(sorted({month for _, month in held})),
            times=len(held),
        )
        for (township, item), held in groups.items()
        if len({month for _, month in held}) >= REPEATED
    ]
    return tuple(sorted(found, key=lambda it: (-len(it.months), -it.times, it.township, it.item)))


def _remarks(months: Iterable[tuple[Remark, ...]]) -> tuple[Remark, ...]:
    """Give each remark once, in the order it was made."""
    return tuple(dict.fromkeys(remark for remarks in months for remark in remarks))


def _satisfaction(months: Sequence[MonthFacts]) -> Satisfaction:
    """Pool the answers; the number of all households is the last month's."""

    def add(name: str) -> int:
        return sum(getattr(facts.satisfaction, name) for facts in months)

    return Satisfaction(
        households=months[-1].satisfaction.households,
        visited=add("visited"),
        satisfied=add("satisfied"),
        mostly=add("mostly"),
        dissatisfied=add("dissatisfied"),
        unclear=add("unclear"),
    )


def _accountability(months: Sequence[MonthFacts]) -> tuple[AccountabilityLine, ...]:
    entries, units = Counter[str](), Counter[str]()
    for line in (line for facts in months for line in facts.accountability):
        entries[line.label] += line.entries
        units[line.label] += line.units
    return tuple(AccountabilityLine(label, entries[label], units[label]) for label in entries)
