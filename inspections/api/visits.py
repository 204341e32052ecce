"""The API of visits: read, save answers, submit."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.clock import today
from accounts.pages import person
from inspections.api import field, reviews
from inspections.models import Visit
from inspections.serializers.visits import (
    VisitDetailSerializer,
    VisitSerializer,
)
from inspections.visit_filters import VisitFilter


class VisitViewSet(
    field.FieldActions,
    reviews.ReviewActions,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    GenericViewSet,
):
    """Visits the caller may see."""

    permissions_required: ClassVar[dict[str, str]] = {
        "*": "inspections.view_visit",
        **field.PERMISSIONS,
        **reviews.PERMISSIONS,
    }
    queryset = Visit.objects.none()
    filterset_class = VisitFilter

    def get_queryset(self) -> QuerySet[Visit]:
        """Give the visits through the gate, with what one of them needs."""
        seen = Visit.objects.visible_to(person(self.request))
        if self.action == "list":
            return seen.order_by("-round__period", "area_code", "pk")
        if self.action == "answers":
            return seen.select_related("round")
        joined = seen.select_related("round__scheme", "assignment__team", "checklist")
        if self.action == "retrieve":
            return joined.prefetch_related("answers__question")
        return joined

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list; one visit is found by its number alone."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def get_serializer_class(self) -> type[BaseSerializer[Visit]]:
        """Give the answers with one visit only."""
        return VisitDetailSerializer if self.action == "retrieve" else VisitSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the day by whose thresholds a draft is judged."""
        return {**super().get_serializer_context(), "on": today()}


ROUTES = [("visits", VisitViewSet)]
