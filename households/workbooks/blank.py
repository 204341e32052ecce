"""An empty workbook to fill in: the column names of a kind, one example row, what each column is.

The example names a place that is nowhere, so that an example left in the file is rejected.
"""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from households.checking.columns import Column

_TEXT = "@"
_HEAD = PatternFill("solid", fgColor="FFF2F4F7")
_MUST = PatternFill("solid", fgColor="FFF8C9C6")
_GREY = Font(color="FF7A8490", italic=True)
_BY_KEY = {
    "county": "大安区",
    "township": "示例镇（请删除本行）",
    "village": "示例村",
    "village_name": "示例村",
    "village_code": "510304999999",
    "group_name": "3组",
    "household_no": "510304999999000001",
    "person_no": "51030499999900000101",
    "name": "张三",
    "head_name": "张三",
    "identity_number": "999999195603120011",
    "person_count": "4",
    "relation": "户主",
    "ethnicity": "汉族",
    "education": "小学",
    "schooling": "非在校生",
    "health": "健康",
    "labour": "普通劳动力",
    "cause": "因病",
    "further_causes": "缺技术、缺资金",
    "attribute": "一般贫困户",
    "measures": "生产和就业发展",
    "measure": "生产和就业发展",
    "status": "未脱贫",
    "helper_name": "李四",
    "helper_unit": "区农业局",
}
_BY_KIND = {
    "yes_no": "是",
    "date": "2016-06-17",
    "year": "2016",
    "months": "6",
    "size": "4",
    "phone": "13900000000",
    "identity": "999999195603120011",
    "name": "张三",
    "money": "3200.50",
    "profit": "3200.50",
    "decimal": "3200.50",
}
_FORMS = {
    "code": "数字编号，单元格须为文本格式",
    "identity": "18位，单元格须为文本格式",
    "yes_no": "是 或 否；不清楚留空",
    "date": "如 2016-06-17；只知年月写 2016-06",
    "year": "四位年份",
    "months": "0—12",
    "money": "元；单位为万元的在列名后写（万元）",
    "profit": "元；亏损写负数",
    "decimal": "元；单位为万元的在列名后写（万元）",
    "size": "人数",
    "phone": "单元格须为文本格式",
    "causes": "可写两项，用顿号隔开",
    "measures": "主要的写在前面，用顿号隔开",
}


def blank_xlsx(columns: Sequence[Column], *, title: str) -> bytes:
    """Give the workbook of a kind's columns; cells are text, so that long numbers stay whole."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for at, column in enumerate(columns, start=1):
        _fill_column(sheet, at, column)
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("填写说明"), columns)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_column(sheet: Worksheet, at: int, column: Column) -> None:
    """Write a column's name and example, and make it a column of text."""
    head = sheet.cell(1, at, column.name)
    head.font = Font(bold=True)
    head.fill = _MUST if column.required else _HEAD
    example = sheet.cell(2, at, example_of(column))
    example.font = _GREY
    example.number_format = _TEXT
    letter = get_column_letter(at)
    sheet.column_dimensions[letter].number_format = _TEXT
    sheet.column_dimensions[letter].width = max(len(column.name) * 2, len(example.value), 8) + 2


def example_of(column: Column) -> str:
    """Give an invented value of a column; "" where any word would do."""
    return _BY_KEY.get(column.key) or _BY_KIND.get(column.kind, "")


def _explain(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Say of each column whether it must be filled in, how, and what else it may be called."""
    for at, text in enumerate(("列名", "必填", "填法", "也可以叫"), start=1):
        sheet.cell(1, at, text).font = Font(bold=True)
    for number, column in enumerate(columns, start=2):
        must = "必填" if column.required else ""
        row = (column.name, must, _FORMS.get(column.kind, "文字"), "、".join(column.aliases))
        for at, text in enumerate(row, start=1):
            sheet.cell(number, at, text)
    for letter, width in zip("ABCD", (24, 8, 44, 48), strict=True):
        sheet.column_dimensions[letter].width = width
