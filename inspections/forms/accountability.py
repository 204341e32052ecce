"""What is typed when a matter is put before the discipline office, and when it decides."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator

from accounts.forms import DayInput
from accounts.models import Unit
from accounts.scope import COUNTY
from inspections.models import Sanction, Trigger
from inspections.services.sanctions import ALLOWED, Decided

LONG = {"rows": 3}
STAGES = [("", "—"), *((str(at), f"第{word}种形态") for at, word in enumerate("一二三四", 1))]


class ProposeForm(forms.Form):
    """Which of the four failures, and what happened."""

    trigger = forms.ChoiceField(label="情形", choices=Trigger.choices)
    grounds = forms.CharField(
        label="事由",
        max_length=500,
        help_text="写明应做未做的事和期限；不写个人证件号码。提交后由纪委处理。",
        widget=forms.Textarea(LONG),
    )


class ProposeByHandForm(ProposeForm):
    """A matter that is no problem of the ledger: which unit it concerns."""

    unit = forms.ModelChoiceField(
        label="涉及单位", queryset=Unit.objects.none(), empty_label="请选择"
    )
    token = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"^[0-9a-f]{32}$")]
    )

    field_order = ["unit", "trigger", "grounds", "token"]

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(area_code)  # type: ignore[attr-defined]
        self.fields["token"].initial = uuid4().hex


class DismissForm(forms.Form):
    """Why nobody is held to account."""

    exemption = forms.CharField(
        label="不予问责理由",
        max_length=500,
        help_text="依据“三个区分开来”、容错纠错和尽职免责的规定写明。",
        widget=forms.Textarea(LONG),
    )


class RevokeForm(forms.Form):
    """Why a measure is revoked."""

    why = forms.CharField(
        label="撤销理由",
        max_length=300,
        help_text="登记有误的，撤销后重新登记；原记录保留。",
        widget=forms.Textarea(LONG),
    )


class SanctionForm(forms.Form):
    """One measure against one target, as the decision says."""

    target_kind = forms.ChoiceField(
        label="对象类别", choices=Sanction.TargetKind.choices, widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(
        label="单位",
        help_text="对个人的处理填其所在单位。",
        queryset=Unit.objects.none(),
        empty_label="请选择",
    )
    person_name = forms.CharField(
        label="姓名", required=False, max_length=30, help_text="对个人的处理必填，加密保存。"
    )
    person_post = forms.CharField(label="职务", required=False, max_length=40)
    measure = forms.ChoiceField(label="处理方式")
    basis = forms.CharField(label="依据", max_length=300, widget=forms.Textarea({"rows": 2}))
    document = forms.CharField(
        label="决定文号", required=False, max_length=60, help_text="纪律处分必填。"
    )
    stage = forms.TypedChoiceField(
        label="“四种形态”", required=False, choices=STAGES, coerce=int, empty_value=None
    )
    decided_on = forms.DateField(label="决定日期", widget=DayInput())
    exemption = forms.CharField(
        label="容错免责说明", required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.within(area_code[:COUNTY])
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        measure = self.fields["measure"]
        measure.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (f"对{Sanction.TargetKind(kind).label}", [(one.value, one.label) for one in allowed])
            for kind, allowed in ALLOWED.items()
        ]

    def decided(self) -> Decided:
        """Give what was typed as the service takes it."""
        return Decided(**self.cleaned_data)


class TermForm(forms.Form):
    """From which day to which."""

    first = forms.DateField(label="决定日期自", required=False, widget=DayInput())
    last = forms.DateField(label="至", required=False, widget=DayInput())
