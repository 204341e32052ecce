"""What is typed of a 约谈."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import DayInput
from accounts.models import Unit, User
from accounts.scope import COUNTY
from inspections.models import Problem
from inspections.services.summons import Held

LONG = {"rows": 3}
BETWEEN = re.compile(r"[\s、，,；;]+")


class SummonsForm(forms.Form):
    """One 约谈 as it was held. Source: domain §3.3 (约谈提醒记录表)."""

    unit = forms.ModelChoiceField(
        label="被约谈单位", queryset=Unit.objects.none(), empty_label="请选择"
    )
    person_name = forms.CharField(
        label="被约谈人", max_length=30, help_text="加密保存；页面上只显示姓氏。"
    )
    post = forms.CharField(label="职务", required=False, max_length=60)
    held_on = forms.DateField(label="约谈日期", widget=DayInput())
    place = forms.CharField(label="地点", max_length=100)
    host = forms.CharField(label="约谈人", max_length=60)
    numbers = forms.CharField(
        label="所涉问题编号",
        required=False,
        max_length=1000,
        help_text="多个编号用顿号或空格隔开；没有具体问题的可不填。",
    )
    matter = forms.CharField(label="约谈事由", max_length=1000, widget=forms.Textarea(LONG))
    requirement = forms.CharField(label="整改要求", max_length=1000, widget=forms.Textarea(LONG))
    due_on = forms.DateField(label="整改时限", widget=DayInput())
    statement = forms.CharField(
        label="被约谈人表态", required=False, max_length=1000, widget=forms.Textarea(LONG)
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.within(user.area_code[:COUNTY])

    def clean_numbers(self) -> list[Problem]:
        """Find the problems named; say which number is not there."""
        asked = [part for part in BETWEEN.split(self.cleaned_data["numbers"].strip()) if part]
        seen = Problem.objects.visible_to(self.user).filter(number__in=asked)
        found = {problem.number: problem for problem in seen}
        unknown = [number for number in asked if number not in found]
        if unknown:
            raise forms.ValidationError(
                f"没有编号为{'、'.join(unknown)}的问题，请核对。", code="no_such_problem"
            )
        return list(found.values())

    def held(self) -> tuple[Held, Sequence[Problem]]:
        """Give what was typed as the service takes it."""
        given = dict(self.cleaned_data)
        problems = given.pop("numbers")
        return Held(**given), problems


class AnnulSummonsForm(forms.Form):
    """Why the record is set aside."""

    why = forms.CharField(
        label="作废原因",
        max_length=200,
        help_text="登记有误的，作废后重新登记；原记录保留。",
        widget=forms.Textarea(LONG),
    )
