"""What is wrong with a scheme's content: said by sheet, row and column, all at once."""

import re
from collections.abc import Iterator
from datetime import date

from inspections.scheme_data import SchemeData
from inspections.scheme_sheets import Complaint, Row, Sheets
from inspections.scheme_survey import about_survey

POSTS = {  # as the register's postings name them
    *("liaison_leader", "helping_unit", "village_work_team", "first_secretary"),
    *("agro_technician", "paired_unit"),
}
NUMBERS = {
    *("min_townships", "min_villages", "villages_per_township", "min_households"),
    *("max_households", "households_per_village", "exit_village_lots", "rotation_months"),
    *("draw_day", "visit_days", "fix_now_days", "order_days", "common_townships"),
    *("common_share", "common_min_objects"),
}
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


def complaints_about(sheets: Sheets, data: SchemeData) -> list[Complaint]:
    """Every complaint about a scheme, in the order of its sheets and rows."""
    return [
        *about_settings(sheets),
        *about_keys(sheets, "choices", "list_name", "name"),
        *about_keys(sheets, "categories", "code"),
        *about_keys(sheets, "categories", "slug"),
        *about_keys(sheets, "programmes", "code"),
        *about_programmes(sheets, data),
        *about_survey(sheets, data),
        *about_keys(sheets, "postings", "question"),
        *about_postings(sheets, data),
    ]


def about_keys(sheets: Sheets, sheet: str, *columns: str) -> Iterator[Complaint]:
    """Rows whose key is empty or stands further up already."""
    seen: set[tuple[str, ...]] = set()
    for row in sheets.get(sheet, []):
        key = tuple(row[column] for column in columns)
        if not all(key):
            yield Complaint(sheet, row.number, columns[-1], "不能为空。")
        elif key in seen:
            yield Complaint(sheet, row.number, columns[-1], f"重复：{key[-1]}")
        seen.add(key)


def is_day(text: str) -> bool:
    """Whether a text is a day written 2016-07-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def about_setting(row: Row) -> Iterator[Complaint]:
    """One line of settings: a number where one is needed, days written as days."""
    if row["key"] in NUMBERS and not NUMBER.fullmatch(row["value"]):
        yield Complaint("settings", row.number, "value", f"应为数字：{row['value']}")
    if row["valid_from"] and row["value"] and not NUMBER.fullmatch(row["value"]):
        yield Complaint("settings", row.number, "value", f"有期限的标准应为数字：{row['value']}")
    for column in ("valid_from", "valid_to"):
        if row[column] and not is_day(row[column]):
            reason = f"日期应写成 2016-07-05：{row[column]}"
            yield Complaint("settings", row.number, column, reason)


def about_settings(sheets: Sheets) -> Iterator[Complaint]:
    """The settings sheet; the numbers the loop runs on must all be there."""
    yield from about_keys(sheets, "settings", "key") if not has_terms(sheets) else ()
    for row in sheets["settings"]:
        yield from about_setting(row)
    given = {row["key"] for row in sheets["settings"] if row["value"]}
    for key in sorted(({"title", "code"} | NUMBERS) - given):
        yield Complaint("settings", 0, "key", f"缺少设置 {key}。")


def has_terms(sheets: Sheets) -> bool:
    """Whether some key stands on several lines, each with its own first day."""
    lines = [(row["key"], row["valid_from"]) for row in sheets["settings"]]
    return len(set(lines)) == len(lines) and all(key for key, _ in lines)


def about_programmes(sheets: Sheets, data: SchemeData) -> Iterator[Complaint]:
    """Programmes with a name, a lead unit and a known category."""
    codes = {category.code for category in data.categories}
    for row in sheets.get("programmes", []):
        for column in ("name", "lead_unit"):
            if not row[column]:
                yield Complaint("programmes", row.number, column, "不能为空。")
        if row["category"] not in codes:
            reason = f"没有这个问题类别：{row['category']}"
            yield Complaint("programmes", row.number, "category", reason)
        if row["supplement"] not in {"yes", "no", "是", "否"}:
            yield Complaint("programmes", row.number, "supplement", "应为 yes 或 no。")


def about_postings(sheets: Sheets, data: SchemeData) -> Iterator[Complaint]:
    """Questions that tell who is in post: yes or no, put to villages, of a known post."""
    asked = {question.name: question for question in data.questions}
    for row in sheets.get("postings", []):
        question = asked.get(row["question"])
        if question is None:
            yield Complaint("postings", row.number, "question", f"没有这道题：{row['question']}")
        elif question.kind != "yes_no" or "V" not in question.levels:
            yield Complaint("postings", row.number, "question", "应为问村的是否题。")
        if row["post"] not in POSTS:
            yield Complaint("postings", row.number, "post", f"没有这个岗位：{row['post']}")
