"""Memory of what recurs (屡查屡犯): the same item failing again at the same unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from accounts.scope import COUNTY
from accounts.selectors import parameter
from inspections.models import Problem
from inspections.selectors.recurrence import months_earlier, same_matters

DEFAULT_MONTHS = 12
KEY = "recurrence_months"
Matter = tuple[str, str, str]


def link(*, problem: Problem) -> Problem | None:
    """Set `repeats` to the latest earlier problem of the same subject and item, and give it.

    Earlier means found before the problem's own day and within the months of the parameter
    `recurrence_months` (12 unless set), the first day included; what was not upheld does not
    count, nor what a 暗访 that is not done found. None for a problem without an item.
    Source: domain §3.5 [J] on 001 (43) 見底清零.
    """
    link_all(problems=[problem])
    return problem.repeats


def link_all(*, problems: Sequence[Problem]) -> int:
    """Do the same for many problems in few queries; gives how many are repeated."""
    named = [problem for problem in problems if problem.item]
    months: dict[str, int] = {}
    known: dict[Matter, list[Problem]] = defaultdict(list)
    for row in same_matters(named):
        known[_matter(row)].append(row)
    linked = []
    for problem in named:
        county = problem.area_code[:COUNTY]
        if county not in months:
            months[county] = _months(problem)
        first = months_earlier(problem.found_on, months[county])
        if earlier := _latest(known[_matter(problem)], first, problem.found_on):
            problem.repeats = earlier
            linked.append(problem)
    Problem.objects.bulk_update(linked, ["repeats"], batch_size=500)
    return len(linked)


def forget(*, problem: Problem) -> None:
    """Let what repeated a problem that proved untrue (不属实) repeat the one before, or none."""
    later = Problem.objects.filter(repeats=problem)
    marked = list(later)
    later.update(repeats=None)
    link_all(problems=marked)


def _months(problem: Problem) -> int:
    """Give the months of the county's parameter in force when the problem was found."""
    area, on = problem.area_code[:COUNTY], problem.found_on
    return int(parameter(key=KEY, area_code=area, on=on) or DEFAULT_MONTHS)


def _matter(problem: Problem) -> Matter:
    return problem.subject_kind, problem.subject_code, problem.item


def _latest(rows: Iterable[Problem], first: date, before: date) -> Problem | None:
    earlier = [row for row in rows if first <= row.found_on < before]
    return max(earlier, key=lambda row: (row.found_on, row.pk), default=None)
