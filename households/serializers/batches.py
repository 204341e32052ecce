"""Uploads and conflicts in the API; personal data as the caller may see it."""

from typing import Any

from rest_framework import serializers

from households.models import (
    BatchComplaint,
    BatchDifference,
    ConflictNote,
    RegisterBatch,
    RegisterConflict,
)
from households.selectors.conflicts import found_text
from households.selectors.differences import seen
from households.services.conflicts import MIN_WORDS
from households.services.imports import MIN_REASON


class BatchSerializer(serializers.ModelSerializer):
    """An upload in a list."""

    uploaded_by = serializers.CharField(source="uploaded_by.name", default=None, read_only=True)

    class Meta:
        model = RegisterBatch
        fields = [
            *("id", "kind", "area_code", "file_name", "sha256", "state", "uploaded_by"),
            *("uploaded_at", "applied_at", "reverted_at"),
        ]


class BatchDetailSerializer(BatchSerializer):
    """An upload with its figures, its columns and its questions."""

    counts = serializers.SerializerMethodField()

    class Meta:
        model = RegisterBatch
        fields = [*BatchSerializer.Meta.fields, "counts"]

    def get_counts(self, batch: RegisterBatch) -> dict[str, Any]:
        """Give the figures of the preview."""
        return {key: value for key, value in batch.counts.items() if key != "differences"}


class ComplaintSerializer(serializers.ModelSerializer):
    """What is said of one cell; its value is stored masked."""

    class Meta:
        model = BatchComplaint
        fields = ["id", "batch", "sheet", "row", "column", "value", "reason", "level"]


class ChangeSerializer(serializers.ModelSerializer):
    """One field that an upload adds or changes."""

    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    class Meta:
        model = BatchDifference
        fields = [
            *("id", "batch", "area_code", "act", "subject", "key", "household_no"),
            *("field", "before", "after"),
        ]

    def get_before(self, row: BatchDifference) -> str:
        """Give the stored value as the caller may see it."""
        return seen(row, row.before, user=self.context["request"].user)

    def get_after(self, row: BatchDifference) -> str:
        """Give the file's value as the caller may see it."""
        return seen(row, row.after, user=self.context["request"].user)


class UploadInput(serializers.Serializer):
    """A file, what it is, and the year of figures whose column names none."""

    file = serializers.FileField()
    kind = serializers.ChoiceField(choices=RegisterBatch.Kind.choices)
    income_year = serializers.IntegerField(required=False)


class AnswerInput(serializers.Serializer):
    """Answers by the question's key; another sheet of the file, "" to find it again."""

    answers = serializers.DictField(child=serializers.CharField(), required=False)
    sheet = serializers.CharField(required=False, allow_blank=True)


class ColumnsInput(serializers.Serializer):
    """Header of the file → key of the column, "" for one that is not read."""

    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True))


class ApplyInput(serializers.Serializer):
    """Whether rejected rows may stay out."""

    accepted_only = serializers.BooleanField(default=False)


class RevertInput(serializers.Serializer):
    """Why an upload is taken back."""

    reason = serializers.CharField(min_length=MIN_REASON, max_length=200)


class ConflictNoteSerializer(serializers.ModelSerializer):
    """One line of a conflict's record."""

    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = ConflictNote
        fields = ["decision", "text", "by", "at"]


class ConflictSerializer(serializers.ModelSerializer):
    """A conflict in a list."""

    decided_by = serializers.CharField(source="decided_by.name", default=None, read_only=True)

    class Meta:
        model = RegisterConflict
        fields = [
            *("id", "area_code", "kind", "batch", "here_no", "there_no", "person_no"),
            *("found_at", "decision", "explanation", "decided_by", "decided_at"),
        ]


class ConflictDetailSerializer(ConflictSerializer):
    """A conflict with what was found and its record."""

    found = serializers.SerializerMethodField()
    notes = ConflictNoteSerializer(many=True, read_only=True)

    class Meta:
        model = RegisterConflict
        fields = [*ConflictSerializer.Meta.fields, "found", "notes"]

    def get_found(self, conflict: RegisterConflict) -> str:
        """Give what was found, to those who see names in full."""
        return found_text(conflict, user=self.context["request"].user)


class DecideInput(serializers.Serializer):
    """How a conflict is settled, and why."""

    decision = serializers.ChoiceField(choices=RegisterConflict.Decision.choices)
    explanation = serializers.CharField(min_length=MIN_WORDS, max_length=200)


class ExplainInput(serializers.Serializer):
    """What somebody knows about a conflict."""

    text = serializers.CharField(min_length=MIN_WORDS, max_length=200)
