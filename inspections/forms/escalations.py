"""What the administrator sets in a step of the timetable."""

import re
from typing import Any

from django import forms

from inspections.models import EscalationStep, Trigger

PLACE = re.compile(r"(\d{6}|\d{9}|\d{12})?")
NOT_PROPOSED = ("", "不提请")


class EscalationStepForm(forms.ModelForm):
    """A step: whom it tells so many days before or after, and whether it proposes 问责."""

    proposes = forms.ChoiceField(
        label="提请问责情形", required=False, choices=[NOT_PROPOSED, *Trigger.choices]
    )

    class Meta:
        model = EscalationStep
        fields = [
            *("area_code", "code", "title", "basis", "days", "in_working_days"),
            *("audience", "proposes", "active"),
        ]
        help_texts = {
            "area_code": "留空为通用；填区县6位、乡镇9位代码的，该处同一起算的环节全部用自己的。",
            "days": "负数为提前，0为当日，正数为超过；超期第1天是时限的次日。",
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what could never come or would propose behind the discipline office's back."""
        given = super().clean() or self.cleaned_data
        if not PLACE.fullmatch(given.get("area_code") or ""):
            self.add_error("area_code", "区划代码应为6位、9位或12位数字，或留空。")
        ordered = given.get("basis") == EscalationStep.Basis.ORDERED
        if ordered and given.get("days", 1) < 1:
            self.add_error("days", "下达后未签收的天数应为正数。")
        told = given.get("audience")
        if given.get("proposes") and told != EscalationStep.Audience.DISCIPLINE:
            self.add_error("proposes", "提请问责的环节，通知对象应为纪委。")
        if given.get("proposes") and not ordered and given.get("days", 1) < 1:
            self.add_error("proposes", "未超期不得提请问责。")
        return given
