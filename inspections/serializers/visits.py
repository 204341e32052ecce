"""Assignments and visits as the API gives them, and answers as it takes them."""

from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inspections.models import Answer, Assignment, Visit
from inspections.selectors.visits import form_of

SUBJECT = ("subject_kind", "subject_code", "subject_name", "area_code")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A unit to visit, by which team and when; the visit if it is begun."""

    period = serializers.DateField(source="round.period", read_only=True)
    team_name = serializers.CharField(source="team.name", read_only=True)
    visit = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = [
            *("id", "round", "period", *SUBJECT, "team", "team_name", "due_on"),
            *("withdrawn", "visit"),
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_visit(self, row: Assignment) -> int | None:
        """Give the id of the visit, if there is one."""
        visit = getattr(row, "visit", None)
        return visit.pk if visit else None


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """A kept answer with the wording it was asked in."""

    name = serializers.CharField(source="question.name", read_only=True)
    item = serializers.CharField(source="question.item", read_only=True)
    wording = serializers.CharField(source="question.label", read_only=True)

    class Meta:
        model = Answer
        fields = ["name", "item", "wording", "status", "value", "reason", "failed"]
        read_only_fields = fields


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit as the list gives it."""

    class Meta:
        model = Visit
        fields = [
            *("id", "assignment", "round", *SUBJECT, "state", "version"),
            *("visited_on", "started_at", "submitted_at"),
        ]
        read_only_fields = fields


@cache
def visit_line() -> VisitSerializer:
    """Give the serializer of a single visit: its fields are made once, it keeps no visit."""
    return VisitSerializer()


class VisitDetailSerializer(VisitSerializer):
    """A visit with its answers and what is still asked; `context["on"]` is the day of judging."""

    answers = AnswerSerializer(many=True, read_only=True)
    missing = serializers.SerializerMethodField()
    failing = serializers.SerializerMethodField()

    class Meta(VisitSerializer.Meta):
        fields = [*VisitSerializer.Meta.fields, "answers", "missing", "failing"]
        read_only_fields = fields

    def to_representation(self, instance: Visit) -> dict[str, Any]:
        """Judge the form once for both lists."""
        self.form = form_of(instance, on=instance.visited_on or self.context["on"])
        return super().to_representation(instance)

    def get_missing(self, visit: Visit) -> list[str]:
        """Give the names of the questions that are still to be answered."""
        return [question.name for question in self.form.missing]

    def get_failing(self, visit: Visit) -> list[str]:
        """Give the names of the questions whose answers fail."""
        return [question.name for question in self.form.failing]


class SaveSerializer(serializers.Serializer[Any]):
    """Answers by question name, over the version they were made on.

    A value is bare, {"num", "den"} for a rate, a list for several choices, or {"status",
    "reason"} for 未查 and 不适用; null clears. `request_key` makes a repeat do nothing.
    """

    version = serializers.IntegerField(min_value=0)
    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    request_key = serializers.CharField(max_length=40, required=False)
