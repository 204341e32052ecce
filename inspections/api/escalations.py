"""What the timetable told, in the API: read only."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from inspections.escalation_filters import EscalationFilter
from inspections.models import Escalation
from inspections.serializers.escalations import EscalationSerializer


class EscalationViewSet(mixins.ListModelMixin, GenericViewSet):
    """Steps taken for the problems the user may see, the newest first."""

    queryset = Escalation.objects.none()
    filterset_class = EscalationFilter
    serializer_class = EscalationSerializer
    permissions_required: ClassVar[dict[str, str]] = {"*": "inspections.view_escalation"}

    def get_queryset(self) -> "QuerySet[Escalation]":
        """Records through the gate of their problems."""
        seen = Escalation.objects.visible_to(person(self.request))
        return seen.select_related("step", "problem__responsible_unit").order_by("-pk")


ROUTES = [("escalations", EscalationViewSet)]
