"""The problem list by year, block, reopening and object."""

from datetime import date

import pytest

from accounts.lists import Asker
from inspections.filters import ProblemFilter
from inspections.models import Problem
from tests.make import make_problem, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    make_problem(item="A203", period=date(2016, 12, 1))
    make_problem(item="C02.1", period=date(2017, 1, 1), reopened=1)
    make_problem(item="X9", subject_code="510304105201")
    make_problem(item="")
    asker = Asker(make_user())

    def items(**asked: str) -> list[str]:
        kept = ProblemFilter(asked, queryset=Problem.objects.all(), request=asker)
        assert kept.is_valid()
        return sorted(kept.qs.values_list("item", flat=True))

    return items


def test_problems_by_year(found):
    assert found(year="2017") == ["C02.1"]
    assert found(year="2016") == ["", "A203", "X9"]


def test_a_block_is_the_first_letter_and_the_last_takes_what_names_none(found):
    assert found(block="A") == ["A203"]
    assert found(block="C") == ["C02.1"]
    assert found(block="Z") == ["", "X9"]


def test_problems_rectified_again_and_problems_of_one_object(found):
    assert found(reopened="1") == ["C02.1"]
    assert found(subject="510304105201") == ["X9"]


def test_problems_past_their_day_and_all_others(settings):
    settings.DEMO_TODAY = date(2016, 8, 2)
    for day in (1, 2):
        make_problem(item=f"A{day}", due_on=date(2016, 8, day))
    make_problem(item="A3", due_on=date(2016, 8, 1), state="not_upheld")
    make_problem(item="A4")
    kept = {
        value: ProblemFilter({"overdue": value}, queryset=Problem.objects.all()).qs
        for value in "10"
    }
    told = {value: sorted(rows.values_list("item", flat=True)) for value, rows in kept.items()}
    assert told == {"1": ["A1"], "0": ["A2", "A3", "A4"]}
