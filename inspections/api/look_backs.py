"""回头看 in the API: choosing, recording, sealing and drawing a lot."""

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
from accounts.scope import COUNTY
from inspections.look_filters import LookBackFilter
from inspections.models import LookBack, LookBackDraw
from inspections.selectors.look_backs import RECORDS, for_list
from inspections.serializers.look_backs import (
    ChooseInput,
    LookBackDrawSerializer,
    LookBackSerializer,
    RecordInput,
    SealLotInput,
    SeedLotInput,
)
from inspections.services.look_back_draws import hold_look_back_draw, seal_look_back_draw
from inspections.services.look_backs import choose_look_backs, record_with_files

PLANS = "inspections.plan_look_back"


class Given(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """A list, a record, and the input of its acts."""

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)


class LookBackViewSet(Given):
    """Look backs: an inspector sees his own, the inspected only what is done."""

    queryset = LookBack.objects.none()
    filterset_class = LookBackFilter
    serializer_class = LookBackSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_lookback",
        "create": PLANS,
        "record": RECORDS,
    }

    def get_queryset(self) -> "QuerySet[LookBack]":
        """Look backs through the gate."""
        return for_list(LookBack.objects.visible_to(person(self.request)))

    @extend_schema(request=ChooseInput, responses={201: LookBackSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """Have closed problems visited again by choice."""
        given = self.given(ChooseInput)
        made = choose_look_backs(by=person(request), at=clock.now(), **given)
        told = self.get_serializer(made, many=True).data
        return Response(told, status=status.HTTP_201_CREATED)

    @extend_schema(request=RecordInput, responses=LookBackSerializer)
    @action(
        detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser]
    )
    def record(self, request: Request, pk: str | None = None) -> Response:
        """Record what was found; a problem that came back is opened again."""
        look_back, given = self.get_object(), self.given(RecordInput)
        done = record_with_files(look_back=look_back, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(done).data)


class LookBackDrawViewSet(Given):
    """Lots over closed problems: for whoever plans them."""

    queryset = LookBackDraw.objects.none()
    serializer_class = LookBackDrawSerializer
    permissions_required: ClassVar[dict[str, str]] = {"*": PLANS}

    def get_queryset(self) -> "QuerySet[LookBackDraw]":
        """Lots through the gate, with what was drawn."""
        seen = LookBackDraw.objects.visible_to(person(self.request))
        return seen.prefetch_related("look_backs__problem")

    @extend_schema(request=SealLotInput, responses={201: LookBackDrawSerializer})
    def create(self, request: Request) -> Response:
        """Seal the list of closed problems."""
        user, given = person(request), self.given(SealLotInput)
        draw = seal_look_back_draw(
            area_code=user.area_code[:COUNTY], by=user, at=clock.now(), **given
        )
        return Response(self.get_serializer(draw).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SeedLotInput, responses=LookBackDrawSerializer)
    @action(detail=True, methods=["post"])
    def seed(self, request: Request, pk: str | None = None) -> Response:
        """Take the public seed and draw."""
        draw, given = self.get_object(), self.given(SeedLotInput)
        hold_look_back_draw(draw=draw, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(self.get_object()).data)


ROUTES = [("look-backs", LookBackViewSet), ("look-back-draws", LookBackDrawViewSet)]
