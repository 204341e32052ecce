"""The API of key households: read only; the rules make the flags."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from accounts.pages import person
from households.concerns.facts import KINDS
from households.filters.concerns import ConcernFilter
from households.models import ConcernFlag
from households.selectors.concerns import visible_flags
from households.serializers.register import MaskedField


class ConcernSerializer(serializers.ModelSerializer):
    """A kind a household is of, and how that was worked out."""

    household_no = serializers.CharField(source="household.household_no")
    head_name = MaskedField(registered_as="name", source="household.head_name")
    village_name = serializers.CharField(source="household.village.short_name")
    registered = serializers.BooleanField(source="household.registered")
    person_count = serializers.IntegerField(source="household.person_count")
    kind = serializers.SerializerMethodField()

    class Meta:
        model = ConcernFlag
        fields = [
            *("household_no", "head_name", "area_code", "village_name", "registered"),
            *("person_count", "code", "kind", "working", "flagged_on"),
        ]

    def get_kind(self, flag: ConcernFlag) -> str:
        """Give the kind in words."""
        return KINDS[flag.code].name


class ConcernViewSet(mixins.ListModelMixin, GenericViewSet):
    """Flags of the households the caller sees."""

    permissions_required: ClassVar[dict[str, str]] = {"*": "households.view_concernflag"}
    serializer_class = ConcernSerializer
    queryset = ConcernFlag.objects.none()
    filterset_class = ConcernFilter

    def get_queryset(self) -> QuerySet[ConcernFlag]:
        """Give the flags with their households."""
        rows = visible_flags(person(self.request)).select_related("household__village")
        return rows.order_by("area_code", "household", "code")


ROUTES = [("concerns", ConcernViewSet)]
