"""Pages of a month's round: planning, the cockpit, teams, closing; hidden rounds stay hidden."""

from datetime import date

import pytest

from accounts.models import Role
from inspections.models import Assignment, Exclusion, Round
from inspections.selectors.extra_frames import Counts
from inspections.services.extra_draws import seal_extra
from tests.inspections.draw_cast import make_county, make_drawn, sealing
from tests.inspections.round_cast import page, plan
from tests.make import COUNTY, make_assignment, make_round, make_scheme, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 12)


@pytest.mark.parametrize("lines", [1, 3])
def test_round_list_asks_the_same_queries_for_any_length(
    client, office, lines, django_assert_max_num_queries
):
    for month in range(1, lines + 1):
        make_assignment(round=make_round(period=date(2016, month, 1)))
    client.force_login(office)
    with django_assert_max_num_queries(9):
        answer = client.get(page("round_list"))
    assert f"<strong data-total>{lines}</strong>" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "total"),
    [({"period": "2016-07"}, 1), ({"period": "2016-06"}, 0), ({"state": "done"}, 0)],
)
def test_round_list_filters(client, office, query, total):
    make_round()
    client.force_login(office)
    answer = client.get(page("round_list"), query)
    assert f"<strong data-total>{total}</strong>" in answer.content.decode()


def test_a_wrong_month_in_the_filter_is_named(client, office):
    client.force_login(office)
    answer = client.get(page("round_list"), {"period": "七月"})
    assert "月份应写作2016-07的样子。" in answer.content.decode()


def test_planning_takes_the_numbers_of_the_scheme(client, office):
    client.force_login(office)
    answer = client.post(page("round_create"), plan())
    planned = Round.objects.get()
    assert answer["Location"] == page("round_detail", planned.pk)
    assert (planned.townships, planned.households_per_village) == (2, 4)
    assert planned.starts_on == date(2016, 8, 5)


def test_planning_keeps_an_exclusion_with_its_reason(client, office):
    make_county()
    client.force_login(office)
    code = f"{COUNTY}101"
    given = {"exclusion-0-unit_code": code, "exclusion-0-reason": "上月已督查"}
    client.post(page("round_create"), plan(**given))
    assert Exclusion.objects.get().reason == "上月已督查"


def test_an_exclusion_without_a_reason_says_so_and_keeps_what_was_typed(client, office):
    make_county()
    client.force_login(office)
    given = {"exclusion-0-unit_code": f"{COUNTY}101", "townships": "3"}
    text = client.post(page("round_create"), plan(**given)).content.decode()
    assert "请写明不参加抽签的原因。" in text
    assert 'name="townships" value="3"' in text
    assert not Round.objects.exists()


def test_a_second_round_of_a_month_is_refused_on_the_form(client, office):
    make_round()
    client.force_login(office)
    answer = client.post(page("round_create"), plan(period="2016-07"))
    assert "该月已有督查期次" in answer.content.decode()


def test_a_round_that_ends_before_it_starts_is_refused_at_the_field(client, office):
    client.force_login(office)
    given = {"starts_on": "2016-08-20", "ends_on": "2016-08-10"}
    answer = client.post(page("round_create"), plan(**given))
    assert answer.context["form"].errors == {"ends_on": ["结束日期不得早于开始日期。"]}


@pytest.mark.parametrize(
    ("state", "button"),
    [("planned", "核对并封存"), ("sealed", "录入种子"), ("field", "查看未完成任务")],
)
def test_the_cockpit_offers_the_next_step(client, office, state, button):
    round_ = make_round(state=state)
    client.force_login(office)
    answer = client.get(page("round_detail", round_.pk))
    assert button in answer.content.decode()


def test_the_cockpit_shows_the_completeness_check(client, office):
    round_ = make_round(state="field")
    make_assignment(round=round_)
    client.force_login(office)
    text = client.get(page("round_detail", round_.pk)).content.decode()
    assert text.count('data-check="short"') == 4
    assert "不少于2个" in text


