"""Forms of a conflict: deciding it, and a township's explanation."""

from typing import Any, cast

from django import forms

from households.models import RegisterConflict
from households.services.conflicts import MIN_WORDS, choices_for


def _words(label: str, hint: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=200, min_length=MIN_WORDS, help_text=hint, widget=area
    )


class DecideForm(forms.Form):
    """How a conflict is settled, and why."""

    decision = forms.ChoiceField(label="处理", widget=forms.RadioSelect)
    explanation = _words("处理说明", "写明依据，如核实经过、证件核对情况；长期保存。")

    def __init__(self, *args: Any, conflict: RegisterConflict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["decision"])
        field.choices = [(choice.value, choice.label) for choice in choices_for(conflict)]


class ExplainForm(forms.Form):
    """What a township knows about a conflict."""

    text = _words("情况说明", "写明核实的情况，供扶贫移民办处理时参考。")
