"""What entering a problem takes in, and lists of problems as the API gives them."""

from rest_framework import serializers

from inspections.models import FoundIn, Problem, ProblemUpload
from inspections.models.sources import SourceKind


class EntryInput(serializers.Serializer):
    """A problem of any source; the page's own form reads it further."""

    place = serializers.CharField(required=False, help_text="乡镇或村的区划代码")
    household = serializers.CharField(required=False, help_text="户编号")
    department = serializers.CharField(required=False, help_text="部门的单位编号")
    fact = serializers.CharField(max_length=500)
    item = serializers.CharField(required=False)
    category = serializers.CharField(required=False, help_text="类别标识；不填按条目确定")
    severity = serializers.ChoiceField(choices=Problem.Severity.choices, required=False)
    track = serializers.ChoiceField(choices=Problem.Track.choices, required=False)
    responsible_unit = serializers.IntegerField(required=False)
    origin = serializers.IntegerField(required=False, help_text="来源单位编号")
    source = serializers.ChoiceField(choices=SourceKind.choices, required=False)  # type: ignore[assignment]  # a declared field
    found_in = serializers.ChoiceField(choices=FoundIn.choices, required=False)
    found_by = serializers.CharField(required=False, max_length=60)
    found_on = serializers.DateField()
    can_solve = serializers.ChoiceField(
        choices=[("yes", "能"), ("no", "不能")], required=False, help_text="能否村级解决"
    )
    entry_key = serializers.CharField(
        max_length=32, help_text="登记标识：同一人的同一标识只登记一次"
    )


class ProblemUploadSerializer(serializers.ModelSerializer[ProblemUpload]):
    """A list of problems that was handed in, without its rows."""

    class Meta:
        model = ProblemUpload
        fields = ["id", "area_code", "name", "sha256", "state", "uploaded_at", "applied_at"]
        read_only_fields = fields


class ProblemUploadDetailSerializer(ProblemUploadSerializer):
    """The same with what was read and what is wrong."""

    class Meta(ProblemUploadSerializer.Meta):
        fields = [*ProblemUploadSerializer.Meta.fields, "rows", "complaints"]
        read_only_fields = fields


class ProblemListInput(serializers.Serializer):
    """A list as a file, and where its findings come from."""

    file = serializers.FileField()
    origin = serializers.IntegerField(required=False)
    source = serializers.ChoiceField(choices=SourceKind.choices, required=False)  # type: ignore[assignment]  # a declared field
