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
    """The rules a question has: what for, the rule, what it says when it is not met."""
    every = (
        ("显示条件", question.relevant, ""),
        ("校验", question.constraint, question.constraint_message),
        ("提醒", question.warning, question.warning_message),
        ("计算", question.calculation, ""),
        ("预填", question.default_fact, ""),
    )
    return tuple(rule for rule in every if rule[1])


def who(word: str) -> str:
    """A responsible party in Chinese."""
    if word.startswith(DEPARTMENT):
        return word.removeprefix(DEPARTMENT)
    return RESPONSIBLE.get(word, word)
