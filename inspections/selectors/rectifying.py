"""What is next in a problem's rectification, and whose button it is."""

from accounts.models import User
from inspections.models import Problem
from inspections.selectors.action import Action, act_on, is_own

State = Problem.State
REPLY, CLOSE = "inspections.reply_rectification", "inspections.close_problem"
QUIET = "outline-secondary"


def lacks_plan(problem: Problem) -> bool:
    """Whether the track asks for a plan (限期整改) that the unit has not made yet."""
    is_made = problem.state != State.ACKNOWLEDGED and bool(problem.planned_measure)
    return problem.track == Problem.Track.FIX_BY_DATE and not is_made


def rectifying(problem: Problem, user: User) -> list[Action]:
    """Offer plan and reply to the unit, verification, close-out and sending back to others."""
    offered = _of_the_unit(problem) if is_own(problem, user) else _of_others(problem)
    return [action for right, action in offered if user.has_perm(right)]


def _of_the_unit(problem: Problem) -> list[tuple[str, Action]]:
    if problem.state not in {State.ACKNOWLEDGED, State.RECTIFYING}:
        return []
    plan = act_on(problem, "problem_plan")
    if lacks_plan(problem):
        return [(REPLY, Action("填写整改计划", plan, "calendar-event"))]
    offered = [(REPLY, Action("报送整改情况", act_on(problem, "problem_reply"), "pencil"))]
    if problem.state == State.RECTIFYING and problem.planned_measure:
        offered.append((REPLY, Action("更正整改计划", plan, "calendar-event", QUIET)))
    return offered


def _of_others(problem: Problem) -> list[tuple[str, Action]]:
    if problem.state == State.REPORTED:
        verify = Action("复核", act_on(problem, "problem_verify"), "pencil")
        return [("inspections.verify_rectification", verify)]
    if problem.state == State.VERIFIED:
        back = act_on(problem, "problem_send_back")
        return [
            (CLOSE, Action("销号", act_on(problem, "problem_close"), "circle-check")),
            (CLOSE, Action("销号退回", back, "arrow-back-up", QUIET)),
        ]
    return []
