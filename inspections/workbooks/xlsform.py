"""A scheme as the sheets of an XLSForm workbook, with the sheets and columns that are ours.

Read back by `plain`. Ours beyond XLSForm: the types `rate` and `begin_repeat programmes`, the
columns from `item` on, `default` naming a fact of the register, and the sheets `parameters`,
`categories`, `programmes` and `postings` (docs/decisions/0013).
"""

from typing import NamedTuple

from inspections.scheme_data import SchemeData
from inspections.scheme_sheets import COLUMNS
from inspections.workbooks.plain import ELSEWHERE, FROM_SETTINGS, PARAMETERS, YES_NO
from inspections.workbooks.rows import Cells, rows_of

OWN_SETTINGS = ("form_title", "form_id", "version", "default_language")
ORDER = ("survey", "choices", "settings", PARAMETERS, "categories", "programmes", "postings")


class Sheet(NamedTuple):
    """One sheet: its columns and its rows by column."""

    name: str
    columns: tuple[str, ...]
    rows: list[Cells]


def xlsform_sheets(data: SchemeData, version: int) -> list[Sheet]:
    """Give the sheets in the order an office finds them."""
    rows = rows_of(data)
    rows[PARAMETERS] = [elsewhere(line) for line in rows["settings"]]
    rows["settings"] = [settings_row(data, version)]
    rows["survey"] = [line | {"type": kind(line["type"])} for line in rows["survey"]]
    rows["choices"] = [*map(choice, YES_NO), *rows["choices"]]
    columns = COLUMNS | {"settings": OWN_SETTINGS, PARAMETERS: COLUMNS["settings"]}
    return [Sheet(name, columns[name], rows[name]) for name in ORDER]


def settings_row(data: SchemeData, version: int) -> Cells:
    """XLSForm's one row of settings."""
    title = data.setting("form_title") or data.setting("title")
    values = (title, data.setting("code"), str(version), "中文 (zh)")
    return dict(zip(OWN_SETTINGS, values, strict=True))


def elsewhere(line: Cells) -> Cells:
    """A setting's line; the value of one that stands in XLSForm's row is shown there only."""
    return line | {"value": ELSEWHERE} if line["key"] in FROM_SETTINGS.values() else line


def kind(text: str) -> str:
    """A question's type in XLSForm's word."""
    return "select_one yes_no" if text == "yes_no" else text


def choice(words: tuple[str, str, str]) -> Cells:
    """A line of choices."""
    return dict.fromkeys(COLUMNS["choices"], "") | dict(
        zip(("list_name", "name", "label"), words, strict=True)
    )
