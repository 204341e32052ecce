"""What a client of the field sends and gets, as the API's documents tell it.

A save is read in one flat pass (inspections.sent), not by these; they describe it.
"""

from typing import Any

from rest_framework import serializers

from inspections.models import Attachment
from inspections.sent import KEY


class SaveSerializer(serializers.Serializer[Any]):
    """Answers by question name, with what they were typed over.

    A value is bare, {"num", "den"} for a rate, {"lat", "lon", "accuracy", "manual"} for a
    position, a list for several choices, or {"status", "reason"} for 未查 and 不适用; "explain"
    beside the value says why a raised check holds; null clears.
    """

    key = serializers.CharField(max_length=40, required=False)
    request_key = serializers.CharField(max_length=40, required=False)
    version = serializers.IntegerField(min_value=0)
    answers = serializers.DictField(child=serializers.JSONField(allow_null=True))
    base = serializers.DictField(
        child=serializers.JSONField(allow_null=True), required=False, allow_null=True
    )
    rows = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField()),
        required=False,
        allow_null=True,
    )


class AnswerConflictSerializer(serializers.Serializer[Any]):
    """An answer that somebody else has changed: what was sent, what is stored."""

    mine = serializers.JSONField(allow_null=True)
    theirs = serializers.JSONField(allow_null=True)
    theirs_text = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of a save."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    repeated = serializers.BooleanField()
    errors = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    conflicts = serializers.DictField(child=AnswerConflictSerializer())
    rows = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))


class BatchLineSerializer(SaveSerializer):
    """One save of a batch."""

    visit = serializers.IntegerField()


class BatchSerializer(serializers.Serializer[Any]):
    """Up to fifty saves."""

    saves = BatchLineSerializer(many=True)


class ResultSerializer(OutcomeSerializer):
    """What became of one save of a batch; `status` as if it had come alone."""

    visit = serializers.IntegerField()
    key = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    code = serializers.CharField(required=False)


class ResultsSerializer(serializers.Serializer[Any]):
    """One result for each save, in the order they came."""

    results = ResultSerializer(many=True)


class SubmitSerializer(serializers.Serializer[Any]):
    """Submitting may carry a key, so that a repeat does nothing."""

    key = serializers.RegexField(KEY.pattern, max_length=40, required=False, allow_blank=True)


class PhotoUploadSerializer(serializers.Serializer[Any]):
    """A photo and the client's key for it."""

    photo = serializers.FileField()
    key = serializers.RegexField(KEY.pattern, max_length=40, required=False, default="")


class PhotoSerializer(serializers.ModelSerializer[Attachment]):
    """A stored photo."""

    key = serializers.CharField(source="client_key", read_only=True)

    class Meta:
        model = Attachment
        fields = ["id", "key", "name", "size", "sha256"]
        read_only_fields = fields


class FormQuestionSerializer(serializers.Serializer[Any]):
    """A question as the checklist has it; `known` is what the register says, in words."""

    name = serializers.CharField()
    item = serializers.CharField()
    item_title = serializers.CharField()
    type = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField()
    unit = serializers.CharField()
    choices = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    required = serializers.BooleanField()  # type: ignore[assignment]
    relevant = serializers.CharField()
    constraint = serializers.CharField()
    constraint_message = serializers.CharField()
    warning = serializers.CharField()
    warning_message = serializers.CharField()
    calculation = serializers.CharField()
    fail_if = serializers.CharField()
    repeat = serializers.CharField()
    section = serializers.CharField()
    section_code = serializers.CharField()
    group = serializers.CharField()
    programme = serializers.CharField()
    appearance = serializers.CharField()
    evidence = serializers.CharField()
    known = serializers.JSONField()


class FormSerializer(serializers.Serializer[Any]):
    """All that is needed to fill a form in without the server."""

    visit = serializers.IntegerField()
    version = serializers.IntegerField()
    edition = serializers.IntegerField()
    state = serializers.CharField()
    returned_for = serializers.CharField()
    subject = serializers.DictField(child=serializers.CharField())
    checklist = serializers.JSONField()
    parameters = serializers.DictField(child=serializers.CharField())
    on = serializers.DateField()
    strengths = serializers.DictField(child=serializers.CharField())
    rows = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))
    questions = FormQuestionSerializer(many=True)
    replies = serializers.DictField(child=serializers.JSONField())
