"""Forms of key households and of the five posts."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayInput
from households.models import Household


class MarkForm(forms.Form):
    """Which household is to be watched for another reason, and why."""

    household_no = forms.CharField(label="户编号", max_length=24)
    text = forms.CharField(
        label="需要关注的情形",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不写证件号码、电话和疾病名称。",
    )

    def __init__(self, *args: Any, households: "QuerySet[Household]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.households = households

    def clean_household_no(self) -> Household:
        """Give the household; one of another area is as one that is not there."""
        number = self.cleaned_data["household_no"].strip()
        household = self.households.filter(household_no=number).first()
        if household is None:
            raise forms.ValidationError("没有这个户编号，或不在本人辖区。")
        return household


class EndPostingForm(forms.Form):
    """The last day of a term."""

    ends_on = forms.DateField(label="离岗日期", widget=DayInput(), help_text="当日仍在岗。")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ends_on(self) -> date:
        """Refuse days to come: a term that will end has not ended yet."""
        day: date = self.cleaned_data["ends_on"]
        if day > self.today:
            raise forms.ValidationError("离岗日期不得晚于今日。")
        return day
