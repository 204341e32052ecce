"""Reading 约谈 records: a person is named by surname; the office that wrote it prints the name."""

from typing import Any

from django.db.models import QuerySet

from accounts.masking import mask_name
from accounts.models import User
from inspections.models import InterviewSummons, Problem
from inspections.selectors.action import Action, act_on

RECORD, VIEW = "inspections.record_summons", "inspections.view_interviewsummons"


def summonses_for_list(rows: "QuerySet[InterviewSummons]") -> "QuerySet[InterviewSummons]":
    """Give the newest first, with what a line shows."""
    return rows.select_related("unit", "recorded_by").order_by("-held_on", "-pk")


def person_of(summons: InterviewSummons, *, full: bool = False) -> str:
    """Name who was called in with his post; by surname unless `full`."""
    name = summons.person_name if full else mask_name(summons.person_name)
    return f"{name}（{summons.post}）" if summons.post else name


def facts_in_words(summons: InterviewSummons) -> list[tuple[str, Any]]:
    """Give label and value of what was written down; the person by surname."""
    rows = [
        ("被约谈单位", summons.unit),
        ("被约谈人", person_of(summons)),
        ("约谈日期", summons.held_on),
        ("地点", summons.place),
        ("约谈人", summons.host),
        ("约谈事由", summons.matter),
        ("整改要求", summons.requirement),
        ("整改时限", summons.due_on),
        ("被约谈人表态", summons.statement),
        ("登记", summons.recorded_by),
        ("作废原因", summons.annul_reason),
    ]
    return [row for row in rows if row[1]]


def summoning(problem: Problem, user: User) -> list[Action]:
    """Offer to write down a 约谈 over an upheld problem."""
    if not user.has_perm(RECORD) or problem.state in {
        Problem.State.FOUND,
        Problem.State.NOT_UPHELD,
    }:
        return []
    address = act_on(problem, "problem_summons")
    return [Action("登记约谈", address, "users", "outline-secondary")]


def talks_about(problem: Problem, user: User) -> list[InterviewSummons]:
    """Give the standing 约谈 about a problem as far as the user may see them, oldest first."""
    if not user.has_perm(VIEW):
        return []
    seen = InterviewSummons.objects.visible_to(user)
    return list(seen.filter(problems=problem, annulled_at=None).order_by("held_on", "pk"))
