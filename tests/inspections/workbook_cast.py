"""A small scheme with one of everything, its workbook, and what an office changes in it."""

from functools import cache
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspections.models import Scheme
from inspections.scheme_checks import NUMBERS
from inspections.scheme_data import SchemeData
from inspections.scheme_files import scheme_of
from inspections.scheme_sheets import COLUMNS, sheets_of
from inspections.services.schemes import load_scheme
from inspections.workbooks.writing import checklist_workbook
from tests.make import COUNTY, make_area

FAILS = {
    "problem": "未开会",
    "category": "FA",
    "severity": "一般",
    "responsible": "township",
    "track": "fix_by_date",
}
A101 = {"item": "A101", "item_title": "会议", "level": "T"}
M01 = {"item": "A102", "item_title": "成员", "level": "H", "fail_if": "info"}
SURVEY = [
    {"type": "begin_group", "name": "A", "label": "年度减贫任务"},
    {"type": "note", "name": "A100_note", "label": "先看会议记录", **A101},
    {"type": "begin_group", "name": "A1", "label": "会议"},
    {
        "type": "yes_no",
        "name": "A101_meeting",
        "label": "是否开会",
        "required": "yes",
        "fail_if": "${A101_meeting} = 'no'",
        **A101,
        **FAILS,
    },
    {
        "type": "integer",
        "name": "A101_times",
        "label": "开会次数",
        "unit": "次",
        "relevant": "${A101_meeting} = 'yes'",
        "constraint": ". >= 0",
        "constraint_message": "不能小于0",
        "warning": ". > 30",
        "warning_message": "一个月开会超过30次",
        **A101,
    },
    {"type": "end_group"},
    {"type": "begin_repeat", "name": "members", "label": "家庭成员"},
    {"type": "text", "name": "M01_name", "label": "姓名", **M01},
    {"type": "select_one health", "name": "M02_health", "label": "健康状况", **M01},
    {"type": "end_repeat"},
    {"type": "geopoint", "name": "A103_place", "label": "位置", "item": "A103", "level": "H"},
    {"type": "end_group"},
    {"type": "begin_group", "name": "C", "label": "扶贫专项"},
    {"type": "begin_repeat programmes", "name": "{code}", "label": "{name}"},
    {
        "type": "yes_no",
        "name": "{code}_plan",
        "label": "{name}专项是否有计划",
        "item": "{code}.1",
        "item_title": "{name}计划",
        "level": "Q",
        "asked_of": "{lead_unit}",
        "fail_if": "${{code}_plan} = 'no'",
        **FAILS,
        "responsible": "department:{lead_unit}",
        "category": "{category}",
    },
    {
        "type": "rate",
        "name": "{code}_paid",
        "label": "资金拨付",
        "item": "{code}.2",
        "level": "Q",
        "asked_of": "{lead_unit}",
        "fail_if": "rate(${{code}_paid}) < parameter('paid_rate')",
        **FAILS,
        "responsible": "department:{lead_unit}",
    },
    {"type": "end_repeat"},
    {"type": "end_group"},
]
CHOICES = [("health", "well", "健康"), ("health", "ill", "患病")]
SETTINGS = [
    {"key": "title", "value": "试用督查", "label": "方案名称"},
    {"key": "code", "value": "trial", "label": "方案代号"},
    {"key": "form_title", "value": "试用督查表", "label": "表名", "source": "方案四"},
    {
        "key": "paid_rate",
        "value": "0.9",
        "label": "拨付率",
        "valid_from": "2016-01-01",
        "valid_to": "2016-12-31",
    },
    *({"key": key, "value": "1", "label": key} for key in sorted(NUMBERS)),
]
CATEGORIES = [("FA", "plan", "规划方案", "no"), ("ZJ", "funds", "资金管理", "yes")]
PROGRAMMES = [
    ("C01", "水利", "区水务局", "FA", "no", "方案一"),
    ("C02", "水利建设", "区水务局二科", "ZJ", "yes", "方案一"),
]


@cache
def small_scheme() -> SchemeData:
    """Read the scheme as the loader does."""
    book = {
        "settings": lines("settings", SETTINGS),
        "survey": lines("survey", SURVEY),
        "choices": lines("choices", CHOICES),
        "categories": lines("categories", CATEGORIES),
        "programmes": lines("programmes", PROGRAMMES),
    }
    data, complaints = scheme_of(*sheets_of(book))
    assert complaints == []
    assert data
    return data


def lines(sheet: str, rows: list) -> list[list[str]]:
    """Rows of cells under the sheet's header."""
    columns = COLUMNS[sheet]
    filled = [
        list(row) if isinstance(row, tuple) else [row.get(c, "") for c in columns] for row in rows
    ]
    return [list(columns), *filled]


def published(**fields: object) -> Scheme:
    """Publish the small scheme in 大安区."""
    make_area(COUNTY)
    return load_scheme(data=small_scheme(), area_code=COUNTY, by=None, **fields)


@cache
def written(data: SchemeData, version: int) -> bytes:
    """The workbook of a scheme."""
    return checklist_workbook(data, version=version)


class Edited:
    """The small scheme's workbook, as an office changes it cell by cell."""

    def __init__(self, data: SchemeData | None = None, *, version: int = 1) -> None:
        self.book = load_workbook(BytesIO(written(data or small_scheme(), version)))

    def row(self, sheet: str, column: str, text: str) -> int:
        """The row whose cell in a column says this."""
        page = self.book[sheet]
        at = self.column(page, column)
        return next(n for n in range(2, page.max_row + 1) if page.cell(n, at).value == text)

    @staticmethod
    def column(page: Worksheet, name: str) -> int:
        """The place of a column."""
        return [cell.value for cell in page[1]].index(name) + 1

    def set(self, sheet: str, row: int, **cells: str | None) -> "Edited":
        """Write cells of a row."""
        page = self.book[sheet]
        for name, text in cells.items():
            page.cell(row, self.column(page, name)).value = text
        return self

    def question(self, name: str, **cells: str | None) -> "Edited":
        """Change a question."""
        return self.set("survey", self.row("survey", "name", name), **cells)

    @property
    def content(self) -> bytes:
        """The saved workbook."""
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()
