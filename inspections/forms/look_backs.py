"""What a person types to have closed problems visited again (回头看), and what he found there."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import DayInput
from accounts.models import User
from inspections.forms.rectifications import KINDS, FilesField, FilesInput
from inspections.forms.rounds import SeedForm
from inspections.models import LookBack, Problem
from inspections.selectors.look_backs import Pick
from inspections.services.attachments import MAX_FILES

if TYPE_CHECKING:
    from django.db.models import QuerySet

FOUND = [("held", "整改巩固，没有反弹"), ("relapsed", "问题反弹，须重新整改")]


class PersonChoice(forms.ModelChoiceField):
    """One person, shown with his unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Give name and unit."""
        return _named(obj)


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Several people, shown with their units."""

    def label_from_instance(self, obj: Any) -> str:
        """Give name and unit."""
        return _named(obj)


def _named(person: User) -> str:
    return f"{person}（{person.unit}）" if person.unit else str(person)


class ChooseForm(forms.Form):
    """Who visits the chosen problems again, by when, and why these."""

    reason = forms.CharField(label="选定理由", max_length=200, widget=forms.Textarea({"rows": 2}))
    inspector = PersonChoice(
        label="回访人",
        queryset=User.objects.none(),
        empty_label="请选择",
        help_text="不得安排责任单位的人员；责任单位在填报以前看不到本次安排。",
    )
    due_on = forms.DateField(label="完成期限", widget=DayInput())

    def __init__(self, *args: Any, people: "QuerySet[User]", on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspector: Any = self.fields["inspector"]
        inspector.queryset = people
        self.fields["due_on"].widget.attrs["min"] = on.isoformat()


class LotForm(forms.Form):
    """Which closed problems a lot is drawn from, and how many."""

    closed_from = forms.DateField(label="销号日期从", widget=DayInput())
    closed_to = forms.DateField(label="到", widget=DayInput())
    severity = forms.ChoiceField(
        label="严重程度", required=False, choices=[("", "全部"), *Problem.Severity.choices]
    )
    take = forms.IntegerField(
        label="抽取个数",
        min_value=1,
        max_value=999,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def pick(self) -> Pick:
        """Give the conditions as the service takes them."""
        given = self.cleaned_data
        return Pick(given["closed_from"], given["closed_to"], given["severity"])


class LotSeedForm(SeedForm):
    """The public seed of a sealed list, and who is sent."""

    inspectors = PeopleChoice(
        label="回访人",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一名回访人。"},
        help_text="按抽出的次序轮流分派；遇本单位的问题顺延给下一人。",
    )
    due_on = forms.DateField(label="完成期限", widget=DayInput())

    def __init__(self, *args: Any, people: "QuerySet[User]", on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspectors: Any = self.fields["inspectors"]
        inspectors.queryset = people
        self.fields["due_on"].widget.attrs["min"] = on.isoformat()


class RecordForm(forms.Form):
    """What was found at the visit."""

    result = forms.ChoiceField(label="回访结果", choices=FOUND, widget=forms.RadioSelect)
    visited_on = forms.DateField(label="回访日期", widget=DayInput())
    note = forms.CharField(
        label="回访情况",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 4}),
        help_text="巩固的，写明情况或上传照片；反弹的，两样都要。",
    )
    photos = FilesField(
        label="照片或材料",
        required=False,
        help_text=f"最多{MAX_FILES}份，手机可直接拍照。",
        widget=FilesInput({"accept": KINDS}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].widget.attrs["max"] = on.isoformat()

    def clean(self) -> dict[str, Any]:
        """Ask for words and photos of a relapse, each beside its field."""
        given = super().clean() or {}
        if given.get("result") != LookBack.State.RELAPSED:
            return given
        if not given.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", "问题反弹的，请写明回访情况。")
        if not given.get("photos") and "photos" not in self.errors:
            self.add_error("photos", "问题反弹的，请至少上传一张照片或一份材料。")
        return given
