"""What the list of bulletins can be narrowed by; the same for the API."""

import django_filters

from inspections.months import MonthFilter
from reports.models import Bulletin


class BulletinFilter(django_filters.FilterSet):
    """Month and state."""

    period = MonthFilter(field_name="period", label="期次")
    state = django_filters.ChoiceFilter(
        choices=Bulletin.State.choices, label="状态", empty_label="全部"
    )

    class Meta:
        model = Bulletin
        fields: list[str] = []
