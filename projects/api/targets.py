"""Targets and special programmes in the API."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from projects.api.places import require_places
from projects.filters import ProgrammeFilter, TargetFilter
from projects.models import AnnualTarget, Programme
from projects.serializers.plan import (
    FillInput,
    ProgrammeSerializer,
    TargetSerializer,
    TargetsInput,
)
from projects.services import TargetRow, set_targets, targets_from_register


class TargetViewSet(mixins.ListModelMixin, GenericViewSet):
    """Targets of the places the caller sees, and handing them down."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "projects.view_annualtarget",
        "hand_down": "projects.change_annualtarget",
        "fill": "projects.change_annualtarget",
    }
    serializer_class = TargetSerializer
    queryset = AnnualTarget.objects.none()
    filterset_class = TargetFilter

    def get_queryset(self) -> QuerySet[AnnualTarget]:
        """Give the targets inside the caller's area."""
        return AnnualTarget.objects.visible_to(person(self.request))

    @extend_schema(
        operation_id="targets_set", request=TargetsInput, responses=TargetSerializer(many=True)
    )
    @action(detail=False, methods=["post"], url_path="set", pagination_class=None)
    def hand_down(self, request: Request) -> Response:
        """Set the targets of places below; gives them as they stand."""
        read = TargetsInput(data=request.data)
        read.is_valid(raise_exception=True)
        rows = [TargetRow(**row) for row in read.validated_data["rows"]]
        user = person(request)
        require_places(user, [row.area_code for row in rows])
        done = set_targets(year=read.validated_data["year"], rows=rows, by=user)
        return Response(self.get_serializer(done, many=True).data)

    @extend_schema(
        operation_id="targets_fill", request=FillInput, responses=TargetSerializer(many=True)
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def fill(self, request: Request) -> Response:
        """Set the village targets of a place to what the register has marked."""
        read = FillInput(data=request.data)
        read.is_valid(raise_exception=True)
        user = person(request)
        require_places(user, [read.validated_data["area_code"]])
        done = targets_from_register(by=user, **read.validated_data)
        return Response(self.get_serializer(done, many=True).data)


class ProgrammeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """The county's special programmes."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "projects.view_programme"}
    serializer_class = ProgrammeSerializer
    queryset = Programme.objects.none()
    filterset_class = ProgrammeFilter

    def get_queryset(self) -> QuerySet[Programme]:
        """Give the programmes inside the caller's area."""
        return Programme.objects.visible_to(person(self.request)).select_related("lead_unit")


ROUTES = [("targets", TargetViewSet), ("programmes", ProgrammeViewSet)]
