"""Self-checks (举一反三) as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from accounts import clock
from inspections.models import SelfCheck
from inspections.models.subjects import SubjectKind

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]


class SelfCheckSerializer(serializers.ModelSerializer):
    """One subject that was asked to look, and what it found."""

    unit_name: "Name" = serializers.StringRelatedField(source="unit")
    problem_number: "Name" = serializers.StringRelatedField(source="problem")
    raised_number: "Name" = serializers.StringRelatedField(source="raised")
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = SelfCheck
        fields = [
            *("id", "problem_number", "subject_kind", "subject_code", "subject_name"),
            *("area_code", "item", "matter", "why", "unit", "unit_name", "due_on", "overdue"),
            *("asked_at", "state", "result", "note", "answered_at", "raised_number"),
        ]
        read_only_fields = fields

    def get_overdue(self, check: SelfCheck) -> bool:
        """Whether it is not answered and past its day."""
        return check.state == SelfCheck.State.ASKED and check.due_on < clock.today()


class CandidateSerializer(serializers.Serializer):
    """A subject that could be asked to look; without a unit nobody can be asked."""

    subject_kind = serializers.ChoiceField(choices=SubjectKind.choices)
    subject_code = serializers.CharField()
    subject_name = serializers.CharField()
    area_code = serializers.CharField()
    why = serializers.ChoiceField(choices=SelfCheck.Why.choices)
    unit: "Name" = serializers.StringRelatedField(allow_null=True)
    asked = serializers.BooleanField()


class ChosenInput(serializers.Serializer):
    """One subject of the list."""

    subject_kind = serializers.ChoiceField(choices=SubjectKind.choices)
    subject_code = serializers.CharField(max_length=24)


class AskInput(serializers.Serializer):
    """Whom to ask, what to look for, by when."""

    chosen = serializers.ListField(child=ChosenInput(), allow_empty=False, max_length=1000)
    matter = serializers.CharField(max_length=300)
    due_on = serializers.DateField()

    def validate_chosen(self, given: list[dict[str, str]]) -> list[tuple[str, str]]:
        """Give pairs of kind and code."""
        return [(one["subject_kind"], one["subject_code"]) for one in given]


class SelfCheckAnswerInput(serializers.Serializer):
    """The result; evidence comes as files of a multipart request."""

    result = serializers.ChoiceField(choices=SelfCheck.Result.choices)
    note = serializers.CharField(max_length=500)
    files = serializers.ListField(
        child=serializers.FileField(), required=False, allow_empty=True, default=list
    )
