"""A small month of 大安区 for the tests of reports: two townships seen, problems old and new."""

from datetime import date
from typing import Any

from accounts.models import Role, User
from households.models import Household, Posting
from inspections.models import Answer, Problem, RectificationOrder, Round, Visit
from projects.models import AnnualTarget, Programme
from tests.cast import have_roles
from tests.make import (
    COUNTY,
    JULY,
    NOW,
    make_area,
    make_assignment,
    make_household,
    make_problem,
    make_question,
    make_round,
    make_scheme,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

DAY = date(2016, 7, 28)
JUNE = date(2016, 6, 1)
TOWNSHIPS = {"105": "新店镇", "106": "新民镇"}


def accepted(round_: Round, kind: str, code: str, name: str, area_code: str) -> Visit:
    """Make an accepted visit of one unit."""
    team = round_.teams.first() or make_team(round_)
    assignment = make_assignment(
        round=round_,
        team=team,
        subject_kind=kind,
        subject_code=code,
        subject_name=name,
        area_code=area_code,
    )
    return make_visit(
        assignment,
        state=Visit.State.ACCEPTED,
        visited_on=date(2016, 7, 12),
        submitted_at=NOW,
        accepted_at=NOW,
    )


def answer(visit: Visit, name: str, value: Any, **fields: Any) -> Answer:
    """Answer one question, made on the way with its type and levels."""
    failed = fields.pop("failed", False)
    question = visit.checklist.questions.filter(name=name).first()
    question = question or make_question(name, checklist=visit.checklist, **fields)
    return Answer.objects.create(visit=visit, question=question, value=value, failed=failed)


def make_month(households: int = 3) -> Round:
    """Make July: two townships, a poor village in each, `households` visited in each village."""
    make_area(COUNTY)
    round_ = make_round(scheme=make_scheme(), methods=["random_check", "documents"])
    for tail, name in TOWNSHIPS.items():
        code = COUNTY + tail
        make_area(code, name)
        village = make_area(
            f"{code}201", f"{name[:2]}塅上村", is_poor=True, planned_exit_year=2016
        )
        accepted(round_, "township", code, name, code)
        accepted(round_, "village", village.code, village.short_name, village.code)
        for number in range(households):
            register(round_, village, number)
        AnnualTarget.objects.create(area_code=code, year=2016, villages=1, persons=households)
    AnnualTarget.objects.create(area_code=COUNTY, year=2016, villages=2, persons=2 * households)
    return round_


def register(round_: Round, village: Any, number: int) -> None:
    """Register a household of the village, planned out this year, and visit it."""
    household = make_household(
        village,
        household_no=f"{village.code}{number:04}",
        planned_exit_year=2016,
        measure=Household.Measure.INDUSTRY,
    )
    label = f"李某某（户{number:04}）"
    accepted(round_, "household", household.household_no, label, village.code)


def fill_month() -> Round:
    """Make July with answers, posts, programmes, and problems of two months in several states."""
    round_ = make_month()
    area = COUNTY + "105"
    visits = {(visit.subject_kind, visit.subject_code): visit for visit in round_.visits.all()}
    township, village = visits["township", area], visits["village", f"{area}201"]
    answer(township, "A203_plan", "no", failed=True)
    answer(township, "Z01_note", "建立周例会制度", type="text", item="Z01")
    answer(village, "E104_present", "no", item="E104", failed=True)
    agriculture = make_unit("区农业局")
    department = accepted(round_, "department", str(agriculture.pk), "区农业局", COUNTY)
    answer(department, "C02_1_plan", "yes", item="C02.1", programme="C02")
    answer(department, "D102_task", "1200", type="decimal", item="D102")
    answer(department, "D102_done", "300", type="decimal", item="D102", failed=True)
    for code, name, extra in [("C02", "农业产业", False), ("C17", "生态建设", True)]:
        Programme.objects.create(
            area_code=COUNTY,
            year=2016,
            code=code,
            name=name,
            lead_unit=agriculture,
            is_supplement=extra,
        )
    Posting.objects.create(
        area_code=f"{area}201",
        village_id=f"{area}201",
        post=Posting.Post.FIRST_SECRETARY,
        person_name="陈某",
        starts_on=date(2015, 8, 1),
    )
    fill_problems(round_, township)
    return round_


def ordered(**fields: Any) -> Problem:
    """Make a problem under a rectification order."""
    area = fields.get("area_code", f"{COUNTY}105")[:9]
    order = RectificationOrder.objects.create(
        area_code=COUNTY,
        year=2016,
        serial=RectificationOrder.objects.count() + 1,
        unit=make_unit("新店镇", area_code=area, kind="township"),
        requirement="补齐签字，规范填写",
        issued_on=date(2016, 6, 25),
        due_on=fields.setdefault("due_on", date(2016, 8, 10)),
        issued_by=make_user(),
    )
    return make_problem(order=order, scope=fields.pop("scope", Problem.Scope.INDIVIDUAL), **fields)


def fill_problems(round_: Round, township: Visit) -> None:
    """Make problems of July (common, individual, closed) and of June (closed, overdue)."""
    common = {"scope": Problem.Scope.COMMON, "state": Problem.State.CONFIRMED}
    common["due_on"] = date(2016, 8, 10)
    make_problem(round=round_, visit=township, **common)
    make_problem(round=round_, area_code=COUNTY + "106", subject_name="新民镇", **common)
    ordered(
        round=round_,
        state=Problem.State.CLOSED,
        closed_on=DAY,
        item="E305",
        fact="扶贫手册填写不规范：缺签字",
        subject_kind="household",
        subject_name="李某某（户0001）",
        area_code=f"{COUNTY}105201",
        severity=Problem.Severity.SEVERE,
    )
    ordered(period=JUNE, state=Problem.State.CLOSED, closed_on=date(2016, 6, 30))
    ordered(period=JUNE, state=Problem.State.ORDERED, due_on=date(2016, 7, 10))


def make_office() -> User:
    """Make the supervision office with its rights."""
    have_roles()
    return make_user(Role.SUPERVISION_OFFICE)


__all__ = ["COUNTY", "DAY", "JULY", "fill_month", "make_month", "make_office"]
