"""The month as a form field and a filter: 2016-07 is the first day of July 2016."""

import re
from datetime import date
from typing import Any

import django_filters
from django import forms

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class MonthInput(forms.DateInput):
    """A browser's month picker; what was typed wrongly stays as it is."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        """Give the month of a day as YYYY-MM."""
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class MonthField(forms.Field):
    """A month written YYYY-MM; gives its first day."""

    widget = MonthInput

    def to_python(self, value: Any) -> date | None:
        """Give the first day of the month; refuses anything but YYYY-MM."""
        if not value or isinstance(value, date):
            return value or None
        found = MONTH.fullmatch(str(value).strip())
        if found is None:
            raise forms.ValidationError("月份应写作2016-07的样子。", code="invalid")
        return date(int(found[1]), int(found[2]), 1)


class MonthFilter(django_filters.Filter):
    """A list filter by month."""

    field_class = MonthField
