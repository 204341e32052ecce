"""The API of people and of who helps: read only, with the filters of the pages.

A person is found by number or name on the page only: an address ends up in logs.
"""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from households.filters.helpers import PairingFilter
from households.filters.people import MemberFilter
from households.lists.helpers import PAIRINGS
from households.lists.members import MEMBERS
from households.models import HelperPairing, Member
from households.serializers.register import PairingSerializer, PersonSerializer


class MemberViewSet(mixins.ListModelMixin, GenericViewSet):
    """People of the registered households inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": MEMBERS.permission}
    queryset = Member.objects.none()
    serializer_class = PersonSerializer
    filterset_class = MemberFilter

    def get_queryset(self) -> QuerySet[Member]:
        """Give the people the caller sees, in the order of the list."""
        rows = MEMBERS.rows(person(self.request)).order_by(*MEMBERS.order)
        return rows.select_related("household")


class PairingViewSet(mixins.ListModelMixin, GenericViewSet):
    """Helpers of registered households inside the caller's area."""

    permissions_required: ClassVar[dict[str, str]] = {"*": PAIRINGS.permission}
    queryset = HelperPairing.objects.none()
    serializer_class = PairingSerializer
    filterset_class = PairingFilter

    def get_queryset(self) -> QuerySet[HelperPairing]:
        """Give the pairings the caller sees, in the order of the list."""
        rows = PAIRINGS.rows(person(self.request)).order_by(*PAIRINGS.order)
        return rows.select_related("household")


ROUTES = [("members", MemberViewSet), ("pairings", PairingViewSet)]
