"""Responsibility pledges in the API."""

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from accounts.scope import COUNTY
from projects.filters import PledgeApiFilter
from projects.models import Pledge
from projects.serializers.plan import (
    CountSerializer,
    DueInput,
    PledgeInput,
    PledgeSerializer,
    SignInput,
)
from projects.services.pledges import Signing, list_due, set_pledge, sign_pledges


class PledgeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Pledges of the places the caller sees, and marking them as signed."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "projects.view_pledge",
        "due": "projects.add_pledge",
        "sign": "projects.change_pledge",
        "correct": "projects.change_pledge",
    }
    serializer_class = PledgeSerializer
    queryset = Pledge.objects.none()
    filterset_class = PledgeApiFilter

    def get_queryset(self) -> QuerySet[Pledge]:
        """Give the pledges inside the caller's area."""
        return Pledge.objects.visible_to(person(self.request))

    @extend_schema(operation_id="pledges_due", request=DueInput, responses=CountSerializer)
    @action(detail=False, methods=["post"], filterset_class=None)
    def due(self, request: Request) -> Response:
        """List every township and village of the caller's county as owing one; gives how many."""
        read = DueInput(data=request.data)
        read.is_valid(raise_exception=True)
        user = person(request)
        new = list_due(area_code=user.area_code[:COUNTY], by=user, **read.validated_data)
        return Response({"count": new})

    @extend_schema(operation_id="pledges_sign", request=SignInput, responses=CountSerializer)
    @action(detail=False, methods=["post"], filterset_class=None)
    def sign(self, request: Request) -> Response:
        """Mark pledges as signed; gives how many were not before."""
        read = SignInput(data=request.data)
        read.is_valid(raise_exception=True)
        given = read.validated_data
        pledges = list(self.get_queryset().filter(pk__in=given.pop("pledges")))
        done = sign_pledges(pledges=pledges, by=person(request), on=clock.today(), **given)
        return Response({"count": done})

    @extend_schema(operation_id="pledges_set", request=PledgeInput, responses=PledgeSerializer)
    @action(
        detail=True,
        methods=["post"],
        url_path="set",
        parser_classes=[MultiPartParser, FormParser, JSONParser],
    )
    def correct(self, request: Request, pk: str) -> Response:
        """Correct one pledge, with its scan if given."""
        pledge = self.get_object()
        read = PledgeInput(data=request.data)
        read.is_valid(raise_exception=True)
        given = read.validated_data
        done = set_pledge(
            pledge=pledge,
            signing=Signing(given["signed_on"], given["signer"]),
            file=given.get("file"),
            by=person(request),
            on=clock.today(),
        )
        return Response(self.get_serializer(done).data)


ROUTES = [("pledges", PledgeViewSet)]
