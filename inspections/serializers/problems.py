"""Problems as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts import clock
from inspections.models import LedgerEntry, Problem
from inspections.serializers.rectifications import ReplySerializer
from inspections.serializers.requests import ExtensionSerializer, ObjectionSerializer

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]


class EntrySerializer(serializers.ModelSerializer):
    """A line of a problem's story."""

    by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = LedgerEntry
        fields = ["state", "note", "by", "at"]
        read_only_fields = fields


class ProblemSerializer(serializers.ModelSerializer):
    """A problem as a list shows it."""

    unit: "Name" = serializers.StringRelatedField(source="responsible_unit")
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = Problem
        fields = [
            *("id", "number", "source", "period", "round", "visit", "area_code"),
            *("subject_kind", "subject_code", "subject_name", "item", "fact", "basis"),
            *("category", "severity", "track", "proposed_scope", "scope", "state"),
            *("responsible_unit", "unit", "order", "found_on", "due_on", "closed_on", "overdue"),
            *("responsible_person", "planned_measure", "planned_on", "reopened", "repeats"),
        ]
        read_only_fields = fields

    def get_overdue(self, problem: Problem) -> bool:
        """Whether an open problem is past its day."""
        return problem.is_overdue(on=clock.today())


class ProblemDetailSerializer(ProblemSerializer):
    """A problem with its replies, what its unit asked, and its story."""

    replies = ReplySerializer(many=True, read_only=True)
    extensions = serializers.SerializerMethodField()
    objections = serializers.SerializerMethodField()
    entries = EntrySerializer(many=True, read_only=True)

    class Meta(ProblemSerializer.Meta):
        fields = [
            *ProblemSerializer.Meta.fields,
            *("replies", "extensions", "objections", "entries"),
        ]
        read_only_fields = fields

    @extend_schema_field(ExtensionSerializer(many=True))
    def get_extensions(self, problem: Problem) -> Any:
        """Give the requests for more time to who may read them, else none."""
        return self._asked(ExtensionSerializer, problem.extensions, "view_extension")

    @extend_schema_field(ObjectionSerializer(many=True))
    def get_objections(self, problem: Problem) -> Any:
        """Give the objections to who may read them, else none."""
        return self._asked(ObjectionSerializer, problem.objections, "view_objection")

    def _asked(self, shown: type[Any], rows: Any, right: str) -> Any:
        user = self.context["request"].user
        return shown(rows.all(), many=True).data if user.has_perm(f"inspections.{right}") else []


class ConfirmInput(serializers.Serializer):
    """Uphold as 共性 or 个性."""

    scope = serializers.ChoiceField(choices=Problem.Scope.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class RejectInput(serializers.Serializer):
    """Reject, with the reason."""

    note = serializers.CharField(max_length=300)
