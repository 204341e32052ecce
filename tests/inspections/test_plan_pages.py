"""Pages of a plan: from last month's, changed, handed out to last month's or to drawn teams."""

from datetime import date

import pytest

from inspections.models import Assignment, Round
from tests.inspections.draw_cast import make_county, make_drawn
from tests.inspections.round_cast import page, plan
from tests.make import COUNTY, make_assignment, make_round, make_scheme, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 12)


def teams(**fields: object) -> dict[str, object]:
    blank = {"team-TOTAL_FORMS": "2", "team-INITIAL_FORMS": "0", "due_on": "2016-07-20"}
    names = {"team-0-name": "第一组", "team-1-name": "第二组"}
    return blank | names | fields


def test_planning_begins_with_the_last_round(client, office):
    make_county()
    june = make_round(
        period=date(2016, 6, 1), mode="joint", methods=[], townships=3, strengths={"a": "ignore"}
    )
    june.exclusions.create(unit_code=f"{COUNTY}101", unit_name="某镇", reason="受灾")
    client.force_login(office)
    form = client.get(page("round_create")).context["form"]
    text = client.get(page("round_create")).content.decode()
    assert (form.initial["mode"], form.initial["townships"]) == ("joint", 3)
    assert (form.initial["period"], form.initial["starts_on"]) == (
        date(2016, 7, 1),
        date(2016, 7, 11),
    )
    assert ("上期：联合督查。" in text, 'value="受灾"' in text) == (True, True)
    assert "上期：。" not in text

    client.post(page("round_create"), plan(period="2016-07", townships="2"))

    july = Round.objects.get(period=date(2016, 7, 1))
    assert july.strengths == {"a": "ignore"}
    told = client.get(page("round_detail", july.pk)).content.decode()
    assert "<del>3个</del> → 2个" in told


def test_a_plan_is_changed_on_its_page_until_it_is_sealed(client, office):
    round_ = make_round()
    client.force_login(office)
    given = plan(households_per_village="5", department_forms="own")
    client.post(page("round_edit", round_.pk), given)
    round_.refresh_from_db()
    assert (round_.households_per_village, round_.department_forms) == (5, "own")
    assert round_.period == date(2016, 7, 1)

    Round.objects.update(state="sealed")
    assert "不能再改计划" in client.post(page("round_edit", round_.pk), given).content.decode()


def test_an_unannounced_round_is_filled_in_by_teams_only(client, office):
    client.force_login(office)
    answer = client.post(page("round_create"), plan(mode="unannounced", department_forms="own"))
    assert answer.context["form"].errors == {
        "department_forms": ["暗访不得事先告知，只能由督查组填写。"]
    }


def test_last_months_teams_are_proposed_and_count_as_they_stand(client, office, inspector):
    make_team(make_round(period=date(2016, 6, 1)), inspector, name="甲组")
    draw = make_drawn()
    make_scheme().checklists.create(code="monthly", title="专项督查表")
    client.force_login(office)
    form = client.get(page("round_assign", draw.round_id)).context["teams"].forms[0]
    assert form["name"].initial == "甲组"
    given = {
        "team-0-name": "甲组",
        "team-0-leader": inspector.pk,
        "team-0-members": [inspector.pk],
    }
    client.post(page("round_assign", draw.round_id), teams(**given))
    assert set(Assignment.objects.values_list("team__name", flat=True)) == {"甲组"}


def test_drawn_teams_are_shown_and_not_asked_for(client, office, inspector):
    draw = make_drawn()
    make_scheme().checklists.create(code="monthly", title="专项督查表")
    make_team(draw.round, inspector, name="乙组", drawn_by=draw)
    client.force_login(office)
    text = client.get(page("round_assign", draw.round_id)).content.decode()
    assert ("由双随机抽签产生" in text, "team-0-leader" in text) == (True, False)
    client.post(page("round_assign", draw.round_id), {"due_on": "2016-07-20"})
    assert set(Assignment.objects.values_list("owner", flat=True)) == {inspector.pk}


def test_the_cockpit_counts_by_township_team_and_person(client, office, inspector):
    round_ = make_round(state="field")
    team = make_team(round_, inspector, name="一组")
    make_assignment(round=round_, team=team, owner=inspector, due_on=date(2016, 7, 1))
    client.force_login(office)
    work = client.get(page("round_detail", round_.pk)).context["work"]
    (place,), (share,) = work.places, work.shares
    assert (place.tally.total, share.people[inspector].overdue, work.tally.overdue) == (1, 1, 1)


def test_two_rounds_of_different_schemes_run_in_one_month(client, office):
    make_round()
    walk = make_scheme(code="walk", title="大走访")
    client.force_login(office)
    client.post(page("round_create"), plan(period="2016-07", scheme=str(walk.pk)))
    titles = Round.objects.order_by("pk").values_list("scheme__code", "period")
    assert list(titles) == [("monthly", date(2016, 7, 1)), ("walk", date(2016, 7, 1))]


def test_a_round_in_the_field_is_not_handed_out_again(client, office):
    round_ = make_round(state="field")
    client.force_login(office)
    text = client.get(page("round_assign", round_.pk)).content.decode()
    assert ("本期任务已分派" in text, "team-0-leader" in text) == (True, False)
