"""The list of villages: which are poor, when they leave the list, what else they are called."""

import re
from typing import Any

from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions
from households.checking.plain_places import find_villages
from households.checking.plain_sheet import PlainSheet, header_fault, open_sheet
from households.identity import normal_text
from households.reading.book import Book

COLUMNS = (
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)", "所属乡镇")),
    Column(
        "village", "行政村", "household", required=True, aliases=("村", "村名", "行政村(社区)")
    ),
    Column("code", "村代码", "household", "code", aliases=("行政村代码", "区划代码", "村编码")),
    Column("is_poor", "是否贫困村", "household", "yes_no", aliases=("贫困村",)),
    Column(
        "planned_exit_year",
        "计划摘帽年度",
        "household",
        "year",
        aliases=("计划退出年度", "摘帽年度", "计划摘帽年份"),
    ),
    Column("aliases", "别名", "household", aliases=("曾用名", "原村名", "其他名称")),
)
_SPLIT = re.compile(r"[、,;/|]")


def check(book: Book, options: CheckOptions) -> Checked:
    """Check a village list: rows of area_code, is_poor (None unknown), year, further names.

    A village that is not there is rejected, never made; one in a county's several townships needs
    its township. Source: domain §5 nos. 23–26.
    """
    sheet = open_sheet(book, COLUMNS, options)
    says = ("is_poor", "planned_exit_year", "aliases")
    lacking = [] if any(map(sheet.layout.has, says)) else ["是否贫困村"]
    if fault := header_fault(sheet, *lacking):
        return fault
    sheet.values = {key: sheet.read(key) for key in says}
    sheet.values["area_code"] = find_villages(sheet)
    _codes(sheet)
    sheet.once("area_code", "行政村", "与第{row}行是同一个村")
    for at, (poor, year) in enumerate(
        zip(sheet.values["is_poor"], sheet.values["planned_exit_year"], strict=True)
    ):
        if poor is False and year is not None:
            sheet.complain(at, "计划摘帽年度", str(year), "非贫困村没有计划摘帽年度")
    names = [_aliases(sheet, at, text) for at, text in enumerate(sheet.values["aliases"])]
    rows: dict[str, list[Any]] = {
        key: sheet.values[key] for key in ("area_code", "is_poor", "planned_exit_year")
    }
    return sheet.outcome(rows | {"aliases": names})


def _codes(sheet: PlainSheet) -> None:
    """Reject a row whose code, where there is one, is not that of the village it names."""
    codes = sheet.read("code")
    for at, (code, found) in enumerate(zip(codes, sheet.values["area_code"], strict=True)):
        if code and found and code != found:
            sheet.complain(at, "村代码", code, f"与村名不符，该村代码是{found}")


def _aliases(sheet: PlainSheet, at: int, text: str | None) -> list[str]:
    """Split a cell's further names; one that another village of the township has is rejected."""
    names = [normal_text(word) for word in _SPLIT.split(normal_text(text or "")) if word]
    code, places = sheet.values["area_code"][at], sheet.options.places
    above = next((name for name, known in places.townships.items() if known == code[:9]), "")
    for name in names:
        other = places.find("", above, name)[0] if code else ""
        if other and other != code:
            sheet.complain(at, "别名", name, "本乡镇另一个村已用这个名称")
    return sorted(set(names))
