"""What is typed about meetings: the plan, the minutes with their tasks, reports, corrections."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayInput
from accounts.models import Unit
from projects.models import Meeting
from projects.services.meetings import MOST_TASKS, TaskLine

SHORT, LONG, MINUTES = {"rows": 2}, {"rows": 4}, {"rows": 12}
USUAL_ROWS = 3  # empty lines to begin with; the page adds more


class MeetingForm(forms.Form):
    """A meeting to come."""

    kind = forms.ChoiceField(label="会议类别", choices=Meeting.Kind.choices)
    planned_on = forms.DateField(label="计划日期", widget=DayInput())
    title = forms.CharField(
        label="会议名称", max_length=100, required=False, help_text="不填则按类别和日期命名。"
    )
    place = forms.CharField(label="地点", max_length=60, required=False)
    host = forms.CharField(label="主持", max_length=40, required=False)
    attendees = forms.CharField(
        label="参会单位和人员", max_length=500, required=False, widget=forms.Textarea(SHORT)
    )


class HoldForm(forms.Form):
    """What the minutes say; the tasks stand in lines below."""

    held_on = forms.DateField(label="召开日期", widget=DayInput())
    place = forms.CharField(label="地点", max_length=60, required=False)
    host = forms.CharField(label="主持", max_length=40, required=False)
    attendees = forms.CharField(
        label="参会单位和人员", max_length=500, required=False, widget=forms.Textarea(SHORT)
    )
    minutes = forms.CharField(
        label="会议纪要",
        max_length=5000,
        widget=forms.Textarea(MINUTES),
        help_text="研究了什么问题、怎么定的。保存后不能修改，只能另加更正。",
    )


class TaskLineForm(forms.Form):
    """One task; an empty line is left out."""

    matter = forms.CharField(label="任务", max_length=300, widget=forms.Textarea(SHORT))
    unit = forms.ModelChoiceField(
        label="责任单位", queryset=Unit.objects.none(), empty_label="请选择"
    )
    person = forms.CharField(label="责任人", max_length=40, required=False)
    due_on = forms.DateField(label="完成时限", widget=DayInput())

    def __init__(
        self, *args: Any, units: "QuerySet[Unit]", offered: list[Any], **kwargs: Any
    ) -> None:
        """Check against `units`; `offered` are their choices, asked for once for all lines."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units
        field.widget.choices = offered


class ReportForm(forms.Form):
    """What came of a task."""

    result = forms.CharField(
        label="办理结果",
        max_length=1000,
        widget=forms.Textarea({"rows": 6}),
        help_text="写明做了什么、结果怎样，不超过1000字。",
    )


class ConfirmForm(forms.Form):
    """The office's word at the end of a task."""

    note = forms.CharField(
        label="办结意见", max_length=200, required=False, widget=forms.Textarea(SHORT)
    )


class ReasonForm(forms.Form):
    """Why a report is sent back or a meeting called off."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(LONG))


class CorrectionForm(forms.Form):
    """What the minutes should say instead, and why."""

    text = forms.CharField(label="更正内容", max_length=1000, widget=forms.Textarea(LONG))
    reason = forms.CharField(label="更正原因", max_length=200, widget=forms.Textarea(SHORT))


TaskLineFormSet = forms.formset_factory(
    TaskLineForm, extra=USUAL_ROWS, max_num=MOST_TASKS, validate_max=True
)


def lines_of(formset: Any) -> list[TaskLine]:
    """Give the tasks of the lines that were filled in."""
    return [TaskLine(**form.cleaned_data) for form in formset if form.cleaned_data]
