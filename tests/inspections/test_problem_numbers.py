"""Numbers under a rush: many people at once, every number once, no gap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from django.db import connection

from accounts.errors import RuleBroken
from inspections.models import Answer, Problem, RectificationOrder
from inspections.services.orders import issue_order
from inspections.services.problems import raise_problem
from tests.make import (
    COUNTY,
    make_area,
    make_assignment,
    make_problem,
    make_question,
    make_round,
    make_team,
    make_user,
    make_visit,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="an SQLite test database lives in memory, where writers do not wait for each other",
    ),
]
DAY = date(2016, 7, 12)
RUSH = 6


def at_once(calls):
    """Run the calls in threads of their own, each with its own connection."""

    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(RUSH) as pool:
        return list(pool.map(run, calls))


def test_problems_raised_at_once_are_numbered_once_each():
    make_area(f"{COUNTY}105")
    team, question = make_team(make_round()), make_question()
    calls = []
    for number in range(RUSH):
        visit = make_visit(make_assignment(team=team, subject_code=f"{COUNTY}10{number}"))
        answer = Answer.objects.create(visit=visit, question=question, value="no", failed=True)
        given = {"visit": visit, "question": question, "answer": answer}
        calls.append(partial(raise_problem, **given, by=visit.started_by, on=DAY))
        make_area(visit.area_code)
    at_once(calls)
    numbers = sorted(Problem.objects.values_list("number", flat=True))
    assert numbers == [f"{COUNTY}-201607-{number:03}" for number in range(1, RUSH + 1)]


def test_orders_issued_at_once_have_no_gap():
    office = make_user()
    calls = []
    for _ in range(RUSH):
        problem = make_problem(state="confirmed", scope="individual")
        given = {"problems": [problem], "unit": problem.responsible_unit, "due_on": DAY}
        calls.append(partial(issue_order, **given, requirement="限期", by=office, on=DAY))
    at_once(calls)
    serials = sorted(RectificationOrder.objects.values_list("serial", flat=True))
    assert serials == list(range(1, RUSH + 1))


def test_two_officials_order_one_problem_once():
    problem = make_problem(state="confirmed", scope="individual")
    given = {"problems": [problem], "unit": problem.responsible_unit, "due_on": DAY, "on": DAY}

    def issue(number):
        try:
            return issue_order(**given, requirement=f"第{number}人的要求", by=people[number])
        except RuleBroken as refusal:
            return refusal.code

    people = [make_user(), make_user()]
    told = at_once([partial(issue, number) for number in range(2)])
    order = RectificationOrder.objects.get()
    assert order in told
    assert next(code for code in told if code != order) in {"wrong_state", "changed_meanwhile"}
    assert (order.serial, list(order.covers.all())) == (1, [problem])
