"""What the month's accepted visits answered, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr

from inspections.models import Answer, Question, Visit
from inspections.models.subjects import SubjectKind
from projects.models import Programme
from reports.facts.month import ProgrammeLine, Remark, WorkLine

YES_NO = {"yes": "是", "no": "否"}
GOOD_PRACTICE, SUGGESTION = "Z01", "Z04"
TOLD = Q()
for beginning in ("C", "D1", "D2", "E10", "E11", "E12", GOOD_PRACTICE, SUGGESTION):
    TOLD |= Q(question__item__startswith=beginning)

WORKS = (
    *(
        (item, name, f"{item}_task", f"{item}_done", f"{item}_unit")
        for item, name in [
            ("D101", "新居建设"),
            ("D102", "产业培育"),
            ("D103", "乡村道路"),
            ("D104", "技能培训"),
            ("D105", "公共服务"),
            ("D106", "生态环境"),
        ]
    ),
    ("D201", "财政专项扶贫资金下达", "D201_planned", "D201_issued", "万元"),
    ("D201", "财政专项扶贫资金到位", "D201_issued", "D201_arrived", "万元"),
    ("D201", "财政专项扶贫资金支出", "D201_arrived", "D201_spent", "万元"),
    ("D202", "扶贫项目开工", "D202_planned", "D202_started", "个"),
    ("D202", "扶贫项目完工", "D202_planned", "D202_finished", "个"),
)
"""Item, name, question of the plan, question of the result, its unit or the question of it."""


@dataclass
class Told:
    """One visit's answers by question name, as read, and the names of the failing ones."""

    subject: str
    texts: dict[str, str] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)


def accepted_answers(county: str, period: date) -> Q:
    """Give the condition for answers of a county's accepted visits in a month."""
    return Q(
        visit__area_code__startswith=county,
        visit__round__period=period,
        visit__state=Visit.State.ACCEPTED,
    )


def block_counts(county: str, period: date) -> dict[str, tuple[int, int, int]]:
    """Count answers, failing ones and 未查 by the first letter of their item."""
    rows = (
        Answer.objects.filter(accepted_answers(county, period))
        .annotate(letter=Substr("question__item", 1, 1))
        .order_by()
        .values("letter")
        .annotate(
            total=Count("pk"),
            failing=Count("pk", filter=Q(failed=True)),
            unchecked=Count("pk", filter=Q(status=Answer.Status.UNCHECKED)),
        )
        .values_list("letter", "total", "failing", "unchecked")
    )
    return {letter: (total, failing, unchecked) for letter, total, failing, unchecked in rows}


def told(county: str, period: date) -> dict[tuple[str, str], Told]:
    """Read the answers the ledgers quote, by kind and code of the unit that was visited."""
    rows = (
        Answer.objects.filter(accepted_answers(county, period))
        .filter(TOLD, status=Answer.Status.GIVEN)
        .exclude(visit__subject_kind=SubjectKind.HOUSEHOLD)
        .order_by("visit__area_code", "visit_id", "question__position")
        .values_list(
            "visit__subject_kind",
            "visit__subject_code",
            "visit__subject_name",
            "question__name",
            "question__type",
            "question__choices",
            "value",
            "failed",
        )
    )
    found: dict[tuple[str, str], Told] = {}
    for kind, code, subject, name, question_type, choices, value, failed in rows:
        visit = found.setdefault((kind, code), Told(subject))
        visit.texts[name] = answer_text(question_type, choices, value)
        if failed:
            visit.failing.add(name)
    return found


def answer_text(question_type: str, choices: list[list[str]], value: Any) -> str:
    """Write an answer as people read it: 是, 12/15, the labels of what was chosen."""
    if value is None:
        return ""
    if question_type == Question.Type.YES_NO:
        return YES_NO.get(value, str(value))
    if question_type == Question.Type.RATE and isinstance(value, dict):
        return f"{value.get('num')}/{value.get('den')}"
    if question_type in {Question.Type.SELECT_ONE, Question.Type.SELECT_MULTIPLE}:
        labels = dict(choices)
        chosen = value if isinstance(value, list) else [value]
        return "、".join(str(labels.get(name, name)) for name in chosen)
    return str(value)


def remarks(answers: dict[tuple[str, str], Told], item: str) -> tuple[Remark, ...]:
    """Give what was written at the end of the visits under one item, by unit."""
    return tuple(
        Remark(visit.subject, visit.texts[f"{item}_note"])
        for visit in answers.values()
        if visit.texts.get(f"{item}_note")
    )


def works(answers: dict[tuple[str, str], Told]) -> tuple[WorkLine, ...]:
    """Give the works, funds and projects of block D as each unit reported them."""
    lines = []
    for visit in answers.values():
        for item, name, planned, done, unit in WORKS:
            if planned in visit.texts or done in visit.texts:
                lines.append(
                    WorkLine(
                        subject=visit.subject,
                        item=item,
                        name=name,
                        planned=visit.texts.get(planned, ""),
                        done=visit.texts.get(done, ""),
                        unit=visit.texts.get(unit, "") if unit.startswith(item) else unit,
                        behind=done in visit.failing,
                    )
                )
    return tuple(lines)


def programmes(
    county: str, period: date, answers: dict[tuple[str, str], Told], problems: dict[str, int]
) -> tuple[ProgrammeLine, ...]:
    """Give the 17 programmes of the year with what their lead departments answered.

    `problems` counts the month's problems by programme code.
    """
    by_name: dict[str, str] = {}
    failing: set[str] = set()
    for (kind, _), visit in answers.items():
        if kind == SubjectKind.DEPARTMENT:
            by_name.update(visit.texts)
            failing |= visit.failing
    rows = Programme.objects.filter(area_code=county, year=period.year).select_related("lead_unit")
    return tuple(_programme(row, by_name, failing, problems) for row in rows)


def _programme(
    row: Programme, texts: dict[str, str], failing: set[str], problems: dict[str, int]
) -> ProgrammeLine:
    asked = {
        "plan": "1_plan",
        "work_plan": "2_plan",
        "linked": "3_linked",
        "target": "4_target",
        "done": "4_done",
        "unit": "4_unit",
        "funds_planned": "5_planned",
        "funds_arrived": "5_arrived",
        "funds_spent": "5_spent",
        "note": "7_note",
    }
    return ProgrammeLine(
        code=row.code,
        name=row.name,
        lead=row.lead_unit.name,
        is_supplement=row.is_supplement,
        behind=f"{row.code}_4_done" in failing,
        problems=problems.get(row.code, 0),
        **{key: texts.get(f"{row.code}_{name}", "") for key, name in asked.items()},
    )


def village_answers(
    answers: dict[tuple[str, str], Told],
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give the answers of items E101–E121 by village code."""
    found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for (kind, code), visit in answers.items():
        if kind == SubjectKind.VILLAGE:
            found[code] = tuple(
                (name, text) for name, text in visit.texts.items() if name.startswith("E1")
            )
    return found
