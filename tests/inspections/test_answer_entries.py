"""A problem made of an answer: what comes with it, once, and of accepted forms only."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role
from inspections.models import Answer, Problem
from inspections.selectors.answer_entries import enterable
from inspections.services.answer_entries import enter_from_answer
from tests.inspections.problem_cast import make_attachment
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_assignment,
    make_category,
    make_question,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 20)


@pytest.fixture
def answer(office) -> Answer:
    """An accepted form of 新店镇 with one answer that did not fail, and a photo of its item."""
    make_area(f"{COUNTY}105")
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    assignment = make_assignment(subject_code=f"{COUNTY}105")
    done = {"submitted_at": NOW, "accepted_at": NOW, "visited_on": date(2016, 7, 12)}
    visit = make_visit(assignment, state="accepted", **done)
    picture = make_question("A203_photo", type="image", fail_if="", checklist=visit.checklist)
    visit.answers.create(question=picture, value=[make_attachment(office).pk])
    asked = make_question("A203_plan", checklist=visit.checklist, source="000-17")
    return visit.answers.create(question=asked, value="yes")


def given(**fields):
    words = {"fact": "方案没有资金来源", "severity": "ordinary", "track": "fix_by_date"}
    return words | {"category": make_category(), "on": TODAY} | fields


def test_a_problem_takes_item_rule_photo_day_and_month_from_the_form(answer, office):
    problem = enter_from_answer(answer=answer, by=office, **given())
    assert (problem.item, problem.basis, problem.source) == (
        "A203",
        "A203 减贫实施方案已制定（000-17）",
        "own_visit",
    )
    assert (problem.found_on, problem.period, problem.round) == (
        date(2016, 7, 12),
        date(2016, 7, 1),
        answer.visit.round,
    )
    assert (problem.responsible_unit.name, problem.photos.count()) == ("新店镇", 1)


def test_an_answer_is_one_problem(answer, office):
    first = enter_from_answer(answer=answer, by=office, **given())
    with pytest.raises(RuleBroken, match=first.number):
        enter_from_answer(answer=answer, by=office, **given())
    assert (Problem.objects.count(), enterable(answer.visit, office)) == (1, {})


def test_what_is_added_to_a_finished_round_belongs_to_the_present_month(answer, office):
    answer.visit.round.state = "done"
    problem = enter_from_answer(answer=answer, by=office, **given(on=date(2016, 8, 2)))
    assert problem.period == date(2016, 8, 1)


def test_a_form_that_is_not_accepted_gives_no_problem(answer, office):
    answer.visit.state = "submitted"
    with pytest.raises(RuleBroken) as refused:
        enter_from_answer(answer=answer, by=office, **given())
    assert refused.value.code == "not_accepted"


def test_what_the_round_fills_in_itself_is_no_problem(client, answer, office):
    asked = make_question("X01_number", checklist=answer.question.checklist)
    type(asked).objects.filter(pk=asked.pk).update(default_fact="form_number")
    number = answer.visit.answers.create(question=asked, value="1")
    asked.refresh_from_db()
    assert list(enterable(answer.visit, office).values()) == [answer.pk]
    with pytest.raises(RuleBroken, match="由系统预填，不能记为问题"):
        enter_from_answer(answer=number, by=office, **given())
    client.force_login(office)
    page = client.get(reverse("inspections:answer_problem", args=[number.pk]))
    assert page.url == reverse("inspections:visit_detail", args=[answer.visit_id])


def test_the_inspected_make_no_problem_of_the_teams_answers(answer, roles):
    officer = make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105")
    assert enterable(answer.visit, officer) == {}
    with pytest.raises(RuleBroken) as refused:
        enter_from_answer(answer=answer, by=officer, **given())
    assert refused.value.code == "not_yours"


def test_the_form_is_filled_in_and_one_tap_saves_it(client, answer, office):
    client.force_login(office)
    page = client.get(reverse("inspections:visit_detail", args=[answer.visit_id]))
    address = reverse("inspections:answer_problem", args=[answer.pk])
    assert address in page.content.decode()
    form = client.get(address).context["form"]
    posted = {
        name: getattr(value, "pk", value)
        for name, value in form.initial.items()
        if name in form.fields
    }
    assert posted["fact"] == "减贫实施方案已制定：是"
    saved = client.post(address, posted)
    problem = Problem.objects.get(answer=answer)
    assert saved.url == reverse("inspections:problem_detail", args=[problem.pk])
    assert client.get(address).url == saved.url
