"""Playing a month: each person does, through the services, what he would do on the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Role, User
from inspections.models import Assignment, Attachment, Draw, Problem, Round, Visit
from inspections.services.assignments import assign_round
from inspections.services.attachments import store_attachment
from inspections.services.declarations import declare
from inspections.services.draws import enter_seed, seal_draw
from inspections.services.opening import open_visit
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem, propose_scope
from inspections.services.rectifications import close_problem, start_rectification
from inspections.services.replies import reply
from inspections.services.reviews import accept_visit, return_visit
from inspections.services.rounds import current_scheme, plan_round
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from inspections.services.verifications import verify
from reports.demo.answers import FAULTS
from reports.demo.chance import number
from reports.demo.moments import COUNTY, at
from reports.demo.papers import photo_of
from reports.demo.sights import answers_for_visit


@dataclass(frozen=True)
class Cast:
    """The people of a month."""

    office: User
    verifier: User
    inspectors: tuple[User, ...]


def cast() -> Cast:
    """Find the demo's people by their accounts."""
    inspectors = User.objects.filter(groups__name=Role.INSPECTOR.label).order_by("username")
    return Cast(
        office=User.objects.get(username="mudu"),
        verifier=User.objects.get(username="fupin"),
        inspectors=tuple(inspectors),
    )


def draw_month(*, period: date, seed: str, people: Cast) -> Round:
    """Plan the month's round, seal the pool, enter the seed made in public."""
    day = period.replace(day=5)
    planned = plan_round(
        scheme=current_scheme(county=COUNTY),
        period=period,
        by=people.office,
        starts_on=period.replace(day=11),
        ends_on=period.replace(day=22),
    )
    sealed = seal_draw(round=planned, by=people.office, at=at(day, 9))
    enter_seed(draw=sealed, seed=seed, by=people.office, at=at(day, 15))
    planned.refresh_from_db()
    return planned


def send_teams(*, round_: Round, people: Cast, waiting: bool = False) -> None:
    """Send two teams of three into the field; `waiting` for the last one's declaration."""
    halves = people.inspectors[0::2], people.inspectors[1::2]
    teams = [
        {"name": f"第{name}督查组", "leader": members[0], "members": members}
        for name, members in zip("一二", halves, strict=True)
    ]
    assign_round(round=round_, by=people.office, teams=teams, on=round_.starts_on)
    for inspector in people.inspectors[:-1] if waiting else people.inspectors:
        declare(round=round_, by=inspector, at=at(round_.starts_on, 8))


def visit_all(*, round_: Round, people: Cast) -> None:
    """Fill, submit and accept every assigned form; each kind has its share of faults.

    Every second form is a member's and accepted by the leader, the others are the leader's and
    accepted by 目督办; one in a round is returned first and sent again.
    """
    joined = round_.assignments.active().select_related("team__leader", "checklist")
    assignments = list(joined.order_by("id"))
    households = [row.pk for row in assignments if row.subject_kind == "household"]
    for place, assignment in enumerate(assignments):
        day = round_.starts_on + timedelta(days=number(8, assignment.subject_code))
        leader = assignment.team.leader
        writer = _members(assignment)[place % 2]
        faults = _faults(assignment, place)
        visit = visit_one(assignment=assignment, day=day, faults=faults, by=writer)
        reviewer = people.office if writer == leader else leader
        if assignment.pk in households[:1]:
            visit = _returned_once(visit, day=day, by=writer, reviewer=reviewer)
        accept_visit(visit=visit, by=reviewer, at=at(day, 17))


def _members(assignment: Assignment) -> list[User]:
    """Give the leader and the next member of the team, who share the forms."""
    leader = assignment.team.leader
    others = assignment.team.members.exclude(pk=leader.pk).order_by("username")
    return [leader, others.first() or leader]


def _returned_once(visit: Visit, *, day: date, by: User, reviewer: User) -> Visit:
    """Have a form returned for its missing remark, completed and sent again."""
    remark = "与户主谈话情况没有写明，请补充后重新提交。"
    draft = return_visit(visit=visit, remark=remark, by=reviewer, at=at(day, 16))
    answers = {"Z08_note": "户主希望增加养殖技术培训。"}
    saved = save_answers(visit=draft, answers=answers, version=draft.version, by=by)
    return submit_visit(visit=saved, by=by, on=day, at=at(day, 16))


def visit_one(
    *, assignment: Assignment, day: date, faults: dict[str, Any], by: User | None = None
) -> Visit:
    """Fill and submit one form on a day, by the team's leader unless another is named."""
    inspector = by or assignment.team.leader
    visit = open_visit(assignment=assignment, by=inspector, at=at(day))
    answers = answers_for_visit(visit=visit, day=day, faults=faults)
    saved = save_answers(visit=visit, answers=answers, version=visit.version, by=inspector)
    return submit_visit(visit=saved, by=inspector, on=day, at=at(day, 16))


