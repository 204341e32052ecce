"""Who can be drawn for a team and who must step aside where (回避). domain 000-66, draw/1 §3."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from households.models import HelperPairing, Posting
from inspections.draw import parse_rule
from inspections.models import Draw, DrawnUnit, Round
from inspections.selectors.draws import ranked_lines, seating_of

DIGITS = 6  # of a person's id in the pool


class TeamPlan(NamedTuple):
    """A team that is to be drawn: its name, how many seats, the townships it will go to."""

    name: str
    seats: int
    places: tuple[str, ...]


class SeatRow(NamedTuple):
    """A seat of a team: who sits there and with which ticket; nobody where it stayed empty."""

    number: int
    name: str
    unit: str
    ticket: str


class SeatedTeam(NamedTuple):
    """A drawn team as it is shown."""

    name: str
    places: str
    seats: tuple[SeatRow, ...]


class Passed(NamedTuple):
    """Somebody who was next for a seat and stepped aside."""

    team: str
    seat: int
    name: str
    conflict: str


class Standing(NamedTuple):
    """Place in the running order of the people drawn from."""

    position: int
    name: str
    ticket: str
    team: str


class SeatingPage(NamedTuple):
    """What a draw of inspectors shows: teams, running order, who stepped aside and could not."""

    teams: tuple[SeatedTeam, ...]
    passed_over: tuple[Passed, ...]
    order: tuple[Standing, ...]
    conflicts: tuple[Passed, ...]
    left_out: tuple[tuple[str, str], ...]


def unit_id(person: User) -> str:
    """A person's id in the pool."""
    return f"{person.pk:0{DIGITS}d}"


def pool_of_inspectors(round_: Round) -> QuerySet[User]:
    """The active inspectors of the round's county."""
    people = User.objects.filter(is_active=True, groups__name=Role.INSPECTOR.label)
    return people.filter(area_code__startswith=round_.area_code).select_related("unit")


def conflicts_of(
    round_: Round, teams: Iterable[TeamPlan], people: Sequence[User], *, on: date
) -> list[list[str]]:
    """The rule's conflicts as [team, id, reason]: own unit, own township, helped household, post.

    A helper who has no account, or a post, is known by name and unit. Two queries at any size.
    """
    own = _helped_villages(round_, people, on=on)
    return [
        [team.name, unit_id(person), reason]
        for team in teams
        for person in people
        if (reason := _conflict(person, team.places, own))
    ]


Own = list[tuple[int | None, str, str, str, str]]  # user, name, unit, village, what it is


def _helped_villages(round_: Round, people: Sequence[User], *, on: date) -> Own:
    """Whom drawn villages know as helper of a household or as holder of a post."""
    drawn = DrawnUnit.objects.filter(
        draw__round=round_, draw__state=Draw.State.DRAWN, stage="village"
    )
    villages = list(drawn.values_list("subject_code", flat=True))
    names, keys = {person.name for person in people}, {person.pk for person in people}
    pairs = HelperPairing.objects.serving_on(on).filter(
        Q(user__in=keys) | Q(user=None, name__in=names), area_code__in=villages
    )
    helped = pairs.order_by().values_list("user", "name", "unit_name", "area_code").distinct()
    posts = Posting.objects.serving_on(on).filter(person_name__in=names, area_code__in=villages)
    posted = posts.order_by().values_list("person_name", "unit__name", "area_code")
    return [(*row, "本人结对帮扶户所在村") for row in helped] + [
        (None, name, unit or "", village, "本人派驻村") for name, unit, village in posted
    ]


def _conflict(person: User, places: tuple[str, ...], own: Own) -> str:
    unit = person.unit
    if unit and unit.area_code.startswith(places):
        return "本人单位所在乡镇"
    if person.area_code.startswith(places):
        return "本人所属乡镇"
    for user, name, unit_name, village, words in own:
        same = user == person.pk or (
            user is None and name == person.name and unit_name in ("", unit.name if unit else "")
        )
        if same and village.startswith(places):
            return f"{words}（{village}）"
    return ""


def seating_page(draw: Draw) -> SeatingPage:
    """A draw of inspectors in words; before the seed without seats.  Two queries at any size."""
    rule, seating = parse_rule(draw.rule), seating_of(draw)
    lines = ranked_lines(draw)
    tickets = {line.unit_id: line.ticket for line in lines}
    pool = [row.split("\t")[1] for row in draw.pool.splitlines()]
    people = _people([*pool, *(one for one, _ in rule["left_out"])])
    seats = seating.seats if seating else ()
    team_of = {person: team for team, _, person in seats}
    return SeatingPage(
        teams=tuple(
            SeatedTeam(
                name,
                "、".join(rule["place_names"][place] for place in places),
                tuple(
                    SeatRow(number, *people.get(person, ("空缺", "")), tickets.get(person, ""))
                    for team, number, person in seats or _empty(name, size)
                    if team == name
                ),
            )
            for name, size, places in rule["teams"]
        ),
        passed_over=tuple(
            Passed(one.team, one.seat, _name(people, one.inspector), one.conflict)
            for one in (seating.passed_over if seating else ())
        ),
        order=tuple(
            Standing(
                line.position,
                _name(people, line.unit_id),
                line.ticket,
                team_of.get(line.unit_id, ""),
            )
            for line in lines
        ),
        conflicts=tuple(
            Passed(team, 0, _name(people, person), reason)
            for team, person, reason in rule["conflicts"]
        ),
        left_out=tuple((_name(people, person), reason) for person, reason in rule["left_out"]),
    )


def _empty(name: str, size: int) -> tuple[tuple[str, int, str], ...]:
    return tuple((name, number, "") for number in range(1, size + 1))


def _people(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and unit of people by their ids in the pool."""
    found = User.objects.filter(pk__in={int(one) for one in ids if one.isdecimal()})
    rows = found.values_list("pk", "name", "unit__name")
    return {f"{pk:0{DIGITS}d}": (name, unit or "") for pk, name, unit in rows}


def _name(people: dict[str, tuple[str, str]], person: str) -> str:
    return people.get(person, (person, ""))[0]
