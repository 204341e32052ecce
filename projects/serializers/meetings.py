"""Meetings and their tasks as the API gives and takes them."""

from typing import Any

from rest_framework import serializers

from accounts.models import Unit
from projects.models import Meeting, MeetingTask
from projects.selectors.meetings import chargeable_units, sees_whole


class MeetingSerializer(serializers.ModelSerializer):
    """A meeting; a unit charged with a task of it does not get the minutes."""

    minutes = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            *("id", "area_code", "kind", "period", "title", "planned_on", "held_on"),
            *("place", "host", "attendees", "state", "cancel_reason", "minutes"),
        ]

    def get_minutes(self, row: Meeting) -> str:
        """Give the minutes to county offices."""
        return row.minutes if sees_whole(self.context["request"].user) else ""


class MeetingTaskSerializer(serializers.ModelSerializer):
    """A task, its unit, what was reported."""

    unit_name = serializers.CharField(source="unit.name", read_only=True)

    class Meta:
        model = MeetingTask
        fields = [
            *("id", "meeting", "matter", "unit", "unit_name", "person", "due_on", "state"),
            *("result", "reported_at", "confirmed_at"),
        ]


class MeetingInput(serializers.Serializer):
    """A meeting to come."""

    kind = serializers.CharField(max_length=8, help_text="push、monthly、review、other")
    planned_on = serializers.DateField()
    title = serializers.CharField(max_length=100, required=False, allow_blank=True)
    place = serializers.CharField(max_length=60, required=False, allow_blank=True)
    host = serializers.CharField(max_length=40, required=False, allow_blank=True)
    attendees = serializers.CharField(max_length=500, required=False, allow_blank=True)

    def validate_kind(self, value: str) -> str:
        """Refuse what is no kind; a choice here would share its name with MeetingSerializer's."""
        if value not in Meeting.Kind.values:
            raise serializers.ValidationError("没有此种会议类别。")
        return value


class TaskLineInput(serializers.Serializer):
    """One task of the minutes."""

    matter = serializers.CharField(max_length=300)
    unit = serializers.PrimaryKeyRelatedField(queryset=Unit.objects.none())
    person = serializers.CharField(max_length=40, required=False, allow_blank=True)
    due_on = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """Take the units of the meeting's county that can be charged."""
        fields = super().get_fields()
        county = self.context.get("county")
        if county:
            fields["unit"].queryset = chargeable_units(county)  # type: ignore[attr-defined]  # a related field
        return fields


class HoldInput(serializers.Serializer):
    """Minutes with their tasks."""

    held_on = serializers.DateField()
    minutes = serializers.CharField(max_length=5000)
    place = serializers.CharField(max_length=60, required=False, allow_blank=True)
    host = serializers.CharField(max_length=40, required=False, allow_blank=True)
    attendees = serializers.CharField(max_length=500, required=False, allow_blank=True)
    tasks = TaskLineInput(many=True, required=False)


class CorrectionInput(serializers.Serializer):
    """A correction of the minutes and why."""

    text = serializers.CharField(max_length=1000)
    reason = serializers.CharField(max_length=200)


class ReasonInput(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=200)


class NoteInput(serializers.Serializer):
    """A word at the end."""

    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ResultInput(serializers.Serializer):
    """What came of a task."""

    result = serializers.CharField(max_length=1000)
