"""Problems and orders as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts import clock
from accounts.models import Unit
from inspections.models import LedgerEntry, Problem, RectificationOrder, Reply, Verification

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]
    Numbers = serializers.PrimaryKeyRelatedField[Any] | serializers.ManyRelatedField


class EntrySerializer(serializers.ModelSerializer):
    """A line of a problem's story."""

    by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = LedgerEntry
        fields = ["state", "note", "by", "at"]
        read_only_fields = fields


class VerificationSerializer(serializers.ModelSerializer):
    """A judgement by the three gates."""

    by: "Name" = serializers.StringRelatedField()

    class Meta:
        model = Verification
        fields = ["cause_found", "measure_done", "result_met", "passed", "note", "by", "at"]
        read_only_fields = fields


class ReplySerializer(serializers.ModelSerializer):
    """A reply, with the numbers of its evidence."""

    by: "Name" = serializers.StringRelatedField()
    verification = serializers.SerializerMethodField()

    class Meta:
        model = Reply
        fields = ["id", "cause", "measure", "result", "evidence", "by", "at", "verification"]
        read_only_fields = fields

    @extend_schema_field(VerificationSerializer(allow_null=True))
    def get_verification(self, reply: Reply) -> dict[str, Any] | None:
        """Give the judgement, if there is one."""
        judged = getattr(reply, "verification", None)
        return VerificationSerializer(judged).data if judged else None


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
        ]
        read_only_fields = fields

    def get_overdue(self, problem: Problem) -> bool:
        """Whether an open problem is past its day."""
        return problem.is_overdue(on=clock.today())


class ProblemDetailSerializer(ProblemSerializer):
    """A problem with its replies and its story."""

    replies = ReplySerializer(many=True, read_only=True)
    entries = EntrySerializer(many=True, read_only=True)

    class Meta(ProblemSerializer.Meta):
        fields = [*ProblemSerializer.Meta.fields, "replies", "entries"]
        read_only_fields = fields


class OrderSerializer(serializers.ModelSerializer):
    """A rectification order with the numbers of its problems."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")
    problems: "Numbers" = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = RectificationOrder
        fields = [
            *("id", "number", "area_code", "year", "serial", "unit", "unit_name"),
            *("requirement", "issued_on", "due_on", "acknowledged_at", "problems"),
        ]
        read_only_fields = fields


class ConfirmInput(serializers.Serializer):
    """Uphold as 共性 or 个性."""

    scope = serializers.ChoiceField(choices=Problem.Scope.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class RejectInput(serializers.Serializer):
    """Reject, with the reason."""

    note = serializers.CharField(max_length=300)


class ReplyInput(serializers.Serializer):
    """Report a rectification; evidence comes as files of a multipart request."""

    cause = serializers.CharField(max_length=500)
    measure = serializers.CharField(max_length=500)
    result = serializers.CharField(max_length=500)
    files = serializers.ListField(
        child=serializers.FileField(), required=False, allow_empty=True, default=list
    )


class VerifyInput(serializers.Serializer):
    """The three gates and the opinion."""

    cause_found = serializers.BooleanField()
    measure_done = serializers.BooleanField()
    result_met = serializers.BooleanField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class CloseInput(serializers.Serializer):
    """The closing opinion."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class OrderInput(serializers.Serializer):
    """Order a unit to rectify problems; problems and units come through the user's gate."""

    problems = serializers.PrimaryKeyRelatedField(many=True, queryset=Problem.objects.none())
    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none())
    requirement = serializers.CharField(max_length=500)
    due_on = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """Narrow what may be named to what the user may see."""
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            user = request.user
            seen = Problem.objects.visible_to(user).select_related("responsible_unit")
            fields["problems"].child_relation.queryset = seen
            fields["unit"].queryset = Unit.objects.visible_to(user)
        return fields
