"""What the invented inspectors saw: sound answers by default, and the faults they met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.models import Question
from reports.demo.chance import happens, number, pick


@dataclass(frozen=True)
class Seen:
    """What is true of one subject on the day of the visit."""

    code: str
    name: str
    day: date
    known: Mapping[str, Any] = field(default_factory=dict)  # answers that the register gives


Rate = dict[str, str]


def rate(num: int, den: int) -> Rate:
    """Write a rate as the form takes it."""
    return {"num": str(num), "den": str(den)}


# answers that differ from the plain good one of their type
GOOD: dict[str, Any] = {
    "X03_methods": ["random_check", "site_view", "documents", "hearing"],
    "X09_people": ["poor_household", "village_cadre", "first_secretary"],
    "X10_found": ["village_ledger", "household_ledger", "plan", "posting_record"],
    "X11_people": "督查组、乡镇分管负责人、村“两委”干部",
    "X12_places": ["home", "project"],
    "A113_days": "10",
    "A113_objection": "no",
    "A115_steps": ["applied", "reviewed", "approved", "posted", "announced"],
    "A301_wrong": "0",
    "A301_missed": "0",
    "A102_true": rate(5, 5),
    "B301_allowance": "3100",
    "B301_line": "3100",
    "B301_by": "2017-12-31",
    "B301_schedule": "2016年底低保标准提至扶贫标准的九成，2017年底前并轨。",
    "B102_place": "区内建筑工地务工",
    "B102_months": "6",
    "B102_wage": "2200",
    "B101_kind": "养山羊12只、种花椒2亩",
    "B101_income": "4200",
    "D204_project": "村级产业道路硬化",
    "D302_social": "860",
    "D302_fiscal": "430",
    "E104_leave": "yes",
    "E104_days": "21",
    "E111_right": "3",
    "E113_note": "组织党员结对、争取蓄水池整治资金",
    "E304_right": ["population", "cause", "income", "measures"],
    "E306_answer": "satisfied",
    "Z04_note": "加快项目进度，补齐档案资料。",
    "Z06_answer": "confirmed",
    "Z07_people": "乡镇分管负责人",
    "Z08_note": "",
}
PRACTICES = (
    "“村干部+党员+能人”三帮一，产业到户率高",
    "建立帮扶台账一户一袋，档案齐全规范",
    "采取“公司+合作社+农户”方式发展花椒产业，户均增收明显",
    "每月召开一次帮扶例会，逐户研判问题",
)
UNITS = {"D101": "户", "D102": "亩", "D103": "公里", "D104": "人", "D105": "个", "D106": "亩"}
# what went wrong: by level, each a set of answers that belong together
FAULTS: dict[str, tuple[dict[str, Any], ...]] = {
    "township": (
        {"A203_missing": ["measures", "funds"]},
        {"E201_appraisal": "no"},
        {"A204_helper": rate(112, 120)},
        {"D203_missing": ["village"]},
        {"D103_task": "24", "D103_done": "8"},
        {"B302_persons": rate(38, 41), "B302_amount": rate(22800, 24600)},
    ),
    "village": (
        {"A113_days": "5"},
        {"E105_present": "no"},
        {"E112_missing": ["visits"]},
        {"B304_pairs": rate(6, 9)},
        {"E104_present": "no", "E104_leave": "no"},
        {"A203_missing": ["deadline"]},
    ),
    "household": (
        {"E305_defects": ["signature"]},
        {"A402_items": ["income"]},
        {"E303_visits": "0"},
        {"E305_defects": ["records", "income"]},
        {"A104_gaps": ["water"]},
        {"E302_knows": "no"},
    ),
    "department": (
        {"C04_2_missing": ["deadline", "duty"]},
        {"C07_1_plan": "no"},
        {"C13_5_planned": "60", "C13_5_arrived": "52", "C13_5_spent": "11"},
        {"D106_task": "1500", "D106_done": "420"},
        {"C16_5_planned": "900", "C16_5_arrived": "320", "C16_5_spent": "290"},
        {"C05_3_linked": "no"},
    ),
}


def answers_to(questions: list[Question], seen: Seen, faults: Mapping[str, Any]) -> dict[str, Any]:
    """Give an answer to each question by its name: the fault, the known fact, or a sound one."""
    return {
        question.name: faults.get(question.name, seen.known.get(question.name))
        or _sound(question, seen)
        for question in questions
    }


def _sound(question: Question, seen: Seen) -> Any:
    name = question.name
    if name in GOOD:
        return GOOD[name]
    sound = {
        Question.Type.YES_NO: "yes",
        Question.Type.DATE: seen.day.isoformat(),
        Question.Type.RATE: rate(20, 20),
        Question.Type.SELECT_MULTIPLE: ["none"],
    }
    if question.type in sound:
        return sound[Question.Type(question.type)]
    if question.type == Question.Type.SELECT_ONE:
        return question.choices[0][0]
    if question.type in {Question.Type.INTEGER, Question.Type.DECIMAL}:
        return _amount(name, seen)
    return _words(name, seen)


def _amount(name: str, seen: Seen) -> str:
    """Give a number; what is done, arrived or spent keeps ahead of the calendar."""
    whole = 100 + 10 * number(30, seen.code, name.rpartition("_")[0])
    shares = {"done": 82, "arrived": 92, "spent": 78, "issued": 92, "started": 90}
    tail = name.rpartition("_")[2]
    if name.startswith("A") or tail in {"task", "target", "planned"}:
        return str(whole)
    if tail in shares:
        return str(whole * shares[tail] // 100)
    return str(2 + number(9, seen.code, name))


def _words(name: str, seen: Seen) -> str:
    if name.startswith("Z01"):
        return pick(PRACTICES, seen.code) if happens(22, "practice", seen.code) else ""
    if name.startswith("Z05"):
        return "督查组全体成员"
    if name.endswith("_unit"):
        return UNITS.get(name.partition("_")[0], "户")
    return "已按要求落实"
