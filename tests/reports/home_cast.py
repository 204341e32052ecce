"""Work of every kind that can wait for somebody on the first page: his own and other people's."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Role, Unit, User
from households.models import HelperPairing
from inspections.models import (
    AccountabilityCase,
    Escalation,
    EscalationStep,
    Extension,
    LookBack,
    Objection,
    Problem,
    RectificationOrder,
    Round,
    SelfCheck,
    Visit,
)
from reports.models import Bulletin
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_household,
    make_problem,
    make_round,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

TODAY = date(2016, 8, 10)
VILLAGE = f"{COUNTY}105201"
AREAS = {Role.TOWNSHIP_OFFICER: f"{COUNTY}105", Role.VILLAGE_OFFICER: VILLAGE}
LATE, SOON, FAR = (TODAY + timedelta(days=days) for days in (-4, 2, 30))
State = Problem.State


def make_somebody(role: Role) -> User:
    """Make a person of a role with a unit of his own."""
    area = AREAS.get(role, COUNTY)
    make_area(VILLAGE)
    unit = make_unit(f"{role.label}的单位", area_code=area)
    return make_user(role, area_code=area, unit=unit, is_staff=role == Role.ADMIN)


def fill(user: User, *, times: int = 1) -> None:
    """Make what waits for the user and what waits for others, each so many times."""
    other = make_unit("别的单位", area_code=f"{COUNTY}105")
    for _ in range(times):
        for unit in (user.unit, other):
            make_problems(user, unit)
            make_looks(user, unit)
        make_visits(user)
    if Bulletin.objects.exists():
        return
    make_documents(user, other)


def make_documents(user: User, other: Unit) -> None:
    """Make a document in every state: what he sent to review himself waits for others."""
    for serial, state in enumerate(Bulletin.State, start=1):
        for sender in (user, make_user()):
            number = {"year": 2016, "serial": serial * 100 + sender.pk, "issued_on": TODAY}
            told = {"withdrawn_reason": "有误"} if state == "withdrawn" else {}
            held = Bulletin.objects.create(
                area_code=COUNTY, kind="ranking", period=date(2016, 7, 1), state=state, facts={},
                submitted_by=sender, **(told if state in Bulletin.UNNUMBERED else number | told),
            )  # fmt: skip
            unit = user.unit if sender == user else other
            held.countersigns.create(unit=unit, edition=held.edition)
            held.receipts.create(unit=unit, sent_at=NOW)
            for step in ("asked", "replied"):
                instruct(held, unit, state=step)


def instruct(held: Bulletin, unit: Unit, **fields: Any) -> None:
    """Make a leader's instruction on a document for a unit, answered where it is so."""
    by = make_user()
    answered = {"reply": "已办理", "replied_by": by, "replied_at": NOW}
    held.instructions.create(
        leader="郑书记", text="抓紧整改", given_on=TODAY, due_on=FAR, unit=unit, entered_by=by,
        entered_at=NOW, **fields, **(answered if fields["state"] == "replied" else {}),
    )  # fmt: skip


def make_order(unit: Unit, user: User, **fields: Any) -> RectificationOrder:
    """Make an order to a unit."""
    return RectificationOrder.objects.create(
        area_code=COUNTY,
        year=2016,
        serial=RectificationOrder.objects.count() + 1,
        unit=unit,
        requirement="补齐",
        issued_on=date(2016, 7, 20),
        due_on=FAR,
        issued_by=user,
        **fields,
    )


def make_problems(user: User, unit: Unit) -> None:
    """Make a problem in every state, late, soon and far, with what was asked about it."""
    area = user.area_code if len(user.area_code) > len(COUNTY) else f"{COUNTY}105"
    signed = {"acknowledged_at": NOW, "acknowledged_by": user}
    order, waiting = make_order(unit, user, **signed), make_order(unit, user)
    about = {"responsible_unit": unit, "area_code": area, "scope": "individual"}
    for state in State:
        under = {} if state in {State.FOUND, State.CONFIRMED} else {"order": order}
        if state == State.ORDERED:
            under = {"order": waiting}
        for due_on in (LATE, SOON, FAR):
            fields = {"due_on": due_on} if under else {}
            fields |= {"closed_on": TODAY} if state == State.CLOSED else {}
            problem = make_problem(state=state, **about, **under, **fields)
            if state == State.RECTIFYING:
                ask(problem, due_on)
            if state == State.ACKNOWLEDGED and due_on == LATE:
                put_before_leaders(problem)


def ask(problem: Problem, due_on: date) -> None:
    """Ask for more time and object, by somebody of the unit."""
    by = make_user(unit=problem.responsible_unit)
    asked = {"problem": problem, "reason": "连日降雨", "by": by, "at": NOW}
    Extension.objects.create(
        **asked, progress="过半", due_before=due_on, until=due_on + timedelta(days=9)
    )
    Objection.objects.create(**asked)


def put_before_leaders(problem: Problem) -> None:
    """Put a late problem on the leaders' list, and its unit before the discipline office."""
    step, _ = EscalationStep.objects.get_or_create(
        code="leaders", defaults={"title": "报领导", "days": 3, "audience": "leaders"}
    )
    Escalation.objects.create(problem=problem, step=step, counted_from=problem.due_on, at=NOW)
    for state in ("proposed", "dismissed"):
        AccountabilityCase.objects.create(
            area_code=COUNTY, trigger="not_rectified", grounds="逾期未整改", state=state,
            unit=problem.responsible_unit, key=f"{problem.pk} {state}", proposed_at=NOW,
        )  # fmt: skip


def make_looks(user: User, unit: Unit) -> None:
    """Make a self-check of the unit, and a look back by the user or by another."""
    asker = make_user()
    order = make_order(make_unit("又一单位"), asker, acknowledged_at=NOW, acknowledged_by=asker)
    ended = {"state": "closed", "closed_on": TODAY, "due_on": FAR, "order": order}
    problem = make_problem(scope="common", **ended)
    for state, result in (("asked", ""), ("answered", "clear")):
        SelfCheck.objects.create(
            problem=problem, subject_kind="township", subject_code=f"{unit.pk}{state}",
            subject_name="新民镇", area_code=unit.area_code, item="A203", matter="有无方案",
            why="not_checked", unit=unit, due_on=FAR, asked_by=asker, asked_at=NOW,
            state=state, result=result, answered_at=NOW if result else None,
        )  # fmt: skip
    LookBack.objects.create(
        problem=problem, inspector=user if unit == user.unit else asker, due_on=FAR,
        asked_by=asker, asked_at=NOW,
    )  # fmt: skip


def make_visits(user: User) -> None:
    """Make a visit of the user's to do, a form before him, what he found, whom he helps."""
    team = make_team(Round.objects.first() or make_round(), user)
    make_assignment(team=team, filling_unit=user.unit, due_on=LATE)
    sent = make_assignment(team=team)
    done = {"submitted_at": NOW, "visited_on": TODAY, "started_by": make_user()}
    visit = make_visit(sent, state=Visit.State.SUBMITTED, **done)
    asker = make_user()
    make_problem(
        visit=visit, scope="common", state="reported", due_on=LATE,
        order=make_order(make_unit("又一单位"), asker, acknowledged_at=NOW, acknowledged_by=asker),
    )  # fmt: skip
    household = make_household()
    HelperPairing.objects.create(
        household=household, area_code=household.area_code, user=user, name=user.name,
        starts_on=date(2016, 1, 1),
    )  # fmt: skip
