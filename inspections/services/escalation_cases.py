"""What the timetable puts before the discipline office: problems left undone, visits not paid.

Source: plan 001 (77): 该走访不走访、该排查不排查、该整改不整改、该推进不推进. These are proposals;
only the discipline office decides.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import AuditEvent, Unit
from inspections.models import (
    AccountabilityCase,
    Assignment,
    EscalationStep,
    Problem,
    Round,
    Trigger,
)
from inspections.selectors.escalations import unvisited_days
from inspections.services.accountability import GROUNDS_LENGTH, propose

FACT_LENGTH = 200


class Late(Protocol):
    """A problem and the day its steps are counted from."""

    @property
    def pk(self) -> int: ...
    @property
    def start(self) -> date: ...


def propose_late(
    *, step: EscalationStep, lines: Sequence[Late], unit: Unit, on: date, at: datetime
) -> int:
    """Put many problems of a unit before the discipline office at once; gives how many are new.

    What `services.accountability.propose` does for one matter, for thousands in a few statements;
    the caller sends one notice for all. A problem, step and day make one case, ever.
    """
    starts = {line.pk: line.start for line in lines}
    named = Problem.objects.only("number", "fact", "area_code", "due_on").in_bulk(list(starts))
    cases = [
        AccountabilityCase(
            area_code=problem.area_code,
            trigger=step.proposes,
            grounds=_grounds(step, problem, unit=unit, days=(on - starts[pk]).days),
            unit=unit,
            problem=problem,
            key=f"problem-{pk}-{step.pk}-{starts[pk]:%Y%m%d}",
            proposed_at=at,
        )
        for pk, problem in sorted(named.items())
    ]
    keys = [case.key for case in cases]
    known = set(AccountabilityCase.objects.filter(key__in=keys).values_list("key", flat=True))
    new = AccountabilityCase.objects.bulk_create(case for case in cases if case.key not in known)
    AuditEvent.objects.bulk_create(_trail(case) for case in new)
    return len(new)


def propose_unvisited(*, county: str, on: date, at: datetime) -> int:
    """Put assignments long past their day before the discipline office, each once.

    A team's is 该走访不走访 of its leader's unit, a form a department reports itself is
    该排查不排查 of that department. Days: parameter `not_visited_days`, 10 unless set.
    """
    until = on - timedelta(days=unvisited_days(county=county, on=on))
    cases = 0
    for assignment in _unvisited(county, until=until):
        unit, trigger = _answerable(assignment)
        late = (on - assignment.due_on).days
        words = f"{assignment.round}“{assignment}”应于{assignment.due_on:%Y-%m-%d}前完成，"
        case = unit and propose(
            area_code=assignment.area_code,
            trigger=trigger,
            grounds=f"{words}已超期{late}天仍未提交督查表。",
            unit=unit,
            key=f"assignment-{assignment.pk}",
            assignment=assignment,
            at=at,
        )
        cases += case is not None
    return cases


def _unvisited(county: str, *, until: date) -> "QuerySet[Assignment]":
    """Give what was never handed in; a form sent back for correction was visited."""
    known = AccountabilityCase.objects.filter(assignment=OuterRef("pk"))
    in_field = Round.objects.filter(state=Round.State.FIELD).exclude(Round.HIDDEN)
    rows = Assignment.objects.within(county).unfinished().filter(due_on__lte=until)
    rows = rows.filter(~Exists(known), round__in=in_field).exclude(visit__returned_for__gt="")
    joined = rows.select_related("round", "owner__unit", "team__leader__unit", "filling_unit")
    return joined.order_by("pk")


def _answerable(assignment: Assignment) -> tuple[Unit | None, str]:
    """Give the unit that should have gone or reported, and which failure that is."""
    if assignment.filling_unit is not None:
        return assignment.filling_unit, Trigger.NOT_SCREENED
    person = assignment.owner or assignment.team.leader
    return person.unit or assignment.team.leader.unit, Trigger.NOT_VISITED


def _grounds(step: EscalationStep, problem: Problem, *, unit: Unit, days: int) -> str:
    late = f"整改单下达{days}天未签收"
    if step.basis == EscalationStep.Basis.DUE:
        late = f"整改时限{problem.due_on:%Y-%m-%d}，超过{days}天未报送整改情况"
    told = f"问题{problem.number}：{problem.fact[:FACT_LENGTH]}。责任单位{unit}，{late}。"
    return told[:GROUNDS_LENGTH]


def _trail(case: AccountabilityCase) -> AuditEvent:
    return AuditEvent(
        action="propose_accountability",
        object_kind="inspections.accountabilitycase",
        object_id=str(case.pk),
        area_code=case.area_code,
        detail={"state": case.state},
    )
