"""The columns of a register workbook: the national system's export and the office's own plan.

One row is one person; facts of the household stand on its first row and may be repeated or left
blank below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from households.identity import normal_text

Level = Literal["household", "member"]


@dataclass(frozen=True)
class Column:
    """One known column: key in code, name in the sheet, other names it goes by, kind of value."""

    key: str
    name: str
    level: Level
    kind: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()


def _household(key: str, name: str, kind: str = "text", *aliases: str) -> Column:
    return Column(key, name, "household", kind, aliases=aliases)


def _member(key: str, name: str, kind: str = "text", *aliases: str) -> Column:
    return Column(key, name, "member", kind, aliases=aliases)


_IDENTITY = ("身份证号码", "身份证号")
COLUMNS: tuple[Column, ...] = (
    _household("county", "县", "text", "县区", "区县", "县(市、区)", "县(区)"),
    Column("township", "乡", "household", required=True, aliases=("乡镇", "乡(镇)", "乡镇(街道)")),
    Column("village", "行政村", "household", required=True, aliases=("村",)),
    _household("group_name", "自然村", "short_text", "村民小组", "组"),
    Column("household_no", "户编号", "household", "code", required=True),
    Column("person_no", "人编号", "member", "code", required=True),
    Column("name", "姓名", "member", "name", required=True),
    Column(
        "identity_number",
        "证件号码",
        "member",
        "identity",
        required=True,
        aliases=("身份证号码", "身份证号"),
    ),
    _household("person_count", "人数", "size", "家庭人口", "家庭人口数"),
    Column("relation", "与户主关系", "member", "short_text", required=True),
    _member("ethnicity", "民族", "short_text"),
    _member("education", "文化程度", "short_text"),
    _member("schooling", "在校生状况", "short_text"),
    _member("health", "健康状况", "health"),
    _member("labour", "劳动技能", "short_text", "劳动能力"),
    _member("work_months", "务工时间(月)", "months", "务工时间"),
    _member("insured", "是否参加大病保险", "yes_no", "是否参加大病医疗"),
    Column("cause", "致贫原因", "household", "cause", required=True, aliases=("主要致贫原因",)),
    _household("further_causes", "其他致贫原因", "causes"),
    _household("unsafe_house", "危房户", "yes_no", "是否危房户"),
    _household("safe_water", "是否解决安全饮用水", "yes_no"),
    _household("phone", "联系电话", "phone", "联系电话(户)", "户联系电话"),
    _household("registered_on", "首次识别时间", "date", "识别时间"),
    Column("attribute", "贫困户属性", "household", "attribute", required=True),
    _household("measures", "四个一批", "measures"),
    _household("status", "脱贫状态", "status", "脱贫属性"),
    _household("planned_exit_year", "计划脱贫年度", "year"),
    _household("helper_name", "帮扶责任人", "name", "帮扶责任人姓名"),
    _household("helper_unit", "帮扶单位", "text", "帮扶责任人单位"),
)
BY_KEY = {column.key: column for column in COLUMNS}
KNOWN = {name: column.key for column in COLUMNS for name in (column.name, *column.aliases)}
INCOME_NAME = "人均纯收入"
_INCOME = re.compile(r"(?:([12][0-9]{3})年?度?)?人均纯收入(?:\((元|万元)\))?")


@dataclass(frozen=True)
class IncomeColumn:
    """A column of net income per head; year None is the upload's, factor turns it into 元."""

    index: int
    name: str
    year: int | None
    factor: int


@dataclass
class Layout:
    """Where the known columns stand in a header, and what is wrong with it."""

    at: dict[str, int] = field(default_factory=dict)
    incomes: list[IncomeColumn] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # columns that are not read
    doubled: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return the names of required columns the header lacks."""
        return [c.name for c in COLUMNS if c.required and c.key not in self.at]


def known_names() -> frozenset[str]:
    """Return every name a register's header may hold, for finding the header row."""
    return frozenset(KNOWN) | {INCOME_NAME}


def match_header(header: Sequence[str]) -> Layout:
    """Find the known columns in a header row, whatever their order and spelling of brackets."""
    layout = Layout()
    for index, cell in enumerate(header):
        name = normal_text(cell)
        income = _INCOME.fullmatch(name)
        if income:
            _add_income(layout, index, name, income)
        elif name in KNOWN:
            _add_known(layout, index, name)
        elif name:
            layout.unknown.append(name)
    return layout


def _add_known(layout: Layout, index: int, name: str) -> None:
    if KNOWN[name] in layout.at:
        layout.doubled.append(name)
    else:
        layout.at[KNOWN[name]] = index


def _add_income(layout: Layout, index: int, name: str, found: re.Match[str]) -> None:
    year = int(found[1]) if found[1] else None
    if any(column.year == year for column in layout.incomes):
        layout.doubled.append(name)
        return
    factor = 10000 if found[2] == "万元" else 1
    layout.incomes.append(IncomeColumn(index, name, year, factor))
