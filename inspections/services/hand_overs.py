"""Handing an assignment over to another person or team, and giving it another day: with a reason.

目督办 moves work across teams, a team's leader inside his own. A sealed form stays where it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import Assignment, HandOver, Round, Team, Visit
from inspections.services.closing import refuse_closed
from inspections.services.crews import Crew, crews_of, subject_of


def refuse_mover(assignment: Assignment, by: User, *, to_team: Team | None = None) -> None:
    """Refuse whoever may not move the work: 目督办 may, a leader inside his own team."""
    if by.has_role(Role.SUPERVISION_OFFICE):
        return
    if assignment.team.leader_id != by.pk:
        raise RuleBroken("只有目督办或本组组长可以移交任务。", code="not_mover")
    if to_team is not None and to_team.pk != assignment.team_id:
        raise RuleBroken("跨组移交请目督办办理。", code="across_teams")


@transaction.atomic
def hand_over(
    *,
    assignment: Assignment,
    reason: str,
    by: User,
    to_owner: User | None = None,
    to_team: Team | None = None,
    at: datetime | None = None,
) -> HandOver:
    """Give an unfinished assignment to another person, or to another team of the round.

    Without `to_owner` the member of the team with the least to do takes it. What was answered so
    far goes along. Raises RuleBroken without a reason, for a sealed form, outside the field
    phase, where somebody must step aside, for a person who is not of the team, and for whoever
    may not move it.
    """
    at = at or clock.now()
    refuse_mover(assignment, by, to_team=to_team)
    reason = _stated(reason)
    moved = _move(assignment, to_team or assignment.team, to_owner, reason=reason, by=by, at=at)
    _tell([moved], at=at)
    return moved


@transaction.atomic
def hand_over_all(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    from_owner: User,
    reason: str,
    by: User,
    to_owner: User | None = None,
    at: datetime | None = None,
) -> list[HandOver]:
    """Give all that a person has left in a round to the rest of his team, evenly, or to one of it.

    For somebody who falls ill. Raises RuleBroken where nothing is left, and as `hand_over` does.
    """
    at, reason = at or clock.now(), _stated(reason)
    rows = Assignment.objects.unfinished().filter(round=round, owner=from_owner)
    left = list(rows.select_related("team", "round", "owner").order_by("area_code", "pk"))
    if not left:
        raise RuleBroken(f"{from_owner}在本期没有未完成的任务。", code="nothing_left")
    moved = []
    for assignment in left:
        refuse_mover(assignment, by)
        crew = _crew(assignment.team, on=timezone.localtime(at).date())
        crew.members = tuple(one for one in crew.members if one.pk != from_owner.pk)
        owner = to_owner or crew.next_owner(subject_of(assignment))
        if owner is None:
            raise RuleBroken(
                f"{assignment.team}没有别的人可以接手{assignment}，请移交其他组。",
                code="nobody_left",
            )
        moved.append(_move(assignment, assignment.team, owner, reason=reason, by=by, at=at))
    _tell(moved, at=at)
    return moved


@transaction.atomic
def change_due(
    *,
    assignments: Iterable[Assignment],
    due_on: date,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> int:
    """Give unfinished assignments of one round another last day; how many changed.

    Raises RuleBroken without a reason, for anybody but 目督办, for a day before the round begins
    and where none of them is unfinished.
    """
    at, reason = at or clock.now(), _stated(reason)
    if not by.has_role(Role.SUPERVISION_OFFICE):
        raise RuleBroken("完成期限由目督办调整。", code="not_office")
    given = [row.pk for row in assignments]
    rows = Assignment.objects.unfinished().filter(pk__in=given, round__state=Round.State.FIELD)
    changed = [
        row for row in rows.select_related("round", "owner", "team") if row.due_on != due_on
    ]
    if not changed:
        raise RuleBroken("没有可以调整期限的未完成任务。", code="nothing_left")
    if any(due_on < row.round.starts_on for row in changed):
        raise RuleBroken("完成期限不得早于本期开始日期。", code="due_before_start")
    Assignment.objects.filter(pk__in=[row.pk for row in changed]).update(due_on=due_on)
    for row in changed:
        was, now = row.due_on.isoformat(), due_on.isoformat()
        record(by=by, action="change_due", about=row, was=was, now=now, reason=reason)
    _tell_due(changed, due_on, at=at)
    return len(changed)


def _stated(reason: str) -> str:
    """A reason without its blanks; raises RuleBroken when nothing is left."""
    if not reason.strip():
        raise RuleBroken("请写明原因。", code="no_reason")
    return reason.strip()


def _crew(team: Team, *, on: date) -> Crew:
    """The team with what its members must avoid."""
    return next(crew for crew in crews_of(team.round, on=on) if crew.team.pk == team.pk)


def _move(
    assignment: Assignment,
    team: Team,
    owner: User | None,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> HandOver:
    """Write the new team and owner over the old ones, once, and put it on record."""
    _refuse_settled(assignment, team)
    refuse_closed(assignment.round, assignment.area_code)
    owner = _taker(assignment, _crew(team, on=timezone.localtime(at).date()), owner)
    old_team, old_owner = assignment.team, assignment.owner
    standing = Assignment.objects.unfinished().filter(
        pk=assignment.pk, team=old_team, owner=old_owner
    )
    if not standing.update(team=team, owner=owner):
        raise RuleBroken("任务刚刚有变动，请刷新后再移交。", code="moved_meanwhile")
    assignment.team, assignment.owner = team, owner
    moved = HandOver.objects.create(
        assignment=assignment,
        from_team=old_team,
        to_team=team,
        from_owner=old_owner,
        to_owner=owner,
        reason=reason,
        by=by,
        at=at,
    )
    record(by=by, action="hand_over", about=assignment, hand_over=moved.pk)
    return moved


def _taker(assignment: Assignment, crew: Crew, owner: User | None) -> User:
    """Who takes the assignment in the team; raises RuleBroken where nobody can."""
    subject = subject_of(assignment)
    if crew.team.pk != assignment.team_id and crew.has_conflict([subject]):
        raise RuleBroken(f"{crew.team}有人须回避{assignment}，不能移交。", code="conflict")
    owner = owner or crew.next_owner(subject)
    if owner is None or owner.pk not in {one.pk for one in crew.members}:
        raise RuleBroken("接手人须是该督查组的成员。", code="not_a_member")
    if not owner.is_active:
        raise RuleBroken(f"{owner}的账号已停用，请选别人接手。", code="not_active")
    if crew.must_avoid(owner, subject):
        raise RuleBroken(f"{owner}须回避{assignment}，不能接手。", code="conflict")
    if (assignment.team_id, assignment.owner_id) == (crew.team.pk, owner.pk):
        raise RuleBroken(f"{assignment}本来就由{owner}负责。", code="same_owner")
    return owner


def _refuse_settled(assignment: Assignment, team: Team) -> None:
    """Refuse what cannot move any more, and a team of another round."""
    if assignment.withdrawn or assignment.round.state != Round.State.FIELD:
        raise RuleBroken("只有督查中、未撤回的任务可以移交。", code="not_in_field")
    if team.round_id != assignment.round_id:
        raise RuleBroken("只能移交给本期的督查组。", code="other_round")
    if Visit.objects.submitted().filter(assignment=assignment).exists():
        raise RuleBroken("督查表已提交，不能再移交。", code="already_submitted")


def _tell(moved: Sequence[HandOver], *, at: datetime) -> None:
    """Tell those who took over, those who gave up, and the leaders of both teams, each once."""
    first = moved[0]
    what = str(first.assignment) if len(moved) == 1 else f"{first.assignment}等{len(moved)}项"
    url = reverse("inspections:my_assignments")
    took = {row.to_owner for row in moved if row.to_owner}
    gave = {row.from_owner for row in moved if row.from_owner}
    leaders = {team.leader for row in moved for team in (row.from_team, row.to_team)}
    names = "、".join(sorted(str(person) for person in took))
    key = f"hand-over:{first.pk}"
    for person in took:
        own = [row for row in moved if row.to_owner == person]
        mine = str(own[0].assignment) if len(own) == 1 else f"{own[0].assignment}等{len(own)}项"
        notify(recipients=[person], key=key, text=f"{mine}任务移交给您负责。", url=url, at=at)
    rest = (gave | leaders) - took - {first.by}
    notify(recipients=rest, key=key, text=f"{what}任务已移交{names}负责。", url=url, at=at)


def _tell_due(changed: Sequence[Assignment], due_on: date, *, at: datetime) -> None:
    """Tell the owners, or the team's leader where there is none, and a unit that fills it in."""
    told: dict[User, list[Assignment]] = defaultdict(list)
    units = {row.filling_unit_id for row in changed if row.filling_unit_id}
    staff = list(User.objects.filter(unit__in=units, is_active=True))
    for row in changed:
        told[row.owner or row.team.leader].append(row)
        for person in staff:
            if person.unit_id == row.filling_unit_id:
                told[person].append(row)
    for person, rows in told.items():
        what = str(rows[0]) if len(rows) == 1 else f"{rows[0]}等{len(rows)}项"
        notify(
            recipients=[person],
            key=f"due:{rows[0].pk}:{due_on.isoformat()}:{at:%d%H%M%S}",
            text=f"{what}任务的完成期限改为{due_on.month}月{due_on.day}日。",
            url=reverse("inspections:my_assignments"),
            at=at,
        )
