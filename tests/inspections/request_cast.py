"""What tests of requests share: a problem in work, and an extension or objection about it."""

from datetime import date, timedelta

from accounts.models import User
from inspections.models import Extension, Objection, Problem
from inspections.services.objections import object_to
from inspections.services.requests import ask_extension
from tests.inspections.problem_cast import DUE, NOON, make_attachment

UNTIL = DUE + timedelta(days=10)
ASKED = {"reason": "材料待省厅批复", "progress": "已完成八成"}


def extension_of(problem: Problem, by: User, until: date = UNTIL) -> Extension:
    """Ask for ten days more."""
    return ask_extension(problem=problem, **ASKED, until=until, by=by, at=NOON)


def objection_of(problem: Problem, by: User) -> Objection:
    """Object with one photo."""
    photo = make_attachment(by)
    return object_to(problem=problem, reason="方案早已印发", evidence=[photo], by=by, at=NOON)
