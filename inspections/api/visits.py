"""The API of assignments and visits: read, open, save answers, submit."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.clock import now, today
from accounts.pages import person
from inspections.filters import AssignmentFilter, VisitFilter
from inspections.models import Assignment, Visit
from inspections.serializers.visits import (
    AssignmentSerializer,
    SaveSerializer,
    VisitDetailSerializer,
    VisitSerializer,
    visit_line,
)
from inspections.services.opening import open_visit
from inspections.services.saving import AnswersRefused, save_answers
from inspections.services.submitting import submit_visit


class AssignmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Assignments the caller may see."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_assignment",
        "open": "inspections.fill_visit",
    }
    serializer_class = AssignmentSerializer
    queryset = Assignment.objects.none()
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet[Assignment]:
        """Give the assignments through the gate, the nearest day first."""
        seen = Assignment.objects.visible_to(person(self.request))
        joined = seen.select_related("round__scheme", "team", "visit", "checklist")
        return joined.order_by("due_on", "area_code", "pk")

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """Begin the visit, or give the one that is begun."""
        visit = open_visit(assignment=self.get_object(), by=person(request), at=now())
        return Response(VisitSerializer(visit).data)


class VisitViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Visits the caller may see."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_visit",
        "answers": "inspections.fill_visit",
        "submit": "inspections.fill_visit",
    }
    queryset = Visit.objects.none()
    filterset_class = VisitFilter

    def get_queryset(self) -> QuerySet[Visit]:
        """Give the visits through the gate, with what one of them needs."""
        seen = Visit.objects.visible_to(person(self.request))
        if self.action in {"list", "answers"}:
            return seen.order_by("-round__period", "area_code", "pk")
        joined = seen.select_related("round__scheme", "assignment__team")
        if self.action == "retrieve":
            return joined.prefetch_related("answers__question")
        return joined

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list; one visit is found by its number alone."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def get_serializer_class(self) -> type[BaseSerializer[Visit]]:
        """Give the answers with one visit only."""
        return VisitDetailSerializer if self.action == "retrieve" else VisitSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the day by whose thresholds a draft is judged."""
        return {**super().get_serializer_context(), "on": today()}

    @extend_schema(request=SaveSerializer, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: str) -> Response:
        """Save answers; 400 names those that cannot be kept, the others are kept."""
        visit, by = self.get_object(), person(request)
        given = SaveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            save_answers(visit=visit, by=by, **given.validated_data)
        except AnswersRefused as refusal:
            told = {"detail": str(refusal), "code": refusal.code, "errors": refusal.errors}
            return Response(told | {"version": visit.version}, status=400)
        return Response(visit_line().to_representation(visit))

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Seal the form; 409 says what is unanswered."""
        visit = self.get_object()
        submitted = submit_visit(visit=visit, by=person(request), on=today(), at=now())
        return Response(VisitSerializer(submitted).data)


ROUTES = [("assignments", AssignmentViewSet), ("visits", VisitViewSet)]
