"""What is wrong with the survey sheet: every question by itself and beside the others."""

import re
from collections.abc import Iterator

from inspections.scheme_data import Group, Question, SchemeData
from inspections.scheme_rules import about_rules, rules_of, seen_in, survey_of
from inspections.scheme_sheets import Complaint, Row, Sheets

ASKED = {"yes_no", "integer", "decimal", "rate", "select_one", "select_multiple"}
ASKED |= {"text", "date", "image", "geopoint"}
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
    *("household_no", "person_count", "household_status", "household_cause"),
    *("household_attribute", "helpers", "register_income", "register_income_year"),
}
ROW_FACTS = {  # a group of this name opens with a row for each that the register knows
    "members": {"member_name", "member_relation", "member_age", "member_schooling"},
}
APPEARANCES = {"may_exceed": "rate", "signature": "image", "multiline": "text"}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
REPEAT = re.compile(r"[a-z][a-z0-9_]{0,29}")
ITEM = re.compile(r"([A-Z][A-Z0-9]-)?[A-Z][0-9]{1,3}(\.[0-9]{1,2})?")
LENGTHS = {"label": 200, "hint": 200, "unit": 10, "asked_of": 60, "relevant": 200}
LENGTHS |= {"constraint": 200, "constraint_message": 100, "appearance": 30, "calculation": 1000}
LENGTHS |= {"warning": 200, "warning_message": 100}
LENGTHS |= {"fail_if": 1000, "problem": 200, "evidence": 100, "source": 60, "item_title": 60}


def about_survey(sheets: Sheets, data: SchemeData) -> list[Complaint]:
    """Every line, question and heading, by itself and beside the others, in the sheet's order."""
    found = [*about_cells(sheets), *about_groups(sheets, data), *about_questions(data)]
    return sorted(found, key=lambda complaint: complaint.row)


def about_cells(sheets: Sheets) -> Iterator[Complaint]:
    """Cells whose words are lost when a line is read."""
    for row in sheets["survey"]:
        kind = row["type"].partition(" ")[0]
        if row["required"] not in {"", "yes", "no", "是", "否"}:
            yield Complaint("survey", row.number, "required", f"应为 yes 或 no：{row['required']}")
        if kind in {"begin_group", "begin_repeat"}:
            named = [c for c in row.cells if c not in {"type", "name", "label"} and row[c]]
            for column in named:
                reason = "分组行只写 name 和 label；这一栏写在组内的题上。"
                yield Complaint("survey", row.number, column, reason)


def about_groups(sheets: Sheets, data: SchemeData) -> Iterator[Complaint]:
    """Repeat groups: named, once, with questions in them, and none within another."""
    lines = opened(sheets)
    repeats = {group.name: group for group in data.groups if group.repeat}
    parents = {group.name: group for group in data.groups}
    for group in (group for group in data.groups if group.repeat):
        row = lines.get(group.name)
        reasons = [
            (
                not REPEAT.fullmatch(group.name),
                f"重复组名只用小写字母、数字和下划线：{group.name}",
            ),
            (group.programme, "专项块里不能有重复组。"),
            (any(g.repeat for g in above(group, parents)), "重复组里不能再套重复组。"),
            (repeats[group.name] is not group, f"重复组名重复：{group.name}"),
            (all(q.repeat != group.name for q in data.questions), "重复组里没有题。"),
        ]
        for is_wrong, reason in reasons:
            if is_wrong:
                yield Complaint("survey", row.number if row else 0, "name", reason)


def opened(sheets: Sheets) -> dict[str, Row]:
    """The lines that open repeat groups, by the group's name."""
    found: dict[str, Row] = {}
    for row in sheets["survey"]:
        kind, _, name = row["type"].partition(" ")
        if kind == "begin_repeat":
            found[name.strip() or row["name"]] = row
    return found


def above(group: Group, parents: dict[str, Group]) -> Iterator[Group]:
    """The headings a heading stands under."""
    seen = {group.name}
    while (found := parents.get(group.parent)) and found.name not in seen:
        seen.add(found.name)
        yield found
        group = found


def about_questions(data: SchemeData) -> Iterator[Complaint]:
    """Every question, by itself and beside the others."""
    survey = survey_of(data)
    mentioned = {name for q in data.questions for text in rules_of(q) for name in seen_in(text)}
    seen: set[str] = set()
    for question in data.questions:
        found = [*about_words(question, data), *about_lengths(question)]
        found += about_checks(question)
        found += about_failing(question, data)
        found += about_rules(question, survey)
        if question.name in seen:
            found.append(("name", f"问题名重复：{question.name}"))
        if question.kind in CLOSED and not (
            question.fail_if or question.info or question.name in mentioned
        ):
            found.append(("fail_if", "选择题要写不合格规则；只作了解的写 info。"))
        seen.add(question.name)
        yield from (Complaint("survey", question.row, *complaint) for complaint in found)


def about_checks(question: Question) -> Iterator[tuple[str, str]]:
    """A warning needs its words, words need their rule, and an appearance its kind."""
    for rule in ("constraint", "warning"):
        if getattr(question, f"{rule}_message") and not getattr(question, rule):
            yield f"{rule}_message", f"写了提示，没有写 {rule}。"
    if question.warning and not question.warning_message:
        yield "warning_message", "有提醒条件的要写明提醒什么。"
    for word in question.appearance.split():
        if APPEARANCES.get(word) != question.kind:
            yield "appearance", f"{question.kind} 题没有这种呈现：{word}"
    if question.kind == "calculate" and not (question.calculation or question.default):
        yield "calculation", "计算题要写计算式，或写明取哪项底册事实。"


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
    facts = ROW_FACTS.get(question.repeat, set()) if question.repeat else FACTS
    if question.default and question.default not in facts:
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
