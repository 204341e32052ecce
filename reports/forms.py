"""What is typed to assemble and to issue a bulletin."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from inspections.months import MonthField


class AssembleForm(forms.Form):
    """The month to draft."""

    period = MonthField(label="期次")


class IssueForm(forms.Form):
    """The day of the document; not before the month it reports on."""

    issued_on = forms.DateField(
        label="成文日期",
        widget=DayInput(),
        help_text="签发后编号、封存，数据和文件不再变动。",
    )

    def __init__(self, *args: Any, period: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_issued_on(self) -> date:
        """Refuse a day before the reported month."""
        day: date = self.cleaned_data["issued_on"]
        if day < self.period:
            raise forms.ValidationError("成文日期不得早于通报的月份。", code="too_early")
        return day
