"""A place's board: its month in tiles, the places below it, a village's households."""

from datetime import date

from django.db.models import Count, Q, Sum

from accounts.models import User
from accounts.scope import COUNTY
from households.lists.villages import VILLAGES
from inspections.models import Assignment, ItemTally, Round
from inspections.selectors.findings import found_so
from projects.models import AnnualTarget
from reports.board import lines, tiles
from reports.board.book import closed_groups, satisfaction_estimate
from reports.board.numbers import Counts, Month, Target, added
from reports.board.shapes import Child, Group, PlaceBoard
from reports.facts.month import MonthFacts
from reports.selectors.board import counting
from reports.selectors.board.households import household_lines
from reports.selectors.board.places import OWN_ROW, Place, place_of


def place_board(
    code: str,
    period: date,
    *,
    on: date,
    user: User,
    facts: MonthFacts | None = None,
    closed: bool = False,
) -> PlaceBoard | None:
    """Give a place's board for a month as it stands on the day; None for a place not the user's.

    `facts` are the county's facts of the month, if the page has them: estimates and programmes
    come from there. With `closed` they are those of the issued bulletin, and the county's tiles
    are of that closed book (`Group.live` False); everything else is of today. Whatever the
    place holds, the number of queries is the same for its level.
    """
    place = place_of(code, user)
    if place is None:
        return None
    parts = counting.counts_of(place, period, on, user)
    targets = _targets(place, period.year, user)
    whole = added(parts.values())
    target = targets.get(code, Target())
    if closed and facts is not None and len(code) == COUNTY:
        groups = closed_groups(facts)
    else:
        groups = _living(place, period, on, user, whole, target, facts)
    is_village = place.level == "village"
    return PlaceBoard(
        code=code,
        name=place.name,
        level=place.level,
        parents=place.parents,
        groups=groups,
        columns=lines.COLUMNS,
        children=() if is_village else _children(place, parts, targets, period, on),
        total=lines.cells(code, whole, target, period=period, on=on),
        households=household_lines(place, period, on, user) if is_village else (),
    )


def _living(
    place: Place,
    period: date,
    on: date,
    user: User,
    counts: Counts,
    target: Target,
    facts: MonthFacts | None,
) -> tuple[Group, ...]:
    of_county = facts if place.level == "county" else None
    return tiles.groups(
        tiles.Whole(
            code=place.code,
            level=place.level,
            period=period,
            on=on,
            counts=counts,
            month=_month(place, period, user),
            target=target,
            programmes=of_county.programmes if of_county else (),
            estimate=satisfaction_estimate(of_county) if of_county else None,
        )
    )


def _children(
    place: Place,
    parts: dict[str, Counts],
    targets: dict[str, Target],
    period: date,
    on: date,
) -> tuple[Child, ...]:
    """Give the places below, and what was found at the place itself where there is any."""
    rows = [
        Child(
            code,
            name,
            lines.cells(
                code, parts.get(code, Counts()), targets.get(code, Target()), period=period, on=on
            ),
        )
        for code, name in place.rows(parts)
    ]
    own = parts.get(place.code, Counts())
    if own.problems or own.open_now:
        name, level = OWN_ROW[len(place.code)]
        made = lines.own_cells(place.code, level, own, period=period, on=on)
        rows.append(Child(place.code, name, made, opens=False))
    return tuple(rows)


def _targets(place: Place, year: int, user: User) -> dict[str, Target]:
    rows = AnnualTarget.objects.visible_to(user).within(place.code).filter(year=year)
    found = rows.values_list("area_code", "villages", "persons")
    return {code: Target(villages, persons) for code, villages, persons in found}


def _month(place: Place, period: date, user: User) -> Month:
    """Count what is told of the month as a whole."""
    asked, answered = _answers(place, period, user)
    rounds, done = _rounds(place, period, user)
    tasks = Assignment.objects.visible_to(user).within(place.code).filter(round__period=period)
    seen = counting.accepted(place, user).filter(round__period=period)
    return Month(
        rounds=rounds,
        rounds_done=done,
        unfinished=tasks.unfinished().count(),
        asked=asked,
        answered=answered,
        satisfied=seen.filter(found_so("satisfied")).count(),
        days=counting.days_of(place, period, user),
        ready_villages=_ready(place, period.year, user),
    )


def _rounds(place: Place, period: date, user: User) -> tuple[int, int]:
    if place.level != "county":
        return 0, 0
    rows = Round.objects.visible_to(user).within(place.code).filter(period=period).order_by()
    told = rows.aggregate(
        all=Count("pk", distinct=True),
        done=Count("pk", distinct=True, filter=Q(state=Round.State.DONE)),
    )
    return told["all"], told["done"]


def _answers(place: Place, period: date, user: User) -> tuple[int | None, int]:
    """Add up the roll-up, which knows townships and no villages (decision 0017)."""
    if place.level == "village":
        return None, 0
    rows = ItemTally.objects.visible_to(user).within(place.code).filter(period=period)
    told = rows.aggregate(all=Sum("asked", default=0), left=Sum("unchecked", default=0))
    return told["all"], told["all"] - told["left"]


def _ready(place: Place, year: int, user: User) -> int:
    """Count the poor villages planned off the list that meet all indicators.

    By the very list of villages, whose indicators are those of the plan's own year.
    """
    if place.level == "village":
        return 0
    asked = f"area={place.code}&poor=1&exit_year={year}&unmet=0"
    return int(VILLAGES.kept(user, query=asked).qs.count())
