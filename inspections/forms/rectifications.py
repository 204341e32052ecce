"""What a person types when a rectification is reported, verified or closed."""

from typing import Any

from django import forms

from inspections.services.attachments import MAX_FILES

LONG = {"rows": 3}
KINDS = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,image/*"


class FilesInput(forms.ClearableFileInput):
    """A chooser of several files; on a phone it offers the camera too."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files; gives a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file as a file field does."""
        single = super().clean
        return [single(file, initial) for file in data or [None]]


class ReplyForm(forms.Form):
    """Cause, measure, result and evidence of a rectified problem."""

    cause = forms.CharField(label="问题原因", max_length=500, widget=forms.Textarea(LONG))
    measure = forms.CharField(label="整改措施", max_length=500, widget=forms.Textarea(LONG))
    result = forms.CharField(label="整改结果", max_length=500, widget=forms.Textarea(LONG))
    evidence = FilesField(
        label="佐证（照片或文件）",
        help_text=f"可选多份，最多{MAX_FILES}份。照片10兆以内；PDF、DOCX、XLSX 20兆以内。",
        error_messages={"required": "请至少上传一份佐证：照片或文件。"},
        widget=FilesInput({"accept": KINDS}),
    )


class GateField(forms.TypedChoiceField):
    """One of the three gates: yes or no, nothing chosen beforehand."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=[("yes", "是"), ("no", "否")],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )


class VerifyForm(forms.Form):
    """The three gates and the verifier's opinion."""

    cause_found = GateField("问题是否查清")
    measure_done = GateField("整改是否到位")
    result_met = GateField("成效是否达标")
    note = forms.CharField(
        label="复核意见",
        required=False,
        max_length=300,
        help_text="任一项为“否”即退回整改，须写明理由和要求。",
        widget=forms.Textarea(LONG),
    )


class CloseForm(forms.Form):
    """The closing opinion."""

    note = forms.CharField(
        label="销号意见", required=False, max_length=300, widget=forms.Textarea(LONG)
    )
