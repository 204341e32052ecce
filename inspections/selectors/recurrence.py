"""Problems of the same unit and item: what was found there before and after."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date

from accounts.models import User
from inspections.models import Problem, Round
from inspections.selectors.panel import Panel

PORTION = 500  # codes in one query
SHOWN = 20


def months_earlier(day: date, months: int) -> date:
    """Give the same day so many months before; the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def same_matters(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give the upheld or unjudged problems of the same subjects and items.

    What an unannounced round (暗访) found stays out until it is done: a mark would tell of it.
    """
    codes = sorted({problem.subject_code for problem in problems})
    items = {problem.item for problem in problems}
    standing = Problem.objects.exclude(state=Problem.State.NOT_UPHELD)
    standing = standing.exclude(round__in=Round.objects.hidden())
    for start in range(0, len(codes), PORTION):
        rows = standing.filter(subject_code__in=codes[start : start + PORTION], item__in=items)
        yield from rows.only("subject_kind", "subject_code", "item", "found_on")


def recurrence(problem: Problem, user: User) -> Panel | None:
    """Show what was found of the same unit and item before and after, as far as the user sees."""
    if not problem.item:
        return None
    same = Problem.objects.visible_to(user).filter(
        subject_kind=problem.subject_kind, subject_code=problem.subject_code, item=problem.item
    )
    rows = list(same.exclude(pk=problem.pk).order_by("-found_on", "-pk")[:SHOWN])
    if not rows:
        return None
    marked = problem.repeats_id is not None
    return Panel("inspections/recurrence_panel.html", {"rows": rows, "marked": marked})
