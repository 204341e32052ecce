"""Closed problems, inspectors of other units and visits, for 回头看 and 举一反三."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Role, User
from inspections.models import LookBack, Problem, RectificationOrder, Round, Visit
from inspections.services.look_backs import choose_look_backs
from tests.make import (
    COUNTY,
    JULY,
    make_assignment,
    make_problem,
    make_question,
    make_round,
    make_unit,
    make_user,
    make_visit,
)

CLOSED_ON = date(2016, 7, 18)
LATER = datetime(2016, 7, 28, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BY_AUGUST = date(2016, 8, 10)
SEED = "00123456789012345678"


def make_closed(**fields: Any) -> Problem:
    """Make a closed problem; its way there is tested elsewhere."""
    given: dict[str, Any] = {"state": "closed", "closed_on": CLOSED_ON, "scope": "individual"}
    given |= fields
    if "order" not in given:
        given["order"] = make_order(given.get("responsible_unit"))
    given.setdefault("due_on", date(2016, 7, 27))
    return make_problem(**given)


def make_order(unit: Any = None) -> Any:
    """Make an order of the year's next serial."""
    unit = unit or make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    return RectificationOrder.objects.create(
        area_code=COUNTY,
        year=2016,
        serial=RectificationOrder.objects.count() + 1,
        unit=unit,
        requirement="限期整改",
        issued_on=date(2016, 7, 12),
        due_on=date(2016, 7, 27),
        issued_by=make_user(),
    )


def make_inspector(name: str, unit: str = "区农业局") -> User:
    """Make an inspector of a county unit."""
    return make_user(Role.INSPECTOR, name=name, unit=make_unit(unit))


def chosen(problem: Problem, inspector: User, office: User) -> LookBack:
    """Have a closed problem visited again by choice."""
    (made,) = choose_look_backs(
        problems=[problem],
        reason="群众反映强烈",
        inspector=inspector,
        due_on=BY_AUGUST,
        by=office,
        at=LATER,
    )
    return made


def make_accepted(
    code: str, *, failed: bool | None = None, status: str = "given", **fields: Any
) -> Visit:
    """Make an accepted visit of a place; `failed` None leaves the item without an answer."""
    round_ = fields.pop("round", None) or month()
    kind = fields.pop("subject_kind", "township")
    assignment = make_assignment(
        round=round_,
        subject_kind=kind,
        subject_code=code,
        area_code=fields.pop("area_code", code),
        subject_name=fields.pop("subject_name", f"对象{code[6:]}"),
    )
    given = {"state": "accepted", "submitted_at": LATER, "accepted_at": LATER}
    day = fields.pop("visited_on", date(2016, 7, 13))
    visit = make_visit(assignment, visited_on=day, **given)
    question = visit.checklist.questions.filter(item="A203").first() or make_question(
        checklist=visit.checklist
    )
    if failed is not None or status != "given":
        reason = "无此任务" if status == "not_applicable" else ""
        said = {"value": "no", "failed": bool(failed), "status": status, "reason": reason}
        visit.answers.create(question=question, **said)
    return visit


def month(**fields: Any) -> Round:
    """Give the round of July 2016 in the field, made once."""
    return Round.objects.filter(period=JULY).first() or make_round(state="field", **fields)
