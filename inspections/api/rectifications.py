"""Rectification in the API: plan, reply, verify, send back, close one problem."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.pages import person
from inspections.api.problem_acts import ProblemActs
from inspections.models import Gate
from inspections.serializers.problems import ProblemDetailSerializer
from inspections.serializers.rectifications import (
    CloseInput,
    PlanInput,
    ReplyInput,
    SendBackInput,
    VerifyInput,
)
from inspections.services.rectifications import close_problem, send_back, start_rectification
from inspections.services.replies import reply_with_files
from inspections.services.verifications import verify_with_files

WITH_FILES = [MultiPartParser, FormParser, JSONParser]
GATE_FILES = {
    Gate.CAUSE: "cause_files",
    Gate.MEASURE: "measure_files",
    Gate.RESULT: "result_files",
}
PERMISSIONS = {
    "plan": "inspections.reply_rectification",
    "reply": "inspections.reply_rectification",
    "verify": "inspections.verify_rectification",
    "send_back": "inspections.close_problem",
    "close": "inspections.close_problem",
}


class RectificationActs(ProblemActs):
    """From the plan to the close-out."""

    @extend_schema(request=PlanInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: str | None = None) -> Response:
        """Write down or correct who rectifies, by what and until when."""
        problem, now = self.get_object(), clock.now()
        start_rectification(problem=problem, by=person(request), at=now, **self.given(PlanInput))
        return self.answer(problem)

    @extend_schema(request=ReplyInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"], parser_classes=WITH_FILES)
    def reply(self, request: Request, pk: str | None = None) -> Response:
        """Report the rectification with its evidence."""
        problem, now, given = self.get_object(), clock.now(), self.given(ReplyInput)
        by_gate = {gate: given.pop(name) for gate, name in GATE_FILES.items()}
        reply_with_files(problem=problem, by=person(request), at=now, gate_files=by_gate, **given)
        return self.answer(problem)

    @extend_schema(request=VerifyInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"], parser_classes=WITH_FILES)
    def verify(self, request: Request, pk: str | None = None) -> Response:
        """Judge the last reply by the three gates."""
        problem, now, given = self.get_object(), clock.now(), self.given(VerifyInput)
        photos = given.pop("photos")
        verify_with_files(problem=problem, files=photos, by=person(request), at=now, **given)
        return self.answer(problem)

    @extend_schema(request=SendBackInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str | None = None) -> Response:
        """Refuse the close-out of the verified problem."""
        problem, now = self.get_object(), clock.now()
        send_back(problem=problem, by=person(request), at=now, **self.given(SendBackInput))
        return self.answer(problem)

    @extend_schema(request=CloseInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        """Close the verified problem."""
        problem, on = self.get_object(), clock.today()
        close_problem(problem=problem, by=person(request), on=on, **self.given(CloseInput))
        return self.answer(problem)
