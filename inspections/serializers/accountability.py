"""问责 as the API gives it: cases and measures to the discipline office, totals to others."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from accounts.masking import mask_name
from accounts.models import Unit
from inspections.models import AccountabilityCase, Sanction, Trigger

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]


class CaseSerializer(serializers.ModelSerializer):
    """A case as a list shows it."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")
    proposed_by: "Name" = serializers.StringRelatedField()
    closed_by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = AccountabilityCase
        fields = [
            *("id", "area_code", "trigger", "grounds", "unit", "unit_name", "problem"),
            *("assignment", "proposed_by", "proposed_at", "state", "closed_by", "closed_at"),
            "exemption",
        ]
        read_only_fields = fields


class ProposalSerializer(serializers.ModelSerializer):
    """What whoever proposed is told of it: whether it waits."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")

    class Meta:
        model = AccountabilityCase
        fields = [
            *("id", "trigger", "grounds", "unit", "unit_name", "problem", "proposed_at", "state"),
        ]
        read_only_fields = fields


class SanctionSerializer(serializers.ModelSerializer):
    """A measure as a list shows it: a person by surname only."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")
    person_name = serializers.SerializerMethodField()
    recorded_by: "Name" = serializers.StringRelatedField()
    revoked_by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = Sanction
        fields = [
            *("id", "area_code", "case", "target_kind", "unit", "unit_name", "person_name"),
            *("person_post", "measure", "basis", "document", "stage", "decided_on"),
            *("exemption", "recorded_by", "recorded_at"),
            *("revoked_by", "revoked_at", "revoked_why"),
        ]
        read_only_fields = fields

    def get_person_name(self, sanction: Sanction) -> str:
        """Give the surname."""
        return mask_name(sanction.person_name)


class OpenSanctionSerializer(SanctionSerializer):
    """A measure of an opened case: the name in full."""

    def get_person_name(self, sanction: Sanction) -> str:
        """Give the name."""
        return sanction.person_name


class CaseDetailSerializer(CaseSerializer):
    """A case with its measures, names in full; the view has written down who reads it."""

    sanctions = OpenSanctionSerializer(many=True, read_only=True, source="opened")

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "sanctions"]
        read_only_fields = fields


class TotalLineSerializer(serializers.Serializer):
    """One kind of target and measure."""

    target_kind = serializers.ChoiceField(choices=Sanction.TargetKind.choices)
    measure = serializers.ChoiceField(choices=Sanction.Measure.choices)
    entries = serializers.IntegerField()
    units = serializers.IntegerField()


class TotalsSerializer(serializers.Serializer):
    """Figures of a term."""

    lines = TotalLineSerializer(many=True)
    units = serializers.IntegerField()
    person_times = serializers.IntegerField()
    entries = serializers.IntegerField()


class TermInput(serializers.Serializer):
    """From which day to which; this year unless given."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class ProposeInput(serializers.Serializer):
    """Which of the four failures, and what happened."""

    trigger = serializers.ChoiceField(choices=Trigger.choices)
    grounds = serializers.CharField(max_length=500)


class ProposeByHandInput(ProposeInput):
    """A matter that is no problem; `token` makes a repeated request do nothing more."""

    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none())
    token = serializers.RegexField(r"^[0-9a-f]{32}$")

    def get_fields(self) -> dict[str, Any]:
        """Narrow the units to the reader's place."""
        return _of_own_place(super().get_fields(), self.context)


class SanctionInput(serializers.Serializer):
    """One measure against one target, as the decision says."""

    target_kind = serializers.ChoiceField(choices=Sanction.TargetKind.choices)
    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none())
    person_name = serializers.CharField(
        required=False, allow_blank=True, max_length=30, default=""
    )
    person_post = serializers.CharField(
        required=False, allow_blank=True, max_length=40, default=""
    )
    measure = serializers.ChoiceField(choices=Sanction.Measure.choices)
    basis = serializers.CharField(max_length=300)
    document = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    stage = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=4
    )
    decided_on = serializers.DateField()
    exemption = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")

    def get_fields(self) -> dict[str, Any]:
        """Narrow the units to the reader's place."""
        return _of_own_place(super().get_fields(), self.context)


class DismissInput(serializers.Serializer):
    """Why nobody is held to account."""

    exemption = serializers.CharField(max_length=500)


class RevokeInput(serializers.Serializer):
    """Why a measure is revoked."""

    why = serializers.CharField(max_length=300)


def _of_own_place(fields: dict[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    if request := context.get("request"):
        fields["unit"].queryset = Unit.objects.visible_to(request.user)
    return fields
