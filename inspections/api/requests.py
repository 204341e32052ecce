"""Requests of the responsible units in the API: asking, deciding, taking back, handing up."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from inspections.api.problem_acts import ProblemActs
from inspections.models import Extension, Objection
from inspections.rectification_filters import ExtensionFilter, ObjectionFilter
from inspections.selectors.requests import for_list
from inspections.serializers.problems import ProblemDetailSerializer
from inspections.serializers.requests import (
    ExtensionInput,
    ExtensionSerializer,
    GrantInput,
    HandUpInput,
    ObjectionInput,
    ObjectionSerializer,
    UpholdInput,
)
from inspections.services.handing_up import hand_up
from inspections.services.objections import decide_objection, object_with_files
from inspections.services.requests import ask_extension, decide_extension, withdraw_request

ASK = "inspections.reply_rectification"
PERMISSIONS = {"extension": ASK, "objection": ASK, "hand_up": ASK}


class RequestActs(ProblemActs):
    """What the responsible unit may ask for about one problem."""

    @extend_schema(request=ExtensionInput, responses={201: ExtensionSerializer})
    @action(detail=True, methods=["post"])
    def extension(self, request: Request, pk: str | None = None) -> Response:
        """Ask for more time."""
        problem, given = self.get_object(), self.given(ExtensionInput)
        made = ask_extension(problem=problem, by=person(request), at=clock.now(), **given)
        return Response(ExtensionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ObjectionInput, responses={201: ObjectionSerializer})
    @action(
        detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser]
    )
    def objection(self, request: Request, pk: str | None = None) -> Response:
        """Object to the problem, with evidence."""
        problem, given = self.get_object(), self.given(ObjectionInput)
        made = object_with_files(problem=problem, by=person(request), at=clock.now(), **given)
        return Response(ObjectionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=HandUpInput, responses=ProblemDetailSerializer)
    @action(detail=True, methods=["post"])
    def hand_up(self, request: Request, pk: str | None = None) -> Response:
        """Hand a village's problem up to its township."""
        problem, on = self.get_object(), clock.today()
        hand_up(problem=problem, by=person(request), on=on, **self.given(HandUpInput))
        return self.answer(problem)


class RequestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Requests about the problems the user may see, what waits first."""

    model: ClassVar[type[Any]]

    def get_queryset(self) -> "QuerySet[Any]":
        """Requests through the problems' gate."""
        return for_list(self.model.objects.visible_to(person(self.request)))

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def take_back(self) -> Response:
        """Take back what the user's own unit asked for."""
        asked = self.get_object()
        withdraw_request(request=asked, by=person(self.request), at=clock.now())
        return Response(self.get_serializer(asked).data)


class ExtensionViewSet(RequestViewSet):
    """Requests for more time."""

    model = Extension
    queryset = Extension.objects.none()
    filterset_class = ExtensionFilter
    serializer_class = ExtensionSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_extension",
        "decide": "inspections.order_rectification",
        "withdraw": ASK,
    }

    @extend_schema(request=GrantInput, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Grant more time or not."""
        asked, given = self.get_object(), self.given(GrantInput)
        decide_extension(extension=asked, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(asked).data)

    @extend_schema(request=None, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take it back."""
        return self.take_back()


class ObjectionViewSet(RequestViewSet):
    """Objections."""

    model = Objection
    queryset = Objection.objects.none()
    filterset_class = ObjectionFilter
    serializer_class = ObjectionSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_objection",
        "decide": "inspections.confirm_problem",
        "withdraw": ASK,
    }

    def get_queryset(self) -> "QuerySet[Any]":
        """Read the evidence with them."""
        return super().get_queryset().prefetch_related("evidence")

    @extend_schema(request=UpholdInput, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Uphold the objection or not."""
        asked, given = self.get_object(), self.given(UpholdInput)
        decide_objection(objection=asked, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(asked).data)

    @extend_schema(request=None, responses=ObjectionSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take it back."""
        return self.take_back()


ROUTES = [("extensions", ExtensionViewSet), ("objections", ObjectionViewSet)]
