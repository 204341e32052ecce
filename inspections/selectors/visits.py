"""Reading visits: the questions put to a unit, how far a form is, and what stands beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from json import loads
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from accounts.masking import shown
from accounts.models import Parameter, UnitAlias, User
from households.models import Area, Household, Posting
from inspections.answers import Reply
from inspections.checklists import (
    Check,
    Section,
    Standing,
    checks,
    failing,
    missing,
    sections,
    standing,
)
from inspections.models import Assignment, Question, Scheme, Visit
from inspections.models.subjects import SubjectKind
from inspections.selectors.questions import asked_in_rows, asked_questions, asked_repeats
from inspections.wording import Said, fact_of

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
ANSWERS = """
    SELECT question_id, "row", status, value, reason, explanation
    FROM inspections_answer WHERE visit_id = %s
"""
"""Every save asks this; written out, it costs a third of what composing it costs."""


@dataclass(frozen=True)
class Form:
    """A visit's form as it stands: its questions, what was answered, what is left, what fails."""

    questions: Mapping[str, Question]
    replies: dict[str, Reply]
    standing: Standing
    missing: tuple[Question, ...]
    failing: tuple[Question, ...]
    checks: tuple[Check, ...] = ()

    @property
    def total(self) -> int:
        """How many questions must be answered as the form stands."""
        return sum(question.required for question in self.standing.asked)

    @property
    def done(self) -> int:
        """How many of those are answered, 不适用 and 未查 included."""
        return self.total - len(self.missing)

    def sections(self) -> list[Section]:
        """All parts of the form that the unit is asked, relevant or not."""
        return sections(self.questions.values())

    def fact(self, question: Question) -> str:
        """The problem that a failing answer will be, in words."""
        said = {name: self.said(asked) for name, asked in self.questions.items()}
        order = [n for n, asked in self.questions.items() if asked.item == question.item]
        return fact_of(
            wording=question.problem, said=said, failed=said[question.name], order=order
        )

    def said(self, question: Question) -> Said:
        """A question with what was answered, ready to be shown in words."""
        reply = self.replies.get(question.name)
        value = reply.value if reply and not question.calculation else None
        if value is None:  # what is reckoned is reckoned anew, also in a form that was returned
            value = self.standing.reckoned.get(question.name)
        return Said(
            question.name, question.type, question.label, question.unit, question.choices, value
        )


def questions_for(visit: Visit) -> Mapping[str, Question]:
    """The questions put to a visited unit by name, in order; two queries for a department.

    What is asked in a repeat group stands there once for each of its rows: `M01_name.2`.
    """
    return asked_in_rows(
        visit.checklist_id,
        kind=visit.subject_kind,
        unit_names=names_of(visit),
        rows=visit.rows,
    )


def unexpanded(visit: Visit | Assignment) -> Mapping[str, Question]:
    """The questions put to a visited unit as the checklist has them, a repeat group once."""
    return asked_questions(visit.checklist_id, kind=visit.subject_kind, unit_names=names_of(visit))


def repeats_for(visit: Visit) -> tuple[str, ...]:
    """The repeat groups among the questions put to a visited unit."""
    return asked_repeats(visit.checklist_id, kind=visit.subject_kind, unit_names=names_of(visit))


def names_of(visit: Visit | Assignment) -> frozenset[str]:
    """The names a visited department is known by; nothing for other units."""
    if visit.subject_kind != SubjectKind.DEPARTMENT:
        return frozenset()
    return frozenset(unit_names(visit.subject_code) | {visit.subject_name})


def unit_names(subject_code: str) -> set[str]:
    """The other names of a department that is visited."""
    if not (subject_code.isascii() and subject_code.isdecimal()):
        return set()
    aliases = UnitAlias.objects.filter(unit=int(subject_code))
    return set(aliases.values_list("name", flat=True))


def replies_of(visit: Visit, questions: Mapping[str, Question]) -> dict[str, Reply]:
    """The stored answers of a visit to these questions by name; one query."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [visit.pk])
        held = {
            (key, row): Reply(status, loads(value) if value else None, reason, explanation)
            for key, row, status, value, reason, explanation in cursor.fetchall()
        }
    return {name: reply for name, q in questions.items() if (reply := held.get((q.pk, q.row)))}


def thresholds(*, scheme: Scheme, area_code: str, on: date) -> dict[str, str]:
    """The thresholds of a day and place: the scheme's settings, then parameters, nearest last."""
    found = {key: str(value) for key, value in scheme.options.items()}
    places = {"", *(area_code[:n] for n in (COUNTY, TOWNSHIP, VILLAGE) if len(area_code) >= n)}
    rows = Parameter.objects.valid_on(on).filter(area_code__in=places)
    by_nearness = sorted(rows, key=lambda row: (len(row.area_code), row.valid_from))
    return found | {row.key: format(row.value.normalize(), "f") for row in by_nearness}


