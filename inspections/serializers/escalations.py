"""Records of the timetable as the API gives them."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from inspections.models import Escalation

if TYPE_CHECKING:
    Text = serializers.CharField
    Name = serializers.StringRelatedField[Any]


class EscalationSerializer(serializers.ModelSerializer):
    """A step taken for a problem: which, for whom, counted from when, whether it was told."""

    number: "Text" = serializers.CharField(source="problem.number", read_only=True)
    unit: "Name" = serializers.StringRelatedField(source="problem.responsible_unit")
    title: "Text" = serializers.CharField(source="step.title", read_only=True)
    basis: "Text" = serializers.CharField(source="step.basis", read_only=True)
    days = serializers.IntegerField(source="step.days", read_only=True)
    audience: "Text" = serializers.CharField(source="step.audience", read_only=True)

    class Meta:
        model = Escalation
        fields = [
            *("id", "problem", "number", "unit", "title", "basis", "days", "audience"),
            *("counted_from", "told", "at"),
        ]
        read_only_fields = fields
