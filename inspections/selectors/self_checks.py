"""Reading self-checks (举一反三): the list, the figures, the button and the card of a problem."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from accounts import clock
from accounts.models import User
from inspections.models import Problem, Round, SelfCheck
from inspections.selectors.action import Action, act_on
from inspections.selectors.panel import Panel

State, Result = SelfCheck.State, SelfCheck.Result
ANSWERS = "inspections.reply_rectification"
UNJUDGED = (Problem.State.FOUND, Problem.State.NOT_UPHELD)


def for_list(rows: "QuerySet[SelfCheck]") -> "QuerySet[SelfCheck]":
    """Put what waits first, the nearest day at its head, with what a line shows."""
    waiting = Case(
        When(state=State.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    read = rows.select_related("unit", "problem", "raised")
    return read.order_by(waiting, "due_on", "area_code", "pk")


def figures(rows: "QuerySet[SelfCheck]", *, on: date) -> dict[str, int]:
    """Count self-checks: all, waiting, late, without the problem, with it."""
    counts: dict[str, int] = rows.order_by().aggregate(
        total=Count("pk"),
        asked=Count("pk", filter=Q(state=State.ASKED)),
        overdue=Count("pk", filter=Q(state=State.ASKED, due_on__lt=on)),
        clear=Count("pk", filter=Q(result=Result.CLEAR)),
        found=Count("pk", filter=Q(result=Result.FOUND)),
    )
    return counts


def may_answer(check: SelfCheck, user: User) -> bool:
    """Whether the user may answer this self-check now: of its unit, and nobody has yet."""
    is_own = user.unit_id is not None and user.unit_id == check.unit_id
    return check.state == State.ASKED and is_own and user.has_perm(ANSWERS)


def is_hidden(problem: Problem) -> bool:
    """Whether asking would make known what an unannounced round (暗访) found."""
    return Round.objects.hidden().filter(pk=problem.round_id).exists()


def generalising(problem: Problem, user: User) -> list[Action]:
    """Offer to ask the others, once the problem is judged and may be known."""
    if problem.state in UNJUDGED or not user.has_perm("inspections.ask_self_check"):
        return []
    if is_hidden(problem):
        return []
    address = act_on(problem, "self_check_ask")
    return [Action("举一反三", address, "list-check", "outline-secondary")]


def self_check_panel(problem: Problem, user: User) -> Panel | None:
    """Show how many were asked and what they found, and by which self-check it was found."""
    if not user.has_perm("inspections.view_selfcheck"):
        return None
    seen = SelfCheck.objects.visible_to(user)
    counts = figures(seen.filter(problem=problem), on=clock.today())
    came_of = seen.filter(raised=problem).select_related("problem").first()
    if not counts["total"] and came_of is None:
        return None
    found = seen.filter(problem=problem, result=Result.FOUND).select_related("raised", "unit")
    shown = {"problem": problem, "counts": counts, "came_of": came_of, "found": found}
    return Panel("inspections/self_check_panel.html", shown)
