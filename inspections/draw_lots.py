"""Lots that are not the monthly draw: cross-check areas (互查抽签) and inspectors (双随机).

Same tickets as inspections.draw, and like it no clock, no database and no random generator.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from inspections.draw import (
    DrawError,
    DrawResult,
    Ranked,
    Sealed,
    Unit,
    draw_key,
    draw_month,
    full_seed,
    parse_pool,
    parse_rule,
    rank,
    split_seed,
)

ATTEMPTS = 10_000
INSPECTORS = "inspectors"  # the rule's kind of a draw of people (双随机)


class CrossCheck(NamedTuple):
    """Who checks which area, and the number of the attempt that stands."""

    attempt: int
    pairs: tuple[tuple[str, str], ...]


class PassedOver(NamedTuple):
    """An inspector who was next for a seat and had to step back (回避)."""

    team: str
    seat: int
    inspector: str
    conflict: str


class Seating(NamedTuple):
    """Seats as (team, seat, inspector); an empty seat has the inspector ``""``."""

    seats: tuple[tuple[str, int, str], ...]
    passed_over: tuple[PassedOver, ...]


def cross_check(
    *,
    round_id: str,
    seed: str,
    areas: Iterable[str],
    own: Mapping[str, Collection[str]],
    both_ways: bool = False,
) -> CrossCheck:
    """Give each checker (a key of ``own``) one area that is not among its own areas.

    ``both_ways`` also bans two checkers from checking each other.  Raises DrawError when the
    numbers differ or when no attempt below 10 000 keeps the bans.  Source: draw/1 §3.
    """
    checkers, places = sorted(own), sorted(areas)
    if len(checkers) != len(places):
        raise DrawError(f"互查组{len(checkers)}个、片区{len(places)}个，数目须相同。")
    key = draw_key(round_id, seed)
    for attempt in range(ATTEMPTS):
        ranked = rank(key, (Unit(f"cross/{attempt}", place, "") for place in places))
        pairs = dict(zip(checkers, (unit.unit_id for _, unit in ranked), strict=True))
        if _keeps_bans(pairs, own, both_ways=both_ways):
            return CrossCheck(attempt, tuple(pairs.items()))
    bans = "；".join(f"{who}不得查{'、'.join(sorted(own[who]))}" for who in checkers)
    rule = "；且不得两组互查对方" if both_ways else ""
    raise DrawError(f"试{ATTEMPTS}次均不满足回避要求：{bans}{rule}。")


def _keeps_bans(
    pairs: Mapping[str, str], own: Mapping[str, Collection[str]], *, both_ways: bool
) -> bool:
    if any(area in own[checker] for checker, area in pairs.items()):
        return False
    if not both_ways:
        return True
    owner = {area: checker for checker, areas in own.items() for area in areas}
    checks = {(checker, owner.get(area)) for checker, area in pairs.items()}
    return not any((checked, checker) in checks for checker, checked in checks)


def seat_inspectors(
    *,
    key: str,
    inspectors: Iterable[Unit],
    teams: Sequence[tuple[str, int]],
    conflicts: Mapping[tuple[str, str], str],
) -> Seating:
    """Fill the seats of the teams in order from the ranked inspectors.

    ``teams`` are (team, number of seats); ``conflicts`` maps (team, inspector) to the reason the
    inspector may not sit there (own township, own unit, own helped household).
    """
    waiting = [unit.unit_id for _, unit in rank(key, inspectors)]
    seats: list[tuple[str, int, str]] = []
    passed: list[PassedOver] = []
    for team, size in teams:
        for seat in range(1, size + 1):
            found = ""
            for inspector in waiting:
                conflict = conflicts.get((team, inspector))
                if conflict is None:
                    found = inspector
                    break
                passed.append(PassedOver(team, seat, inspector, conflict))
            if found:
                waiting.remove(found)
            seats.append((team, seat, found))
    return Seating(tuple(seats), tuple(passed))


def hold_draw(sealed: Sealed, seed: str) -> DrawResult:
    """Draw what the rule says: people for teams, else townships, villages and households.

    Raises DrawError on an unlawful pool, rule or seed.
    """
    if parse_rule(sealed.rule).get("kind") == INSPECTORS:
        return draw_inspectors(sealed, seed)[0]
    return draw_month(sealed, seed)


def draw_inspectors(sealed: Sealed, seed: str) -> tuple[DrawResult, Seating]:
    """Rank the inspectors of the pool and seat them.

    The rule carries ``teams`` as [name, seats, [place, …]] and ``conflicts`` as [team,
    inspector, reason].  Raises DrawError on an unlawful pool, rule or seed.
    """
    rule = parse_rule(sealed.rule)
    teams, conflicts = _teams(rule), _conflicts(rule)
    full_seed(sealed, *split_seed(sealed, seed))
    county, key = str(rule.get("county", "")), draw_key(sealed.round_id, seed)
    people = [unit for unit in parse_pool(sealed.pool) if unit.stage == "inspector"]
    seating = seat_inspectors(key=key, inspectors=people, teams=teams, conflicts=conflicts)
    seated = {person for _, _, person in seating.seats}
    lines = tuple(
        Ranked("inspector", county, place, unit.unit_id, number, unit.unit_id in seated)
        for place, (number, unit) in enumerate(rank(key, people), 1)
    )
    return DrawResult(sealed.seal, seed, lines, ()), seating


def _teams(rule: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The teams and their seats; raises DrawError where the rule names none lawfully."""
    given = rule.get("teams")
    rows = given if isinstance(given, list) else []
    lawful = [
        (row[0], row[1])
        for row in rows
        if isinstance(row, list) and [type(cell) for cell in row[:2]] == [str, int] and row[1] > 0
    ]
    if not rows or len(lawful) < len(rows) or len(dict(lawful)) < len(rows):
        raise DrawError("抽签规则中的督查组须各有组名和席位数，组名不得重复。")
    return lawful


def _conflicts(rule: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Reason by team and inspector; raises DrawError on a conflict that is not in its form."""
    try:
        return {(team, person): reason for team, person, reason in rule.get("conflicts", [])}
    except (TypeError, ValueError) as error:
        raise DrawError("抽签规则中的回避须各写明督查组、人员和事由。") from error
