"""The API of rounds: read them, seal the draw, enter the seed."""

from typing import ClassVar

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.clock import now
from accounts.pages import person
from inspections.filters import RoundFilter
from inspections.models import Draw, DrawnUnit, Round
from inspections.selectors import cockpit
from inspections.selectors.declarations import has_declared
from inspections.serializers.rounds import (
    DrawSerializer,
    RoundDetailSerializer,
    RoundSerializer,
    SeedSerializer,
    WordSerializer,
)
from inspections.services.declarations import STATEMENT, declare
from inspections.services.draws import draw_to_seed, enter_seed, seal_draw


class RoundViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Rounds the caller may see."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_round",
        "seal": "inspections.seal_draw",
        "seed": "inspections.enter_seed",
        "declare": "inspections.fill_visit",
        "give_word": "inspections.fill_visit",
    }
    queryset = Round.objects.none()
    filterset_class = RoundFilter

    def get_queryset(self) -> QuerySet[Round]:
        """Give the rounds through the gate, with progress and draws."""
        user = person(self.request)
        units = Prefetch("units", DrawnUnit.objects.visible_to(user))
        draws = Prefetch("draws", Draw.objects.prefetch_related(units))
        seen = cockpit.with_progress(Round.objects.visible_to(user))
        return seen.prefetch_related(draws) if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[BaseSerializer[Round]]:
        """Give the draws with one round only."""
        return RoundDetailSerializer if self.action == "retrieve" else RoundSerializer

    @extend_schema(request=None, responses=DrawSerializer)
    @action(detail=True, methods=["post"])
    def seal(self, request: Request, pk: str) -> Response:
        """Freeze and seal the draw of a planned round."""
        draw = seal_draw(round=self.get_object(), by=person(request), at=now())
        return Response(DrawSerializer(draw).data, status=201)

    @extend_schema(request=SeedSerializer, responses=DrawSerializer)
    @action(detail=True, methods=["post"])
    def seed(self, request: Request, pk: str) -> Response:
        """Enter the public seed of a sealed draw."""
        round_ = self.get_object()
        given = SeedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        waiting = draw_to_seed(round=round_)
        draw = enter_seed(draw=waiting, by=person(request), at=now(), **given.validated_data)
        return Response(DrawSerializer(draw).data)

    @extend_schema(responses=WordSerializer)
    @action(detail=True)
    def declare(self, request: Request, pk: str) -> Response:
        """Give the statement of discipline, and whether the caller has given his word."""
        given = has_declared(self.get_object(), person(request))
        return Response({"statement": STATEMENT, "declared": given})

    @extend_schema(request=None, responses=WordSerializer)
    @declare.mapping.post
    def give_word(self, request: Request, pk: str) -> Response:
        """Give one's word for the round; twice does it once, 409 for who is in no team."""
        declare(round=self.get_object(), by=person(request), at=now())
        return Response({"statement": STATEMENT, "declared": True})


ROUTES = [("rounds", RoundViewSet)]
