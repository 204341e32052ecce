"""A village's short form in two parts, a team in the field, and what its page posts."""

from datetime import date

from accounts.models import Role, User
from inspections.models import Visit
from inspections.services.opening import open_visit
from inspections.services.reviews import accept_visit
from inspections.services.submitting import submit_visit
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_user,
)

VILLAGE = f"{COUNTY}105201"


def make_form() -> None:
    """Ask five things in two parts; one of them only after a 否, one fails on 否."""
    asked = {"levels": "V", "fail_if": ""}
    make_question(
        "A111_meeting",
        label="退出是否经民主评议",
        levels="V",
        fail_if="${A111_meeting} = 'no'",
        problem="退出未经民主评议",
    )
    relevant = {"relevant": "${A111_meeting} = 'no'"}
    make_question("A111_why", label="未评议的原因", type="text", **asked, **relevant)
    make_question("A301_wrong", label="错评户数", type="integer", unit="户", **asked)
    make_question("A401_rate", label="应改已改", type="rate", **asked)
    last = {"required": False, "section_code": "E", "section": "驻村帮扶"}
    make_question("E101_note", label="备注", type="text", **asked, **last)


def make_field_visit(inspector: User, **fields: object) -> Visit:
    """Open the visit of 新店村 by a team of the inspector."""
    make_area(VILLAGE)
    make_form()
    round_ = make_round(state="field", **fields)
    assignment = make_assignment(
        round=round_,
        team=make_team(round_, inspector, name="第一组"),
        subject_kind="village",
        subject_code=VILLAGE,
        subject_name="新店村",
        area_code=VILLAGE,
    )
    return open_visit(assignment=assignment, by=inspector, at=NOW)


def handed_in(visit: Visit, by: User, on: date) -> Visit:
    """Submit a form and have 目督办 accept it."""
    sealed = submit_visit(visit=visit, by=by, on=on, at=NOW)
    return accept_visit(visit=sealed, by=make_user(Role.SUPERVISION_OFFICE), at=NOW)


def posted(visit: Visit, **answers: object) -> dict[str, object]:
    """Give what the page of part A posts."""
    names = ["A111_meeting", "A111_why", "A301_wrong", "A401_rate"]
    return {"version": str(visit.version), "page": "", "asked": names} | answers


COMPLETE = {
    "A111_meeting": "yes",
    "A301_wrong": "2",
    "A401_rate__num": "9",
    "A401_rate__den": "10",
}
