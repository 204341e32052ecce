"""The form of the platform check."""

from django import forms

from households.services.platform import LEAST, MOST


class ExplanationForm(forms.Form):
    """Why register and platform differ."""

    explanation = forms.CharField(
        label="说明",
        min_length=LEAST,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明差异原因和核实处理情况；注明日期长期保存。不写证件号码和电话。",
    )
