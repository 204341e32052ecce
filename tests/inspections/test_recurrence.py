"""屡查屡犯: what of the same unit and item was found before, within how many months."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Parameter
from inspections.selectors.recurrence import months_earlier
from inspections.services.problems import reject_problem
from inspections.services.recurrence import link, link_all
from tests.make import make_problem, make_round

pytestmark = pytest.mark.django_db
JULY_12 = date(2016, 7, 12)


def test_a_problem_repeats_the_latest_one_of_the_same_unit_and_item():
    make_problem(found_on=date(2016, 1, 5))
    latest = make_problem(found_on=date(2016, 5, 5))
    make_problem(found_on=date(2016, 6, 5), item="A204")
    make_problem(found_on=date(2016, 6, 5), area_code="510304106")
    problem = make_problem(found_on=JULY_12)
    assert link(problem=problem) == latest
    problem.refresh_from_db()
    assert problem.repeats == latest


@pytest.mark.parametrize(
    ("day", "repeated"),
    [
        (date(2015, 7, 12), True),  # twelve months ago to the day
        (date(2015, 7, 11), False),
        (JULY_12, False),  # found together
        (date(2016, 7, 13), False),
    ],
)
def test_the_months_include_their_first_day(day, repeated):
    make_problem(found_on=day)
    assert (link(problem=make_problem(found_on=JULY_12)) is not None) is repeated


def test_the_months_are_a_parameter():
    Parameter.objects.create(
        key="recurrence_months", label="屡查屡犯", value=3, valid_from=date(2016, 1, 1)
    )
    make_problem(found_on=date(2016, 4, 11))
    problem = make_problem(found_on=JULY_12)
    assert link(problem=problem) is None
    first = make_problem(found_on=date(2016, 4, 12))
    assert link(problem=problem) == first


def test_what_was_not_upheld_and_what_has_no_item_is_not_repeated():
    make_problem(found_on=date(2016, 5, 5), state="not_upheld")
    make_problem(found_on=date(2016, 5, 5), item="")
    assert link(problem=make_problem(found_on=JULY_12)) is None
    assert link(problem=make_problem(found_on=JULY_12, item="")) is None


@pytest.mark.parametrize(("state", "repeated"), [("field", False), ("done", True)])
def test_what_an_unannounced_round_found_is_told_by_no_mark_before_it_is_done(state, repeated):
    closed_on = date(2016, 5, 31) if state == "done" else None
    found = make_round(mode="unannounced", state=state, closed_on=closed_on)
    make_problem(found_on=date(2016, 5, 5), round=found)
    assert (link(problem=make_problem(found_on=JULY_12)) is not None) is repeated


def test_what_proves_untrue_is_no_longer_repeated(office):
    first, second, third = (
        make_problem(found_on=date(2016, month, 5), number=f"510304-2016{month:02}-900")
        for month in (4, 5, 6)
    )
    for problem in (second, third):
        link(problem=problem)
    reject_problem(problem=second, by=office, on=JULY_12, note="查无此事")
    third.refresh_from_db()
    assert third.repeats == first
    reject_problem(problem=first, by=office, on=JULY_12, note="查无此事")
    third.refresh_from_db()
    assert third.repeats is None


def test_many_are_linked_in_as_many_queries_as_few(django_assert_num_queries):
    make_problem(found_on=date(2016, 5, 5))
    few, many = ([make_problem(found_on=JULY_12) for _ in range(n)] for n in (1, 5))
    for problems in (few, many):
        with django_assert_num_queries(3):
            assert link_all(problems=problems) == len(problems)


def test_a_month_before_the_31st_ends_with_its_month():
    assert months_earlier(date(2016, 3, 31), 1) == date(2016, 2, 29)
    assert months_earlier(date(2016, 7, 12), 12) == date(2015, 7, 12)


def test_the_page_names_what_came_before_and_the_list_is_narrowed_to_it(client, office):
    first = make_problem(found_on=date(2016, 5, 5))
    second = make_problem(found_on=JULY_12)
    link(problem=second)
    client.force_login(office)
    page = client.get(reverse("inspections:problem_detail", args=[second.pk])).content.decode()
    assert "屡查屡犯" in page
    assert first.number in page
    rows = client.get(reverse("inspections:problem_list"), {"repeated": "1"})
    assert list(rows.context["object_list"]) == [second]
