"""Every number of a bulletin is the number its list shows."""

import re

import pytest
from django.db.models import Sum
from django.urls import reverse

from accounts.models import Role
from households.models import Household
from inspections.models import Answer, Problem, Visit
from reports.selectors import month_facts
from tests.make import make_problem, make_user
from tests.reports.full_month import fill_whole_month
from tests.reports.month import COUNTY, JULY

pytestmark = pytest.mark.django_db
TOTAL = re.compile(r"data-total>(\d+)<")


@pytest.fixture
def facts():
    from django.utils import timezone  # noqa: PLC0415 -- the lists know only today

    fill_whole_month()
    make_problem(state=Problem.State.NOT_UPHELD)
    return month_facts(county=COUNTY, period=JULY, on=timezone.localdate())


def test_every_figure_equals_the_total_of_its_list(client, facts, roles):
    client.force_login(make_user(Role.SUPERVISION_OFFICE))
    wrong = []
    for figure in facts.figures:
        if figure.counts_rows:
            page = client.get(f"{reverse(figure.list_name)}?{figure.list_query}")
            shown = TOTAL.search(page.content.decode())
            if shown is None or int(shown[1]) != figure.value:
                wrong.append((figure.key, figure.value, shown and shown[1]))
    assert wrong == []


def test_the_totals_of_accountability_are_those_of_their_page(client, facts, roles):
    client.force_login(make_user(Role.SUPERVISION_OFFICE))
    figures = [
        facts.figure(key) for key in ("sanctioned_units", "sanctioned_persons", "sanctions")
    ]
    page = client.get(f"{reverse(figures[0].list_name)}?{figures[0].list_query}")
    totals = page.context["totals"]
    assert [figure.value for figure in figures] == [
        totals.units,
        totals.person_times,
        totals.entries,
    ]


def test_sums_of_persons_equal_the_register(facts):
    rows = Household.objects.within(COUNTY)
    for key, found in [
        ("persons", rows),
        ("planned_persons", rows.filter(planned_exit_year=2016)),
    ]:
        assert facts.count(key) == found.aggregate(n=Sum("person_count"))["n"]


def test_every_printed_problem_is_in_the_list(facts):
    listed = Problem.objects.filter(period=JULY).exclude(state=Problem.State.NOT_UPHELD)
    assert {line.number for line in facts.problems} == set(listed.values_list("number", flat=True))


def test_the_parts_make_the_whole(facts):
    count = facts.count
    assert count("problems") == (
        count("problems_open") + count("problems_closed") + count("problems_rejected")
    )
    assert count("last") == count("last_open") + count("last_closed") + count("last_rejected")


def test_every_block_counts_the_answers_and_problems_of_its_items(facts):
    visits = Visit.objects.accepted().filter(round__period=JULY)
    answers = list(Answer.objects.filter(visit__in=visits).select_related("question"))
    problems = Problem.objects.filter(period=JULY).exclude(state=Problem.State.NOT_UPHELD)

    blocks = {block.code: block for block in facts.blocks}
    for code in "ABCDE":
        own = [answer for answer in answers if answer.question.item[:1] == code]
        assert blocks[code].answers == len(own)
        assert blocks[code].failing == sum(answer.failed for answer in own)
        assert blocks[code].unchecked == sum(answer.status == "unchecked" for answer in own)
        assert blocks[code].problems == problems.filter(item__startswith=code).count()
    assert sum(block.failing for block in facts.blocks) > 0
