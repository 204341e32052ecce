"""The API of assignments: read them, begin the visit, hand over, give another day."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.clock import now
from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.filters import AssignmentFilter
from inspections.models import Assignment
from inspections.selectors.declarations import must_declare
from inspections.selectors.tasks import STATE
from inspections.serializers.assignments import (
    AssignmentSerializer,
    DueSerializer,
    HandOverSerializer,
    MoveSerializer,
)
from inspections.serializers.visits import VisitSerializer
from inspections.services.hand_overs import change_due, hand_over
from inspections.services.opening import open_visit


class AssignmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Assignments the caller may see."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_assignment",
        "open": "inspections.fill_visit",
        "hand_over": "inspections.review_visit",
        "due": "inspections.assign_round",
    }
    serializer_class = AssignmentSerializer
    queryset = Assignment.objects.none()
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet[Assignment]:
        """Give the assignments through the gate, the nearest day first."""
        seen = Assignment.objects.visible_to(person(self.request)).annotate(stands=STATE)
        joined = seen.select_related(
            *("round__scheme", "team", "visit", "checklist", "owner", "filling_unit")
        )
        return joined.order_by("due_on", "area_code", "pk")

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """Begin the visit, or give the one that is begun."""
        assignment = self.get_object()
        if must_declare(assignment.round, person(request)):
            raise RuleBroken("填表以前，请先作出本期督查纪律承诺。", code="not_declared")
        visit = open_visit(assignment=assignment, by=person(request), at=now())
        return Response(VisitSerializer(visit).data)

    @extend_schema(request=MoveSerializer, responses=HandOverSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over", url_name="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Give the assignment to another person or team; 409 says why not."""
        assignment = self.get_object()
        given = MoveSerializer(data=request.data, round_id=assignment.round_id)
        given.is_valid(raise_exception=True)
        moved = hand_over(
            assignment=assignment, by=person(request), at=now(), **given.validated_data
        )
        return Response(HandOverSerializer(moved).data)

    @extend_schema(request=DueSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def due(self, request: Request, pk: str) -> Response:
        """Give the assignment another last day."""
        assignment = self.get_object()
        given = DueSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        change_due(assignments=[assignment], by=person(request), at=now(), **given.validated_data)
        return Response(AssignmentSerializer(self.get_object()).data)


ROUTES = [("assignments", AssignmentViewSet)]
