"""Drawing the inspectors (双随机): teams with seats, people with conflicts. domain 000-66."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.timezone import localdate

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from households.models import Area
from inspections.draw import Unit, parse_rule
from inspections.draw_lots import INSPECTORS, draw_inspectors
from inspections.models import Draw, DrawnUnit, Round, Team
from inspections.selectors.draws import sealed_of
from inspections.selectors.inspectors import (
    TeamPlan,
    conflicts_of,
    pool_of_inspectors,
    unit_id,
)
from inspections.services.sealing import Sealing, freeze


@transaction.atomic
def seal_inspectors(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    teams: Sequence[TeamPlan],
    sealing: Sealing,
    left_out: Mapping[int, str] | None = None,
) -> Draw:
    """Seal the draw of a drawn round's inspectors: who is in, which seats, who steps aside where.

    ``left_out`` is the reason by the key of a person who takes no part.  Raises RuleBroken
    before the main draw, when teams exist, when a drawn township has no team or two, and when
    seats cannot be filled.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.state != Round.State.DRAWN:
        raise RuleBroken("月度抽签以后、分派任务以前才能抽督查人员。", code="not_drawn")
    if Team.objects.filter(round=round).exists():
        raise RuleBroken("本期已有督查组，不能再抽督查人员。", code="teams_exist")
    absent = {key: reason.strip() for key, reason in (left_out or {}).items()}
    if not all(absent.values()):
        raise RuleBroken("不参加抽签的人员须逐个写明原因。", code="exclusion_without_reason")
    _check_places(round, teams)
    everybody = list(pool_of_inspectors(round).order_by("pk"))
    people = [person for person in everybody if person.pk not in absent]
    on = localdate(sealing.at or clock.now())
    conflicts = conflicts_of(round, teams, people, on=on)
    _check_seats(teams, people, conflicts)
    places = Area.objects.filter(code__in=[place for team in teams for place in team.places])
    rule = {
        "kind": INSPECTORS,
        "county": round.area_code,
        "teams": [[team.name, team.seats, list(team.places)] for team in teams],
        "place_names": dict(places.values_list("code", "short_name")),
        "conflicts": conflicts,
        "left_out": [
            [unit_id(person), absent[person.pk]] for person in everybody if person.pk in absent
        ],
    }
    units = [Unit("inspector", unit_id(person), round.area_code) for person in people]
    return freeze(round, units, rule, sealing, kind=Draw.Kind.INSPECTORS)


def _check_places(round_: Round, teams: Sequence[TeamPlan]) -> None:
    """Each drawn township has one team; raises RuleBroken otherwise."""
    drawn = DrawnUnit.objects.filter(
        draw__round=round_, draw__state=Draw.State.DRAWN, stage="township"
    )
    names = dict(drawn.values_list("subject_code", "subject_name"))
    told = Counter(place for team in teams for place in team.places)
    if len({team.name for team in teams}) < len(teams) or not all(team.name for team in teams):
        raise RuleBroken("每个督查组须有组名，且不得重名。", code="team_names")
    if not teams or any(team.seats < 1 for team in teams):
        raise RuleBroken("请至少组成一个督查组，每组不少于1人。", code="no_team")
    if strange := sorted(told.keys() - names.keys()):
        raise RuleBroken(f"{'、'.join(strange)}不是本期抽中的乡镇。", code="not_drawn_place")
    wrong = [name for code, name in sorted(names.items()) if told[code] != 1]
    if wrong:
        raise RuleBroken(
            f"{'、'.join(wrong)}须由一个督查组负责，且只由一个组负责。", code="places"
        )


def _check_seats(
    teams: Sequence[TeamPlan], people: Sequence[User], conflicts: Sequence[Sequence[str]]
) -> None:
    """There are people for the seats; raises RuleBroken naming the team that has too few."""
    seats = sum(team.seats for team in teams)
    if seats > len(people):
        raise RuleBroken(
            f"参加抽签的督查人员{len(people)}人，少于席位{seats}个。", code="too_few_inspectors"
        )
    banned = Counter(team for team, _, _ in conflicts)
    for team in teams:
        if len(people) - banned[team.name] < team.seats:
            raise RuleBroken(
                f"{team.name}除去须回避的人员后不足{team.seats}人，请调整席位或负责的乡镇。",
                code="all_in_conflict",
            )


def make_teams(draw: Draw) -> None:
    """Store the teams a draw has seated; the first seat leads.  A team with nobody is not made.

    Raises RuleBroken when the round has been handed out or given other teams meanwhile.
    """
    round_ = Round.objects.select_for_update().get(pk=draw.round_id)
    if round_.state != Round.State.DRAWN or Team.objects.filter(round=round_).exists():
        raise RuleBroken("本期已组成督查组，请作废该签。", code="teams_exist")
    _, seating = draw_inspectors(sealed_of(draw), draw.seed)
    places = {name: codes for name, _, codes in parse_rule(draw.rule)["teams"]}
    for name, codes in places.items():
        keys = [int(person) for team, _, person in seating.seats if team == name and person]
        if keys:
            team = Team.objects.create(
                round=round_, name=name, leader_id=keys[0], places=codes, drawn_by=draw
            )
            team.members.set(keys)


def drop_teams(draw: Draw) -> None:
    """Take back the teams of a draw that is annulled; raises RuleBroken once they have work."""
    teams = Team.objects.filter(drawn_by=draw)
    if teams.filter(assignments__isnull=False).exists():
        raise RuleBroken("督查任务已分派，不得作废抽签。", code="in_field")
    teams.delete()
