"""The API of checklists: which there are, and one in full, to build another client on."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from inspections.models import Checklist
from inspections.selectors.schemes import checklists_for, readable
from inspections.serializers.checklists import ChecklistDetailSerializer, ChecklistSerializer

READERS = ("inspections.view_checklist", "inspections.fill_visit")


class ReadsChecklists(IsAuthenticated):
    """Who views checklists, and who fills them in."""

    message = "您没有此项权限。"

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for either of the two permissions."""
        user = request.user
        return super().has_permission(request, view) and any(map(user.has_perm, READERS))


class ChecklistViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Checklists: the newest versions, or those of the caller's own assignments."""

    permissions_required: ClassVar[dict[str, str]] = {"*": " or ".join(READERS)}
    permission_classes = [ReadsChecklists]
    queryset = Checklist.objects.none()

    def get_queryset(self) -> QuerySet[Checklist]:
        """Give the checklists through the gate; one is found in any version."""
        user = person(self.request)
        if self.action == "retrieve":
            return readable(user).prefetch_related("questions")
        return checklists_for(user)

    def get_serializer_class(self) -> type[BaseSerializer[Checklist]]:
        """Give the questions with one checklist only."""
        return ChecklistDetailSerializer if self.action == "retrieve" else ChecklistSerializer


ROUTES = [("checklists", ChecklistViewSet)]
