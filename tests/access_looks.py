"""What came of a problem elsewhere and later, in the world of who reaches what: 鄨 tells it."""

from datetime import date
from typing import Any

from accounts.models import User
from inspections.models import (
    InterviewSummons,
    LookBack,
    LookBackDraw,
    Problem,
    SelfCheck,
)
from tests.make import NOW

PLACE = "鄨"


def make_looked(problem: Problem, by: User) -> dict[str, dict[str, Any]]:
    """Make a self-check, a look back and a 约谈 of a problem, and a lot of its county."""
    place = {name: getattr(problem, name) for name in ("subject_kind", "area_code")}
    check = SelfCheck.objects.create(
        problem=problem, item="A203", matter=PLACE, why="failed", unit=problem.responsible_unit,
        due_on=date(2016, 8, 1), asked_by=by, asked_at=NOW, subject_code=PLACE,
        subject_name=PLACE, **place,
    )  # fmt: skip
    draw = LookBackDraw.objects.create(
        area_code=problem.area_code[:6], year=2016, serial=problem.pk, frame=problem.number,
        take=1, by=by, at=NOW, seed="1" * 20,
    )  # fmt: skip
    look_back = LookBack.objects.create(
        problem=problem, inspector=by, due_on=date(2016, 8, 1), asked_by=by, asked_at=NOW,
        state="held", visited_on=date(2016, 7, 28), at=NOW, note=PLACE, draw=draw,
    )  # fmt: skip
    summons = InterviewSummons.objects.create(
        area_code=problem.area_code[:6], unit=problem.responsible_unit, person_name=PLACE,
        held_on=date(2016, 7, 28), place=PLACE, host=PLACE, matter=PLACE, requirement=PLACE,
        due_on=date(2016, 8, 1), recorded_by=by, recorded_at=NOW,
    )  # fmt: skip
    summons.problems.add(problem)
    return {
        "summons": {"pk": summons.pk},
        "summons_paper": {"pk": summons.pk, "ending": "docx"},
        "self_check": {"pk": check.pk},
        "look_back": {"pk": look_back.pk},
        "look_back_draw": {"pk": draw.pk},
    }
