"""Bulletins as the API shows them: read only."""

from typing import Any, ClassVar

from rest_framework import serializers

from reports.models import Bulletin, BulletinFile


class BulletinFileSerializer(serializers.ModelSerializer):
    """A file by kind, name and fingerprint; its bytes are at the page's address."""

    class Meta:
        model = BulletinFile
        fields: ClassVar[list[str]] = ["kind", "name", "sha256"]


class BulletinSerializer(serializers.ModelSerializer):
    """A bulletin in a list."""

    number = serializers.CharField(read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Bulletin
        fields: ClassVar[list[str]] = [
            "id",
            "area_code",
            "period",
            "state",
            "state_label",
            "number",
            "title",
            "facts_sha",
            "assembled_at",
            "issued_on",
        ]


class BulletinDetailSerializer(BulletinSerializer):
    """A bulletin with its frozen figures and its files."""

    figures = serializers.SerializerMethodField()
    files = BulletinFileSerializer(many=True, read_only=True)

    class Meta(BulletinSerializer.Meta):
        fields: ClassVar[list[str]] = [*BulletinSerializer.Meta.fields, "figures", "files"]

    def get_figures(self, bulletin: Bulletin) -> list[dict[str, Any]]:
        """Give the month's figures as they were frozen."""
        return list(bulletin.facts["figures"])


class AssembleSerializer(serializers.Serializer):
    """Which month to draft."""

    period = serializers.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])$", help_text="如 2016-07")


class IssueSerializer(serializers.Serializer):
    """The day of the document."""

    issued_on = serializers.DateField()


class AskedJobSerializer(serializers.Serializer):
    """The job that was asked for."""

    job = serializers.IntegerField()
    state = serializers.CharField()
