"""Problems brought as far as a test wants them, and files as people upload them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Attachment, Problem, Reply
from inspections.services.attachments import store_attachment
from inspections.services.orders import acknowledge_order, issue_order
from inspections.services.problems import confirm_problem
from inspections.services.rectifications import close_problem, start_rectification
from inspections.services.replies import reply
from inspections.services.verifications import verify
from tests.make import make_problem

DAY = date(2016, 7, 12)
DUE = date(2016, 7, 27)
NOON = datetime(2016, 7, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WORDS = {"cause": "经办人变动", "measure": "已补制定方案", "result": "方案已印发"}
PASSED = {"cause_found": True, "measure_done": True, "result_met": True, "note": "属实"}
PLAN = {"person": "周干事", "measure": "逐户补齐方案", "planned_on": DUE}
STEPS = (
    *("found", "confirmed", "ordered", "acknowledged"),
    *("rectifying", "reported", "verified", "closed"),
)


def code_of(call: Callable[[], object]) -> str:
    """Give the code of the rule that a call breaks."""
    with pytest.raises(RuleBroken) as refusal:
        call()
    return refusal.value.code


def photo(name: str = "照片.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """Give a small real JPEG as a browser sends it."""
    sink = BytesIO()
    Image.new("RGB", size, "teal").save(sink, "JPEG")
    return SimpleUploadedFile(name, sink.getvalue(), content_type="image/jpeg")


def make_attachment(by: User, *, area_code: str = "510304105") -> Attachment:
    return store_attachment(file=photo(), name="照片.jpg", area_code=area_code, by=by)


def replied(problem: Problem, liaison: User) -> Reply:
    """Report a problem with one photo, planned before if nobody has."""
    if problem.state == Problem.State.ACKNOWLEDGED:
        start_rectification(problem=problem, **PLAN, by=liaison, at=NOON)
    evidence = [make_attachment(liaison)]
    return reply(problem=problem, **WORDS, evidence=evidence, by=liaison, at=NOON)


def judged(problem: Problem) -> dict[str, object]:
    """Give a passing judgement; a severe problem was visited."""
    severe = problem.severity == Problem.Severity.SEVERE
    return PASSED | ({"visited_on": NOON.date()} if severe else {})


def bring(state: str, *, office: User, liaison: User, verifier: User, **fields: object) -> Problem:
    """Make a problem and bring it to a state through the services."""
    problem = make_problem(**fields)
    steps: Sequence = (
        lambda: confirm_problem(problem=problem, scope="individual", by=office, on=DAY),
        lambda: issue_order(
            problems=[problem],
            unit=problem.responsible_unit,
            requirement="限期补齐方案",
            due_on=DUE,
            by=office,
            on=DAY,
        ),
        lambda: acknowledge_order(order=problem.order, by=liaison, at=NOON),
        lambda: start_rectification(problem=problem, **PLAN, by=liaison, at=NOON),
        lambda: replied(problem, liaison),
        lambda: verify(problem=problem, **judged(problem), by=verifier, at=NOON),
        lambda: close_problem(problem=problem, note="同意", by=office, on=DUE),
    )
    for step in steps[: STEPS.index(state)]:
        step()
        problem.refresh_from_db()
    return problem
