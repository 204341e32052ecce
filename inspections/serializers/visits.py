"""Assignments and visits as the API gives them, and answers as it takes them."""

from typing import Any

from rest_framework import serializers

from accounts.pages import person
from inspections.models import Answer, Visit
from inspections.selectors.names import words_for
from inspections.selectors.progress import own_draft
from inspections.selectors.visits import form_of

SUBJECT = ("subject_kind", "subject_code", "subject_name", "area_code")


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """A kept answer with the wording it was asked in."""

    name = serializers.CharField(source="question.name", read_only=True)
    item = serializers.CharField(source="question.item", read_only=True)
    wording = serializers.CharField(source="question.label", read_only=True)

    class Meta:
        model = Answer
        fields = [
            *("name", "row", "item", "wording", "status", "value", "reason", "explanation"),
            "failed",
        ]
        read_only_fields = fields


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit as the list gives it."""

    class Meta:
        model = Visit
        fields = [
            *("id", "assignment", "round", *SUBJECT, "state", "version", "edition"),
            *("returned_for", "visited_on", "started_at", "submitted_at"),
        ]
        read_only_fields = fields


class VisitDetailSerializer(VisitSerializer):
    """A visit with its answers and what is still asked; `context["on"]` is the day of judging."""

    answers = AnswerSerializer(many=True, read_only=True)
    missing = serializers.SerializerMethodField()
    failing = serializers.SerializerMethodField()

    class Meta(VisitSerializer.Meta):
        fields = [*VisitSerializer.Meta.fields, "answers", "missing", "failing"]
        read_only_fields = fields

    def to_representation(self, instance: Visit) -> dict[str, Any]:
        """Judge the form once for both lists; give of people what the reader may see."""
        self.form = form_of(instance, on=instance.visited_on or self.context["on"])
        told = super().to_representation(instance)
        reader = person(self.context["request"])
        if not own_draft(instance, reader):
            words = words_for(reader, instance)
            for answer, row in zip(instance.answers.all(), told["answers"], strict=True):
                if isinstance(row["value"], str):
                    row["value"] = words(answer.question, row["value"])
        return told

    def get_missing(self, visit: Visit) -> list[str]:
        """Give the names of the questions that are still to be answered."""
        return [question.name for question in self.form.missing]

    def get_failing(self, visit: Visit) -> list[str]:
        """Give the names of the questions whose answers fail."""
        return [question.name for question in self.form.failing]
