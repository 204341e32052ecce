"""What a person types when others are asked to look (举一反三), and when a unit answers."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from inspections.forms.rectifications import KINDS, FilesField, FilesInput
from inspections.models import SelfCheck
from inspections.services.attachments import MAX_FILES


class PickField(forms.MultipleChoiceField):
    """Ticked subjects, each written kind:code; gives (kind, code) pairs."""

    default_error_messages = {"required": "请至少勾选一个对象。"}

    def clean(self, value: Any) -> Any:
        """Check the ticks and take them apart."""
        return [tuple(one.split(":", 1)) for one in super().clean(value)]


class AskForm(forms.Form):
    """What is to be looked for, and by when; the subjects are ticked in the table above."""

    chosen = PickField(label="自查对象", widget=forms.MultipleHiddenInput)
    matter = forms.CharField(label="自查内容", max_length=300, widget=forms.Textarea({"rows": 3}))
    due_on = forms.DateField(label="完成期限", widget=DayInput())

    def __init__(self, *args: Any, offered: list[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(key, key) for key in offered]
        self.fields["due_on"].widget.attrs["min"] = on.isoformat()

    @property
    def ticked(self) -> list[str]:
        """What is ticked now: as sent, at first everything."""
        if self.is_bound:
            return list(self["chosen"].value() or [])
        return [key for key, _ in self.fields["chosen"].choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The result of one self-check, in a sentence, with evidence where something was found."""

    result = forms.ChoiceField(
        label="自查结果", choices=SelfCheck.Result.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="情况",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text="无此问题的，写明查了什么；有此问题的，写明问题事实，提交后登记为新问题。",
    )
    evidence = FilesField(
        label="佐证（照片或文件）",
        required=False,
        help_text=f"有此问题的至少一份，最多{MAX_FILES}份。",
        widget=FilesInput({"accept": KINDS}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what proves the problem, beside its field."""
        given = super().clean() or {}
        is_bare = not given.get("evidence") and "evidence" not in self.errors
        if given.get("result") == SelfCheck.Result.FOUND and is_bare:
            self.add_error("evidence", "有此问题的，请至少上传一份佐证（照片或文件）。")
        return given


class ClearForm(forms.Form):
    """One sentence for several subjects without the problem."""

    note = forms.CharField(
        label="自查情况",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="写明查了什么，对所选对象一并填报“无此问题”。",
    )
