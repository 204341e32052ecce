"""Assignments as the API gives them, and what handing one over takes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from inspections.models import Assignment, HandOver, Team
from inspections.selectors.tasks import TASK_STATES

SUBJECT = ("subject_kind", "subject_code", "subject_name", "area_code")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A unit to visit: by whom, with which checklist, by when, how far; the visit if begun."""

    period = serializers.DateField(source="round.period", read_only=True)
    team_name = serializers.CharField(source="team.name", read_only=True)
    owner_name = serializers.CharField(source="owner.name", read_only=True, default="")
    checklist_title = serializers.CharField(source="checklist.title", read_only=True)
    filling_unit_name = serializers.CharField(
        source="filling_unit.name", read_only=True, default=""
    )
    state = serializers.ChoiceField(
        source="stands",
        choices=[row for row in TASK_STATES if row[0] != "overdue"],
        read_only=True,
    )
    visit = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = [
            *("id", "round", "period", *SUBJECT, "checklist", "checklist_title"),
            *("team", "team_name", "owner", "owner_name", "filling_unit", "filling_unit_name"),
            *("due_on", "withdrawn", "state", "visit"),
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_visit(self, row: Assignment) -> int | None:
        """Give the id of the visit, if there is one."""
        visit = getattr(row, "visit", None)
        return visit.pk if visit else None


class HandOverSerializer(serializers.ModelSerializer[HandOver]):
    """A hand-over as it is kept."""

    class Meta:
        model = HandOver
        fields = [
            *("id", "assignment", "from_team", "to_team", "from_owner", "to_owner"),
            *("reason", "by", "at"),
        ]
        read_only_fields = fields


class MoveSerializer(serializers.Serializer[Any]):
    """Who takes an assignment over, and why; without a person the least busy of the team."""

    reason = serializers.CharField(max_length=100)
    to_owner = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.none(), required=False, allow_null=True
    )
    to_team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.none(), required=False, allow_null=True
    )

    def __init__(self, *args: Any, round_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(round=round_id)
        fields: Any = self.fields
        fields["to_team"].queryset = teams
        fields["to_owner"].queryset = User.objects.filter(pk__in=teams.values("members"))


class DueSerializer(serializers.Serializer[Any]):
    """Another last day, and why."""

    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=100)
