"""A part of the form as it is filled in: repeated cards, what the register says, the end of it."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Visit
from inspections.services.submitting import submit_visit
from tests.inspections.field_cast import COMPLETE, VILLAGE, make_field_visit, posted
from tests.make import NOW, make_area, make_question

pytestmark = pytest.mark.django_db
V = {"levels": "V", "fail_if": ""}
MEMBERS = {"levels": "V", "fail_if": "", "repeat": "members", "group": "家庭成员"}


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 25)


@pytest.fixture
def visit(client, inspector) -> Visit:
    client.force_login(inspector)
    make_question("A501_name", label="姓名", type="text", **MEMBERS)
    make_question("A501_age", label="年龄", type="integer", unit="岁", **MEMBERS)
    return make_field_visit(inspector)


def page(name: str, *args: object) -> str:
    return reverse(f"inspections:{name}", args=args)


def press(client, visit: Visit, go: str, **given: object):
    """Press a button of part A; the asked rows are those that the answers name."""
    rows = sorted({name for name in given if name.startswith("A501")})
    form = posted(visit, **given) | {"go": go}
    form["asked"] = [*form["asked"], *rows]
    answer = client.post(page("visit_section", visit.pk, "A"), form)
    visit.refresh_from_db()
    return answer


def test_a_card_is_added_without_a_script(client, visit):
    here = page("visit_section", visit.pk, "A")
    assert press(client, visit, "add:members", rows__members="")["Location"] == (
        f"{here}#row-members-1"
    )
    assert visit.rows == {"members": [1]}
    assert 'name="A501_name.1"' in client.get(here).content.decode()


def test_adding_a_card_keeps_what_was_typed(client, visit):
    press(client, visit, "add:members", rows__members="")
    typed = {"A501_name.1": "李某", "A301_wrong": "2"}
    press(client, visit, "add:members", rows__members="1", **typed)
    kept = dict(visit.answers.values_list("question__name", "value"))
    assert kept == {"A501_name": "李某", "A301_wrong": "2"}
    assert visit.rows == {"members": [1, 2]}


def test_the_number_of_a_dropped_card_is_not_given_again(client, visit):
    for rows in ("", "1"):
        press(client, visit, "add:members", rows__members=rows)
    press(client, visit, "drop:members:2", rows__members="1,2", **{"A501_name.2": "李某"})
    assert visit.answers.count() == 0
    press(client, visit, "add:members", rows__members="1")
    assert visit.rows["members"] == [1, 3]


def test_cards_that_a_script_added_are_saved_with_their_answers(client, visit):
    press(client, visit, "stay", rows__members="1,2", **{"A501_name.2": "李某"})
    assert visit.answers.get(row=2).value == "李某"


def test_rows_that_cannot_be_read_change_nothing(client, visit):
    assert press(client, visit, "stay", rows__members="甲").status_code == 302
    assert visit.rows == {}


def test_a_group_without_cards_offers_the_first(client, visit):
    text = client.get(page("visit_section", visit.pk, "A")).content.decode()
    assert 'value="add:members" data-add-row="members"' in text
    assert 'data-repeat-template="members"' in text
    assert 'name="A501_name.__ROW__"' in text


def test_what_the_register_says_is_taken_by_one_press(client, inspector):
    make_area(VILLAGE, is_poor=True)
    fact = {"default_fact": "poor_village", "levels": "V", "fail_if": ""}
    make_question("A001_poor", label="是否贫困村", **fact)
    client.force_login(inspector)
    visit = make_field_visit(inspector)
    here = page("visit_section", visit.pk, "A")
    form = posted(visit) | {"A001_poor": "no", "take": "A001_poor"}
    form["asked"] = [*form["asked"], "A001_poor"]
    assert client.post(here, form)["Location"] == f"{here}#q-A001_poor"
    assert visit.answers.get(question__name="A001_poor").value == "yes"
    text = client.get(here).content.decode()
    assert "底册：<b>是</b>" in text
    assert 'data-known-state="same"' in text


def test_a_warning_asks_for_its_reason_and_keeps_it(client, inspector):
    rule = {"warning": "${A601_cash} > 100", "warning_message": "超过100元，请核对"}
    make_question("A601_cash", type="decimal", levels="V", fail_if="", **rule)
    client.force_login(inspector)
    visit = make_field_visit(inspector)
    form = posted(visit, A601_cash="200", A601_cash__explain="核对属实")
    form["asked"] = [*form["asked"], "A601_cash"]
    client.post(page("visit_section", visit.pk, "A"), form | {"go": "stay"})
    text = client.get(page("visit_section", visit.pk, "A")).content.decode()
    assert 'data-warning-for="A601_cash">超过100元，请核对</div>' in text
    assert 'name="A601_cash__explain" value="核对属实"' in text


def test_a_reckoned_items_reason_is_kept_without_a_script(client, inspector):
    rule = {"warning": "${A602_sum} > 1", "warning_message": "请核对"}
    make_question("A602_sum", type="calculate", calculation="${A301_wrong}", **V, **rule)
    client.force_login(inspector)
    visit = make_field_visit(inspector)
    here = page("visit_section", visit.pk, "A")
    asked = '<input type="hidden" name="asked" value="A602_sum">'
    assert asked in client.get(here).content.decode()
    form = posted(visit, A301_wrong="2", A602_sum__explain="核对属实") | {"go": "stay"}
    client.post(here, form | {"asked": [*form["asked"], "A602_sum"]})
    assert visit.answers.get(question__name="A602_sum").explanation == "核对属实"


def test_the_slip_says_what_was_found_and_where_to_sign(client, visit):
    press(client, visit, "after", **COMPLETE | {"A111_meeting": "no", "A111_why": "未组织"})
    text = client.get(page("visit_slip", visit.pk)).content.decode()
    assert "<li>退出未经民主评议</li>" in text
    assert "督查人员（签字）" in text
    assert "未提交" in text


def test_the_end_of_a_visit_says_what_comes_next(client, visit, inspector):
    press(client, visit, "after", **COMPLETE)
    submit_visit(visit=visit, by=inspector, on=date(2016, 7, 25), at=NOW)
    text = client.get(page("visit_done", visit.pk)).content.decode()
    assert "督查表已提交并封存" in text
    assert "组长审核" in text
    assert "本期分给您的任务都已提交。" in text


def test_a_draft_has_no_end_page(client, visit):
    answer = client.get(page("visit_done", visit.pk))
    assert answer["Location"] == page("visit_detail", visit.pk)
