"""The annual plan in the API."""

from rest_framework import serializers

from projects.models import AnnualTarget, Programme


class TargetSerializer(serializers.ModelSerializer):
    """What a place must achieve in a year."""

    class Meta:
        model = AnnualTarget
        fields = ["area_code", "year", "villages", "households", "persons"]


class ProgrammeSerializer(serializers.ModelSerializer):
    """A special programme and its lead unit."""

    lead_unit_name = serializers.CharField(source="lead_unit.name", read_only=True)

    class Meta:
        model = Programme
        fields = [
            *("id", "area_code", "year", "code", "name"),
            *("lead_unit", "lead_unit_name", "is_supplement"),
        ]
