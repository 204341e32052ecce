from datetime import date

import pytest
from django.urls import reverse

from households.facts.exit_steps import PAPER_CODES
from tests.make import make_area, make_household

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_july(settings):
    settings.DEMO_TODAY = date(2016, 7, 29)


def page(name, *args):
    return reverse(f"households:{name}", args=args)


def planned(village="510304105201", **fields):
    return make_household(make_area(village), planned_exit_year=2016, **fields)


def take(client, households, step, day="2016-07-01", **given):
    form = {"ids": [row.pk for row in households], "step": step, "day": day, "year": 2016}
    answer = client.post(page("exit_step"), form | given, follow=True)
    return [str(message) for message in answer.context["messages"]]


def exit_of(household, **fields):
    return household.exits.create(area_code=household.area_code, year=2016, **fields)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3}),
        ("stage=none", {1}),
        ("stage=reviewed_on", {2}),
        ("stage=verified_on", {3}),
        ("stage=marked_on", set()),
        ("papers=missing", {1, 2}),
        ("papers=complete", {3}),
        ("area=510304105202", {2}),
        ("year=2017", {4}),
    ],
)
def test_the_list_holds_the_year_s_households_by_stage_and_archive(client, verifier, query, found):
    made = {1: planned(), 2: planned("510304105202"), 3: planned(), 4: make_household()}
    exit_of(made[2], reviewed_on="2016-07-01")
    exit_of(made[3], reviewed_on="2016-07-01", verified_on="2016-07-02", papers=list(PAPER_CODES))
    made[4].planned_exit_year = 2017
    made[4].save()
    client.force_login(verifier)

    context = client.get(f"{page('exit_list')}?year=2016&{query}").context

    assert {row.pk for row in context["object_list"]} == {made[number].pk for number in found}


def test_the_stages_add_up_to_all(client, verifier):
    for _ in range(3):
        planned()
    exit_of(planned(), reviewed_on="2016-07-01")
    client.force_login(verifier)
    context = client.get(f"{page('exit_list')}?year=2016").context
    assert sum(count for _, _, count in context["stages"]) == context["planned"] == 4


def test_many_take_a_step_and_the_refused_are_named_masked(client, liaison):
    first, second = planned(head_name="李四"), planned(head_name="王五")
    exit_of(second, reviewed_on="2016-07-02")
    client.force_login(liaison)

    told = take(client, [first, second], "reviewed_on")

    already = "“民主评议”已登记，日期有误请先撤回最后一步。"
    assert told == [
        "“民主评议”已登记1户。",
        f"1户未登记。王某某（户{second.household_no[-4:]}）：{already}",
    ]
    assert first.exits.get().reviewed_on == date(2016, 7, 1)


def test_another_township_s_household_cannot_be_chosen(client, liaison):
    hidden = planned("510304106201")
    client.force_login(liaison)
    assert take(client, [hidden], "reviewed_on") == ["所选的户已不在名单中。"]
    assert not hidden.exits.exists()


def test_nothing_chosen_is_told(client, liaison):
    client.force_login(liaison)
    assert take(client, [], "reviewed_on") == ["请先勾选户。"]


def test_a_reader_sees_the_list_and_cannot_take_a_step(client, leader):
    planned()
    client.force_login(leader)
    assert "登记所选户" not in client.get(page("exit_list")).content.decode()
    assert client.post(page("exit_step"), {}).status_code == 403


def test_papers_are_ticked_and_the_last_step_taken_back(client, liaison):
    household = planned()
    client.force_login(liaison)
    client.post(page("exit_papers", household.household_no, 2016), {"papers": ["application"]})
    take(client, [household], "reviewed_on")
    text = client.get(page("household_detail", household.household_no)).content.decode()
    assert "档案 1/7" in text
    assert "2016-07-01" in text

    url = page("exit_withdraw", household.household_no, 2016)
    client.post(url, {"reason": "日期登记有误"})

    assert household.exits.get().reviewed_on is None


def test_the_way_back_never_leaves_the_list(client, liaison):
    client.force_login(liaison)
    answer = client.post(page("exit_step"), {"back": "//evil.example"})
    assert answer.url == page("exit_list")
