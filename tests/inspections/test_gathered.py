"""The footer of a 督查表: the unit's common and individual problems, gathered by themselves."""

import pytest

from inspections.models import Visit
from inspections.selectors.gathered import gathered_for
from inspections.selectors.reading import read_form
from inspections.selectors.visits import form_of
from tests.inspections.field_cast import VILLAGE, make_field_visit
from tests.make import JULY, NOW, make_problem, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(inspector) -> Visit:
    footer = {"type": "calculate", "levels": "V", "fail_if": "", "section_code": "Z"}
    make_question("Z02_common", label="共性问题", default_fact="common_problems", **footer)
    make_question("Z03_individual", label="个性问题", default_fact="individual_problems", **footer)
    return make_field_visit(inspector)


def footer(visit: Visit, user) -> dict[str, str]:
    parts = read_form(visit, form_of(visit, on=JULY), user=user)
    return {line.question.label: line.text for part in parts for line in part.lines}


def test_before_the_review_the_footer_says_when_it_will_be_filled(visit, office):
    said = footer(visit, office)
    assert (said["共性问题"], said["个性问题"]) == ("审核后自动汇总", "审核后自动汇总")


def test_after_it_the_footer_tells_the_problems_of_the_units_area(
    visit, office, django_assert_num_queries
):
    Visit.objects.filter(pk=visit.pk).update(
        state="accepted", submitted_at=NOW, accepted_at=NOW, visited_on=JULY, submitted_by=office
    )
    visit.refresh_from_db()
    here = {"round": visit.round, "area_code": VILLAGE}
    make_problem(scope="common", fact="公示不全", **here)
    make_problem(proposed_scope="common", fact="公示不全", **here)
    make_problem(scope="individual", fact="档案缺页", state="not_upheld", **here)
    make_problem(scope="individual", fact="别村", round=visit.round)
    said = footer(visit, office)
    assert (said["共性问题"], said["个性问题"]) == ("公示不全（2处）", "（无）")
    words = gathered_for(visit, office)
    questions = list(visit.checklist.questions.filter(section_code="Z"))
    with django_assert_num_queries(1):
        assert [words(question) for question in questions] == ["公示不全（2处）", "（无）"]
