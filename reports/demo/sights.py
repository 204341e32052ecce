"""What the register says about a visited subject, as answers of the form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from households.models import Area, Household
from inspections.checklists import asked_of, read_answers, standing
from inspections.models import Question, Visit
from reports.demo.answers import Seen, answers_to, rate
from reports.demo.chance import number

PLAN_YEAR = 2016
UNREADABLE = {Question.Type.CALCULATE, Question.Type.NOTE, Question.Type.IMAGE}
UNREADABLE |= {Question.Type.GEOPOINT}


def answers_for_visit(*, visit: Visit, day: date, faults: Mapping[str, Any]) -> dict[str, Any]:
    """Give an answer to every question that the visit's subject is asked, and to no other."""
    questions = [
        question
        for question in asked_of(
            visit.checklist.questions.all(),
            kind=visit.subject_kind,
            unit_names={visit.subject_name},
        )
        if question.type not in UNREADABLE
    ]
    seen = Seen(visit.subject_code, visit.subject_name, day, known(visit, day))
    answers = answers_to(questions, seen, faults)
    replies, errors = read_answers({q.name: q for q in questions}, answers, {})
    if errors:
        raise ValueError(f"{visit.subject_name}: {errors}")
    given = {name: reply for name, reply in replies.items() if reply is not None}
    asked = {question.name for question in standing(questions, given).asked}
    return {name: answer for name, answer in answers.items() if name in asked}


def known(visit: Visit, day: date) -> dict[str, Any]:
    """Give what the register answers about the subject."""
    about = {
        "township": _township,
        "village": _village,
        "household": _household,
        "department": _department,
    }
    return {"X07_date": day.isoformat(), **about[visit.subject_kind](visit.subject_code)}


def _measures(households: QuerySet[Household]) -> dict[str, str]:
    """Count households and persons of each 一批; the platform agrees with the register."""
    answers: dict[str, str] = {}
    found = {
        row["measure"]: row
        for row in households.values("measure").annotate(n=Count("pk"), p=Sum("person_count"))
    }
    for measure in Household.Measure.values:
        row = found.get(measure, {"n": 0, "p": 0})
        for what, count in (("households", row["n"]), ("persons", row["p"])):
            answers[f"B002_{measure}_{what}"] = str(count)
            answers[f"B002_{measure}_{what}_platform"] = str(count)
    return answers


def _township(code: str) -> dict[str, Any]:
    households = Household.objects.within(code)
    planned = households.planned_for(PLAN_YEAR).aggregate(p=Sum("person_count"))["p"] or 0
    done = households.planned_for(PLAN_YEAR - 1).aggregate(p=Sum("person_count"))["p"] or 0
    task = {name: str(planned) for name in ("township", "villages", "households")}
    return {
        **{f"A202_{name}": count for name, count in task.items()},
        "A101_task": str(done),
        "A101_done": str(done),
        **_measures(households),
    }


def _village(code: str) -> dict[str, Any]:
    area = Area.objects.get(code=code)
    households = Household.objects.within(code)
    total = households.count()
    helped = households.filter(helpers__ends_on=None, helpers__isnull=False).count()
    return {
        "X06_poor_village": "yes" if area.is_poor else "no",
        "X06_village_status": "planned" if area.planned_exit_year == PLAN_YEAR else "poor",
        "E301_covered": rate(helped, total),
        "B402_enrolled": rate(1180, 1200),
        **_measures(households),
    }


def _household(code: str) -> dict[str, Any]:
    household = Household.objects.get(household_no=code)
    exited = household.status.startswith("exited")
    planned = household.planned_exit_year == PLAN_YEAR
    poor_by_allowance = household.attribute != Household.Attribute.ORDINARY
    income = 3400 + number(900, code, "now")
    return {
        "X06_status": "exited" if exited else "planned" if planned else "poor",
        "A103_income": str(income if exited or planned else income - 900),
        "B003_main": household.measure or "undecided",
        "B103_supported": _if_so(poor_by_allowance),
        "B305_paid": _if_so(poor_by_allowance),
        "B405_aided": _if_so(household.cause == Household.Cause.ILLNESS),
        "B405_enrolled": rate(household.person_count, household.person_count),
        "E303_visits": str(2 + number(3, code)),
    }


def _department(code: str) -> dict[str, Any]:
    planned = Household.objects.planned_for(PLAN_YEAR)
    return {
        "A201_villages": str(Area.objects.filter(planned_exit_year=PLAN_YEAR).count()),
        "A201_households": str(planned.count()),
        "A201_persons": str(planned.aggregate(p=Sum("person_count"))["p"] or 0),
    }


def _if_so(applies: bool) -> Any:  # noqa: FBT001 -- a truth about the household, not a switch
    if applies:
        return "yes"
    return {"status": "not_applicable", "reason": "该户不属于此类对象"}
