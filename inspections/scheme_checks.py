"""What is wrong with a scheme's content: said by sheet, row and column, all at once."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from inspections.rule_language import RuleError, words_compared
from inspections.rules import Known, Rate, Value, check_expression, evaluate, holds
from inspections.scheme_data import Question, SchemeData
from inspections.scheme_sheets import Complaint, Row, Sheets

ASKED = {"yes_no", "integer", "decimal", "rate", "select_one", "select_multiple"}
ASKED |= {"text", "date", "image"}
KINDS = ASKED | {"note", "calculate"}
CLOSED = {"yes_no", "select_one", "select_multiple"}
LEVELS = ("Q", "T", "V", "H", "R", "S", "W", "J")
SEVERITIES = ("一般", "较重", "严重")
TRACKS = ("fix_now", "fix_by_date")
RESPONSIBLE = {
    *("township", "village", "helper", "helping_unit", "first_secretary", "work_team"),
    *("organisation_dept", "organs_committee"),
}
FACTS = {
    *("form_number", "period", "team", "subject_name", "today", "visited_households"),
    *("poor_village", "village_exit_status", "household_exit_status", "measure"),
    *("methods", "further_measures"),
    *("common_problems", "individual_problems"),
}
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
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
ITEM = re.compile(r"[A-Z][0-9]{2,3}(\.[0-9])?")
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
LENGTHS = {"label": 200, "hint": 200, "unit": 10, "asked_of": 60, "relevant": 200}
LENGTHS |= {"constraint": 200, "constraint_message": 100, "appearance": 30, "calculation": 1000}
LENGTHS |= {"fail_if": 1000, "problem": 200, "evidence": 100, "source": 60, "item_title": 60}
MENTION = re.compile(r"\$\{([^}]*)\}")
EXAMPLES: dict[str, Value] = {
    "yes_no": "yes",
    "integer": 1,
    "decimal": Decimal(1),
    "rate": Rate(Decimal(1), Decimal(2)),
    "date": "2016-07-01",
    "select_multiple": ("none",),
}


def complaints_about(sheets: Sheets, data: SchemeData) -> list[Complaint]:
    """Every complaint about a scheme, in the order of its sheets and rows."""
    return [
        *about_settings(sheets),
        *about_keys(sheets, "choices", "list_name", "name"),
        *about_keys(sheets, "categories", "code"),
        *about_keys(sheets, "categories", "slug"),
        *about_keys(sheets, "programmes", "code"),
        *about_programmes(sheets, data),
        *about_survey(data),
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


def about_survey(data: SchemeData) -> Iterator[Complaint]:
    """Every question, by itself and beside the others."""
    asked = {question.name: question for question in data.questions}
    examples = {name: example(question, data) for name, question in asked.items()}
    mentioned = {name for q in data.questions for text in rules_of(q) for name in seen_in(text)}
    seen: set[str] = set()
    for question in data.questions:
        found = [*about_words(question, data), *about_lengths(question)]
        found += about_failing(question, data)
        found += about_rules(question, asked, examples, data)
        if question.name in seen:
            found.append(("name", f"问题名重复：{question.name}"))
        if question.kind in CLOSED and not (
            question.fail_if or question.info or question.name in mentioned
        ):
            found.append(("fail_if", "选择题要写不合格规则；只作了解的写 info。"))
        seen.add(question.name)
        yield from (Complaint("survey", question.row, *complaint) for complaint in found)


def about_words(question: Question, data: SchemeData) -> Iterator[tuple[str, str]]:
    """Column and reason for a cell whose word is not one of the known ones."""
    if question.kind not in KINDS:
        yield "type", f"没有这种题型：{question.kind}"
    if not NAME.fullmatch(question.name):
        yield "name", f"问题名只用字母、数字和下划线：{question.name}"
    if not question.label:
        yield "label", "不能为空。"
    if not ITEM.fullmatch(question.item):
        yield "item", f"条目号应写成 A101 或 C01.1：{question.item}"
    if not question.levels or set(question.levels) - set(LEVELS):
        yield "level", f"层级只能是 {'、'.join(LEVELS)}：{'、'.join(question.levels)}"
    if question.kind.startswith("select_") and not data.choices_of(question.list_name):
        yield "type", f"choices 表里没有这个列表：{question.list_name}"
    if question.default and question.default not in FACTS:
        yield "default", f"没有这项底册事实：{question.default}"


def about_lengths(question: Question) -> Iterator[tuple[str, str]]:
    """Texts longer than there is room for."""
    for column, length in LENGTHS.items():
        if len(getattr(question, column)) > length:
            yield column, f"最多{length}个字。"


def about_failing(question: Question, data: SchemeData) -> Iterator[tuple[str, str]]:
    """A failing answer must say the problem, its category, how grave, whose and by when."""
    if not question.fail_if:
        return
    if question.category not in {category.code for category in data.categories}:
        yield "category", f"没有这个问题类别：{question.category}"
    if question.severity not in SEVERITIES:
        yield "severity", f"应为{'、'.join(SEVERITIES)}：{question.severity}"
    if question.track not in TRACKS:
        yield "track", f"应为 {' 或 '.join(TRACKS)}：{question.track}"
    if not question.problem:
        yield "problem", "有不合格规则的题要写明问题。"
    wrong = [w for w in question.responsible if w not in RESPONSIBLE and not is_department(w)]
    if wrong or not question.responsible:
        yield "responsible", f"不认识的责任单位：{'、'.join(wrong) or '空'}"


def is_department(word: str) -> bool:
    """Whether a responsible word names a department."""
    return word.startswith("department:") and len(word) > len("department:")


def rules_of(question: Question) -> list[str]:
    """The rules of a question that are written."""
    texts = (question.relevant, question.constraint, question.calculation, question.fail_if)
    return [text for text in texts if text]


def seen_in(text: str) -> list[str]:
    """The questions a rule or a problem's wording mentions, read loosely."""
    return MENTION.findall(text)


def example(question: Question, data: SchemeData) -> Value:
    """An answer of the right kind, to try the rules on."""
    if question.kind == "select_one":
        return next(iter(data.choices_of(question.list_name)), "x")
    if question.kind == "calculate" and question.calculation:
        return None
    return EXAMPLES.get(question.kind, "x")


def about_rules(
    question: Question, asked: dict[str, Question], examples: dict[str, Value], data: SchemeData
) -> Iterator[tuple[str, str]]:
    """Rules that cannot be read, name what is not there, or compare unlike things."""
    known = Known(examples, {s.key: s.value for s in data.settings}, Fraction(1, 2))
    for column in ("relevant", "constraint", "calculation", "fail_if"):
        text = getattr(question, column)
        try:
            if text:
                check_expression(text, asked, known.parameters)
                (evaluate if column == "calculation" else holds)(text, known)
                check_choices(text, asked, data)
        except RuleError as reason:
            yield column, str(reason)
    if unknown := [name for name in seen_in(question.problem) if name not in asked]:
        yield "problem", f"提到不存在的问题：{'、'.join(unknown)}"


def check_choices(text: str, asked: dict[str, Question], data: SchemeData) -> None:
    """Refuse a rule that compares a choice with a word its list does not have."""
    for name, word in sorted(words_compared(text)):
        question = asked[name]
        if question.kind == "yes_no" and word not in {"yes", "no"}:
            raise RuleError(f"是否题只能与 'yes'、'no' 比较：{word}")
        if question.list_name and word not in data.choices_of(question.list_name):
            raise RuleError(f"列表 {question.list_name} 里没有 {word}。")
