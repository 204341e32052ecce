from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import RuleBroken
from accounts.models import Export, Job
from households.facts.exit_steps import PAPER_CODES
from households.services.exit_bulk import StepOrder, take_steps_listed
from households.views import exit_all
from tests.make import make_area, make_household

pytestmark = pytest.mark.django_db
VILLAGE = "?year=2016&area=510304105&village=510304105201"


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


def begin(client, step, day="2016-07-01", **given):
    """Ask for a step of all that is listed; give the page that says how many."""
    form = {"year": 2016, "step": step, "day": day, "back": "?year=2016"} | given
    return client.post(page("exit_all"), form)


def agree(client, answer, **given):
    context = answer.context
    form = {name: value for name, value in context["given"].items() if name != "day"}
    form |= {"day": "2016-07-01", "agreed": context["agreed"], "token": context["token"]}
    return client.post(page("exit_all"), form | given, follow=True)


def test_a_step_for_all_that_is_filtered_names_how_many_first(client, liaison):
    first, second, third = planned(), planned(), planned("510304105202")
    exit_of(second, reviewed_on="2016-07-01")
    client.force_login(liaison)

    asked = begin(
        client, "reviewed_on", back="?year=2016&area=510304105&village=510304105201&page=3"
    )

    assert (asked.context["count"], asked.context["total"]) == (1, 2)
    assert not first.exits.exists()
    told = [str(message) for message in agree(client, asked).context["messages"]]
    assert told == ["“民主评议”已登记1户。"]
    assert first.exits.get().reviewed_on == date(2016, 7, 1)
    assert not third.exits.exists()


def test_a_list_that_moved_is_asked_about_again(client, liaison):
    planned()
    client.force_login(liaison)
    asked = begin(client, "reviewed_on")
    late = planned()
    again = agree(client, asked)
    assert "名单在确认期间有变动" in again.content.decode()
    assert again.context["count"] == 2
    assert not late.exits.exists()


def test_nothing_at_that_step_offers_nothing_to_agree_to(client, liaison):
    planned()
    client.force_login(liaison)
    answer = begin(client, "marked_on").content.decode()
    assert ("没有下一步是" in answer, "确定登记" in answer) == (True, False)


def test_a_long_list_is_left_to_a_worker_and_told_on_the_list(
    client, liaison, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(exit_all, "AT_ONCE", 1)
    rows = [planned() for _ in range(3)]
    client.force_login(liaison)
    asked = begin(client, "reviewed_on")
    with django_capture_on_commit_callbacks(execute=True):
        shown = agree(client, asked)
    job = shown.context["bulk_job"]
    assert Job.objects.get().result == {"done": 3, "refused": 0, "reasons": []}
    assert job.url == f"{page('exit_list')}?year=2016&batch={asked.context['token']}"
    assert {row.exits.get().reviewed_on for row in rows} == {date(2016, 7, 1)}
    assert "已登记 <strong data-done>3</strong> 户" in client.get(job.url).content.decode()


def test_a_step_begun_again_goes_on_where_it_stopped(liaison):
    rows = [planned(), planned(), planned("510304106201")]
    exit_of(rows[0], reviewed_on="2016-07-01")
    order = StepOrder(2016, "reviewed_on", date(2016, 7, 1))
    ids = [row.pk for row in rows]
    found = take_steps_listed(
        ids=ids, order=order, by=liaison, today=date(2016, 7, 29), progress=lambda percent: None
    )
    assert found == {"done": 2, "refused": 1, "reasons": [["已不在名单中。", 1]]}


def test_who_may_not_change_takes_no_listed_step(leader):
    order = StepOrder(2016, "reviewed_on", date(2016, 7, 1))
    with pytest.raises(RuleBroken, match="无权"):
        take_steps_listed(
            ids=[1], order=order, by=leader, today=date(2016, 7, 29), progress=lambda percent: None
        )


def test_a_village_is_offered_once_a_township_is_chosen(client, verifier):
    own = planned("510304105201")
    planned("510304105202")
    client.force_login(verifier)
    asked = [
        client.get(f"{page('exit_list')}?year=2016{query}").context
        for query in ("", "&area=510304105", "&area=510304105&village=510304105201")
    ]
    offered = ["village" in context["filter"].form.fields for context in asked]
    assert offered == [False, True, True]
    assert [len(context["object_list"]) for context in asked] == [2, 2, 1]
    assert asked[2]["object_list"][0] == own
    moved = client.get(f"{page('exit_list')}?year=2016&area=510304&village=510304105201")
    assert "village" not in moved.context["filter"].form.fields


def test_the_export_holds_the_dates_the_archive_and_the_next_step(
    client, verifier, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "media"
    row = planned(head_name="李四")
    exit_of(row, reviewed_on="2016-07-01", papers=["application"])
    row.exits.create(area_code=row.area_code, year=2015, reviewed_on="2015-07-01")
    planned("510304106201")
    client.force_login(verifier)
    query = client.get(f"{page('exit_list')}?year=2016&area=510304105&page=1").context["query"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:export_ask", args=["exits"]), {"query": query})
    with Export.objects.get().file.open() as file:
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
    found = dict(zip(rows[1], rows[2], strict=True))
    assert (len(rows), found["户编号"], found["档案"]) == (3, row.household_no, "1/7")
    assert (found["民主评议"].date(), found["入户核实"]) == (date(2016, 7, 1), None)
    assert found["下一步"] == "入户核实"


@pytest.mark.parametrize("query", ["", "&area=510304105"])
def test_the_list_asks_the_same_queries_for_any_length(client, verifier, query):
    client.force_login(verifier)
    counts = []
    for village in ("201", "202", "203"):
        planned(f"510304105{village}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{page('exit_list')}?year=2016{query}")
        counts.append(len(queries))
    assert counts[0] == counts[2]