def test_the_cockpit_shows_the_drawn_tree(client, office):
    draw = make_drawn()
    client.force_login(office)
    answer = client.get(page("round_detail", draw.round_id))
    tree = answer.context["tree"]
    assert [len(township.below) for township in tree] == [1, 1]
    assert [len(township.below[0].below) for township in tree] == [4, 4]
    assert "李某某" in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_cockpit_asks_the_same_queries_for_any_length(
    client, office, lines, django_assert_max_num_queries
):
    round_ = make_round(state="field")
    team = make_team(round_)
    for _ in range(lines):
        make_assignment(round=round_, team=team)
    client.force_login(office)
    with django_assert_max_num_queries(26):
        client.get(page("round_detail", round_.pk))


def test_an_unannounced_round_is_not_there_for_the_inspected(client, liaison):
    round_ = make_round(mode="unannounced", state="field")
    client.force_login(liaison)
    assert client.get(page("round_detail", round_.pk)).status_code == 404
    assert "<strong data-total>0</strong>" in client.get(page("round_list")).content.decode()


def test_an_unannounced_round_is_there_when_it_is_done(client, liaison):
    round_ = make_round(mode="unannounced", state="done", closed_on=date(2016, 7, 25))
    client.force_login(liaison)
    assert client.get(page("round_detail", round_.pk)).status_code == 200


def test_a_township_cannot_plan(client, liaison):
    client.force_login(liaison)
    assert client.get(page("round_create")).status_code == 403


def teams(**fields: object) -> dict[str, object]:
    blank = {"team-TOTAL_FORMS": "2", "team-INITIAL_FORMS": "0", "due_on": "2016-07-20"}
    names = {"team-0-name": "第一组", "team-1-name": "第二组"}
    return blank | names | fields


def test_assigning_makes_the_teams_and_hands_out_the_units(client, office, inspector):
    draw = make_drawn()
    make_scheme().checklists.create(code="monthly", title="专项督查表")
    client.force_login(office)
    given = teams(**{"team-0-leader": inspector.pk})
    answer = client.post(page("round_assign", draw.round_id), given)
    assert answer["Location"] == page("round_detail", draw.round_id)
    assert Assignment.objects.filter(due_on=date(2016, 7, 20)).count() == 12


def test_assigning_without_a_team_says_so(client, office):
    draw = make_drawn()
    client.force_login(office)
    answer = client.post(page("round_assign", draw.round_id), teams())
    assert "请至少组成一个督查组。" in answer.content.decode()


def test_a_person_in_two_teams_is_named(client, office, inspector):
    draw = make_drawn()
    other = make_user(Role.INSPECTOR, name="黄志远")
    client.force_login(office)
    given = {
        "team-0-leader": inspector.pk,
        "team-1-leader": other.pk,
        "team-1-members": [inspector.pk],
    }
    answer = client.post(page("round_assign", draw.round_id), teams(**given))
    assert "“陈组长”重复出现在第一组和第二组。" in answer.content.decode()


def test_a_round_is_not_closed_while_forms_are_missing(client, office):
    round_ = make_round(state="field")
    make_assignment(round=round_)
    client.force_login(office)
    answer = client.post(page("round_close", round_.pk), {"reason": "人手不足"})
    assert "本期督查尚未完成" in answer.content.decode()
    assert "人手不足" in answer.content.decode()
    round_.refresh_from_db()
    assert round_.state == "field"


def test_a_sealed_further_draw_leads_to_its_seed(client, office):
    draw = make_drawn()
    places = [draw.units.filter(stage="village").first().subject_code]
    asked = {"places": places, "counts": Counts(1, 1, 2), "reason": "群众反映"}
    extra = seal_extra(round=draw.round, level="household", sealing=sealing(), **asked)
    client.force_login(office)
    text = client.get(page("round_detail", draw.round_id)).content.decode()
    assert page("draw_seed_of", extra.pk) in text
