"""What is typed to assemble a bulletin and to pass a document on its way."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayInput
from accounts.models import Unit
from inspections.months import MonthField

LONG = {"rows": 3}


class AssembleForm(forms.Form):
    """The month to draft."""

    period = MonthField(label="期次")


class ActForm(forms.Form):
    """An act on the edition of a document that was on the page."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput())


class OpinionForm(ActForm):
    """An act with an opinion, if there is one."""

    opinion = forms.CharField(
        label="意见", required=False, max_length=500, widget=forms.Textarea(LONG)
    )


class ReviewForm(OpinionForm):
    """Pass a document on: to units that countersign it, or straight to signing."""

    units = forms.ModelMultipleChoiceField(
        label="会签单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选则不会签，直接送签发。",
    )

    field_order = ("units", "opinion", "edition")

    def __init__(self, *args: Any, units: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField


class CountersignForm(OpinionForm):
    """Agree, or object with an opinion."""

    agrees = forms.TypedChoiceField(
        label="会签",
        choices=[("yes", "同意"), ("no", "不同意，退回修改")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    field_order = ("agrees", "opinion", "edition")


class SignForm(OpinionForm):
    """The day of the document; not before the month it reports on."""

    on = forms.DateField(
        label="成文日期", widget=DayInput(), help_text="印在落款处；文号的年份以此为准。"
    )

    field_order = ("on", "opinion", "edition")


class ReasonForm(ActForm):
    """Why a document is sent back or taken back."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(LONG))

    field_order = ("reason", "edition")


class ArchiveForm(ActForm):
    """Why a document is put away before everybody signed for it."""

    reason = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        widget=forms.Textarea(LONG),
        help_text="还有单位未签收时须填写。",
    )

    field_order = ("reason", "edition")


class CorrectionsForm(ActForm):
    """Up to so many places of a document that are put right, each with its reason."""

    PLACES = 5
    FIELDS = (("original", "原件表述"), ("corrected", "更正为"), ("reason", "原因"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, self.PLACES + 1):
            for name, label in self.FIELDS:
                self.fields[f"{name}_{place}"] = forms.CharField(
                    label=label, required=False, max_length=500, widget=forms.Textarea(LONG)
                )
            self.fields[f"original_{place}"].help_text = "补充原件没有的内容时留空。"

    @classmethod
    def initial_of(cls, corrections: Iterable[Any]) -> dict[str, str]:
        """Give what the form shows of corrections written before."""
        return {
            f"{name}_{place}": getattr(line, name)
            for place, line in enumerate(corrections, start=1)
            for name, _ in cls.FIELDS
        }

    @property
    def places(self) -> "Iterator[list[forms.BoundField]]":
        """Give the fields of each place together."""
        for place in range(1, self.PLACES + 1):
            yield [self[f"{name}_{place}"] for name, _ in self.FIELDS]

    def clean(self) -> dict[str, Any]:
        """Gather the places that were filled in; each needs its words and its reason."""
        given = super().clean() or {}
        found = []
        for place in range(1, self.PLACES + 1):
            line = {name: given.pop(f"{name}_{place}", "").strip() for name, _ in self.FIELDS}
            if any(line.values()):
                found.append(line)
                self._require(place, line)
        if not found:
            self.add_error("corrected_1", "请写明更正或补充的内容。")
        return given | {"corrections": found}

    def _require(self, place: int, line: dict[str, str]) -> None:
        for name, words in (("corrected", "请填写更正或补充的内容。"), ("reason", "请填写原因。")):
            if not line[name]:
                self.add_error(f"{name}_{place}", words)
