"""A round's work as it is shared out: by township with its rows, by team and person in counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from accounts.scope import TOWNSHIP
from households.models import Area
from inspections.models import Assignment, Round, Team
from inspections.selectors.tasks import STATE, is_overdue

DEPARTMENTS = "区级部门"


@dataclass
class Tally:
    """How many assignments there are, how many are handed in, accepted and overdue."""

    total: int = 0
    submitted: int = 0
    accepted: int = 0
    overdue: int = 0

    def add(self, row: Assignment, *, on: date) -> None:
        """Count an assignment."""
        visit = getattr(row, "visit", None)
        self.total += 1
        self.submitted += bool(visit and visit.is_sealed)
        self.accepted += bool(visit and visit.state == visit.State.ACCEPTED)
        self.overdue += is_overdue(row, on=on)


@dataclass
class Place:
    """A township, or the departments, with its assignments."""

    code: str
    name: str
    tally: Tally = field(default_factory=Tally)
    rows: list[Assignment] = field(default_factory=list)


@dataclass
class Share:
    """A team's share, and each member's."""

    team: Team
    members: list[User]
    tally: Tally = field(default_factory=Tally)
    people: dict[User | None, Tally] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """All that a user may see of a round's work."""

    tally: Tally
    places: tuple[Place, ...]
    shares: tuple[Share, ...]


def round_work(round_: Round, user: User, *, on: date) -> Work:
    """Give a round's assignments by township and by team; four queries at any size."""
    seen = Assignment.objects.visible_to(user).filter(round=round_).annotate(stands=STATE)
    rows = list(
        seen.select_related("team", "owner", "visit", "filling_unit", "checklist").order_by(
            "area_code", "pk"
        )
    )
    teams = round_.teams.select_related("leader").prefetch_related("members").order_by("pk")
    tally = Tally()
    for row in rows:
        if not row.withdrawn:
            tally.add(row, on=on)
    return Work(tally, tuple(_places(rows, on=on)), tuple(_shares(teams, rows, on=on)))


def _places(rows: Sequence[Assignment], *, on: date) -> list[Place]:
    """The townships in order of code, the departments last."""
    codes = {row.area_code[:TOWNSHIP] for row in rows if len(row.area_code) >= TOWNSHIP}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "short_name"))
    found: dict[str, Place] = {}
    for row in rows:
        code = row.area_code[:TOWNSHIP]
        place = found.setdefault(code, Place(code, names.get(code, DEPARTMENTS)))
        place.rows.append(row)
        if not row.withdrawn:
            place.tally.add(row, on=on)
    return sorted(found.values(), key=lambda place: (len(place.code) < TOWNSHIP, place.code))


def _shares(teams: Iterable[Team], rows: Sequence[Assignment], *, on: date) -> list[Share]:
    """Each team with its members, those without work too."""
    by_team: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        if not row.withdrawn:
            by_team[row.team_id].append(row)
    shares = []
    for team in teams:
        members = list(team.members.all())
        share = Share(team, members, people={person: Tally() for person in members})
        for row in by_team[team.pk]:
            share.tally.add(row, on=on)
            share.people.setdefault(row.owner, Tally()).add(row, on=on)
        shares.append(share)
    return shares
