"""Pages of the field work: assignments, the form part by part, submitting."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import Visit
from inspections.services.declarations import declare
from tests.inspections.field_cast import COMPLETE, make_field_visit, posted
from tests.make import make_assignment, make_round, make_team, make_user, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 25)


@pytest.fixture
def visit(client, inspector) -> Visit:
    client.force_login(inspector)
    return make_field_visit(inspector)


def page(name: str, *args: object) -> str:
    return reverse(f"inspections:{name}", args=args)


def answers(visit: Visit) -> dict[str, object]:
    return dict(visit.answers.values_list("question__name", "value"))


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize("name", ["my_assignments", "visit_list"])
def test_lists_ask_the_same_queries_for_any_length(
    client, inspector, name, lines, django_assert_max_num_queries
):
    team = make_team(make_round(state="field"), inspector)
    for _ in range(lines):
        make_visit(make_assignment(team=team))
    client.force_login(inspector)
    with django_assert_max_num_queries(10):
        answer = client.get(page(name))
    assert f"<strong data-total>{lines}</strong>" in answer.content.decode()


def test_an_inspector_sees_only_the_assignments_of_his_teams(client, inspector):
    make_assignment()
    make_assignment(team=make_team(make_round(period=date(2016, 8, 1)), inspector))
    client.force_login(inspector)
    text = client.get(page("my_assignments")).content.decode()
    assert "<strong data-total>1</strong>" in text
    assert "<h1>我的任务</h1>" in text


def test_an_overdue_assignment_is_red(client, visit):
    text = client.get(page("my_assignments")).content.decode()
    assert '<span class="task-due late">2016-07-22</span>' in text


@pytest.mark.parametrize(
    ("query", "total"), [({"unfinished": "1"}, 1), ({"kind": "household"}, 0)]
)
def test_my_assignments_filter(client, visit, query, total):
    text = client.get(page("my_assignments"), query).content.decode()
    assert f"<strong data-total>{total}</strong>" in text


def test_opening_leads_to_the_first_part_with_something_left(client, inspector, visit):
    declare(round=visit.round, by=inspector)
    answer = client.post(page("visit_open", visit.assignment_id))
    assert answer["Location"] == page("visit_section", visit.pk, "A")


def test_another_team_cannot_open(client, visit):
    client.force_login(make_user(Role.INSPECTOR))
    assert client.post(page("visit_open", visit.assignment_id)).status_code == 404


def test_a_part_shows_its_questions_and_how_far_the_form_is(client, visit):
    text = client.get(page("visit_section", visit.pk, "A")).content.decode()
    assert "退出是否经民主评议" in text
    assert "<b data-done>0</b>/<b data-total-items>3</b>" in text
    assert 'inputmode="numeric"' in text


def test_a_question_that_is_not_asked_yet_is_hidden(client, visit):
    text = client.get(page("visit_section", visit.pk, "A")).content.decode()
    assert 'data-question="A111_why" data-type="text" hidden' in text
    assert 'data-question="A111_meeting" data-type="yes_no" hidden' not in text


def test_a_part_that_is_not_there_is_not_found(client, visit):
    assert client.get(page("visit_section", visit.pk, "Q")).status_code == 404


def test_the_button_saves_and_goes_on(client, visit):
    answer = client.post(page("visit_section", visit.pk, "A"), posted(visit, **COMPLETE))
    assert answer["Location"] == page("visit_section", visit.pk, "E")
    kept = {"A111_meeting": "yes", "A301_wrong": "2", "A401_rate": {"num": "9", "den": "10"}}
    assert answers(visit) == kept


def test_a_question_that_an_answer_opens_keeps_the_part(client, visit):
    given = posted(visit, **COMPLETE | {"A111_meeting": "no"})
    answer = client.post(page("visit_section", visit.pk, "A"), given)
    assert answer["Location"] == page("visit_section", visit.pk, "A")


def test_a_wrong_answer_is_named_beside_its_question_and_stays(client, visit):
    given = posted(visit, **COMPLETE | {"A301_wrong": "两户"})
    answer = client.post(page("visit_section", visit.pk, "A"), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-error-for="A301_wrong">应填整数：两户</div>' in text
    assert 'name="A301_wrong" value="两户"' in text
    assert "A111_meeting" in answers(visit)


def conflict(client, visit):
    """Save the part over what somebody else has saved since it was opened; give the page."""
    stale = posted(visit, **COMPLETE | {"A301_wrong": "5"})
    client.post(page("visit_section", visit.pk, "A"), posted(visit, **COMPLETE))
    answer = client.post(page("visit_section", visit.pk, "A"), stale)
    assert answer.status_code == 409
    return answer


def test_a_save_over_somebody_elses_shows_both(client, visit):
    text = conflict(client, visit).content.decode()
    assert 'name="A301_wrong__side" value="theirs"' in text
    assert "<b data-mine>5户</b>" in text
    assert "<b data-theirs>2户</b>" in text
    assert 'name="A301_wrong" value="5"' in text
    assert "有1项与现已保存的不同" in text


@pytest.mark.parametrize(("side", "kept"), [("mine", "5"), ("theirs", "2")])
def test_of_two_answers_the_chosen_one_is_kept(client, visit, side, kept):
    conflict(client, visit)
    visit.refresh_from_db()
    chosen = {"A301_wrong": "5", "A301_wrong__side": side}
    client.post(page("visit_section", visit.pk, "A"), posted(visit, **COMPLETE | chosen))
    assert answers(visit)["A301_wrong"] == kept


def test_not_applicable_needs_its_reason(client, visit):
    given = posted(visit, A301_wrong__status="not_applicable")
    answer = client.post(page("visit_section", visit.pk, "A"), given)
    assert "选不适用要写明原因。" in answer.content.decode()


def test_unchecked_counts_as_done_and_is_no_answer(client, visit):
    given = posted(visit, A301_wrong__status="unchecked")
    client.post(page("visit_section", visit.pk, "A"), given)
    assert visit.answers.get(question__name="A301_wrong").status == "unchecked"


def test_a_page_is_never_in_conflict_with_its_own_save(client, visit):
    own = {"page": "0123456789abcdef"}
    client.post(page("visit_section", visit.pk, "A"), posted(visit, A111_meeting="no") | own)
    stale = posted(visit, A111_meeting="yes", A111_why="") | own
    assert client.post(page("visit_section", visit.pk, "A"), stale).status_code == 302
    assert answers(visit) == {"A111_meeting": "yes"}


def test_submitting_an_unfinished_form_names_what_is_missing(client, visit):
    answer = client.get(page("visit_submit", visit.pk))
    link = page("visit_section", visit.pk, "A") + "#q-A301_wrong"
    assert f'href="{link}"' in answer.content.decode()
    refused = client.post(page("visit_submit", visit.pk))
    assert refused.status_code == 409
    assert "还有3项未答，不能提交" in refused.content.decode()


def test_a_submitted_form_is_sealed(client, visit):
    given = COMPLETE | {"A111_meeting": "no", "A111_why": "未组织"}
    client.post(page("visit_section", visit.pk, "A"), posted(visit, **given))
    answer = client.post(page("visit_submit", visit.pk))
    assert answer["Location"] == page("visit_done", visit.pk)
    late = client.post(page("visit_section", visit.pk, "A"), posted(visit, A301_wrong="9"))
    assert late["Location"] == page("visit_detail", visit.pk)
    assert answers(visit)["A301_wrong"] == "2"


def test_a_submitted_form_reads_in_its_own_words(client, visit):
    client.post(page("visit_section", visit.pk, "A"), posted(visit, **COMPLETE))
    client.post(page("visit_submit", visit.pk))
    text = client.get(page("visit_detail", visit.pk)).content.decode()
    assert "错评户数" in text
    assert "2户" in text
    assert "已封存" in text


def test_the_office_reads_a_draft_and_cannot_fill_it(client, visit, office):
    client.force_login(office)
    assert client.get(page("visit_detail", visit.pk)).status_code == 200
    assert client.get(page("visit_section", visit.pk, "A")).status_code == 403


def test_another_township_finds_no_visit(client, visit, outsider):
    client.force_login(outsider)
    assert client.get(page("visit_detail", visit.pk)).status_code == 404


def test_the_visits_of_a_hidden_round_are_not_there_for_the_inspected(client, inspector, liaison):
    hidden = make_field_visit(inspector, mode="unannounced")
    client.force_login(liaison)
    assert client.get(page("visit_detail", hidden.pk)).status_code == 404
    text = client.get(page("visit_list")).content.decode()
    assert "<strong data-total>0</strong>" in text


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"failed": "1"}, 0),
        ({"state": "draft"}, 1),
        ({"area": "510304105"}, 1),
        ({"team": "x"}, 0),
        ({"team": "9" * 30}, 0),
    ],
)
def test_the_visit_list_filters(client, visit, query, total):
    text = client.get(page("visit_list"), query).content.decode()
    assert f"<strong data-total>{total}</strong>" in text
