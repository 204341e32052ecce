"""What a person types when a unit is ordered to rectify problems."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayInput
from inspections.services.orders import MOST_WORKING_DAYS

BY_DAYS, BY_DATE = "days", "date"
TERMS = [(BY_DATE, "按日期"), (BY_DAYS, "按工作日")]
EXAMPLES = (5, 10, 15)  # working days whose due day is told beside the field


class OrderForm(forms.Form):
    """Order a unit to rectify problems, by a day or in so many working days."""

    requirement = forms.CharField(
        label="整改要求", max_length=500, widget=forms.Textarea({"rows": 4})
    )
    term = forms.ChoiceField(
        label="时限算法", choices=TERMS, required=False, widget=forms.RadioSelect
    )
    due_on = forms.DateField(label="截止日期", required=False, widget=DayInput())
    working_days = forms.IntegerField(
        label="工作日数",
        required=False,
        min_value=1,
        max_value=MOST_WORKING_DAYS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(
        self, *args: Any, on: date, due_after: Callable[[int], date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs["min"] = on.isoformat()
        self.fields["due_on"].help_text = "选“按日期”时填写，当天仍算按期。"
        ends = [(days, due_after(days)) for days in EXAMPLES]
        told = "，".join(f"{days}个到{end.month}月{end.day}日" for days, end in ends)
        self.fields[
            "working_days"
        ].help_text = f"选“按工作日”时填写，从次日起算，节假日不计、调休上班日计入：{told}。"

    def clean(self) -> dict[str, Any]:
        """Keep the one term that was chosen; the other field is what the page proposed."""
        given: dict[str, Any] = super().clean() or {}
        by_days = given.pop("term", "") == BY_DAYS
        kept, left = ("working_days", "due_on") if by_days else ("due_on", "working_days")
        given[left] = None
        if given.get(kept) is None and kept not in self.errors:
            words = "请填写工作日数。" if by_days else "请填写截止日期。"
            self.add_error(kept, words)
        return given
