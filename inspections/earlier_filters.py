"""Problems of earlier months, and those closed since a day, as filters of the problem list."""

from django_filters import DateFilter

from accounts.forms import DayInput
from inspections.months import MonthFilter


def earlier_filters() -> tuple[MonthFilter, DateFilter]:
    """Make the two filters: found before a month, closed on a day or after it."""
    return (
        MonthFilter(field_name="period", lookup_expr="lt", label="期次早于"),
        DateFilter(field_name="closed_on", lookup_expr="gte", label="销号日期从", widget=DayInput),
    )
