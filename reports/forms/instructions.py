"""What is typed about instructions: the instruction, the reply, its close."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayInput
from accounts.models import Unit

LONG, LONGER = {"rows": 4}, {"rows": 8}


class InstructionForm(forms.Form):
    """A leader's own instruction: what, who, by when."""

    text = forms.CharField(label="批示内容", max_length=500, widget=forms.Textarea(LONG))
    unit = forms.ModelChoiceField(
        label="承办单位", queryset=Unit.objects.none(), empty_label="请选择"
    )
    due_on = forms.DateField(label="反馈时限", widget=DayInput())

    def __init__(self, *args: Any, units: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField


class EnteredInstructionForm(InstructionForm):
    """A leader's instruction as the office enters it, with name and day."""

    leader = forms.CharField(label="批示领导", max_length=40)
    given_on = forms.DateField(label="批示日期", widget=DayInput())

    field_order = ("leader", "given_on", "text", "unit", "due_on")


class ReplyForm(forms.Form):
    """What the unit did."""

    reply = forms.CharField(
        label="办理情况",
        max_length=1000,
        widget=forms.Textarea(LONGER),
        help_text="写明采取的措施、结果和下一步打算，不超过1000字。",
    )


class CloseInstructionForm(forms.Form):
    """The office's opinion at the close."""

    closing = forms.CharField(
        label="办结意见", required=False, max_length=500, widget=forms.Textarea(LONG)
    )


class SendBackForm(forms.Form):
    """Why a reply is sent back."""

    reason = forms.CharField(label="退回原因", max_length=500, widget=forms.Textarea(LONG))
