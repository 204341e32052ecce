"""Checklists as the API gives them: enough to ask every question without this site."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.clock import today
from inspections.models import Checklist, Question
from inspections.selectors.definitions import PLAIN
from inspections.selectors.visits import thresholds

NO_NUMBERS = {"programmes", "sightings"}  # what else a scheme's options hold


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """One question: wording, type, choices, rules, and what a failing answer leads to."""

    choices = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text="[[值, 文字], …]",
        read_only=True,
    )
    levels = serializers.SerializerMethodField()
    responsible = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = [
            *PLAIN,
            *("levels", "asked_of", "default_fact", "problem", "category", "severity", "track"),
            *("responsible", "source"),
        ]
        read_only_fields = fields

    def get_levels(self, row: Question) -> list[str]:
        """Give the letters of those it is asked of."""
        return words(row.levels)

    def get_responsible(self, row: Question) -> list[str]:
        """Give who answers for a failing answer."""
        return words(row.responsible)


def words(text: str) -> list[str]:
    """The words of a stored list."""
    return [word for word in text.split(",") if word]


class ChecklistSerializer(serializers.ModelSerializer[Checklist]):
    """A checklist as the list gives it."""

    scheme = serializers.CharField(source="scheme.code", read_only=True)
    version = serializers.IntegerField(source="scheme.version", read_only=True)
    area_code = serializers.CharField(source="scheme.area_code", read_only=True)
    note = serializers.CharField(source="scheme.note", read_only=True)
    published_at = serializers.DateTimeField(source="scheme.published_at", read_only=True)
    sha256 = serializers.CharField(source="scheme.sha256", read_only=True)

    class Meta:
        model = Checklist
        fields = [
            *("id", "code", "title", "scheme", "version", "area_code", "note", "published_at"),
            "sha256",
        ]
        read_only_fields = fields


class ChecklistDetailSerializer(ChecklistSerializer):
    """A checklist with all its questions, in order, and the thresholds of today."""

    questions = QuestionSerializer(many=True, read_only=True)
    parameters = serializers.SerializerMethodField()

    class Meta(ChecklistSerializer.Meta):
        fields = [*ChecklistSerializer.Meta.fields, "parameters", "questions"]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_parameters(self, row: Checklist) -> dict[str, str]:
        """Give what `parameter('…')` in a rule stands for."""
        found = thresholds(scheme=row.scheme, area_code=row.scheme.area_code, on=today())
        return {key: value for key, value in found.items() if key not in NO_NUMBERS}
