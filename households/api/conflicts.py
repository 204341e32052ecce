"""Conflicts of the register in the API: the pages' services behind another handle."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts import clock
from accounts.pages import person
from households.filters.conflicts import ConflictFilter
from households.models import RegisterConflict
from households.serializers.batches import (
    ConflictDetailSerializer,
    ConflictSerializer,
    DecideInput,
    ExplainInput,
)
from households.services.conflicts import decide_conflict, explain_conflict


class ConflictViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Conflicts inside the caller's area, and what is said and decided about one."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "households.view_registerconflict",
        "decide": "households.decide_conflict",
        "explain": "households.change_registerconflict",
    }
    queryset = RegisterConflict.objects.none()
    filterset_class = ConflictFilter
    serializer_class = ConflictSerializer

    def get_queryset(self) -> QuerySet[RegisterConflict]:
        """Give the conflicts the caller sees."""
        rows = RegisterConflict.objects.visible_to(person(self.request))
        rows = rows.select_related("decided_by")
        return rows if self.action == "list" else rows.prefetch_related("notes__by")

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Give a line for the list, else the whole conflict."""
        return ConflictSerializer if self.action == "list" else ConflictDetailSerializer

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def answered(self, conflict: RegisterConflict) -> Response:
        """Give the conflict as it stands after the act."""
        fresh = self.get_queryset().get(pk=conflict.pk)
        return Response(self.get_serializer(fresh).data)

    @extend_schema(request=DecideInput, responses=ConflictDetailSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Settle the conflict with a reason, or send it back to the township."""
        conflict, given = self.get_object(), self.given(DecideInput)
        decide_conflict(conflict=conflict, by=person(request), at=clock.now(), **given)
        return self.answered(conflict)

    @extend_schema(request=ExplainInput, responses=ConflictDetailSerializer)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, pk: str | None = None) -> Response:
        """Add what is known about the conflict."""
        conflict, given = self.get_object(), self.given(ExplainInput)
        explain_conflict(conflict=conflict, by=person(request), at=clock.now(), **given)
        return self.answered(conflict)


ROUTES = [("conflicts", ConflictViewSet)]
