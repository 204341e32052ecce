"""Look backs (回头看) and their lots as the API gives them, and what its actions take in."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from accounts.models import User
from inspections.models import LookBack, LookBackDraw, Problem
from inspections.selectors.look_backs import (
    Pick,
    drawn_numbers,
    inspectors_for,
    replays,
    to_look_back,
)

if TYPE_CHECKING:
    Name = serializers.StringRelatedField[Any]


class LookBackSerializer(serializers.ModelSerializer):
    """A closed problem to be visited again, and what was found."""

    number: "Name" = serializers.StringRelatedField(source="problem")
    inspector_name: "Name" = serializers.StringRelatedField(source="inspector")

    class Meta:
        model = LookBack
        fields = [
            *("id", "problem", "number", "draw", "reason", "inspector", "inspector_name"),
            *("due_on", "state", "visited_on", "note", "at"),
        ]
        read_only_fields = fields


class LookBackDrawSerializer(serializers.ModelSerializer):
    """A lot: seal and list, then seed and what was drawn; `replays` says whether it agrees."""

    number = serializers.CharField(source="__str__")
    frame = serializers.SerializerMethodField()
    drawn = serializers.SerializerMethodField()
    replays = serializers.SerializerMethodField()

    class Meta:
        model = LookBackDraw
        fields = [
            *("id", "number", "area_code", "conditions", "frame", "take", "seal", "at"),
            *("seed", "drawn_at", "drawn", "replays"),
        ]
        read_only_fields = fields

    def get_frame(self, draw: LookBackDraw) -> list[str]:
        """Give the sealed numbers."""
        return draw.frame.splitlines()

    def get_drawn(self, draw: LookBackDraw) -> list[str]:
        """Give the drawn numbers in the order drawn."""
        return drawn_numbers(draw)

    def get_replays(self, draw: LookBackDraw) -> bool | None:
        """Say whether seed and list give what is stored; null before the seed."""
        return replays(draw) if draw.seed else None


class ChooseInput(serializers.Serializer):
    """Which closed problems, by whom, by when, and why; both through the user's gate."""

    problems = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Problem.objects.none(), allow_empty=False
    )
    inspector = serializers.PrimaryKeyRelatedField(queryset=User.objects.none())
    reason = serializers.CharField(max_length=200)
    due_on = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """Narrow what may be named to what the user may choose from."""
        fields: dict[str, Any] = super().get_fields()
        request = self.context.get("request")
        if request and request.user.is_authenticated:  # nobody is, where the schema is made
            user = request.user
            seen = to_look_back(user).select_related("responsible_unit")
            fields["problems"].child_relation.queryset = seen
            fields["inspector"].queryset = inspectors_for(user.area_code)
        return fields


class RecordInput(serializers.Serializer):
    """What was found; photos come as files of a multipart request."""

    relapsed = serializers.BooleanField()
    visited_on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=400, default="")
    files = serializers.ListField(
        child=serializers.FileField(), required=False, allow_empty=True, default=list
    )


class SealLotInput(serializers.Serializer):
    """Which closed problems the lot is drawn from, and how many."""

    closed_from = serializers.DateField()
    closed_to = serializers.DateField()
    severity = serializers.ChoiceField(
        choices=Problem.Severity.choices, required=False, allow_blank=True, default=""
    )
    take = serializers.IntegerField(min_value=1, max_value=999)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Give the conditions as the service takes them."""
        pick = Pick(attrs["closed_from"], attrs["closed_to"], attrs["severity"])
        return {"pick": pick, "take": attrs["take"]}


class SeedLotInput(serializers.Serializer):
    """The public seed, who is sent, and by when."""

    seed = serializers.CharField(max_length=64)
    inspectors = serializers.PrimaryKeyRelatedField(
        many=True, queryset=User.objects.none(), allow_empty=False
    )
    due_on = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """Narrow the people to the county's inspectors."""
        fields: dict[str, Any] = super().get_fields()
        request = self.context.get("request")
        if request and request.user.is_authenticated:  # nobody is, where the schema is made
            people = inspectors_for(request.user.area_code)
            fields["inspectors"].child_relation.queryset = people
        return fields
