"""The tiles of a county's closed month, out of its frozen facts: the closed book. Pure.

Figures that the facts hold keep their own keys, so that `linked_in` leads to the list as it stood
when the month was closed; the others lead to the living list, which says so (decision 0021).
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from reports.board.numbers import Counts, Month, Target
from reports.board.shapes import Group, Tile
from reports.board.tiles import Whole, groups
from reports.facts.five_posts import missing_posts
from reports.facts.lines import EstimateLine
from reports.facts.month import MonthFacts

LIVING = {"open_now", "overdue_now", "rounds"}  # the book does not know them


def satisfaction_estimate(facts: MonthFacts) -> EstimateLine | None:
    """Give the month's estimate of satisfied households, if there is one."""
    return next((line for line in facts.estimates if line.key == "satisfied"), None)


def closed_groups(facts: MonthFacts) -> tuple[Group, ...]:
    """Give the same groups as a living month has, each number as the month was closed."""
    whole = Whole(
        code=facts.county_code,
        level="county",
        period=facts.period,
        on=facts.as_of,
        counts=_counts(facts),
        month=_month(facts),
        target=Target(facts.count("target_villages"), facts.count("target_persons")),
        programmes=facts.programmes,
        estimate=satisfaction_estimate(facts),
    )
    return tuple(_of_the_book(group, facts) for group in groups(whole))


def _of_the_book(group: Group, facts: MonthFacts) -> Group:
    """Keep the tiles that the book can tell, with its own figures where it has them."""
    own = {figure.key: figure for figure in facts.figures}
    kept = [tile for tile in group.tiles if tile.figure.key not in {*LIVING, "ready_villages"}]
    return replace(group, tiles=tuple(_own(tile, own) for tile in kept), live=False)


def _own(tile: Tile, own: dict[str, Any]) -> Tile:
    figure = own.get(tile.figure.key)
    if figure is None:
        return tile
    kept = replace(figure, label=tile.figure.label, of=tile.figure.of)
    return replace(tile, figure=kept)


def _counts(facts: MonthFacts) -> Counts:
    lines = (*facts.problems, *facts.rejected)
    poor = [village for village in facts.villages if village.is_poor]
    count = facts.count
    return Counts(
        households=count("households"),
        persons=count("persons"),
        alone=count("without_helper"),
        poor_villages=len(poor),
        exit_villages=count("exit_villages"),
        full_villages=sum(not missing_posts(village) for village in poor),
        planned_persons=count("planned_persons"),
        left_persons=count("left_persons"),
        visited_township=count("visited_township"),
        visited_village=count("visited_village"),
        visited_household=count("visited_household"),
        problems=count("problems"),
        severe=count("problems_severe"),
        closed=count("problems_closed"),
        rejected=count("problems_rejected"),
        open=count("problems_open"),
        overdue=count("problems_overdue"),
        repeated=sum(bool(line.repeats) for line in lines),
        reopened=sum(line.reopened > 0 for line in lines),
    )


def _month(facts: MonthFacts) -> Month:
    days = Counter(
        (line.closed_on - line.found_on).days for line in facts.problems if line.closed_on
    )
    asked = sum(line.asked for line in facts.items)
    missing = sum(line.unchecked for line in facts.items)
    return Month(
        unfinished=facts.count("unfinished"),
        asked=asked,
        answered=asked - missing,
        satisfied=facts.satisfaction.good,
        days=tuple(sorted(days.items())),
    )
