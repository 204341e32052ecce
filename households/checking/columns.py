"""The columns of a register workbook: the national system's export and the office's own plan.

One row is one person; facts of the household stand on its first row and may be repeated or left
blank below it, or stand on a sheet of households. Source: domain §2.5, §2.2.1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from households.identity import normal_text

Level = Literal["household", "member", "income", "year", "check"]


@dataclass(frozen=True)
class Column:
    """One known column: key in code, name in the sheet, other names it goes by, kind of value.

    A column of level `check` is only compared with others and not kept.
    """

    key: str
    name: str
    level: Level
    kind: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()


def _columns(level: Level, *lines: tuple[str, str, str, str]) -> tuple[Column, ...]:
    """Make columns of (key, name, kind, other names); a kind that ends in ! is required."""
    return tuple(
        Column(key, name, level, kind.rstrip("!"), kind.endswith("!"), tuple(others.split()))
        for key, name, kind, others in lines
    )


COLUMNS: tuple[Column, ...] = (
    *_columns(
        "household",
        ("county", "县", "text", "县区 区县 县(市、区) 县(区)"),
        ("township", "乡", "text!", "乡镇 乡(镇) 乡镇(街道)"),
        ("village", "行政村", "text!", "村 村(社区)"),
        ("group_name", "自然村", "short_text", "村民小组 组"),
        ("household_no", "户编号", "code!", "户号"),
    ),
    *_columns(
        "member",
        ("person_no", "人编号", "code!", "人员编号"),
        ("name", "姓名", "name!", "成员姓名"),
        ("identity_number", "证件号码", "identity!", "身份证号码 身份证号"),
        ("relation", "与户主关系", "short_text!", ""),
        ("ethnicity", "民族", "short_text", ""),
        ("education", "文化程度", "short_text", ""),
        ("schooling", "在校生状况", "short_text", "在校状况"),
        ("health", "健康状况", "health", ""),
        ("labour", "劳动技能", "short_text", "劳动能力"),
        ("work_months", "务工时间(月)", "months", "务工时间"),
        ("insured", "是否参加大病保险", "asked_yes_no", "是否参加大病医疗"),
        ("marriage", "婚姻状况", "marriage", ""),
        ("identified_on", "人员识别时间", "date", ""),
    ),
    *_columns(
        "check",
        ("sex", "性别", "sex", ""),
        ("born_on", "出生日期", "date", "出生年月 出生年月日"),
    ),
    *_columns(
        "household",
        ("person_count", "人数", "size", "家庭人口 家庭人口数"),
        ("registered", "是否建档立卡", "asked_yes_no", "建档立卡 是否建档立卡贫困户"),
        ("household_type", "户类型", "household_type", ""),
        ("cause", "致贫原因", "cause!", "主要致贫原因"),
        ("further_causes", "其他致贫原因", "causes", "其它致贫原因"),
        ("unsafe_house", "危房户", "asked_yes_no", "是否危房户"),
        ("safe_water", "是否解决安全饮用水", "asked_yes_no", ""),
        ("phone", "联系电话", "phone", "联系电话(户) 户联系电话"),
        ("bank_account", "银行账号", "account", "银行卡号 一卡通账号"),
        ("registered_on", "首次识别时间", "date", "识别时间"),
        ("attribute", "贫困户属性", "attribute!", ""),
        ("measures", "四个一批", "measures", ""),
        ("status", "脱贫状态", "status", "脱贫属性"),
        ("planned_exit_year", "计划脱贫年度", "year", ""),
        ("watch", "监测对象类型", "watch", "监测对象类别"),
        ("risk_found_on", "风险识别时间", "date", "监测对象识别时间"),
        ("risk_cleared", "风险是否消除", "asked_yes_no", "风险是否已消除"),
        ("risk_cleared_on", "风险消除时间", "date", ""),
        ("helper_name", "帮扶责任人", "name", "帮扶责任人姓名"),
        ("helper_unit", "帮扶单位", "text", "帮扶责任人单位"),
    ),
    *_columns(
        "income",
        ("net_income_pc", "人均纯收入", "amount", "家庭人均纯收入 年人均纯收入"),
        ("wages", "工资性收入", "amount", "工资性"),
        ("business", "生产经营性收入", "amount", "经营性收入 家庭经营性收入 生产经营收入"),
        ("property_income", "财产性收入", "amount", "财产性"),
        ("transfers", "转移性收入", "amount", "转移性"),
        ("costs", "生产经营支出", "amount", "生产经营性支出 生产经营费用支出 经营支出"),
        ("rigid_expenses", "刚性支出", "amount", "家庭刚性支出"),
    ),
    *_columns(
        "year",
        ("food", "不愁吃", "asked_yes_no", "是否不愁吃"),
        ("clothing", "不愁穿", "asked_yes_no", "是否不愁穿"),
        ("year_schooling", "义务教育", "asked_yes_no", "义务教育有保障 义务教育是否有保障"),
        ("medical", "基本医疗", "asked_yes_no", "基本医疗有保障 基本医疗是否有保障"),
        ("housing", "住房安全", "asked_yes_no", "住房安全有保障 住房安全是否有保障"),
        ("water", "饮水安全", "asked_yes_no", "饮水安全有保障 饮水安全是否有保障"),
        ("house_grade", "房屋等级", "house_grade", "房屋鉴定等级"),
        ("house_structure", "房屋结构", "house_structure", ""),
        ("only_house", "唯一住房", "asked_yes_no", "是否唯一住房"),
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
KNOWN = {name: column.key for column in COLUMNS for name in (column.name, *column.aliases)}
UNREGISTERED_MAY_LACK = ("cause", "attribute")
_AMOUNT = re.compile(r"(?:([12][0-9]{3})年?度?)?(.+?)(?:\((元|万元|元/年|元/人)\))?")
_TEN_THOUSAND = 10000


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts; year None is the upload's, factor turns it into 元."""

    key: str
    index: int
    name: str
    year: int | None
    factor: int


