"""举一反三 in the API: who else may have a problem, asking them, their answers."""

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
from inspections.look_filters import SelfCheckFilter
from inspections.models import SelfCheck
from inspections.selectors.generalising import others_to_check
from inspections.selectors.self_checks import ANSWERS, for_list
from inspections.serializers.self_checks import (
    AskInput,
    CandidateSerializer,
    SelfCheckAnswerInput,
    SelfCheckSerializer,
)
from inspections.services.self_check_answers import answer_with_files
from inspections.services.self_checks import ask_self_checks

ASK = "inspections.ask_self_check"
PERMISSIONS = {"others": ASK, "ask_others": ASK}


class SelfCheckActs(ProblemActs):
    """Generalising from one problem."""

    @extend_schema(request=None, responses=CandidateSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def others(self, request: Request, pk: str | None = None) -> Response:
        """Give the other subjects that may have the problem, and why."""
        found = others_to_check(self.get_object(), person(request), on=clock.today())
        return Response(CandidateSerializer(found, many=True).data)

    @extend_schema(request=AskInput, responses={201: SelfCheckSerializer(many=True)})
    @others.mapping.post
    def ask_others(self, request: Request, pk: str | None = None) -> Response:
        """Ask the chosen ones to look; gives those newly asked."""
        problem, given = self.get_object(), self.given(AskInput)
        made = ask_self_checks(problem=problem, by=person(request), at=clock.now(), **given)
        told = SelfCheckSerializer(made, many=True).data
        return Response(told, status=status.HTTP_201_CREATED)


class SelfCheckViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Self-checks: a unit sees its own, the county's offices all."""

    queryset = SelfCheck.objects.none()
    filterset_class = SelfCheckFilter
    serializer_class = SelfCheckSerializer
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_selfcheck",
        "answer": ANSWERS,
    }

    def get_queryset(self) -> "QuerySet[SelfCheck]":
        """Self-checks through the gate."""
        return for_list(SelfCheck.objects.visible_to(person(self.request)))

    @extend_schema(request=SelfCheckAnswerInput, responses=SelfCheckSerializer)
    @action(
        detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser]
    )
    def answer(self, request: Request, pk: str | None = None) -> Response:
        """Answer once: nothing found, or a problem that enters the ledger."""
        check = self.get_object()
        read = SelfCheckAnswerInput(data=request.data)
        read.is_valid(raise_exception=True)
        given: dict[str, Any] = read.validated_data
        answered = answer_with_files(check=check, by=person(request), at=clock.now(), **given)
        return Response(self.get_serializer(answered).data)


ROUTES = [("self-checks", SelfCheckViewSet)]