def form_of(visit: Visit, *, on: date) -> Form:
    """A visit's form, judged by the thresholds of a day; five queries at most."""
    questions = questions_for(visit)
    return form_with(visit, questions, replies_of(visit, questions), on=on)


def form_with(
    visit: Visit, questions: Mapping[str, Question], replies: dict[str, Reply], *, on: date
) -> Form:
    """The form with answers that are at hand, judged by the thresholds of a day; one query."""
    form = standing(questions.values(), replies)
    parameters = thresholds(scheme=visit.round.scheme, area_code=visit.area_code, on=on)
    return Form(
        questions=questions,
        replies=replies,
        standing=form,
        missing=tuple(missing(form, replies)),
        failing=tuple(failing(form, replies, parameters=parameters, on=on)),
        checks=checks(form, replies, visit.round.strengths, parameters),
    )


def register_panel(visit: Visit, user: User, *, on: date) -> list[tuple[str, str]]:
    """What the register says of a visited household or village, as far as the reader may see it.

    Four queries at most; nothing for other units, or where the register has no such row.
    """
    if visit.subject_kind == SubjectKind.HOUSEHOLD:
        return household_panel(visit, user)
    if visit.subject_kind == SubjectKind.VILLAGE:
        return village_panel(visit, on=on)
    return []


def household_panel(visit: Visit, user: User) -> list[tuple[str, str]]:
    """A household's own facts, its people and its helper."""
    households = Household.objects.prefetch_related("members", "incomes", "helpers")
    household = households.filter(household_no=visit.subject_code).first()
    if household is None:
        return []
    helpers = [h for h in household.helpers.all() if h.ends_on is None]
    return [
        ("户编号", household.household_no),
        ("户主", shown(household.head_name, field="name", user=user)),
        ("家庭人口", f"{household.person_count}人"),
        ("贫困户属性", household.get_attribute_display()),
        ("主要致贫原因", household.get_cause_display()),
        ("所属“一批”", household.get_measure_display() or "未确定"),
        ("脱贫状态", household.get_status_display()),
        ("计划脱贫年度", str(household.planned_exit_year or "未列入")),
        ("人均纯收入", incomes_text(household.incomes.all())),
        ("家庭成员", members_text(household.members.all(), user)),
        ("帮扶责任人", "、".join(f"{h.name}（{h.unit_name}）" for h in helpers) or "未落实"),
    ]


def village_panel(visit: Visit, *, on: date) -> list[tuple[str, str]]:
    """A village's poor households and who is posted there on a day."""
    village = Area.objects.filter(code=visit.subject_code).first()
    if village is None:
        return []
    poor = (
        Household.objects.within(village.code)
        .still_poor()
        .aggregate(households=Count("pk"), persons=Sum("person_count"))
    )
    rows = Posting.objects.serving_on(on).filter(village=village).select_related("unit")
    posted = {
        row.post: f"{row.person_name}（{row.unit}）" if row.person_name else str(row.unit)
        for row in rows
    }
    posts = Posting.FIVE if village.is_poor else (Posting.Post.PAIRED_UNIT,)
    return [
        ("贫困村", "是" if village.is_poor else "否"),
        ("计划摘帽年度", str(village.planned_exit_year or "未列入")),
        ("未脱贫户", f"{poor['households']}户{poor['persons'] or 0}人"),
        *((post.label, posted.get(post, "未登记")) for post in posts),
    ]


def incomes_text(incomes: Iterable[Any]) -> str:
    """Incomes by year: 2014年2736元、2015年3120元."""
    return "、".join(f"{row.year}年{row.net_income_pc.normalize():f}元" for row in incomes)


def members_text(members: Iterable[Any], user: User) -> str:
    """The people of a household by name and relation, as the reader may see them."""
    return "、".join(
        f"{shown(row.name, field='name', user=user)}（{row.relation}）" for row in members
    )
