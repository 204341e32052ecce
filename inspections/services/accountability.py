"""Putting a failure before the discipline office (问责): by a person or by the timetable."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import AccountabilityCase, Assignment, Problem, Trigger
from inspections.selectors.holders import holders
from inspections.services.transitions import wrong_state

GROUNDS_LENGTH = 500
UNJUDGED = (Problem.State.FOUND, Problem.State.NOT_UPHELD)


@transaction.atomic
def propose(  # noqa: PLR0913 -- what a case is made of; two of them are a timetable's only
    *,
    area_code: str,
    trigger: str,
    grounds: str,
    unit: Unit,
    key: str,
    at: datetime,
    problem: Problem | None = None,
    assignment: Assignment | None = None,
    by: User | None = None,
) -> AccountabilityCase | None:
    """Put a matter before the discipline office once; None when one with that key is there.

    `by` is None for what the timetable proposes. Source: plan 001 (77), the four failures that
    lead to 责任倒查. The discipline office of the county is told that something waits, never
    what. Raises RuleBroken "wrong_trigger", "no_grounds".
    """
    if trigger not in Trigger.values:
        raise RuleBroken("请选择问责情形。", code="wrong_trigger")
    if not grounds.strip():
        raise RuleBroken("请写明提请问责的事由。", code="no_grounds")
    case, is_new = AccountabilityCase.objects.get_or_create(
        key=key,
        defaults={
            "area_code": area_code,
            "trigger": trigger,
            "grounds": grounds.strip()[:GROUNDS_LENGTH],
            "unit": unit,
            "problem": problem,
            "assignment": assignment,
            "proposed_by": by,
            "proposed_at": at,
        },
    )
    if not is_new:
        return None
    record(by=by, action="propose_accountability", about=case, state=case.state)
    notify(
        recipients=holders(right="decide_accountability", area_code=area_code),
        key=f"accountability-{case.pk}",
        text="有一件提请问责事项待处理，请在“问责”中办理。",
        url=reverse("inspections:accountability_detail", args=[case.pk]),
        at=at,
    )
    return case


@transaction.atomic
def propose_for(
    *, problem: Problem, trigger: str, grounds: str, by: User, at: datetime
) -> AccountabilityCase:
    """Put a problem's failure before the discipline office, once for each of the four failures.

    A problem opened again (重新整改) may be put once more. Raises RuleBroken "wrong_state" for
    what nobody upheld, "already_proposed" and those of propose.
    """
    if problem.state in UNJUDGED:
        raise wrong_state(problem)
    case = propose(
        area_code=problem.area_code,
        trigger=trigger,
        grounds=grounds,
        unit=problem.responsible_unit,
        key=f"problem-{problem.pk}-{problem.reopened}-{trigger}",
        problem=problem,
        by=by,
        at=at,
    )
    if case is None:
        raise RuleBroken(
            f"问题{problem.number}已以同一情形提请问责，不重复提请。", code="already_proposed"
        )
    return case


@transaction.atomic
def propose_by_hand(
    *, unit: Unit, trigger: str, grounds: str, token: str, by: User, at: datetime
) -> AccountabilityCase:
    """Put a matter that is no problem before the discipline office; a form sent twice does once.

    `token` is the form's own. Raises RuleBroken "already_proposed" and those of propose.
    """
    case = propose(
        area_code=unit.area_code,
        trigger=trigger,
        grounds=grounds,
        unit=unit,
        key=f"by-hand-{token}",
        by=by,
        at=at,
    )
    if case is None:
        raise RuleBroken("这件事项已经提请，请勿重复提交。", code="already_proposed")
    return case
