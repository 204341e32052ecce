"""Lists of problems as people hand them in."""

from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from inspections.problem_columns import COLUMNS

HEADER = [column.name for column in COLUMNS]
GOOD = {"乡镇": "新店镇", "村": "和平村", "问题描述": "村道破损", "类别": "规划方案"}
GOOD |= {"发现日期": "2016-07-05", "来源": "审计"}


def sheet(*rows: Mapping[str, str], header: list[str] | None = None) -> SimpleUploadedFile:
    """Give a workbook with these rows under the header, one row a mapping by column name."""
    book, names = Workbook(), header or HEADER
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name, "") for name in names])
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("清单.xlsx", out.getvalue())
