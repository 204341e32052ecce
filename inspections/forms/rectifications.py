"""What a person types when a rectification is planned, reported, verified, closed or sent back."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from inspections.models import Gate, Problem
from inspections.services.attachments import MAX_FILES

LONG = {"rows": 3}
KINDS = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,image/*"
PHOTOS = ".jpg,.jpeg,.png,.webp,image/*"


class FilesInput(forms.ClearableFileInput):
    """A chooser of several files; on a phone it offers the camera too."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files; gives a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file as a file field does."""
        single = super().clean
        if not data and not self.required:
            return []
        return [single(file, initial) for file in data or [None]]


def _files(label: str, *, help_text: str = "", accept: str = KINDS) -> FilesField:
    return FilesField(
        label=label, required=False, help_text=help_text, widget=FilesInput({"accept": accept})
    )


class PlanForm(forms.Form):
    """Who rectifies, by what measure, until when."""

    person = forms.CharField(label="责任人", max_length=40)
    measure = forms.CharField(label="整改措施", max_length=500, widget=forms.Textarea(LONG))
    planned_on = forms.DateField(label="计划完成日期", widget=DayInput)

    def __init__(self, *args: Any, problem: Problem, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = max(problem.due_on, on) if problem.due_on else None
        self.initial = {
            "person": problem.responsible_person,
            "measure": problem.planned_measure,
            "planned_on": problem.planned_on or last,
        } | dict(self.initial)
        if problem.due_on:
            late = f"整改时限{problem.due_on:%Y-%m-%d}已过，不能再申请延期，请填今天并尽快报送。"
            in_time = f"不晚于整改时限{problem.due_on:%Y-%m-%d}；时限不够的先申请延期。"
            self.fields["planned_on"].help_text = late if problem.due_on < on else in_time


class ReplyForm(forms.Form):
    """Cause, measure and result of a rectified problem, each with what proves it."""

    cause = forms.CharField(label="问题原因", max_length=500, widget=forms.Textarea(LONG))
    cause_evidence = _files("原因佐证")
    measure = forms.CharField(label="整改措施", max_length=500, widget=forms.Textarea(LONG))
    measure_evidence = _files("措施佐证")
    result = forms.CharField(label="整改结果", max_length=500, widget=forms.Textarea(LONG))
    result_evidence = _files("结果佐证")
    evidence = _files(
        "照片或文件",
        help_text=f"可选多份，连同各项佐证最多{MAX_FILES}份。"
        "照片10兆以内；PDF、DOCX、XLSX 20兆以内。",
    )
    gates = {
        Gate.CAUSE: "cause_evidence",
        Gate.MEASURE: "measure_evidence",
        Gate.RESULT: "result_evidence",
    }

    def clean(self) -> dict[str, Any]:
        """Ask for what proves each gate: one file for all three, or one for each."""
        given = super().clean() or {}
        if given.get("evidence") or "evidence" in self.errors:
            return given
        bare = [name for name in self.gates.values() if not given.get(name)]
        bare = [name for name in bare if name not in self.errors]
        if len(bare) == len(self.gates):
            self.add_error("evidence", "请至少上传一份佐证：照片或文件。")
            return given
        for name in bare:
            self.add_error(name, "这一项还没有佐证：请在此上传，或上传三项共用的佐证。")
        return given


class GateField(forms.TypedChoiceField):
    """One of the three gates: yes or no, nothing chosen beforehand."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=[("yes", "是"), ("no", "否")],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )


def _note(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        help_text="选“否”的，写明理由和要求。",
        widget=forms.Textarea({"rows": 2}),
    )


class VerifyForm(forms.Form):
    """The three gates with their words, the verifier's own visit and opinion."""

    cause_found = GateField("问题是否查清")
    cause_note = _note("查清情况")
    measure_done = GateField("整改是否到位")
    measure_note = _note("到位情况")
    result_met = GateField("成效是否达标")
    result_note = _note("达标情况")
    visited_on = forms.DateField(label="现场复核日期", required=False, widget=DayInput)
    photos = _files("复核照片", help_text="本人现场拍摄，可选多张。", accept=PHOTOS)
    note = forms.CharField(
        label="复核意见", required=False, max_length=300, widget=forms.Textarea(LONG)
    )
    reply = forms.IntegerField(required=False, widget=forms.HiddenInput)
    notes = {
        "cause_found": "cause_note",
        "measure_done": "measure_note",
        "result_met": "result_note",
    }

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of each gate that failed."""
        given = super().clean() or {}
        for gate, note in self.notes.items():
            if given.get(gate) is False and not given.get(note, "").strip():
                self.add_error(note, "退回整改须写明理由和要求。")
        return given


class CloseForm(forms.Form):
    """The closing opinion."""

    note = forms.CharField(
        label="销号意见", required=False, max_length=300, widget=forms.Textarea(LONG)
    )


class SendBackForm(forms.Form):
    """Why a verified problem is not closed."""

    note = forms.CharField(
        label="退回原因",
        max_length=300,
        help_text="责任单位按此重新整改并报送。",
        widget=forms.Textarea(LONG),
    )