@dataclass
class Layout:
    """Where the known columns stand in a header, and what is wrong with it.

    `headers` pairs each header with the name of the column it was taken for; `doubled` are
    headers of a column that another header has already.
    """

    at: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # key → header as it stands
    amounts: list[AmountColumn] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the sheet has the column, under any year."""
        return key in self.at or any(amount.key == key for amount in self.amounts)


def known_names() -> frozenset[str]:
    """Return every name a register's header may hold, for finding the header row."""
    return frozenset(KNOWN)


def missing_columns(*layouts: Layout) -> tuple[str, ...]:
    """Return the names of required columns that none of a register's sheets has.

    A register that says who is registered may lack what only registered households have.
    """
    says = any(layout.has("registered") or layout.has("household_type") for layout in layouts)
    return tuple(
        column.name
        for column in COLUMNS
        if column.required
        and not any(layout.has(column.key) for layout in layouts)
        and not (says and column.key in UNREGISTERED_MAY_LACK)
    )


def match_header(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """Find the known columns in a header row, whatever their order and spelling of brackets.

    `mapping` says of headers what a person has decided: a column's key, or "" for not read.
    """
    layout = Layout()
    chosen = {normal_text(name): key for name, key in (mapping or {}).items()}
    for index, cell in enumerate(header):
        name = normal_text(cell)
        if name:
            _place(layout, index, name, chosen.get(name))
    return layout


def _place(layout: Layout, index: int, name: str, chosen: str | None) -> None:
    """Take one header for a column, or for none."""
    year, bare, factor = None, name, 1
    if name not in KNOWN and (found := _AMOUNT.fullmatch(name)):
        year, bare = int(found[1]) if found[1] else None, found[2]
        factor = _TEN_THOUSAND if found[3] == "万元" else 1
    key = KNOWN.get(bare, "") if chosen is None else chosen
    column = BY_KEY.get(key)
    if column and column.level == "income":
        if any((amount.key, amount.year) == (key, year) for amount in layout.amounts):
            layout.doubled.append(name)
            column = None
        else:
            layout.amounts.append(AmountColumn(key, index, name, year, factor))
    elif column and (bare == name or chosen):
        if key in layout.at:
            layout.doubled.append(name)
            column = None
        else:
            layout.at[key], layout.names[key] = index, name
    else:
        column = None
    layout.headers.append((name, column.name if column else ""))
