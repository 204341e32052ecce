"""The API of places and households: read only; the register changes by import."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from households.filters.register import AreaFilter, NumberedHouseholdFilter
from households.models import Area, Household
from households.serializers.register import (
    AreaSerializer,
    HouseholdDetailSerializer,
    HouseholdSerializer,
)


class AreaViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Places inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_area"}
    serializer_class = AreaSerializer
    queryset = Area.objects.none()
    filterset_class = AreaFilter

    def get_queryset(self) -> QuerySet[Area]:
        """Give the places the caller sees."""
        return Area.objects.visible_to(person(self.request))


class HouseholdViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Households inside the caller's area; people and incomes on the single one."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_household"}
    queryset = Household.objects.none()
    filterset_class = NumberedHouseholdFilter
    lookup_field = "household_no"

    def get_serializer_class(self) -> type[BaseSerializer]:
        """Show the people on a single household only."""
        return HouseholdDetailSerializer if self.action == "retrieve" else HouseholdSerializer

    def get_queryset(self) -> QuerySet[Household]:
        """Give the households the caller sees, with what the answer needs."""
        rows = Household.objects.visible_to(person(self.request)).select_related("village")
        if self.action == "retrieve":
            return rows.prefetch_related("members", "incomes")
        return rows.registered()


ROUTES = [("areas", AreaViewSet), ("households", HouseholdViewSet)]
