"""The list of key households as data: a line for each kind a household is of."""

from accounts.lists import ListColumn, Listing
from households.concerns.facts import KINDS
from households.filters.concerns import ConcernFilter
from households.selectors.concerns import visible_flags

_TO_HOUSEHOLD = ("households:concern_detail", "household__household_no")
_TO_VILLAGE = ("households:village_detail", "area_code")

CONCERNS = Listing(
    name="concerns",
    label="重点户",
    permission="households.view_concernflag",
    columns=(
        ListColumn(
            "household_no",
            "户编号",
            "household__household_no",
            sort="household__household_no",
            link=_TO_HOUSEHOLD,
            width=22,
        ),
        ListColumn("head_name", "户主", "household__head_name", field="name"),
        ListColumn("township", "乡镇", "household__village__parent__short_name"),
        ListColumn(
            "village",
            "村",
            "household__village__short_name",
            sort="area_code",
            link=_TO_VILLAGE,
            width=14,
        ),
        ListColumn(
            "person_count",
            "人数",
            "household__person_count",
            sort="household__person_count",
            kind="num",
            width=6,
        ),
        ListColumn(
            "registered",
            "建档立卡",
            "household__registered",
            words={True: "是", False: "否"},
            width=8,
        ),
        ListColumn(
            "code",
            "类别",
            sort="code",
            words={code: f"{code} {kind.short}" for code, kind in KINDS.items()},
            width=16,
        ),
        ListColumn("working", "计算过程", kind="working", width=60),
        ListColumn("flagged_on", "标记日期", sort="flagged_on", width=12),
    ),
    order=("area_code", "household", "code"),
    rows=visible_flags,
    filterset=ConcernFilter,
)
