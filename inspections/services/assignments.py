"""Handing out a round (任务分派): drawn units and asked departments, evenly over the teams."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role, Unit, User
from accounts.scope import TOWNSHIP
from accounts.selectors import units_by_name
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Assignment, Checklist, Draw, DrawnUnit, Question, Round, Team
from inspections.models.subjects import SubjectKind
from inspections.selectors.offered import own_checklists
from inspections.services.closing import refuse_closed
from inspections.services.crews import Fields, crews_of, drawn_teams, shared_out
from inspections.services.transitions import moment_of

ASKED_LEVEL = "Q"
Checklists = Mapping[str, Checklist]  # by kind of unit


@transaction.atomic
def assign_round(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    by: User,
    on: date,
    teams: Sequence[Mapping[str, Any]] = (),
    due_on: date | None = None,
    checklists: Checklists | None = None,
) -> list[Assignment]:
    """Make the teams and give each drawn unit and each asked department to one of them.

    `teams` are {"name", "leader", "members"}; where a draw of inspectors made the teams they
    stand as drawn and none may be given. `checklists` are other checklists of the county by kind
    of unit; a kind that no checklist asks is not visited. Each unit gets an owner of its team.
    Starts the field phase; due on the round's last day unless given. Raises RuleBroken before the
    draw, a second time, without a team, and where every team has a conflict.
    """
    _refuse_teams(round, teams)
    drawn = Round.objects.filter(pk=round.pk, state=Round.State.DRAWN)
    if not drawn.update(state=Round.State.FIELD):
        raise RuleBroken("抽签后才能分派任务，且只分派一次。", code="not_drawn")
    round.refresh_from_db()
    for team in teams:
        make_team(round, team)
    used = own_checklists(round) | dict(checklists or {})
    if not used:
        raise RuleBroken("方案没有检查表，请重新装入方案。", code="no_checklist")
    made = _hand_out(
        round,
        subjects(round, used.get(SubjectKind.DEPARTMENT)),
        checklists=used,
        due_on=due_on or round.ends_on,
        on=on,
    )
    record(by=by, action="assign_round", about=round, assignments=len(made), on=on.isoformat())
    tell(made, at=moment_of(on), words="有")
    tell_departments(made, at=moment_of(on))
    return made


@transaction.atomic
def assign_units(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    units: Iterable[DrawnUnit],
    by: User,
    on: date,
    due_on: date | None = None,
) -> list[Assignment]:
    """Give further drawn units of a round in the field (加抽) to its teams by the same rules.

    A unit that the round has already is passed over; kinds keep the checklist they have. Due on
    the round's last day, or at once when that is past, unless given. Raises RuleBroken outside
    the field phase and where every team has a conflict.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.state != Round.State.FIELD:
        raise RuleBroken("本期督查不在进行中，不能增加任务。", code="not_in_field")
    rows = Assignment.objects.filter(round=round)
    have = set(rows.values_list("subject_kind", "subject_code"))
    new = [unit for unit in units if (unit.subject_kind, unit.subject_code) not in have]
    for township in {unit.area_code[:TOWNSHIP] for unit in new}:
        refuse_closed(locked, township)
    used = own_checklists(round) | {
        row.subject_kind: row.checklist for row in rows.select_related("checklist")
    }
    made = _hand_out(
        locked,
        [fields_of(unit) for unit in new],
        checklists=used,
        due_on=due_on or max(locked.ends_on, on),
        on=on,
    )
    record(by=by, action="assign_units", about=round, assignments=len(made), on=on.isoformat())
    tell(made, at=moment_of(on), words="新增")
    return made


