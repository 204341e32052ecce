"""Problems brought as far as a test wants them, and files as people upload them."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from inspections.models import Attachment, Problem, Reply
from inspections.services.attachments import store_attachment
from inspections.services.problems import confirm_problem
from inspections.services.rectifications import acknowledge_order, issue_order, reply, verify
from tests.make import make_problem

DAY = date(2016, 7, 12)
DUE = date(2016, 7, 27)
NOON = datetime(2016, 7, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WORDS = {"cause": "经办人变动", "measure": "已补制定方案", "result": "方案已印发"}
PASSED = {"cause_found": True, "measure_done": True, "result_met": True, "note": "属实"}
STEPS = ("found", "confirmed", "ordered", "acknowledged", "reported", "verified")


def photo(name: str = "照片.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """Give a small real JPEG as a browser sends it."""
    sink = BytesIO()
    Image.new("RGB", size, "teal").save(sink, "JPEG")
    return SimpleUploadedFile(name, sink.getvalue(), content_type="image/jpeg")


def make_attachment(by: User, *, area_code: str = "510304105") -> Attachment:
    return store_attachment(file=photo(), name="照片.jpg", area_code=area_code, by=by)


def replied(problem: Problem, liaison: User) -> Reply:
    """Report a problem with one photo."""
    evidence = [make_attachment(liaison)]
    return reply(problem=problem, **WORDS, evidence=evidence, by=liaison, at=NOON)


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
        lambda: replied(problem, liaison),
        lambda: verify(problem=problem, **PASSED, by=verifier, at=NOON),
    )
    for step in steps[: STEPS.index(state)]:
        step()
        problem.refresh_from_db()
    return problem