def _faults(assignment: Assignment, place: int) -> dict[str, Any]:
    """Give most subjects one or two faults, some none."""
    found = FAULTS[assignment.subject_kind]
    if assignment.subject_kind == "department":
        own = [fault for fault in found if _asked(assignment, fault)]
        return dict(own[0]) if own else {}
    count = number(3, assignment.subject_code, assignment.round_id)
    faults: dict[str, Any] = {}
    for step in range(count):
        faults |= found[(place + step * 2) % len(found)]
    return faults


def _asked(assignment: Assignment, fault: dict[str, Any]) -> bool:
    """Whether the department is asked what the fault is about."""
    questions = assignment.checklist.questions.filter(
        name__in=fault, asked_of=assignment.subject_name
    )
    return questions.exists()


def confirm_all(*, round_: Round, people: Cast, on: date) -> None:
    """Confirm every problem as the system proposes."""
    propose_scope(round=round_)
    for problem in round_.problems.order_by("number"):
        scope = problem.proposed_scope or Problem.Scope.INDIVIDUAL
        confirm_problem(problem=problem, scope=scope, by=people.office, on=on)


def order_all(*, round_: Round, people: Cast, on: date, due_on: date) -> None:
    """Issue one order to each responsible unit."""
    problems = round_.problems.filter(state=Problem.State.CONFIRMED).order_by("number")
    units = {problem.responsible_unit for problem in problems.select_related("responsible_unit")}
    for unit in sorted(units, key=lambda unit: unit.pk):
        issue_order(
            problems=[problem for problem in problems if problem.responsible_unit_id == unit.pk],
            unit=unit,
            requirement="逐项查清原因、整改到位，按期报送整改情况和佐证材料。",
            due_on=due_on,
            by=people.office,
            on=on,
        )


def rectify(*, problems: Iterable[Problem], people: Cast, on: date, upto: str) -> None:
    """Take ordered problems on: acknowledged, reported, verified, closed, as far as `upto`."""
    for problem in problems:
        person = User.objects.filter(unit=problem.responsible_unit).order_by("pk").first()
        if person is None:
            continue
        _rectify_one(problem, person, people, on, upto)


def _rectify_one(problem: Problem, person: User, people: Cast, on: date, upto: str) -> None:
    order = problem.order
    if order and order.acknowledged_at is None:
        acknowledge_order(order=order, by=person, at=at(on, 9))
    problem.refresh_from_db()
    if upto == Problem.State.ACKNOWLEDGED:
        return
    _plan(problem, person, on)
    if upto == Problem.State.RECTIFYING:
        return
    _report(problem, person, on)
    if upto == Problem.State.REPORTED:
        return
    _verify(problem, people, on + timedelta(days=1))
    if upto == Problem.State.VERIFIED:
        return
    close_problem(problem=problem, note="同意销号。", by=people.office, on=on + timedelta(days=2))


def _plan(problem: Problem, person: User, on: date) -> None:
    """Plan what is rectified by a date; what is done on the spot needs no plan."""
    if problem.track == Problem.Track.FIX_BY_DATE and problem.due_on:
        start_rectification(
            problem=problem,
            person=person.name,
            measure=f"对照{problem.item}逐户逐项核对，缺什么补什么，明确专人负责。",
            planned_on=problem.due_on,
            by=person,
            at=at(on, 10),
        )


def _report(problem: Problem, person: User, on: date) -> None:
    reply(
        problem=problem,
        cause="工作衔接不细，责任人对要求掌握不准。",
        measure=f"已对照{problem.item}逐户逐项核对，补办手续并明确专人负责。",
        result="问题已整改，群众认可，资料已归档。",
        evidence=[evidence_of(problem, person)],
        by=person,
        at=at(on, 11),
    )


def _verify(problem: Problem, people: Cast, on: date) -> None:
    verify(
        problem=problem,
        cause_found=True,
        measure_done=True,
        result_met=True,
        cause_note="原因查得清楚，责任到人。",
        measure_note="现场和资料核对一致。",
        result_note="入户问过，群众认可。",
        note="整改到位。",
        visited_on=on,
        by=people.verifier,
        at=at(on, 10),
    )


def evidence_of(problem: Problem, person: User) -> Attachment:
    """Store a photo of the rectified problem, as the person uploads it."""
    return store_attachment(
        file=ContentFile(photo_of(problem.number), name=f"{problem.number}.jpg"),
        name=f"整改照片{problem.number}.jpg",
        area_code=problem.area_code,
        by=person,
    )


def main_draw(round_: Round) -> Draw:
    """Give the round's draw in force."""
    return round_.draws.exclude(state=Draw.State.ANNULLED).get()
