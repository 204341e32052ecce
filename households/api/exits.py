"""The exit procedure in the API: the pages' services behind another handle."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.pages import person
from households.api.files import FactViewSet
from households.filters.facts import ExitRowFilter
from households.models import ExitProcedure
from households.serializers.facts import (
    ExitSerializer,
    PapersInput,
    StepInput,
    StepsTakenSerializer,
    WithdrawInput,
)
from households.services.exits import file_papers, take_steps, withdraw_step

_CHANGE = "households.change_exitprocedure"


class ExitViewSet(FactViewSet):
    """Exits begun, by year; dating a step for many, filing papers, taking the last step back."""

    queryset = ExitProcedure.objects.none()
    filterset_class = ExitRowFilter
    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_exitprocedure",
        "step": _CHANGE,
        "papers": _CHANGE,
        "withdraw": _CHANGE,
    }
    serializer_class = ExitSerializer

    def get_queryset(self) -> "QuerySet[ExitProcedure]":
        """Give the exits of households the caller sees."""
        return self.seen(ExitProcedure.objects.visible_to(person(self.request)))

    @extend_schema(request=StepInput, responses=StepsTakenSerializer)
    @action(detail=False, methods=["post"])
    def step(self, request: Request) -> Response:
        """Date one step for many households; refused ones are named with their reason."""
        taken = take_steps(by=person(request), today=clock.today(), **self.given(StepInput))
        refused: list[dict[str, Any]] = [
            {"household_no": each.household.household_no, "reason": each.reason}
            for each in taken.refused
        ]
        return Response({"done": [row.household_no for row in taken.done], "refused": refused})

    @extend_schema(request=PapersInput, responses=ExitSerializer)
    @action(detail=False, methods=["post"])
    def papers(self, request: Request) -> Response:
        """Store which papers a household's archive holds."""
        return self.answer(file_papers(by=person(request), **self.given(PapersInput)))

    @extend_schema(request=WithdrawInput, responses=ExitSerializer)
    @action(detail=False, methods=["post"])
    def withdraw(self, request: Request) -> Response:
        """Take a household's last step back."""
        given = self.given(WithdrawInput)
        named = {"household": given["household"], "year": given["year"]}
        procedure = get_object_or_404(self.get_queryset(), **named)
        row = withdraw_step(procedure=procedure, by=person(request), reason=given["reason"])
        return self.answer(row)


ROUTES = [("exits", ExitViewSet)]
