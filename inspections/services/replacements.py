"""Drawn units, and replacing a household (替补) by the next reserve of its village, no other."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from accounts import clock
from accounts.errors import RuleBroken
from accounts.masking import household_label
from accounts.models import User
from accounts.services.trail import record
from households.models import Area, Household
from inspections.draw import Ranked
from inspections.models import Assignment, Draw, DrawnUnit, Round, Visit
from inspections.selectors.draws import next_reserve
from inspections.services.closing import refuse_closed
from inspections.services.crews import crews_of, subject_of


class _Named(NamedTuple):
    name: str
    area_code: str


def drawn_units(
    draw: Draw, lines: Sequence[Ranked], *, is_reserve: bool = False
) -> list[DrawnUnit]:
    """Make unsaved rows of ranked units, with the names they bear in the register today."""
    names = _names(lines)
    return [_unit(draw, line, names, is_reserve=is_reserve) for line in lines]


def _names(lines: Sequence[Ranked]) -> dict[str, _Named]:
    """Names and places of ranked units by id; a householder's name is masked."""
    places = [line.unit_id for line in lines if line.stage != "household"]
    numbers = [line.unit_id for line in lines if line.stage == "household"]
    areas = Area.objects.filter(code__in=places).values_list("code", "short_name")
    households = Household.objects.filter(household_no__in=numbers)
    return {code: _Named(name, code) for code, name in areas} | {
        number: _Named(household_label(head, number), village)
        for number, head, village in households.values_list(
            "household_no", "head_name", "area_code"
        )
    }


def _unit(draw: Draw, line: Ranked, names: dict[str, _Named], *, is_reserve: bool) -> DrawnUnit:
    """A drawn unit; one that has left the register since the seal goes by its number."""
    place = line.parent_id if line.stage == "household" else line.unit_id
    named = names.get(line.unit_id, _Named(line.unit_id, place))
    return DrawnUnit(
        draw=draw,
        stage=line.stage,
        subject_kind=line.stage,
        subject_code=line.unit_id,
        subject_name=named.name,
        area_code=place,
        parent_code=line.parent_id,
        position=line.position,
        ticket=line.ticket,
        is_reserve=is_reserve,
    )


@transaction.atomic
def replace_unit(
    *,
    drawn_unit: DrawnUnit,
    reason: str,
    by: User,
    note: str = "",
    at: datetime | None = None,
) -> DrawnUnit:
    """Put the next reserve of the same village in a drawn household's place.

    ``reason`` is a DrawnUnit.Reason; 其他 needs a note.  An assignment that is not yet submitted
    goes over to the reserve.  Returns the reserve; raises RuleBroken on any other replacement.
    """
    _check_reason(reason, note)
    if drawn_unit.stage != "household":
        raise RuleBroken("乡镇和村不得替补；确需更换的，作废后重新抽签。", code="not_a_household")
    draw = Draw.objects.select_for_update().get(pk=drawn_unit.draw_id)
    active = {Round.State.DRAWN, Round.State.FIELD}
    if draw.state != Draw.State.DRAWN or draw.round.state not in active:
        raise RuleBroken("该期次不在可替补的阶段。", code="not_in_force")
    refuse_closed(draw.round, drawn_unit.area_code)
    line = next_reserve(draw, stage=drawn_unit.stage, parent=drawn_unit.parent_code)
    if line is None:
        raise RuleBroken("该村已没有替补户。", code="no_reserve")
    (reserve,) = drawn_units(draw, [line], is_reserve=True)
    reserve.save(force_insert=True)
    standing = DrawnUnit.objects.filter(pk=drawn_unit.pk, replaced_by=None)
    at = at or clock.now()
    if not standing.update(
        replaced_by=reserve,
        replace_reason=reason,
        replace_note=note.strip(),
        replaced_by_user=by,
        replaced_at=at,
    ):
        raise RuleBroken("该户已被替补。", code="already_replaced")
    _hand_over(drawn_unit, reserve, on=localdate(at))
    record(by=by, action="replace_unit", about=drawn_unit, reason=reason, reserve=reserve.pk)
    drawn_unit.refresh_from_db()
    return reserve


def _check_reason(reason: str, note: str) -> None:
    if reason not in DrawnUnit.Reason.values:
        raise RuleBroken("替补原因须为外出、拒访、去世、搬迁或其他。", code="reason_not_listed")
    if reason == DrawnUnit.Reason.OTHER and not note.strip():
        raise RuleBroken("替补原因为其他的，须写明说明。", code="no_note")


def _hand_over(old: DrawnUnit, reserve: DrawnUnit, *, on: date) -> None:
    """Withdraw the assignment of the household given up and give its team the reserve.

    Its owner keeps it unless he must step aside from the reserve, as its helper does.
    """
    assignment = Assignment.objects.active().filter(drawn_unit=old).first()
    if assignment is None:
        return
    form = Visit.objects.select_for_update(no_key=True).filter(assignment=assignment).first()
    if form is not None and form.is_sealed:
        raise RuleBroken("该户督查表已提交，不得替补。", code="already_submitted")
    Assignment.objects.filter(pk=assignment.pk).update(withdrawn=True)
    Assignment.objects.create(
        round=assignment.round,
        team=assignment.team,
        owner=_owner(assignment, reserve, on=on),
        checklist=assignment.checklist,
        drawn_unit=reserve,
        due_on=assignment.due_on,
        subject_kind=reserve.subject_kind,
        subject_code=reserve.subject_code,
        subject_name=reserve.subject_name,
        area_code=reserve.area_code,
    )


def _owner(assignment: Assignment, reserve: DrawnUnit, *, on: date) -> User | None:
    """Who answers for the reserve in the team that had the household given up."""
    crews = crews_of(assignment.round, on=on)
    crew = next((one for one in crews if one.team.pk == assignment.team_id), None)
    subject = subject_of(reserve)
    if crew is None or assignment.owner is None or not crew.must_avoid(assignment.owner, subject):
        return assignment.owner
    return crew.next_owner(subject)
