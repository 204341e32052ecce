"""A question of a checklist in the words its page tells it by."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspections.models import Problem, Question

LEVELS = {
    "Q": "部门",
    "T": "乡镇",
    "V": "村",
    "H": "户",
    "R": "帮扶责任人",
    "S": "第一书记",
    "W": "驻村工作组",
    "J": "项目",
}
TRACKS = {"fix_now": "立行立改", "fix_by_date": "限期整改"}
RESPONSIBLE = {
    "township": "乡镇",
    "village": "村",
    "helper": "帮扶责任人",
    "helping_unit": "帮扶单位",
    "first_secretary": "第一书记",
    "work_team": "驻村工作组",
    "organisation_dept": "组织部",
    "organs_committee": "机关党委",
}
DEPARTMENT = "department:"
FACTS = {
    "form_number": "督查表编号",
    "period": "督查月份",
    "team": "督查组及成员",
    "subject_name": "督查对象名称",
    "methods": "督查方式",
    "today": "填表当日",
    "poor_village": "底册：是否贫困村",
    "village_exit_status": "底册：村退出情况",
    "visited_households": "本期在本村走访的户",
    "household_exit_status": "底册：户脱贫退出情况",
    "measure": "底册：主要帮扶措施",
    "further_measures": "底册：其他帮扶措施",
    "household_no": "底册：户编号",
    "person_count": "底册：家庭人口",
    "household_status": "底册：贫困状态",
    "household_cause": "底册：主要致贫原因",
    "household_attribute": "底册：户属性",
    "helpers": "底册：帮扶责任人",
    "member_name": "底册：成员姓氏",
    "member_relation": "底册：与户主关系",
    "member_age": "底册：年龄",
    "member_schooling": "底册：文化程度",
    "register_income": "底册：最近一年人均纯收入",
    "register_income_year": "底册：人均纯收入年度",
    "common_problems": "审核后汇总的共性问题",
    "individual_problems": "审核后汇总的个性问题",
}
"""What a question may be filled with beforehand, by the word a workbook uses for it."""


@dataclass(frozen=True)
class Told:
    """A question, and what of it is said in words."""

    question: Question
    levels: str
    choices: str
    rules: tuple[tuple[str, str, str], ...]
    category: str
    severity: str
    track: str
    responsible: str


def told(question: Question, categories: Mapping[str, str]) -> Told:
    """Give a question's words; `categories` names the problem categories by slug."""
    return Told(
        question=question,
        levels="、".join(LEVELS.get(code, code) for code in question.levels.split(",") if code),
        choices="、".join(label for _, label in question.choices),
        rules=rules_of(question),
        category=categories.get(question.category, question.category),
        severity=dict(Problem.Severity.choices).get(question.severity, ""),
        track=TRACKS.get(question.track, question.track),
        responsible="、".join(who(word) for word in question.responsible.split(",") if word),
    )


def rules_of(question: Question) -> tuple[tuple[str, str, str], ...]:
    """The rules a question has: what for, the rule, what it says when it is not met.

    What it is filled with beforehand is no rule but words.
    """
    known = question.default_fact
    every = (
        ("显示条件", question.relevant, ""),
        ("校验", question.constraint, question.constraint_message),
        ("提醒", question.warning, question.warning_message),
        ("计算", question.calculation, ""),
        ("预填", "", FACTS.get(known, known)),
    )
    return tuple(rule for rule in every if rule[1] or (rule[0] == "预填" and known))


def who(word: str) -> str:
    """A responsible party in Chinese."""
    if word.startswith(DEPARTMENT):
        return word.removeprefix(DEPARTMENT)
    return RESPONSIBLE.get(word, word)
