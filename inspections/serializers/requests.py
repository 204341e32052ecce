"""Requests of the responsible units as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from inspections.models import Extension, Objection

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]
    Numbers = serializers.PrimaryKeyRelatedField[Any] | serializers.ManyRelatedField

SHARED = (
    *("id", "problem", "number", "unit", "order", "reason", "by", "at"),
    *("state", "decided_by", "decided_at", "decision_note"),
)


class RequestSerializer(serializers.ModelSerializer):
    """What every request has."""

    number = serializers.CharField(source="problem.number", read_only=True)
    unit: "Name" = serializers.StringRelatedField(source="problem.responsible_unit")
    by: "Name" = serializers.StringRelatedField()
    decided_by: "Name" = serializers.StringRelatedField()


class ExtensionSerializer(RequestSerializer):
    """A request for more time."""

    class Meta:
        model = Extension
        fields = [*SHARED, "progress", "due_before", "until"]
        read_only_fields = fields


class ObjectionSerializer(RequestSerializer):
    """An objection, with the numbers of its evidence."""

    evidence: "Numbers" = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Objection
        fields = [*SHARED, "evidence"]
        read_only_fields = fields


class ExtensionInput(serializers.Serializer):
    """Why more time, what is done so far, until when."""

    reason = serializers.CharField(max_length=500)
    progress = serializers.CharField(max_length=500)
    until = serializers.DateField()


class ObjectionInput(serializers.Serializer):
    """Why the problem is not true; evidence comes as files of a multipart request."""

    reason = serializers.CharField(max_length=500)
    files = serializers.ListField(
        child=serializers.FileField(), required=False, allow_empty=True, default=list
    )


class HandUpInput(serializers.Serializer):
    """Why the village cannot solve it."""

    reason = serializers.CharField(max_length=300)


class GrantInput(serializers.Serializer):
    """Whether more time is granted; a refusal needs a note."""

    grant = serializers.BooleanField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class UpholdInput(serializers.Serializer):
    """Whether the objection stands, and what was found."""

    uphold = serializers.BooleanField()
    note = serializers.CharField(max_length=300)
