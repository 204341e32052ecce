"""The platform check in the API: sums, lines, differences, and explaining a difference."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from households.filters.platform import DifferenceFilter, LineFilter
from households.models import PlatformDifference, PlatformLine
from households.selectors.platform import (
    latest_extract_for,
    platform_overview,
    standing,
)
from households.services.platform import explain_difference

VIEW = "households.view_platformdifference"


class LineSerializer(serializers.ModelSerializer):
    """A household under a measure, as the platform has it."""

    class Meta:
        model = PlatformLine
        fields = ["id", "area_code", "household_no", "measure", "person_count"]


class DifferenceSerializer(serializers.ModelSerializer):
    """A difference that still stands, with its explanation."""

    explained_by = serializers.CharField(source="explained_by.name", default=None, read_only=True)

    class Meta:
        model = PlatformDifference
        fields = [
            *("id", "area_code", "household_no", "measure", "kind", "here_persons"),
            *("there_persons", "explanation", "explained_by", "explained_at"),
        ]


class ExplanationInput(serializers.Serializer):
    """Why register and platform differ."""

    explanation = serializers.CharField(max_length=200)


class MeasureSerializer(serializers.Serializer):
    """One measure at a place: households and persons on both sides."""

    measure = serializers.CharField()
    name = serializers.CharField(source="label")
    here_households = serializers.IntegerField()
    here_persons = serializers.IntegerField()
    there_households = serializers.IntegerField()
    there_persons = serializers.IntegerField()
    households_off = serializers.IntegerField()
    persons_off = serializers.IntegerField()


class PlaceCheckSerializer(serializers.Serializer):
    """A township's four measures; `compared` is false where the extract has nothing of it."""

    code = serializers.CharField()
    name = serializers.CharField()
    compared = serializers.BooleanField()
    measures = MeasureSerializer(many=True)
    differences = serializers.IntegerField()
    explained = serializers.IntegerField()


class PlatformCheckViewSet(GenericViewSet):
    """The caller's townships beside the latest extract."""

    permissions_required: ClassVar[dict[str, str]] = {"*": VIEW}
    serializer_class = PlaceCheckSerializer
    queryset = PlatformLine.objects.none()
    pagination_class = None

    def list(self, request: Request) -> Response:
        """Give a line for each township; none without an extract."""
        check = platform_overview(person(request))
        places = check.townships if check else ()
        return Response(self.get_serializer(places, many=True).data)


class PlatformLineViewSet(mixins.ListModelMixin, GenericViewSet):
    """The lines of the latest extract in the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_platformline"}
    serializer_class = LineSerializer
    queryset = PlatformLine.objects.none()
    filterset_class = LineFilter

    def get_queryset(self) -> "QuerySet[PlatformLine]":
        """Give the lines."""
        user = person(self.request)
        return PlatformLine.objects.visible_to(user).filter(batch=latest_extract_for(user))


class PlatformDifferenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """The standing differences of the latest extract in the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": VIEW,
        "explain": "households.change_platformdifference",
    }
    serializer_class = DifferenceSerializer
    queryset = PlatformDifference.objects.none()
    filterset_class = DifferenceFilter

    def get_queryset(self) -> "QuerySet[PlatformDifference]":
        """Give the differences."""
        user = person(self.request)
        rows = PlatformDifference.objects.visible_to(user).filter(batch=latest_extract_for(user))
        return standing(rows).select_related("explained_by")

    @extend_schema(request=ExplanationInput, responses=DifferenceSerializer)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, pk: str) -> Response:
        """Keep why register and platform differ here."""
        difference: Any = self.get_object()
        given = ExplanationInput(data=request.data)
        given.is_valid(raise_exception=True)
        row = explain_difference(
            difference=difference, by=person(request), at=clock.now(), **given.validated_data
        )
        return Response(self.get_serializer(row).data)


ROUTES = [
    ("platform-check", PlatformCheckViewSet),
    ("platform-lines", PlatformLineViewSet),
    ("platform-differences", PlatformDifferenceViewSet),
]
