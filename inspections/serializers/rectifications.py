"""Replies and judgements as the API gives them, and what the acts of rectification take in."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inspections.models import Gate, Reply, Verification
from inspections.selectors.replies import sorted_files

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]


class GateSerializer(serializers.Serializer):
    """One gate of a reply with the numbers of what proves it."""

    gate = serializers.ChoiceField(choices=Gate.choices)
    evidence = serializers.ListField(child=serializers.IntegerField())


class VerificationSerializer(serializers.ModelSerializer):
    """A judgement by the three gates."""

    by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = Verification
        fields = [
            *("cause_found", "measure_done", "result_met", "passed"),
            *("cause_note", "measure_note", "result_note", "note"),
            *("visited_on", "photos", "by", "at"),
        ]
        read_only_fields = fields


class ReplySerializer(serializers.ModelSerializer):
    """A reply, with the numbers of its evidence, all and by gate."""

    by: "Name" = serializers.StringRelatedField()
    gates = serializers.SerializerMethodField()
    verification = serializers.SerializerMethodField()

    class Meta:
        model = Reply
        fields = [
            *("id", "cause", "measure", "result", "evidence", "gates"),
            *("by", "at", "verification"),
        ]
        read_only_fields = fields

    @extend_schema_field(GateSerializer(many=True))
    def get_gates(self, reply: Reply) -> list[dict[str, Any]]:
        """Give each gate's evidence; what proves all three stands with each."""
        shared, own = sorted_files(reply)
        return [
            {"gate": gate, "evidence": sorted(row.pk for row in (*shared, *own[gate]))}
            for gate in Gate
        ]

    @extend_schema_field(VerificationSerializer(allow_null=True))
    def get_verification(self, reply: Reply) -> dict[str, Any] | None:
        """Give the judgement, if there is one."""
        judged = getattr(reply, "verification", None)
        return VerificationSerializer(judged).data if judged else None


def _files() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.FileField(), required=False, allow_empty=True, default=list
    )


def _words(length: int = 300) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=length, default="")


class PlanInput(serializers.Serializer):
    """Who rectifies, by what measure, until when."""

    person = serializers.CharField(max_length=40)
    measure = serializers.CharField(max_length=500)
    planned_on = serializers.DateField()


class ReplyInput(serializers.Serializer):
    """Report a rectification; evidence comes as files of a multipart request."""

    cause = serializers.CharField(max_length=500)
    measure = serializers.CharField(max_length=500)
    result = serializers.CharField(max_length=500)
    files = _files()
    cause_files = _files()
    measure_files = _files()
    result_files = _files()


class VerifyInput(serializers.Serializer):
    """The three gates with their words, the visit, its photos and the opinion."""

    cause_found = serializers.BooleanField()
    measure_done = serializers.BooleanField()
    result_met = serializers.BooleanField()
    cause_note = _words()
    measure_note = _words()
    result_note = _words()
    note = _words()
    visited_on = serializers.DateField(required=False, allow_null=True, default=None)
    photos = _files()
    reply = serializers.IntegerField(required=False, allow_null=True, default=None)


class CloseInput(serializers.Serializer):
    """The closing opinion."""

    note = _words()


class SendBackInput(serializers.Serializer):
    """Why a verified problem is not closed."""

    note = serializers.CharField(max_length=300)
