"""Problems in the API: the pages' services behind another handle."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.pages import person
from inspections.api import accountability, entries, rectifications, requests, self_checks
from inspections.api.problem_acts import ProblemActs
from inspections.filters import ProblemFilter
from inspections.models import Problem
from inspections.serializers.problems import (
    ConfirmInput,
    ProblemDetailSerializer,
    ProblemSerializer,
    RejectInput,
)
from inspections.services.problems import confirm_problem, reject_problem


class ProblemViewSet(
    entries.EntryActs,
    rectifications.RectificationActs,
    requests.RequestActs,
    accountability.ProposingActs,
    self_checks.SelfCheckActs,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    ProblemActs,
):
    """Problems the user may see, and the acts on one problem."""

    queryset = Problem.objects.none()
    filterset_class = ProblemFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_problem",
        "confirm": "inspections.confirm_problem",
        "reject": "inspections.confirm_problem",
        **entries.PERMISSIONS,
        **rectifications.PERMISSIONS,
        **requests.PERMISSIONS,
        **accountability.PERMISSIONS,
        **self_checks.PERMISSIONS,
    }
    serializer_class = ProblemSerializer

    def get_queryset(self) -> "QuerySet[Problem]":
        """Problems through the gate, with what is shown of them."""
        rows = Problem.objects.visible_to(person(self.request))
        rows = rows.select_related("responsible_unit", "order__issued_by")
        if self.action == "list":
            return rows
        return rows.prefetch_related(
            *("entries__by", "replies__by", "replies__evidence", "replies__gate_evidence"),
            *("replies__verification__by", "replies__verification__photos"),
            *("extensions__by", "extensions__decided_by"),
            *("objections__by", "objections__decided_by", "objections__evidence"),
        )

    def get_serializer_class(self) -> type[ProblemSerializer]:
        """Give a line for the list, else the whole problem."""
        return ProblemSerializer if self.action == "list" else ProblemDetailSerializer

    @extend_schema(request=ConfirmInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str | None = None) -> Response:
        """Uphold the problem as 共性 or 个性."""
        problem, on = self.get_object(), clock.today()
        confirm_problem(problem=problem, by=person(request), on=on, **self.given(ConfirmInput))
        return self.answer(problem)

    @extend_schema(request=RejectInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str | None = None) -> Response:
        """Reject the problem as untrue."""
        problem, on = self.get_object(), clock.today()
        reject_problem(problem=problem, by=person(request), on=on, **self.given(RejectInput))
        return self.answer(problem)


ROUTES = [("problems", ProblemViewSet)]