def _refuse_teams(round_: Round, teams: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a round without a team, and other teams than those that were drawn."""
    drawn = drawn_teams(round_)
    if drawn and teams:
        raise RuleBroken("本期督查组由双随机抽签产生，不能另行组成。", code="teams_are_drawn")
    if not drawn and not teams:
        raise RuleBroken("请至少组成一个督查组。", code="no_team")


def _hand_out(
    round_: Round, units: Sequence[Fields], *, checklists: Checklists, due_on: date, on: date
) -> list[Assignment]:
    """Store an assignment for each unit that a checklist asks, shared out over the teams."""
    asked = [unit for unit in units if unit["subject_kind"] in checklists]
    return Assignment.objects.bulk_create(
        Assignment(
            round=round_,
            team=crew.team,
            owner=owner,
            checklist=checklists[fields["subject_kind"]],
            due_on=due_on,
            **fields,
        )
        for fields, crew, owner in shared_out(asked, crews_of(round_, on=on))
    )


def make_team(round_: Round, given: Mapping[str, Any]) -> Team:
    """Store a team; the leader is one of its members."""
    members = {person.pk: person for person in (given["leader"], *given["members"])}
    team = Team.objects.create(round=round_, name=given["name"], leader=given["leader"])
    team.members.set(members.values())
    return team


def fields_of(unit: DrawnUnit) -> Fields:
    """A drawn unit as an assignment's fields."""
    return {
        "drawn_unit": unit,
        "subject_kind": unit.subject_kind,
        "subject_code": unit.subject_code,
        "subject_name": unit.subject_name,
        "area_code": unit.area_code,
    }


def subjects(round_: Round, checklist: Checklist | None) -> list[Fields]:
    """The units to be visited, as an assignment's fields: drawn ones first, then departments.

    `checklist` is the one that asks departments, if one does. Raises RuleBroken where nothing is
    drawn.
    """
    units = DrawnUnit.objects.filter(
        draw__round=round_, draw__state=Draw.State.DRAWN, replaced_by=None
    ).exclude(draw__kind=Draw.Kind.INSPECTORS)
    drawn: dict[tuple[str, str], Fields] = {}
    for unit in units.order_by("area_code", "pk"):
        drawn.setdefault((unit.subject_kind, unit.subject_code), fields_of(unit))
    if not drawn:
        raise RuleBroken("本期没有有效的抽签结果。", code="nothing_drawn")
    asked = asked_departments(round_, checklist) if checklist else []
    filling = units_that_fill(asked) if _is_self_reported(round_) else set()
    return [*drawn.values()] + [
        {
            "subject_kind": SubjectKind.DEPARTMENT,
            "subject_code": str(unit.pk),
            "subject_name": unit.name,
            "area_code": round_.area_code,
            "filling_unit": unit if unit.pk in filling else None,
        }
        for unit in asked
    ]


def _is_self_reported(round_: Round) -> bool:
    """Whether departments fill in their own forms: never in an unannounced round."""
    own = round_.department_forms == Round.DepartmentForms.OWN
    return own and round_.mode != Round.Mode.UNANNOUNCED


def units_that_fill(units: Iterable[Unit]) -> set[int]:
    """Those of the units with somebody who may fill in a form; the team does it for the rest."""
    people = User.objects.filter(
        unit__in=[unit.pk for unit in units], is_active=True, groups__name=Role.DEPARTMENT.label
    )
    return {unit for unit in people.values_list("unit", flat=True) if unit is not None}


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


def tell(made: Sequence[Assignment], *, at: datetime, words: str) -> None:
    """Tell each member how many visits the team has (`words` 有) or gets more (新增), by when."""
    counts = Counter(assignment.team_id for assignment in made)
    first = {assignment.team_id: assignment for assignment in reversed(made)}
    teams = Team.objects.filter(pk__in=counts).prefetch_related("members")
    for team in teams:
        row = first[team.pk]
        day = f"{row.due_on.month}月{row.due_on.day}日"
        notify(
            recipients=team.members.all(),
            key=f"assigned:{team.pk}" if words == "有" else f"assigned:{team.pk}:{row.pk}",
            text=f"{team.name}{words}{counts[team.pk]}项督查任务，{day}前完成。",
            url=reverse("inspections:my_assignments"),
            at=at,
        )


def tell_departments(made: Iterable[Assignment], *, at: datetime) -> None:
    """Tell the people of each department that fills in its own form."""
    due = {row.filling_unit_id: row for row in made if row.filling_unit_id}
    people = User.objects.filter(
        unit__in=due, is_active=True, groups__name=Role.DEPARTMENT.label
    ).distinct()
    for person in people:
        row = due[person.unit_id or 0]
        notify(
            recipients=[person],
            key=f"filling:{row.pk}",
            text=f"请填报《{row.checklist}》，{row.due_on.month}月{row.due_on.day}日前提交。",
            url=reverse("inspections:my_assignments"),
            at=at,
        )
