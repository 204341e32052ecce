"""Problems under an order, as late as a test wants them, and the people who are told."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Notice, Role, Unit, User
from inspections.models import Escalation, Problem, RectificationOrder
from inspections.services.escalation_steps import load_escalation_steps
from inspections.services.escalations import Told, escalate
from tests.make import COUNTY, NOW, make_problem, make_unit, make_user

DUE, ISSUED = date(2016, 7, 27), date(2016, 7, 12)  # a Wednesday, a Tuesday
TOWNSHIP = f"{COUNTY}105"
_serial = count(1)


def make_order(unit: Unit, **fields: Any) -> RectificationOrder:
    office = User.objects.filter(username="issuer").first()
    defaults: dict[str, Any] = {
        "area_code": COUNTY,
        "year": 2016,
        "serial": next(_serial),
        "unit": unit,
        "requirement": "限期整改",
        "issued_on": ISSUED,
        "due_on": DUE,
        "issued_by": office or make_user(username="issuer"),
    }
    return RectificationOrder.objects.create(**(defaults | fields))


def ordered(**fields: Any) -> Problem:
    """Make a problem of 新店镇 that is signed for and due on 2016-07-27."""
    area_code = fields.setdefault("area_code", TOWNSHIP)
    unit = fields.pop("unit", None) or make_unit(
        "新店镇", area_code=area_code[:9], kind="township"
    )
    due_on = fields.pop("due_on", DUE)
    order = make_order(unit, due_on=due_on, issued_on=min(ISSUED, due_on))
    defaults: dict[str, Any] = {"state": Problem.State.ACKNOWLEDGED, "scope": "individual"}
    return make_problem(responsible_unit=unit, order=order, due_on=due_on, **(defaults | fields))


def run(on: date) -> Told:
    return escalate(county=COUNTY, on=on, at=NOW)


def steps_of(problem: Problem) -> list[tuple[str, bool]]:
    """Give the steps written for a problem, each with whether it was told."""
    rows = Escalation.objects.filter(problem=problem).order_by("step__days", "pk")
    return list(rows.values_list("step__code", "told"))


def told(person: User) -> list[str]:
    return list(
        Notice.objects.filter(recipient=person).order_by("pk").values_list("text", flat=True)
    )


def have_timetable() -> None:
    load_escalation_steps()


def make_discipline(**fields: Any) -> User:
    return make_user(Role.DISCIPLINE, name="何书记", **fields)
