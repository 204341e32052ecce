"""Handing out a round (任务分派): drawn units and asked departments, evenly over the teams."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.scope import TOWNSHIP
from accounts.selectors import units_by_name
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Assignment, Checklist, Draw, DrawnUnit, Question, Round, Team
from inspections.models.subjects import SubjectKind
from inspections.services.transitions import moment_of

ASKED_LEVEL = "Q"


@dataclass(frozen=True)
class Crew:
    """A team with what its members must keep away from (回避)."""

    team: Team
    members: tuple[User, ...]

    def has_conflict(self, place: str, unit_id: int | None) -> bool:
        """Whether a member belongs to the unit or to the township that would be inspected."""
        return any(
            (unit_id is not None and member.unit_id == unit_id)
            or (place and home_of(member).startswith(place))
            for member in self.members
        )


def home_of(member: User) -> str:
    """The place a person belongs to by unit or account, whichever is nearer to the ground."""
    own = member.unit.area_code if member.unit else ""
    return max((own, member.area_code), key=len)


@transaction.atomic
def assign_round(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    by: User,
    teams: Sequence[Mapping[str, Any]],
    on: date,
    due_on: date | None = None,
) -> list[Assignment]:
    """Make the teams and give each drawn unit and each asked department to one of them.

    `teams` are {"name", "leader", "members"}. A township, its villages and households go to one
    team; the team with the least to do and no conflict of interest comes first. Starts the field
    phase; due on the round's last day unless given. Raises RuleBroken before the draw, a second
    time, without a team, and where every team has a conflict.
    """
    if not teams:
        raise RuleBroken("请至少组成一个督查组。", code="no_team")
    drawn = Round.objects.filter(pk=round.pk, state=Round.State.DRAWN)
    if not drawn.update(state=Round.State.FIELD):
        raise RuleBroken("抽签后才能分派任务，且只分派一次。", code="not_drawn")
    round.refresh_from_db()
    crews = [make_crew(round, team) for team in teams]
    checklist = Checklist.objects.filter(scheme=round.scheme).order_by("pk").first()
    if checklist is None:
        raise RuleBroken("方案没有检查表，请重新装入方案。", code="no_checklist")
    made = Assignment.objects.bulk_create(
        Assignment(
            round=round,
            team=crew.team,
            checklist=checklist,
            due_on=due_on or round.ends_on,
            **fields,
        )
        for fields, crew in shared_out(subjects(round, checklist), crews)
    )
    record(by=by, action="assign_round", about=round, assignments=len(made), on=on.isoformat())
    tell(crews, made, at=moment_of(on))
    return made


def make_crew(round_: Round, given: Mapping[str, Any]) -> Crew:
    """Store a team; the leader is one of its members."""
    members = {person.pk: person for person in (given["leader"], *given["members"])}
    team = Team.objects.create(round=round_, name=given["name"], leader=given["leader"])
    team.members.set(members.values())
    return Crew(team, tuple(members.values()))


def subjects(round_: Round, checklist: Checklist) -> list[dict[str, Any]]:
    """The units to be visited, as an assignment's fields: drawn ones first, then departments."""
    units = DrawnUnit.objects.filter(
        draw__round=round_, draw__state=Draw.State.DRAWN, replaced_by=None
    ).order_by("area_code", "pk")
    drawn = [
        {
            "drawn_unit": unit,
            "subject_kind": unit.subject_kind,
            "subject_code": unit.subject_code,
            "subject_name": unit.subject_name,
            "area_code": unit.area_code,
        }
        for unit in units
    ]
    if not drawn:
        raise RuleBroken("本期没有有效的抽签结果。", code="nothing_drawn")
    return drawn + [
        {
            "subject_kind": SubjectKind.DEPARTMENT,
            "subject_code": str(unit.pk),
            "subject_name": unit.name,
            "area_code": round_.area_code,
        }
        for unit in asked_departments(round_, checklist)
    ]


def asked_departments(round_: Round, checklist: Checklist) -> list[Unit]:
    """The units that the checklist asks by name; raises RuleBroken naming those not on record."""
    rows = Question.objects.filter(checklist=checklist, levels__contains=ASKED_LEVEL)
    names = set(rows.exclude(asked_of="").order_by().values_list("asked_of", flat=True))
    known = units_by_name(round_.area_code)
    if absent := sorted(names - set(known)):
        raise RuleBroken(
            f"检查表询问的单位尚未登记：{'、'.join(absent)}。请先在单位中补上。",
            code="unit_not_on_record",
        )
    found = {known[name].pk: known[name] for name in names}
    return sorted(found.values(), key=lambda unit: unit.name)


def shared_out(
    units: Iterable[dict[str, Any]], crews: Sequence[Crew]
) -> list[tuple[dict[str, Any], Crew]]:
    """Each unit with its team: places by township, then departments, least loaded first."""
    loads: Counter[int] = Counter()
    bundles: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for unit in units:
        department = unit["subject_kind"] == SubjectKind.DEPARTMENT
        key = ("", unit["subject_code"]) if department else (unit["area_code"][:TOWNSHIP], "")
        bundles.setdefault(key, []).append(unit)
    pairs = []
    for (place, unit_id), bundle in bundles.items():
        free = [
            crew
            for crew in crews
            if not crew.has_conflict(place, int(unit_id) if unit_id else None)
        ]
        if not free:
            names = "、".join(unit["subject_name"] for unit in bundle[:1])
            raise RuleBroken(f"各组均有人须回避{names}，请调整人员。", code="all_in_conflict")
        crew = min(free, key=lambda one: loads[one.team.pk])
        loads[crew.team.pk] += len(bundle)
        pairs += [(unit, crew) for unit in bundle]
    return pairs


def tell(crews: Iterable[Crew], made: Iterable[Assignment], *, at: datetime) -> None:
    """Tell each member how many visits the team has and by when."""
    counts = Counter(assignment.team_id for assignment in made)
    due = {assignment.team_id: assignment.due_on for assignment in made}
    for crew in crews:
        if count := counts[crew.team.pk]:
            day = due[crew.team.pk]
            notify(
                recipients=crew.members,
                key=f"assigned:{crew.team.pk}",
                text=f"{crew.team.name}有{count}项督查任务，{day.month}月{day.day}日前完成。",
                url=reverse("inspections:my_assignments"),
                at=at,
            )
