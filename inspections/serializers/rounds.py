"""Rounds and their draws as the API gives them, and the seed as it takes it."""

from typing import Any

from rest_framework import serializers

from inspections.models import Draw, DrawnUnit, Round


class DrawnUnitSerializer(serializers.ModelSerializer[DrawnUnit]):
    """A drawn unit; a household by its masked label."""

    class Meta:
        model = DrawnUnit
        fields = [
            *("stage", "subject_code", "subject_name", "parent_code", "position", "ticket"),
            *("is_reserve", "replaced_by", "replace_reason"),
        ]
        read_only_fields = fields


class DrawSerializer(serializers.ModelSerializer[Draw]):
    """A draw with its hashes, its seed and its units."""

    units = DrawnUnitSerializer(many=True, read_only=True)

    class Meta:
        model = Draw
        fields = [
            *("id", "draw_id", "number", "state", "previous", "pool_sha", "rule_sha", "seal"),
            *(
                "sealed_at",
                "seed",
                "drawn_at",
                "result_sha",
                "shortfalls",
                "annul_reason",
                "units",
            ),
        ]
        read_only_fields = fields


class RoundSerializer(serializers.ModelSerializer[Round]):
    """A round as the list gives it."""

    total = serializers.IntegerField(read_only=True)
    submitted = serializers.IntegerField(read_only=True)

    class Meta:
        model = Round
        fields = [
            *("id", "title", "area_code", "period", "mode", "methods", "starts_on", "ends_on"),
            *("townships", "villages_per_township", "households_per_village", "rotation_months"),
            *("state", "closed_on", "shortfall_reason", "total", "submitted"),
        ]
        read_only_fields = fields


class RoundDetailSerializer(RoundSerializer):
    """A round with its draws."""

    draws = DrawSerializer(many=True, read_only=True)

    class Meta(RoundSerializer.Meta):
        fields = [*RoundSerializer.Meta.fields, "draws"]
        read_only_fields = fields


class WordSerializer(serializers.Serializer[Any]):
    """The statement of discipline, and whether the caller has given his word for the round."""

    statement = serializers.ListField(child=serializers.CharField(), read_only=True)
    declared = serializers.BooleanField(read_only=True)


class SeedSerializer(serializers.Serializer[Any]):
    """The public seed, and the witnesses' secrets in the rule's order."""

    seed = serializers.CharField(max_length=4000)
    reveals = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
