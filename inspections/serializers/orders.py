"""Rectification orders as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from accounts.models import Unit
from inspections.models import Problem, RectificationOrder

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]
    Numbers = serializers.PrimaryKeyRelatedField[Any] | serializers.ManyRelatedField


class OrderSerializer(serializers.ModelSerializer):
    """An order with the numbers of its problems: as issued (`covers`) and still under it."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")
    problems: "Numbers" = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    covers: "Numbers" = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = RectificationOrder
        fields = [
            *("id", "number", "area_code", "year", "serial", "unit", "unit_name"),
            *("requirement", "issued_on", "due_on", "working_days", "acknowledged_at"),
            *("problems", "covers"),
        ]
        read_only_fields = fields


class OrderInput(serializers.Serializer):
    """Order a unit to rectify problems; problems and units come through the user's gate."""

    problems = serializers.PrimaryKeyRelatedField(many=True, queryset=Problem.objects.none())
    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none())
    requirement = serializers.CharField(max_length=500)
    due_on = serializers.DateField(required=False)
    working_days = serializers.IntegerField(required=False, min_value=1)

    def get_fields(self) -> dict[str, Any]:
        """Narrow what may be named to what the user may see."""
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            user = request.user
            seen = Problem.objects.visible_to(user).select_related("responsible_unit")
            fields["problems"].child_relation.queryset = seen
            fields["unit"].queryset = Unit.objects.visible_to(user)
        return fields


class AcknowledgeInput(serializers.Serializer):
    """Sign for several orders; they come through the user's gate."""

    orders = serializers.PrimaryKeyRelatedField(
        many=True, queryset=RectificationOrder.objects.none()
    )

    def get_fields(self) -> dict[str, Any]:
        """Narrow what may be named to what the user may see."""
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            seen = RectificationOrder.objects.visible_to(request.user)
            rows = seen.select_related("unit", "issued_by")
            fields["orders"].child_relation.queryset = rows
        return fields


class AcknowledgedSerializer(serializers.Serializer):
    """How many orders were signed for."""

    acknowledged = serializers.IntegerField()
