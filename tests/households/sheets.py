"""Register workbooks for tests: a small true one, and files that are none."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from households.checking.places import Places, places_from
from households.identity import make_identity

HEADER = [
    *("县", "乡", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数"),
    *("与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间(月)"),
    *("是否参加大病保险", "致贫原因", "危房户", "是否解决安全饮用水", "人均纯收入", "联系电话"),
    *(
        "首次识别时间",
        "贫困户属性",
        "四个一批",
        "脱贫状态",
        "计划脱贫年度",
        "帮扶责任人",
        "帮扶单位",
    ),
]
AREAS = (
    ("510304", "大安区", "county"),
    ("510304105", "新店镇", "township"),
    ("510304105201", "新建村委会", "village"),
    ("510304105202", "高峰村委会", "village"),
    ("510304105001", "高峰社区居委会", "village"),
    ("510304106", "新民镇", "township"),
    ("510304106201", "董家村委会", "village"),
)


def places() -> Places:
    """Two townships, three villages and a community that shares a village's name."""
    return places_from(AREAS)


def person(household: int = 1, number: int = 1, **cells: Any) -> dict[str, Any]:
    """One row as the national export writes it; the first person of a household is its head."""
    row = dict.fromkeys(HEADER, "")
    row |= {
        "县": "大安区", "乡": "新店镇", "行政村": "新建村", "自然村": "3组",
        "户编号": f"5103041050{household:06}", "人编号": f"5103041050{household:06}{number:02}",
        "姓名": f"李{'甲乙丙丁戊'[number - 1]}",
        "证件号码": make_identity(born=date(1950 + number, 3, 12), order=household % 1000),
        "与户主关系": "户主" if number == 1 else "配偶", "民族": "汉族", "文化程度": "小学",
        "健康状况": "健康", "劳动技能": "普通劳动力", "务工时间(月)": "3",
        "是否参加大病保险": "是", "致贫原因": "因病", "危房户": "否", "是否解决安全饮用水": "是",
        "人均纯收入": "2680.5",
        "联系电话": "13990000000", "首次识别时间": "2014-04-01", "贫困户属性": "一般贫困户",
        "四个一批": "医疗救助扶持", "脱贫状态": "未脱贫", "计划脱贫年度": "2016",
        "帮扶责任人": "王五", "帮扶单位": "区农业局",
    }  # fmt: skip
    return row | cells


def household(number: int = 1, *, people: int = 2, **cells: Any) -> list[dict[str, Any]]:
    """The rows of one household; what is given stands on all of them."""
    return [person(number, n + 1, 人数=str(people), **cells) for n in range(people)]


def write(path: Path, rows: list[dict[str, Any]], *, header: list[str] | None = None) -> Path:
    """Write rows as an .xlsx with the header in the first row."""
    header = header or HEADER
    book = Workbook()
    sheet = book.active
    sheet.title = "底册"
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name, "") for name in header])
    book.save(path)
    return path


def rewrite(path: Path, changes: dict[str, bytes]) -> Path:
    """Write a small true workbook with some members replaced or added; bytes as they are."""
    plain = write(path.with_suffix(".plain"), [person()])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, changes.pop(name, None) or source.read(name))
        for name, content in changes.items():
            out.writestr(name, content)
    return path
