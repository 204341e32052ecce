"""Crews: a team with what its members must keep away from (回避), and whose turn it is.

A member steps aside from his own unit, his home township and a household he helps himself.
Source: plan 000 §5 (严守工作纪律), domain 000-66.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import TOWNSHIP
from households.models import HelperPairing
from inspections.models import Assignment, Draw, DrawnUnit, Round, Team
from inspections.models.subjects import SubjectKind

Fields = dict[str, Any]  # of an assignment that is still to be made


@dataclass
class Crew:
    """A team, whom its members help, the townships it has and how much each has to do."""

    team: Team
    members: tuple[User, ...]
    helped: Mapping[int, frozenset[str]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    loads: Counter[int] = field(default_factory=Counter)

    @property
    def load(self) -> int:
        """How many units the team has."""
        return self.loads.total()

    def must_avoid(self, member: User, subject: Mapping[str, Any]) -> bool:
        """Whether a member is of the unit, of the township, or helps the household."""
        kind, code = subject["subject_kind"], subject["subject_code"]
        if kind == SubjectKind.DEPARTMENT:
            return str(member.unit_id) == code
        if kind == SubjectKind.HOUSEHOLD and code in self.helped.get(member.pk, ()):
            return True
        return home_of(member).startswith(subject["area_code"][:TOWNSHIP])

    def has_conflict(self, subjects: Iterable[Mapping[str, Any]]) -> bool:
        """Whether any member must keep away from any of the units."""
        return any(self.must_avoid(one, subject) for subject in subjects for one in self.members)

    def next_owner(self, subject: Mapping[str, Any]) -> User | None:
        """The member with the least to do who need not step aside; the leader comes last.

        Whoever has left the service is passed over.
        """
        here = [one for one in self.members if one.is_active]
        free = [one for one in here if not self.must_avoid(one, subject)]
        leader = self.team.leader_id
        return min(
            free, key=lambda one: (self.loads[one.pk], one.pk == leader, one.pk), default=None
        )


def home_of(member: User) -> str:
    """The place a person belongs to by unit or account, whichever is nearer to the ground."""
    own = member.unit.area_code if member.unit else ""
    return max((own, member.area_code), key=len)


def subject_of(unit: Assignment | DrawnUnit) -> Fields:
    """What an assignment or a drawn unit is about, as `Crew.must_avoid` takes it."""
    return {
        name: getattr(unit, name)
        for name in ("subject_kind", "subject_code", "subject_name", "area_code")
    }


def drawn_teams(round_: Round) -> list[Team]:
    """The teams that a draw of inspectors made (双随机); none where they are made up by hand."""
    made = round_.teams.exclude(drawn_by=None).exclude(drawn_by__state=Draw.State.ANNULLED)
    return list(made.order_by("name"))


def crews_of(round_: Round, *, on: date) -> list[Crew]:
    """The round's teams with what each has to do already and must avoid; five queries at most."""
    teams = round_.teams.exclude(drawn_by__state=Draw.State.ANNULLED).order_by("pk")
    crews = [
        Crew(team, tuple(team.members.all()))
        for team in teams.prefetch_related("members__unit").select_related("leader")
    ]
    people = [person.pk for crew in crews for person in crew.members]
    helped = _helped(people, on=on)
    by_team = {crew.team.pk: crew for crew in crews}
    for crew in crews:
        crew.helped, crew.places = helped, set(crew.team.places)
    standing = Assignment.objects.active().filter(round=round_, team__in=by_team)
    for team, owner, place in standing.values_list("team", "owner", "area_code"):
        by_team[team].loads[owner or 0] += 1
        if len(place) >= TOWNSHIP:
            by_team[team].places.add(place[:TOWNSHIP])
    return crews


def _helped(people: Sequence[int], *, on: date) -> dict[int, frozenset[str]]:
    """The households each of these people helps on a day."""
    found: dict[int, set[str]] = defaultdict(set)
    pairs = HelperPairing.objects.serving_on(on).filter(user__in=people)
    for person, number in pairs.values_list("user", "household__household_no"):
        found[person or 0].add(number)
    return {person: frozenset(numbers) for person, numbers in found.items()}


def shared_out(
    units: Iterable[Fields], crews: Sequence[Crew]
) -> list[tuple[Fields, Crew, User | None]]:
    """Each unit with its team and the member who answers for it (负责人).

    A township with its villages and households goes to one team: to the one that has it already,
    else to the one with the least to do where nobody must step aside. Raises RuleBroken naming
    the unit that every team must avoid.
    """
    bundles: dict[tuple[str, str], list[Fields]] = defaultdict(list)
    for unit in units:
        department = unit["subject_kind"] == SubjectKind.DEPARTMENT
        key = ("", unit["subject_code"]) if department else (unit["area_code"][:TOWNSHIP], "")
        bundles[key].append(unit)
    shared = []
    for (place, _), bundle in bundles.items():
        crew = _crew_for(place, bundle, crews)
        for unit in bundle:
            owner = crew.next_owner(unit)
            crew.loads[owner.pk if owner else 0] += 1
            shared.append((unit, crew, owner))
    return shared


def _crew_for(place: str, bundle: Sequence[Fields], crews: Sequence[Crew]) -> Crew:
    """The team that takes a township or a department; raises RuleBroken where all must avoid."""
    free = [crew for crew in crews if not crew.has_conflict(bundle)]
    if not free:
        name = bundle[0]["subject_name"]
        raise RuleBroken(f"各组均有人须回避{name}，请调整人员。", code="all_in_conflict")
    at_home = [crew for crew in free if place and place in crew.places]
    return min(at_home or free, key=lambda crew: (crew.load, crew.team.pk))
