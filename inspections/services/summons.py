"""约谈: recorded after it was held, sealed at once, annulled only with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import InterviewSummons, Problem
from inspections.services.transitions import refuse_hidden


@dataclass(frozen=True)
class Held:
    """What is written down of one 约谈. Source: domain §3.3 (约谈提醒记录表)."""

    unit: Unit
    person_name: str
    held_on: date
    place: str
    host: str
    matter: str
    requirement: str
    due_on: date
    post: str = ""
    statement: str = ""


@transaction.atomic
def record_summons(
    *, held: Held, problems: Sequence[Problem], by: User, at: datetime
) -> InterviewSummons:
    """Write a 约谈 down and tell the unit's people what is asked of them by when.

    Raises RuleBroken "held_in_future", "due_before_held", "problem_of_another_unit",
    "round_is_hidden".
    """
    if held.held_on > timezone.localtime(at).date():
        raise RuleBroken("约谈日期不得晚于今天，请在约谈之后登记。", code="held_in_future")
    if held.due_on < held.held_on:
        raise RuleBroken("整改时限不得早于约谈日期。", code="due_before_held")
    refuse_hidden(problems, act="登记约谈")
    others = [row.number for row in problems if row.responsible_unit_id != held.unit.pk]
    if others:
        raise RuleBroken(
            f"{'、'.join(others)}的责任单位不是{held.unit}，请核对问题编号。",
            code="problem_of_another_unit",
        )
    made = InterviewSummons.objects.create(
        area_code=(by.area_code or held.unit.area_code)[:6],
        unit=held.unit,
        person_name=held.person_name.strip(),
        post=held.post.strip(),
        held_on=held.held_on,
        place=held.place.strip(),
        host=held.host.strip(),
        matter=held.matter.strip(),
        requirement=held.requirement.strip(),
        due_on=held.due_on,
        statement=held.statement.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    made.problems.set(problems)
    record(by=by, action="record_summons", about=made)
    _tell(made, at=at)
    return made


def _tell(made: InterviewSummons, *, at: datetime) -> None:
    notify(
        recipients=User.objects.filter(is_active=True, unit=made.unit),
        key=f"summons {made.pk}",
        text=f"约谈记录已登记，请于{made.due_on:%Y-%m-%d}前落实整改要求。",
        url=reverse("inspections:summons_detail", args=[made.pk]),
        at=at,
    )


@transaction.atomic
def annul_summons(*, summons: InterviewSummons, why: str, by: User, at: datetime) -> None:
    """Set a wrong record aside; it stays to be read. Raises RuleBroken "no_reason", "annulled"."""
    if not why.strip():
        raise RuleBroken("请写明作废原因。", code="no_reason")
    standing = InterviewSummons.objects.filter(pk=summons.pk, annulled_at=None)
    if not standing.update(annulled_at=at, annul_reason=why.strip()):
        raise RuleBroken("该约谈记录已作废。", code="annulled")
    record(by=by, action="annul_summons", about=summons, why=why.strip())
