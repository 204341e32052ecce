"""What the dashboards count, as filters of the problem list: year, block, reopened, one object."""

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, NumberFilter

ALL = "全部"
BLOCKS = {
    "A": "减贫任务",
    "B": "四个一批",
    "C": "17个专项",
    "D": "项目资金",
    "E": "驻村帮扶",
    "Z": "其他",
}
"""The six blocks of the district ledger in short; an item's first letter names its own."""


def in_block(code: str) -> Q:
    """Give the condition for problems of a block; 其他 has every item that names none."""
    if code != "Z":
        return Q(item__startswith=code)
    named = Q()
    for letter in BLOCKS:
        named |= Q(item__startswith=letter) if letter != "Z" else Q()
    return ~named


def counted_filters() -> tuple[NumberFilter, ChoiceFilter, ChoiceFilter, CharFilter]:
    """Make the four filters; the set that declares them inherits from CountedMethods."""
    return (
        NumberFilter(
            field_name="period", lookup_expr="year", label="年度", min_value=2000, max_value=2100
        ),
        ChoiceFilter(
            label="板块", choices=list(BLOCKS.items()), empty_label=ALL, method="of_block"
        ),
        ChoiceFilter(
            label="反弹",
            choices=[("1", "只看重新整改")],
            empty_label=ALL,
            method="only_reopened",
        ),
        CharFilter(field_name="subject_code", label="对象编号"),
    )


class CountedMethods:
    """How these filters narrow a list of problems."""

    def of_block(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one block's problems."""
        return rows.filter(in_block(value))

    def only_reopened(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the problems that had to be rectified again."""
        return rows.filter(reopened__gt=0)
