"""What a unit types when it asks for more time, objects or hands up, and who decides."""

from typing import Any

from django import forms

from accounts.forms import DayInput
from inspections.forms.rectifications import KINDS, LONG, FilesField, FilesInput
from inspections.models import Problem
from inspections.services.attachments import MAX_FILES

VERDICTS = {"grant": ("同意", "不同意"), "uphold": ("成立（认定不属实）", "不成立（继续整改）")}


class ExtensionForm(forms.Form):
    """Why more time, what is done so far, until when."""

    reason = forms.CharField(label="延期原因", max_length=500, widget=forms.Textarea(LONG))
    progress = forms.CharField(label="已做进展", max_length=500, widget=forms.Textarea(LONG))
    until = forms.DateField(label="预计完成日期", widget=DayInput())

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if problem.due_on is not None:
            note = f"现时限{problem.due_on:%Y-%m-%d}，须在到期前提出，由下达单位审批。"
            self.fields["until"].help_text = note


class ObjectionForm(forms.Form):
    """Why the problem is not true, and what proves it."""

    reason = forms.CharField(label="申诉理由", max_length=500, widget=forms.Textarea(LONG))
    files = FilesField(  # type: ignore[assignment]  # a form's own attribute of that name
        label="佐证（照片或文件）",
        help_text=f"可选多份，最多{MAX_FILES}份。照片10兆以内；PDF、DOCX、XLSX 20兆以内。",
        error_messages={"required": "请至少上传一份佐证：照片或文件。"},
        widget=FilesInput({"accept": KINDS}),
    )


class HandUpForm(forms.Form):
    """Why the village cannot solve it."""

    reason = forms.CharField(
        label="村级不能解决的原因",
        max_length=300,
        help_text="上交后由乡镇负责，目督办重新下达整改单。",
        widget=forms.Textarea(LONG),
    )


class DecideForm(forms.Form):
    """Yes or no, nothing chosen beforehand, and the opinion."""

    verdict = forms.TypedChoiceField(
        label="审批", coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="审批意见", required=False, max_length=300, widget=forms.Textarea(LONG)
    )
    words = VERDICTS["grant"]
    act = "审批"
    advice = "不同意须写明理由。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes, no = self.words
        verdict = self.fields["verdict"]
        verdict.label, self.fields["note"].label = self.act, f"{self.act}意见"
        verdict.choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["note"].help_text = self.advice


class ObjectionDecideForm(DecideForm):
    """Whether the objection stands."""

    words = VERDICTS["uphold"]
    act = "审核"
    advice = "须写明核实情况。申诉成立的，问题不再整改，也不能恢复。"
