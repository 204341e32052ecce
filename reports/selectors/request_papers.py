"""Requests for more time and 约谈 records read for their papers."""

from django.utils.timezone import localdate

from accounts.models import User
from inspections.models import Extension, InterviewSummons, Problem
from inspections.selectors.summons import person_of
from reports.papers.requests import ExtensionText, SummonsText


def extension_text(asked: Extension) -> ExtensionText:
    """Give a request for more time as its paper tells it."""
    problem = asked.problem
    decided = localdate(asked.decided_at) if asked.decided_at else None
    return ExtensionText(
        number=problem.number,
        unit=str(problem.responsible_unit),
        person=problem.responsible_person,
        order=asked.order.number if asked.order else "",
        subject=problem.subject_name,
        fact=problem.fact,
        due_before=asked.due_before,
        until=asked.until,
        reason=asked.reason,
        progress=asked.progress,
        by=str(asked.by),
        on=localdate(asked.at),
        state=asked.state,
        state_label=asked.get_state_display(),
        decision_note=asked.decision_note,
        decided_by=str(asked.decided_by or ""),
        decided_on=decided,
    )


def summons_text(held: InterviewSummons, *, user: User, full: bool) -> SummonsText:
    """Give a 约谈 as its paper tells it, with the problems the reader may see.

    `full` names the person in full; else by surname.
    """
    seen = Problem.objects.visible_to(user).filter(summonses=held).order_by("number")
    return SummonsText(
        unit=str(held.unit),
        person=person_of(held, full=full),
        held_on=held.held_on,
        place=held.place,
        host=held.host,
        matter=held.matter,
        requirement=held.requirement,
        due_on=held.due_on,
        statement=held.statement,
        recorder=str(held.recorded_by),
        problems=tuple(
            (row.number, row.fact, f"{row.due_on or ''}", row.get_state_display()) for row in seen
        ),
        annulled=held.annul_reason,
    )
