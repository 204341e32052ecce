"""The API of the annual plan: read only."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from projects.filters import ProgrammeFilter, TargetFilter
from projects.models import AnnualTarget, Programme
from projects.serializers import ProgrammeSerializer, TargetSerializer


class TargetViewSet(mixins.ListModelMixin, GenericViewSet):
    """Targets of the places the caller sees."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "projects.view_annualtarget"}
    serializer_class = TargetSerializer
    queryset = AnnualTarget.objects.none()
    filterset_class = TargetFilter

    def get_queryset(self) -> QuerySet[AnnualTarget]:
        """Give the targets inside the caller's area."""
        return AnnualTarget.objects.visible_to(person(self.request))


class ProgrammeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """The county's special programmes."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "projects.view_programme"}
    serializer_class = ProgrammeSerializer
    queryset = Programme.objects.none()
    filterset_class = ProgrammeFilter

    def get_queryset(self) -> QuerySet[Programme]:
        """Give the programmes inside the caller's area."""
        return Programme.objects.visible_to(person(self.request)).select_related("lead_unit")


ROUTES = [("targets", TargetViewSet), ("programmes", ProgrammeViewSet)]
