"""Pages of the review and of what a round lacks: a list, one form, the numbers and their rows."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import Round, Visit, VisitReview
from inspections.services.reviews import return_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from tests.inspections.field_cast import make_field_visit
from tests.make import NOW, make_assignment, make_round, make_team, make_user, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 12)
ANSWERS = {"A111_meeting": "no", "A111_why": "忘了", "A301_wrong": "2"}
DONE = ANSWERS | {"A401_rate": {"num": "9", "den": "10"}}


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 25)


@pytest.fixture
def draft(inspector) -> Visit:
    visit = make_field_visit(inspector)
    return save_answers(visit=visit, answers=ANSWERS, version=0, by=inspector)


@pytest.fixture
def waiting(client, draft, inspector, office) -> Visit:
    client.force_login(office)
    rate = {"A401_rate": DONE["A401_rate"]}
    save_answers(visit=draft, answers=rate, version=draft.version, by=inspector)
    return submit_visit(visit=draft, by=inspector, on=DAY, at=NOW)


def page(name: str, *args: object) -> str:
    return reverse(f"inspections:{name}", args=args)


def text_of(client, name: str, *args: object, **query: object) -> str:
    return client.get(page(name, *args), query).content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, office, lines, django_assert_max_num_queries
):
    team = make_team(make_round(state="field"))
    done = {"state": "submitted", "submitted_at": NOW, "visited_on": DAY}
    for _ in range(lines):
        make_visit(make_assignment(team=team), submitted_by=team.leader, **done)
    client.force_login(office)
    with django_assert_max_num_queries(8):
        text = text_of(client, "review_list")
    assert f"<strong data-total>{lines}</strong>" in text


def test_the_home_page_counts_what_the_list_shows(client, waiting):
    assert '<strong data-number="待审核督查表">1</strong>' in client.get("/").content.decode()
    assert waiting.subject_name in text_of(client, "review_list")


def test_the_form_is_read_with_its_problems_and_its_seal(client, waiting):
    text = text_of(client, "review_detail", waiting.pk)
    assert "退出未经民主评议" in text
    assert "封签与内容一致" in text
    assert "9/10（90%）" in text
    assert "确定退回" in text


def test_a_seal_that_does_not_fit_is_an_alarm(client, waiting):
    waiting.answers.filter(question__name="A301_wrong").update(value="3")
    assert "封签与内容不一致" in text_of(client, "visit_detail", waiting.pk)


def test_a_form_to_read_leads_to_its_slip_and_its_papers(client, waiting):
    text = text_of(client, "visit_detail", waiting.pk)
    papers = [reverse("reports:visit_paper", args=[waiting.pk, kind]) for kind in ("docx", "pdf")]
    assert [at in text for at in (page("visit_slip", waiting.pk), *papers)] == [True] * 3


def test_accepting_leads_back_to_the_list(client, waiting):
    answer = client.post(page("review_accept", waiting.pk))
    assert answer["Location"] == page("review_list")
    waiting.refresh_from_db()
    assert waiting.state == "accepted"
    assert "确定退回" not in text_of(client, "review_detail", waiting.pk)


def test_returning_shows_the_remark_above_the_form(client, waiting, inspector):
    client.post(page("review_return", waiting.pk), {"remark": "核实错评户数"})
    client.force_login(inspector)
    for name in ("visit_detail", "visit_submit"):
        assert "核实错评户数" in text_of(client, name, waiting.pk)


def test_the_next_review_shows_what_changed(client, waiting, inspector, office):
    visit = return_visit(visit=waiting, remark="核实错评户数", by=office, at=NOW)
    save_answers(visit=visit, answers={"A301_wrong": "5"}, version=visit.version, by=inspector)
    submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
    text = text_of(client, "review_detail", visit.pk)
    assert '<td data-label="上一稿" class="change-from">2户</td>' in text
    assert '<td data-label="这一稿">5户</td>' in text


def test_an_edition_that_was_not_read_is_neither_passed_nor_returned(
    client, waiting, inspector, office
):
    visit = return_visit(visit=waiting, remark="核实错评户数", by=office, at=NOW)
    submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
    for name in ("review_accept", "review_return"):
        seen = client.post(page(name, visit.pk), {"edition": "1", "remark": "x"}, follow=True)
        assert "请看过这一稿再审核" in seen.content.decode()
    client.post(page("review_accept", visit.pk), {"edition": "2"})
    visit.refresh_from_db()
    assert visit.state == "accepted"


def test_several_pass_at_once_and_a_refused_one_is_named(client, waiting, office):
    own = make_visit(
        make_assignment(round=waiting.round), state="submitted", submitted_at=NOW, visited_on=DAY
    )
    Visit.objects.filter(pk=own.pk).update(submitted_by=office)
    answer = client.post(page("review_many"), {"ids": [waiting.pk, own.pk, "x", "9" * 30]})
    text = answer.content.decode()
    assert "通过 1 张，未通过 1 张" in text
    assert "不能审核自己填写或提交的督查表" in text


def test_the_api_accepts_and_returns(client, waiting):
    refused = client.post(f"/api/visits/{waiting.pk}/return/", {}, "application/json")
    assert refused.status_code == 400
    body = {"remark": "再核"}
    back = client.post(f"/api/visits/{waiting.pk}/return/", body, "application/json")
    assert (back.status_code, back.json()["state"]) == (200, "draft")
    late = client.post(f"/api/visits/{waiting.pk}/accept/", {}, "application/json")
    assert (late.status_code, late.json()["code"]) == (409, "not_submitted")
    assert VisitReview.objects.count() == 1


@pytest.mark.parametrize("lines", [1, 3])
def test_completeness_asks_the_same_queries_for_any_length(
    client, office, draft, lines, django_assert_max_num_queries
):
    team = make_team(draft.round)
    for _ in range(lines):
        make_visit(make_assignment(team=team, checklist=draft.checklist))
    client.force_login(office)
    with django_assert_max_num_queries(24):
        text = text_of(client, "round_completeness", draft.round_id)
    assert f'<strong data-number="draft">{lines + 1}</strong>' in text


@pytest.mark.parametrize(
    ("only", "total"), [("missing", 1), ("draft", 1), ("accepted", 0), ("overdue", 1), ("x", 1)]
)
def test_completeness_narrows_to_what_is_asked(client, office, draft, only, total):
    client.force_login(office)
    text = text_of(client, "round_completeness", draft.round_id, only=only)
    assert f"<strong data-total>{total}</strong>" in text


def test_completeness_says_what_a_draft_lacks(client, inspector, draft):
    client.force_login(inspector)
    text = text_of(client, "round_completeness", draft.round_id)
    link = page("visit_section", draft.pk, "A")
    assert f'1 项：</span><span><a href="{link}">年度减贫任务 1</a>' in text


def test_completeness_marks_a_closed_township_and_a_returned_form(client, waiting, office):
    visit = return_visit(visit=waiting, remark="再核", by=office, at=NOW)
    text = text_of(client, "round_completeness", visit.round_id)
    assert '<strong data-number="returned">1</strong>' in text
    assert "未办结" in text
    visit.round.closed_townships.create(area_code=visit.area_code[:9], closed_at=NOW)
    assert "已办结" in text_of(client, "round_completeness", visit.round_id)


def test_completeness_is_not_for_the_inspected(client, draft):
    client.force_login(make_user(Role.DEPARTMENT))
    assert client.get(page("round_completeness", Round.objects.get().pk)).status_code == 403
