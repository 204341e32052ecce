"""A closed problem opened again: what a look back (回头看) found to have come back."""

from datetime import date

from django.db import transaction
from django.db.models import F

from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.scope import COUNTY
from accounts.services.notices import notify
from inspections.models import Problem
from inspections.services.transitions import (
    NOTICE_LENGTH,
    moment_of,
    move,
    page_of,
    refuse_own_unit,
)

# what the new order sets anew; replies, verifications, earlier orders and the story stay
CLEARED = {
    "order": None,
    "due_on": None,
    "closed_on": None,
    "planned_on": None,
    "planned_measure": "",
}


@transaction.atomic
def reopen_problem(*, problem: Problem, by: User, on: date, note: str) -> Problem:
    """Take a closed problem back to 已认定, to be ordered anew with its whole history.

    The office is told. A second closing needs a reply of its own: no path leads from 已认定 to
    已报结 without one. Raises RuleBroken "no_reason", "own_unit", "wrong_state". Source: issue 5
    point 6; domain §3.3.
    """
    if not note.strip():
        raise RuleBroken("重新整改须写明回头看发现的情况。", code="no_reason")
    refuse_own_unit(problem=problem, by=by, act="重新提起")
    move(
        problem=problem,
        came_from=[Problem.State.CLOSED],
        to=Problem.State.CONFIRMED,
        by=by,
        at=moment_of(on),
        action="reopen_problem",
        note=f"回头看发现问题反弹，重新整改：{note.strip()}",
        reopened=F("reopened") + 1,
        **CLEARED,
    )
    notify(
        recipients=_office(problem.area_code),
        key=f"problem-{problem.pk}-reopened-{problem.reopened}",
        text=f"问题{problem.number}回头看发现反弹，已退回“已认定”，请重新下达整改单。"[
            :NOTICE_LENGTH
        ],
        url=page_of(problem),
        at=moment_of(on),
    )
    return problem


def _office(area_code: str) -> list[User]:
    """Give the people of 目督办 who answer for the problem's county."""
    people = User.objects.filter(groups__name=Role.SUPERVISION_OFFICE.label, is_active=True)
    return list(people.filter(area_code=area_code[:COUNTY]).distinct())
