"""What in a month's facts does not add up, and which named unit was given no day to answer.

In: the frozen facts. Out: Chinese sentences, each with the place and both numbers, or unit names;
empty where all is well. Source: bad input 38 (a part does not sum), domain §3.2 (generation
rules: a named unit has a time limit).
"""

from collections.abc import Callable, Iterator

from reports.facts.month import MonthFacts, TownshipLine

ADVICE = "请核对后重新汇总。"
CLOSED = "closed"
MONTHS = [("本月", "problems"), ("上月", "last")]
TARGETS: list[tuple[str, str, str, Callable[[TownshipLine], int]]] = [
    ("target_villages", "摘帽村任务", "个", lambda line: line.target_villages),
    ("target_persons", "脱贫任务", "人", lambda line: line.target_persons),
]


def parts_that_do_not_sum(facts: MonthFacts) -> list[str]:
    """Say where a part and its whole differ, naming both numbers; [] where all sums are right."""
    return [
        *_targets(facts),
        *_scopes(facts),
        *_blocks(facts),
        *_states(facts),
        *_measures(facts),
    ]


def units_without_reply_time(facts: MonthFacts) -> list[str]:
    """Name once each unit with an open problem of this month that has no day to be settled by."""
    named = (line for line in facts.problems if line.state != CLOSED and line.due_on is None)
    return list(dict.fromkeys(line.unit for line in named))


def _targets(facts: MonthFacts) -> Iterator[str]:
    """Compare the townships' targets with the county's; where none is split up, there is no sum.

    Source: domain rule C (1), A201.
    """
    for key, label, unit, value in TARGETS:
        parts, whole = sum(map(value, facts.townships)), facts.count(key)
        if parts not in {0, whole}:
            yield f"各乡镇{label}合计{parts}{unit}，与全区任务{whole}{unit}不符，{ADVICE}"


def _scopes(facts: MonthFacts) -> Iterator[str]:
    common, individual = facts.count("problems_common"), facts.count("problems_individual")
    unsorted = sum(not line.scope for line in (*facts.problems, *facts.rejected))
    parts, whole = common + individual + unsorted, facts.count("problems")
    if parts != whole:
        yield (
            f"本月共性问题{common}个、个性问题{individual}个、未认定{unsorted}个，"
            f"合计{parts}个，与发现问题{whole}个不符，{ADVICE}"
        )


def _blocks(facts: MonthFacts) -> Iterator[str]:
    parts, whole = sum(line.problems for line in facts.blocks), len(facts.problems)
    if parts != whole:
        yield f"六个板块问题合计{parts}个，与本月成立的问题{whole}个不符，{ADVICE}"
    stand = facts.count("problems") - facts.count("problems_rejected")
    if stand != whole:
        yield f"问题清单列出{whole}个，与发现问题减不属实后的{stand}个不符，{ADVICE}"


def _states(facts: MonthFacts) -> Iterator[str]:
    for label, key in MONTHS:
        closed, still_open, rejected, overdue = (
            facts.count(f"{key}_{part}") for part in ("closed", "open", "rejected", "overdue")
        )
        parts, whole = closed + still_open + rejected, facts.count(key)
        if parts != whole:
            yield (
                f"{label}问题已销号{closed}个、未销号{still_open}个、不属实{rejected}个，"
                f"合计{parts}个，与总数{whole}个不符，{ADVICE}"
            )
        if overdue > still_open:
            yield f"{label}逾期未销号{overdue}个，多于未销号{still_open}个，{ADVICE}"


def _measures(facts: MonthFacts) -> Iterator[str]:
    """Compare each township's four measures and 未定 with its register."""
    for line in facts.townships:
        pairs = [
            ("户", sum(measure[1] for measure in line.measures), line.households),
            ("人", sum(measure[2] for measure in line.measures), line.persons),
        ]
        for unit, parts, whole in pairs:
            if parts != whole:
                yield (
                    f"{line.name}“四个一批”合计{parts}{unit}，"
                    f"与在册贫困人口底册{whole}{unit}不符，{ADVICE}"
                )
