"""The annual plan in the API."""

from typing import Any

from rest_framework import serializers

from projects.models import AnnualTarget, PlanDocument, Pledge, Programme
from projects.services.targets import LARGEST


class TargetSerializer(serializers.ModelSerializer):
    """What a place must achieve in a year."""

    class Meta:
        model = AnnualTarget
        fields = ["area_code", "year", "villages", "households", "persons"]


class TargetRowInput(serializers.Serializer):
    """One place's figures."""

    area_code = serializers.RegexField(r"^[0-9]{6}([0-9]{3}){0,2}$")
    villages = serializers.IntegerField(min_value=0, max_value=LARGEST)
    households = serializers.IntegerField(min_value=0, max_value=LARGEST)
    persons = serializers.IntegerField(min_value=0, max_value=LARGEST)


class TargetsInput(serializers.Serializer):
    """The figures of several places for a year."""

    year = serializers.IntegerField()
    rows = TargetRowInput(many=True, allow_empty=False)

    def validate_rows(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a place named twice."""
        if len({row["area_code"] for row in rows}) < len(rows):
            raise serializers.ValidationError("同一区划只能填一次。")
        return rows


class FillInput(serializers.Serializer):
    """The place whose villages get what the register has marked."""

    year = serializers.IntegerField()
    area_code = serializers.RegexField(r"^[0-9]{6}([0-9]{3})?$")


class ProgrammeSerializer(serializers.ModelSerializer):
    """A special programme and its lead unit."""

    lead_unit_name = serializers.CharField(source="lead_unit.name", read_only=True)

    class Meta:
        model = Programme
        fields = [
            *("id", "area_code", "year", "code", "name"),
            *("lead_unit", "lead_unit_name", "is_supplement"),
        ]


class PledgeSerializer(serializers.ModelSerializer):
    """A pledge: due, signed, by whom; whether its paper is there."""

    has_file = serializers.SerializerMethodField()

    class Meta:
        model = Pledge
        fields = ["id", "area_code", "year", "due_on", "signed_on", "signer", "has_file"]

    def get_has_file(self, row: Pledge) -> bool:
        """Whether a scan is stored."""
        return bool(row.file)


class DueInput(serializers.Serializer):
    """From when the two tiers owe their pledge."""

    year = serializers.IntegerField()
    township_due_on = serializers.DateField()
    village_due_on = serializers.DateField()


class SignInput(serializers.Serializer):
    """Which pledges were signed, when, in which post."""

    pledges = serializers.ListField(
        child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=500
    )
    signed_on = serializers.DateField()
    signer = serializers.CharField(max_length=40)


class PledgeInput(serializers.Serializer):
    """One pledge as it should stand; both empty means not signed."""

    signed_on = serializers.DateField(allow_null=True)
    signer = serializers.CharField(max_length=40, allow_blank=True)
    file = serializers.FileField(required=False)


class CountSerializer(serializers.Serializer):
    """How many rows an act has touched."""

    count = serializers.IntegerField()


class DocumentSerializer(serializers.ModelSerializer):
    """A plan document; replaced_by names the one that took its place."""

    class Meta:
        model = PlanDocument
        fields = [
            *("id", "area_code", "year", "title", "dated_on", "sha256"),
            *("uploaded_at", "replaced_by"),
        ]


class DocumentInput(serializers.Serializer):
    """A plan document on its way in."""

    area_code = serializers.RegexField(r"^[0-9]{6}([0-9]{3}){0,2}$")
    year = serializers.IntegerField()
    title = serializers.CharField(max_length=100)
    dated_on = serializers.DateField()
    file = serializers.FileField()
