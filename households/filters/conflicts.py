"""What the queue of conflicts can be asked for."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from households.filters.register import AreaChoice, TownshipFilterSet
from households.models import RegisterConflict
from households.services.conflicts import SETTLED

STATES = (("open", "待处理"), ("sent_back", "退回核实中"), ("settled", "已处理"))


class ConflictFilter(TownshipFilterSet):
    """Conflicts by place, kind, state, and the number of either household."""

    area = AreaChoice(field_name="area_code")
    kind = django_filters.ChoiceFilter(
        label="类别", choices=RegisterConflict.Kind.choices, empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=STATES, empty_label="全部", method="filter_state"
    )
    q = django_filters.CharFilter(label="户编号", method="filter_number")

    class Meta:
        model = RegisterConflict
        fields: list[str] = []

    def filter_state(
        self, rows: "QuerySet[RegisterConflict]", name: str, value: str
    ) -> "QuerySet[RegisterConflict]":
        """Keep what nobody decided, what a township must look into, or what is settled."""
        if value == "settled":
            return rows.filter(decision__in=sorted(SETTLED))
        back = RegisterConflict.Decision.SEND_BACK if value == "sent_back" else ""
        return rows.filter(decision=back)

    def filter_number(
        self, rows: "QuerySet[RegisterConflict]", name: str, value: Any
    ) -> "QuerySet[RegisterConflict]":
        """Keep those one of whose households has the number."""
        number = str(value).strip()
        return rows.filter(Q(here_no=number) | Q(there_no=number))
