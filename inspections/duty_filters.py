"""What the first page counts, as filters of the problem list: whose, soon due, without a plan."""

from typing import Any

from django.db.models import QuerySet
from django_filters import ChoiceFilter

from accounts import clock
from inspections.selectors.duties import due_soon, late_in_hand, of_others, own, unplanned

ALL = "全部"
WHOSE = [("own", "本单位整改"), ("others", "其他单位整改")]
DUE = [("soon", "3日内到期"), ("late", "超期在整改")]


def duty_filters() -> tuple[ChoiceFilter, ChoiceFilter, ChoiceFilter]:
    """Make the three filters; the set that declares them inherits from DutyMethods."""
    return (
        ChoiceFilter(label="整改单位", choices=WHOSE, empty_label=ALL, method="of_whom"),
        ChoiceFilter(label="到期", choices=DUE, empty_label=ALL, method="in_days"),
        ChoiceFilter(
            label="整改计划", choices=[("1", "未定计划")], empty_label=ALL, method="without_plan"
        ),
    )


class DutyMethods:
    """How the three filters narrow a list of problems."""

    request: Any

    def of_whom(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what the reader's own unit answers for, or what others do."""
        user = self.request.user
        return rows.filter(own(user) if value == "own" else of_others(user))

    def in_days(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what a unit has in hand and is due within three days, or is late."""
        on = clock.today()
        return rows.filter(due_soon(on) if value == "soon" else late_in_hand(on))

    def without_plan(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what was signed for and has no plan yet."""
        return rows.filter(unplanned())
