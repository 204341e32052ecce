"""Documents as the API shows them, and what each act on them takes."""

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import Unit
from accounts.scope import COUNTY
from reports.models import Bulletin, BulletinFile, BulletinStep, Countersign, Receipt


class BulletinFileSerializer(serializers.ModelSerializer):
    """A file by kind, name and fingerprint; its bytes are at the page's address."""

    class Meta:
        model = BulletinFile
        fields: ClassVar[list[str]] = ["kind", "name", "sha256"]


class BulletinSerializer(serializers.ModelSerializer):
    """A bulletin in a list."""

    number = serializers.CharField(read_only=True)
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Bulletin
        fields: ClassVar[list[str]] = [
            "id",
            "area_code",
            "kind",
            "kind_label",
            "period",
            "state",
            "state_label",
            "edition",
            "number",
            "title",
            "facts_sha",
            "assembled_at",
            "issued_on",
        ]


class StepSerializer(serializers.ModelSerializer):
    """One act on a document."""

    act_label = serializers.CharField(source="get_act_display", read_only=True)
    by = serializers.CharField(source="by.name", default=None, read_only=True)

    class Meta:
        model = BulletinStep
        fields: ClassVar[list[str]] = ["act", "act_label", "opinion", "by", "at"]


class CountersignSerializer(serializers.ModelSerializer):
    """A unit asked to countersign, with its answer."""

    unit_name = serializers.CharField(source="unit.name", read_only=True)
    by = serializers.CharField(source="by.name", default=None, read_only=True)

    class Meta:
        model = Countersign
        fields: ClassVar[list[str]] = [
            *("unit", "unit_name", "edition", "state", "opinion", "by", "at")
        ]


class ReceiptSerializer(serializers.ModelSerializer):
    """A unit a document was sent to, and who signed for it."""

    unit_name = serializers.CharField(source="unit.name", read_only=True)
    received_by = serializers.CharField(source="received_by.name", default=None, read_only=True)

    class Meta:
        model = Receipt
        fields: ClassVar[list[str]] = [
            *("unit", "unit_name", "sent_at", "received_by", "received_at")
        ]


class BulletinDetailSerializer(BulletinSerializer):
    """A document with its frozen figures, its files, its way and who signed for it.

    Whoever is inspected reads his own unit's receipt and no opinions.
    """

    figures = serializers.SerializerMethodField()
    files = BulletinFileSerializer(many=True, read_only=True)
    steps = serializers.SerializerMethodField()
    countersigns = serializers.SerializerMethodField()
    receipts = serializers.SerializerMethodField()

    class Meta(BulletinSerializer.Meta):
        fields: ClassVar[list[str]] = [
            *BulletinSerializer.Meta.fields,
            *("figures", "files", "seal", "withdrawn_reason", "corrects"),
            *("steps", "countersigns", "receipts"),
        ]

    def get_figures(self, bulletin: Bulletin) -> list[dict[str, Any]]:
        """Give the month's figures as they were frozen; a kind without figures has none."""
        return list(bulletin.facts.get("figures", ()))

    def get_steps(self, bulletin: Bulletin) -> list[dict[str, Any]]:
        """Give what was done, the first act first."""
        rows = () if self._is_inspected() else bulletin.steps.select_related("by")
        return list(StepSerializer(rows, many=True).data)

    def get_countersigns(self, bulletin: Bulletin) -> list[dict[str, Any]]:
        """Give who was asked to countersign, of every edition."""
        rows = () if self._is_inspected() else bulletin.countersigns.select_related("unit", "by")
        return list(CountersignSerializer(rows, many=True).data)

    def get_receipts(self, bulletin: Bulletin) -> list[dict[str, Any]]:
        """Give who it was sent to and who signed for it."""
        rows = Receipt.objects.visible_to(self.context["request"].user).filter(bulletin=bulletin)
        named = rows.select_related("unit", "received_by")
        return list(ReceiptSerializer(named, many=True).data)

    def _is_inspected(self) -> bool:
        return bool(self.context["request"].user.is_inspected)


class AssembleSerializer(serializers.Serializer):
    """Which month to draft."""

    period = serializers.RegexField(r"^[0-9]{4}-(0[1-9]|1[0-2])$", help_text="如 2016-07")


class NothingSerializer(serializers.Serializer):
    """An act that needs no words; of the edition the caller has read, where it is named."""

    edition = serializers.IntegerField(required=False, help_text="所看到的送审次数")


class OpinionSerializer(NothingSerializer):
    """An opinion, if there is one."""

    opinion = serializers.CharField(max_length=500, required=False, allow_blank=True)


class OwnUnits(serializers.PrimaryKeyRelatedField):
    """Units of the caller's county; another county's is as one that is not there."""

    def get_queryset(self) -> Any:
        """Give the units of the county."""
        return Unit.objects.within(self.context["request"].user.area_code[:COUNTY])


class ReviewSerializer(OpinionSerializer):
    """The units asked to countersign; none sends it straight to signing."""

    units = OwnUnits(queryset=Unit.objects.none(), many=True, required=False)


class CountersignAnswerSerializer(OpinionSerializer):
    """The own unit's answer; an objection needs an opinion."""

    agrees = serializers.BooleanField()


class SignSerializer(OpinionSerializer):
    """The day of the document."""

    on = serializers.DateField()


class ReasonSerializer(NothingSerializer):
    """Why it is sent back or withdrawn."""

    reason = serializers.CharField(max_length=200)


class ArchiveSerializer(NothingSerializer):
    """Why it is put away before every unit signed for it."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class AskedJobSerializer(serializers.Serializer):
    """The job that was asked for."""

    job = serializers.IntegerField()
    state = serializers.CharField()
